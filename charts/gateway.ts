import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ALB_CONTROLLER_NAMESPACE } from '../config';
import type { GatewayContract } from '../contract';
import { ApplicationLoadBalancer } from '../imports/alb.networking.azure.io';
import {
  Gateway,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as RoutesFrom,
  HttpRoute,
  type GatewaySpecAddresses,
} from '../imports/gateway.networking.k8s.io';

/** What a {@link GatewayChart} is made of. */
export interface GatewayChartProps {
  readonly namespace: string;
  /** Name of the Gateway. */
  readonly name: string;
  /** Name of the ApplicationLoadBalancer; managed mode only. */
  readonly loadBalancerName: string;
  /** The load balancer, as the infrastructure tells it. */
  readonly gateway: GatewayContract;
  /**
   * Host name the pages answer to.
   *
   * @default - bring-your-own mode: the frontend's; managed mode: every name, until the controller has made one
   */
  readonly hostname?: string;
}

const CLASS = 'azure-alb-external';
const LISTENER = 'http-listener';
const ANNOTATION = 'alb.networking.azure.io';

/** Writing a description takes the model longer than the 60 seconds that the load balancer waits by itself. */
const ADMIN_TIMEOUT = '300s';

/**
 * The way in: Gateway and routes, and in managed mode the object that the controller makes the load balancer from.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/how-to-url-redirect-gateway-api
 */
export class GatewayChart extends Chart {
  public constructor(scope: Construct, id: string, props: GatewayChartProps) {
    super(scope, id);
    const { gateway } = props;
    if (gateway.mode === 'managed') this.addLoadBalancer(props.loadBalancerName, gateway.alb_subnet_id);

    const { annotations, addresses } = attachment(props);
    new Gateway(this, 'gateway', {
      metadata: { name: props.name, namespace: props.namespace, annotations },
      spec: {
        gatewayClassName: CLASS,
        addresses,
        listeners: [
          { name: LISTENER, port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: RoutesFrom.SAME } } },
        ],
      },
    });

    const hostname = props.hostname ?? (gateway.mode === 'bring-your-own' ? gateway.fqdn : undefined);
    new HttpRoute(this, 'store-admin', {
      metadata: { name: 'store-admin-route', namespace: props.namespace },
      spec: {
        parentRefs: [{ name: props.name }],
        hostnames: hostname === undefined ? undefined : [hostname],
        rules: [{ backendRefs: [{ name: 'store-admin', port: 80 }], timeouts: { request: ADMIN_TIMEOUT } }],
      },
    });
  }

  private addLoadBalancer(name: string, subnetId: string): void {
    // The controller's chart makes this namespace too. Named here so that the folder applies to any cluster as it is;
    // server-side apply lets both own it.
    const namespace = new k8s.KubeNamespace(this, 'controller-namespace', {
      metadata: { name: ALB_CONTROLLER_NAMESPACE },
    });
    const loadBalancer = new ApplicationLoadBalancer(this, 'load-balancer', {
      metadata: { name, namespace: ALB_CONTROLLER_NAMESPACE },
      spec: { associations: [subnetId] },
    });
    loadBalancer.addDependency(namespace);
  }
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
          [`${ANNOTATION}/alb-namespace`]: ALB_CONTROLLER_NAMESPACE,
          [`${ANNOTATION}/alb-name`]: loadBalancerName,
        },
      }
    : {
        annotations: { [`${ANNOTATION}/alb-id`]: gateway.load_balancer_id },
        addresses: [{ type: `${ANNOTATION}/alb-frontend`, value: gateway.frontend_name }],
      };
}
