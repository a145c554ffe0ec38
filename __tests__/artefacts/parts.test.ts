import { parseEnvironment, type EnvironmentInput } from '../../config';
import { PlatformStack } from '../../constructs';
import { Testing } from 'cdktf';
import { EXISTING } from '../fixtures/existing';
import { MINIMAL } from '../helpers/environment';
import { pairwise } from '../helpers/pairwise';
import { synthStack, type Template } from '../helpers/template';

type ClusterInput = NonNullable<EnvironmentInput['cluster']>;

/** The parts of a cluster that are there by choice, each with what it makes, and what it says of the cluster. */
const PARTS: Readonly<
  Record<string, { readonly cluster: ClusterInput; readonly makes: readonly string[]; readonly says: string }>
> = {
  'vnet-integration': {
    cluster: { apiServer: 'vnet-integration' },
    makes: [
      'azurerm_subnet.network_api-server-subnet',
      'azurerm_network_security_group.network_api-server-subnet-nsg',
      'azurerm_network_security_rule.network_api-server-subnet-nsg_AllowNodesInbound',
      'azurerm_network_security_rule.network_api-server-subnet-nsg_AllowNodesTunnelInbound',
      'azurerm_network_security_rule.network_api-server-subnet-nsg_AllowLoadBalancerInbound',
      'azurerm_network_security_rule.network_api-server-subnet-nsg_DenyInternetInbound',
      'azurerm_subnet_network_security_group_association.network_api-server-subnet-nsg_association',
      'azurerm_role_assignment.cluster_control-plane-api-server-subnet',
    ],
    says: 'private_cluster_enabled',
  },
  'nat-gateway': {
    cluster: { egress: 'nat-gateway' },
    makes: [
      'azurerm_nat_gateway.network_nat-gateway',
      'azurerm_nat_gateway_public_ip_association.network',
      'azurerm_public_ip.network_nat-gateway-address',
      'azurerm_subnet_nat_gateway_association.network',
    ],
    says: 'userAssignedNATGateway',
  },
  pools: {
    cluster: { userPools: [{ name: 'apps' }] },
    makes: ['azurerm_kubernetes_cluster_node_pool.cluster_pool-apps'],
    says: '',
  },
  'system pool': {
    cluster: { nodePool: { onlyCriticalAddons: true } },
    makes: [],
    says: 'only_critical_addons_enabled',
  },
  'window for Kubernetes': {
    cluster: { maintenance: { kubernetes: { frequency: 'Daily' } } },
    makes: [],
    says: 'maintenance_window_auto_upgrade',
  },
  'window for nodes': {
    cluster: { maintenance: { nodeOs: { frequency: 'Daily' } } },
    makes: [],
    says: 'maintenance_window_node_os',
  },
  'Azure Policy': { cluster: { azurePolicy: true }, makes: [], says: 'azure_policy_enabled' },
  Defender: { cluster: { defender: true }, makes: [], says: 'microsoft_defender' },
  'cost analysis': { cluster: { costAnalysis: true }, makes: [], says: 'cost_analysis_enabled' },
};
const NAMES = Object.keys(PARTS);

function synth(parts: readonly string[]): Template {
  const cluster = parts.reduce<ClusterInput>(
    (all, part) => {
      const { maintenance, ...others } = PARTS[part]!.cluster;
      return { ...all, ...others, maintenance: { ...all.maintenance, ...maintenance } };
    },
    // A system pool of its own needs another, whichever parts there are.
    parts.includes('system pool') ? { userPools: [{ name: 'own' }] } : {},
  );
  const { logAnalyticsWorkspaceId } = EXISTING;
  const environment = parseEnvironment({
    ...MINIMAL,
    cluster: parts.includes('pools') ? { ...cluster, userPools: [{ name: 'apps' }] } : cluster,
    existing: parts.includes('Defender') ? { logAnalyticsWorkspaceId } : {},
  });
  return synthStack(new PlatformStack(Testing.app(), environment.name, { environment }));
}

const bare = synth([]);

describe.each([
  ...NAMES.map((name) => [name, [name]] as const),
  ...pairwise(NAMES).map((parts, index) => [`pairs ${index}: ${parts.join(', ') || 'none'}`, parts] as const),
  ['all', NAMES] as const,
])('%s', (_name, parts) => {
  const template = synth(parts);

  test('makes what it is asked for and nothing else, and keeps every other address', () => {
    const added = template.addresses().filter((address) => !bare.addresses().includes(address));
    const wanted = parts.flatMap((part) => PARTS[part]!.makes);

    expect(bare.addresses().filter((address) => !template.addresses().includes(address))).toEqual([]);
    for (const place of wanted) expect(added.filter((address) => address.startsWith(place))).toHaveLength(1);
    const others = added.filter((address) => !wanted.some((place) => address.startsWith(place)));
    expect(others).toEqual(
      others.filter((address) => address.includes('cluster_pool-own') && parts.includes('system pool')),
    );
  });

  test('says what it is asked for of the cluster, and what is off leaves no trace', () => {
    const cluster = JSON.stringify(template.single('azurerm_kubernetes_cluster'));

    for (const part of NAMES)
      expect([part, cluster.includes(PARTS[part]!.says)]).toEqual([part, parts.includes(part) || part === 'pools']);
  });
});
