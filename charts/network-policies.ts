import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  DNS,
  EVERY_POD,
  INTERNET,
  LOAD_BALANCER,
  PRIVATE_ENDPOINT,
  RANGES_OFF_THE_INTERNET,
  ACME_SOLVER,
  ACME_SOLVER_LABEL,
  VERIFY_JOB,
  VERIFY_LABEL,
  selectorOf,
  type Flow,
  type NetworkPolicy,
} from '../model';
import { ifAny } from './if-any';
import { addLocalDnsPolicy } from './local-dns';

/** Properties of a {@link NetworkPoliciesChart}. */
export interface NetworkPoliciesChartProps {
  /** The namespace whose pods they are about. */
  readonly namespace: string;
  /** Every connection that is wanted. */
  readonly flows: readonly Flow[];
  /** Range of the load balancer's subnet. */
  readonly loadBalancerCidr: string;
  /** Range of the private endpoint's subnet; needed where a flow leads there. @default - no flow does */
  readonly privateEndpointCidr?: string;
  /** What enforces the policies. @default - any engine that knows no kind but NetworkPolicy */
  readonly networkPolicy?: NetworkPolicy;
}

const WHY = 'secure-aks-openai/why';

/**
 * Where pods ask for names on a node with LocalDNS, a setting of AKS; elsewhere nothing answers there. Cilium takes it for
 * an address of the node, which no range of a NetworkPolicy matches, and has a policy of its own for it.
 *
 * @see https://learn.microsoft.com/azure/aks/localdns-custom
 */
const LOCAL_DNS = '169.254.10.11/32';

/**
 * Refuses every connection of a namespace but those of its flows.
 *
 * Under Cilium a range matches addresses outside of the cluster alone, never a pod or a node; the load balancer, the
 * private endpoint and the internet are outside. So LocalDNS takes a policy of Cilium's own there.
 *
 * @throws Error if a flow leads to a private endpoint whose range is not told
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 * @example
 * import { App } from 'cdk8s';
 * import { NetworkPoliciesChart } from './charts';
 *
 * new NetworkPoliciesChart(new App(), 'network-policies', {
 *   namespace: 'team',
 *   flows: [{ from: 'page', to: 'summaries', port: 8080, why: 'the page shows what it writes' }],
 *   loadBalancerCidr: '10.21.1.0/24',
 * });
 */
export class NetworkPoliciesChart extends Chart {
  public constructor(scope: Construct, id: string, props: NetworkPoliciesChartProps) {
    super(scope, id);
    const { namespace, flows } = props;
    const add = (name: string, why: readonly string[], spec: k8s.NetworkPolicySpec): void => {
      new k8s.KubeNetworkPolicy(this, name, {
        metadata: { name, namespace, annotations: { [WHY]: why.join('; ') } },
        spec,
      });
    };
    const peersOf = (party: string, at?: string): k8s.NetworkPolicyPeer[] => peers(party, at, props);

    add('deny-all', ['what the other policies do not open stays shut'], {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    if (props.networkPolicy === 'cilium' && flows.some(({ to }) => to === DNS)) {
      const why = 'names are asked for at the node where LocalDNS is on';
      addLocalDnsPolicy(this, { name: 'allow-local-dns', namespace, annotations: { [WHY]: why } });
    }
    const parties = flows.flatMap(({ from, fromNamespace, to, toNamespace }) => [
      ...(fromNamespace === undefined ? [from] : []),
      ...(toNamespace === undefined ? [to] : []),
    ]);
    for (const party of new Set(parties.filter(isInNamespace))) {
      const accepted = flows.filter(({ to, toNamespace }) => to === party && toNamespace === undefined);
      const opened = flows.filter(({ from, fromNamespace }) => from === party && fromNamespace === undefined);
      add(
        policyName(party),
        [...accepted, ...opened].map(({ from, to, why }) => `${from} to ${to}: ${why}`),
        {
          podSelector: party === EVERY_POD ? {} : { matchLabels: labelsOfPods(party) },
          policyTypes: [...(accepted.length > 0 ? ['Ingress'] : []), ...(opened.length > 0 ? ['Egress'] : [])],
          ingress: ifAny(
            accepted.map(({ from, fromNamespace, to, port }) => ({
              from: peersOf(from, fromNamespace),
              ports: ports(to, port),
            })),
          ),
          egress: ifAny(
            opened.map(({ to, toNamespace, port }) => ({ to: peersOf(to, toNamespace), ports: ports(to, port) })),
          ),
        },
      );
    }
  }
}

function isInNamespace(party: string): boolean {
  return ![LOAD_BALANCER, INTERNET, PRIVATE_ENDPOINT, DNS].includes(party);
}

function labelsOfPods(party: string): Record<string, string> {
  if (party === ACME_SOLVER) return { ...ACME_SOLVER_LABEL };
  return party === VERIFY_JOB ? { ...VERIFY_LABEL } : selectorOf(party);
}

/** The prefix keeps a workload's policy from having the name of another one, whatever the workload is called. */
function policyName(party: string): string {
  if (party === EVERY_POD) return 'allow-dns';
  if (party === ACME_SOLVER) return 'allow-acme-solver';
  return party === VERIFY_JOB ? 'allow-verify-job' : `data-flow-${party}`;
}

function peers(
  party: string,
  namespace: string | undefined,
  {
    loadBalancerCidr,
    privateEndpointCidr,
    networkPolicy,
  }: Pick<NetworkPoliciesChartProps, 'loadBalancerCidr' | 'privateEndpointCidr' | 'networkPolicy'>,
): k8s.NetworkPolicyPeer[] {
  switch (party) {
    case LOAD_BALANCER:
      return [{ ipBlock: { cidr: loadBalancerCidr } }];
    case INTERNET:
      return [{ ipBlock: { cidr: '0.0.0.0/0', except: RANGES_OFF_THE_INTERNET } }];
    case PRIVATE_ENDPOINT:
      if (privateEndpointCidr === undefined) {
        throw new Error("'privateEndpointCidr' must be the range of the private endpoint's subnet, got none");
      }
      return [{ ipBlock: { cidr: privateEndpointCidr } }];
    case DNS:
      return [
        {
          namespaceSelector: inNamespace('kube-system'),
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
        ...(networkPolicy === 'cilium' ? [] : [{ ipBlock: { cidr: LOCAL_DNS } }]),
      ];
    default:
      return [
        {
          namespaceSelector: namespace === undefined ? undefined : inNamespace(namespace),
          podSelector: { matchLabels: labelsOfPods(party) },
        },
      ];
  }
}

/** @see https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name */
function inNamespace(name: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}

/** DNS is asked by UDP, and again by TCP where an answer is long. */
function ports(to: string, port: number): k8s.NetworkPolicyPort[] {
  const protocols = to === DNS ? ['UDP', 'TCP'] : ['TCP'];
  return protocols.map((protocol) => ({ protocol, port: k8s.IntOrString.fromNumber(port) }));
}
