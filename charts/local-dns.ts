import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  CiliumNetworkPolicy,
  CiliumNetworkPolicySpecEgressToEntities as Entity,
  CiliumNetworkPolicySpecEgressToPortsPortsProtocol as Protocol,
} from '../imports/cilium.io';

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
        { port: '53', protocol: Protocol.UDP },
        { port: '53', protocol: Protocol.TCP },
      ],
    },
  ];
  new CiliumNetworkPolicy(scope, metadata.name, {
    metadata,
    spec: {
      endpointSelector: {},
      egress: [
        { toCidr: [LOCAL_DNS_CIDR], toPorts },
        { toEntities: [Entity.HOST], toPorts },
      ],
    },
  });
}
