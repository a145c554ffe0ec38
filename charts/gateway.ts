import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { GatewayContract } from '../contract';
import { ApplicationLoadBalancer, WebApplicationFirewallPolicy } from '../imports/alb.networking.azure.io';
import {
  Gateway,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as RoutesFrom,
  GatewaySpecListenersTlsMode as TlsMode,
  type GatewaySpecAddresses,
  type GatewaySpecListeners,
} from '../imports/gateway.networking.k8s.io';
import { ALB_CONTROLLER, type Page } from '../model';
import { hostNameProblem, labelProblem } from './checks';
import { addHttpsRedirect, addPage } from './routes';

/** Properties of a {@link GatewayChart}. */
export interface GatewayChartProps {
  /** Namespace of Gateway and routes, and of the pages' Services. */
  readonly namespace: string;
  /** Name of the Gateway. */
  readonly name: string;
  /** Name of the ApplicationLoadBalancer; managed mode only. */
  readonly loadBalancerName: string;
  /** How the load balancer is found, as the infrastructure tells it. */
  readonly gateway: GatewayContract;
  /** The pages that requests are led to. */
  readonly pages: readonly Page[];
  /** Secret of the namespace with the certificate. @default - HTTP alone */
  readonly tlsSecretName?: string;
  /** Resource id of the firewall policy that judges all requests. @default - no firewall */
  readonly webApplicationFirewallPolicyId?: string;
}

const CLASS = 'azure-alb-external';
const GROUP = 'gateway.networking.k8s.io';
const HTTP_LISTENER = 'http-listener';
const HTTPS_LISTENER = 'https-listener';
const ANNOTATION = 'alb.networking.azure.io';

/**
 * The way in: Gateway and routes, and in managed mode the object that the controller makes the load balancer from.
 *
 * @throws Error if a name is none, or the host name of a page
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/how-to-url-redirect-gateway-api
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/how-to-ssl-offloading-gateway-api
 * @example
 * import { App } from 'cdk8s';
 * import { GatewayChart } from './charts';
 *
 * new GatewayChart(new App(), 'gateway', {
 *   namespace: 'team',
 *   name: 'team-gateway',
 *   loadBalancerName: 'alb',
 *   gateway: {
 *     mode: 'managed',
 *     albSubnetId:
 *       '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-team/providers/Microsoft.Network/virtualNetworks/vnet-team/subnets/snet-alb',
 *   },
 *   pages: [{ service: 'chat', port: 7860, hostname: 'chat.example.com' }],
 *   tlsSecretName: 'chat-tls',
 * });
 */
export class GatewayChart extends Chart {
  public constructor(scope: Construct, id: string, props: GatewayChartProps) {
    super(scope, id);
    const { gateway, name, namespace, tlsSecretName } = props;
    const problem =
      labelProblem('name', name) ??
      labelProblem('namespace', namespace) ??
      (gateway.mode === 'managed' ? labelProblem('loadBalancerName', props.loadBalancerName) : undefined) ??
      (tlsSecretName === undefined ? undefined : labelProblem('tlsSecretName', tlsSecretName)) ??
      props.pages
        .map(({ hostname }) => (hostname === undefined ? undefined : hostNameProblem('pages.hostname', hostname)))
        .find(Boolean);
    if (problem) throw new Error(`${problem} [${this.node.path}]`);
    if (gateway.mode === 'managed') this.addLoadBalancer(props.loadBalancerName, gateway.albSubnetId);

    const { annotations, addresses } = attachment(props);
    new Gateway(this, 'gateway', {
      metadata: { name, namespace, annotations },
      spec: { gatewayClassName: CLASS, addresses, listeners: listeners(tlsSecretName) },
    });

    const parent = tlsSecretName === undefined ? { name } : { name, sectionName: HTTPS_LISTENER };
    for (const page of props.pages) addPage(this, { namespace, parent }, page);
    if (tlsSecretName !== undefined) {
      addHttpsRedirect(this, { namespace, parent: { name, sectionName: HTTP_LISTENER } });
    }
    if (props.webApplicationFirewallPolicyId !== undefined) {
      this.addFirewall(props, props.webApplicationFirewallPolicyId);
    }
  }

  private addLoadBalancer(name: string, subnetId: string): void {
    // The controller's chart makes this namespace too. Named here so that the folder applies to any cluster as it is;
    // server-side apply lets both own it.
    const namespace = new k8s.KubeNamespace(this, 'controller-namespace', {
      metadata: { name: ALB_CONTROLLER.namespace },
    });
    const loadBalancer = new ApplicationLoadBalancer(this, 'load-balancer', {
      metadata: { name, namespace: ALB_CONTROLLER.namespace },
      spec: { associations: [subnetId] },
    });
    loadBalancer.addDependency(namespace);
  }

  /**
   * The firewall judges what comes to any listener. What Azure needs beside this object, the infrastructure makes.
   *
   * @see https://learn.microsoft.com/azure/application-gateway/for-containers/web-application-firewall
   */
  private addFirewall({ name, namespace }: GatewayChartProps, policyId: string): void {
    new WebApplicationFirewallPolicy(this, 'firewall', {
      metadata: { name: `${name}-waf`, namespace },
      spec: {
        targetRef: { group: GROUP, kind: 'Gateway', name, namespace },
        webApplicationFirewall: { id: policyId },
      },
    });
  }
}

function listeners(tlsSecretName: string | undefined): GatewaySpecListeners[] {
  const allowedRoutes = { namespaces: { from: RoutesFrom.SAME } };
  const http = { name: HTTP_LISTENER, port: 80, protocol: 'HTTP', allowedRoutes };
  if (tlsSecretName === undefined) return [http];
  const tls = { mode: TlsMode.TERMINATE, certificateRefs: [{ kind: 'Secret', group: '', name: tlsSecretName }] };
  return [http, { name: HTTPS_LISTENER, port: 443, protocol: 'HTTPS', allowedRoutes, tls }];
}

/** How a Gateway finds its load balancer. */
interface Attachment {
  readonly annotations: Record<string, string>;
  readonly addresses?: GatewaySpecAddresses[];
}

function attachment({ gateway, loadBalancerName }: GatewayChartProps): Attachment {
  return gateway.mode === 'managed'
    ? {
        annotations: {
          [`${ANNOTATION}/alb-namespace`]: ALB_CONTROLLER.namespace,
          [`${ANNOTATION}/alb-name`]: loadBalancerName,
        },
      }
    : {
        annotations: { [`${ANNOTATION}/alb-id`]: gateway.loadBalancerId },
        addresses: [{ type: `${ANNOTATION}/alb-frontend`, value: gateway.frontendName }],
      };
}
