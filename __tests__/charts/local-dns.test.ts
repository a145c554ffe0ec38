import { Chart, Testing } from 'cdk8s';
import { addLocalDnsPolicy } from '../../charts/local-dns';
import {
  CiliumNetworkPolicy,
  CiliumNetworkPolicySpecEgressToEntities as Entity,
  CiliumNetworkPolicySpecEgressToPortsPortsProtocol as Protocol,
} from '../../imports/cilium.io';

test('the policy of LocalDNS is what the class generated from its CRD makes', () => {
  // GIVEN
  const metadata = { name: 'allow-local-dns', namespace: 'dev', annotations: { why: 'names' } };
  const [written, generated] = [new Chart(Testing.app(), 'written'), new Chart(Testing.app(), 'generated')];
  const ports = [Protocol.UDP, Protocol.TCP].map((protocol) => ({ port: '53', protocol }));

  // WHEN
  addLocalDnsPolicy(written, metadata);
  new CiliumNetworkPolicy(generated, 'allow-local-dns', {
    metadata,
    spec: {
      endpointSelector: {},
      egress: [
        { toCidr: ['169.254.10.0/24'], toPorts: [{ ports }] },
        { toEntities: [Entity.HOST], toPorts: [{ ports }] },
      ],
    },
  });

  // THEN
  expect(Testing.synth(written)).toEqual(Testing.synth(generated));
  expect(Testing.synth(written)).toHaveLength(1);
});
