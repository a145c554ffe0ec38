import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** The addresses at which LocalDNS answers pods and nodes. */
const LOCAL_DNS_CIDR = '169.254.10.0/24';

/**
 * Lets every pod of a namespace ask the DNS proxy of its node, which AKS runs where LocalDNS is on. Cilium of 1.17 and newer
 * sees the node in it, an older one the address.
 *
 * @see https://learn.microsoft.com/azure/aks/localdns-custom
 */
export function addLocalDnsPolicy(scope: Construct, metadata: ApiObjectMetadata & { readonly name: string }): void {
  const toPorts = [
    {
      ports: [
        { port: '53', protocol: 'UDP' },
        { port: '53', protocol: 'TCP' },
      ],
    },
  ];
  // Written out: loading the class of imports/ takes a third of what a synthesis takes. A test compares the two.
  new ApiObject(scope, metadata.name, {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata,
    spec: {
      endpointSelector: {},
      egress: [
        { toCIDR: [LOCAL_DNS_CIDR], toPorts },
        { toEntities: ['host'], toPorts },
      ],
    },
  });
}
