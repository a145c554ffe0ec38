import { TerraformOutput, type TerraformStack } from 'cdktf';
import {
  WorkloadIdentityCluster,
  type IWorkloadIdentityCluster,
  type WorkloadIdentityClusterProps,
} from '../../constructs';
import { resourceGroup, subnet } from '../fixtures/infrastructure';
import { emptyStack, synthWith } from '../helpers/template';

const minimal: WorkloadIdentityClusterProps = {
  resourceGroup,
  clusterName: 'aks-test',
  identityName: 'id-aks-test',
  subnet: subnet('snet-aks'),
  tenantId: '44444444-4444-4444-4444-444444444444',
  kubernetesVersion: '1.36',
  vmSize: 'Standard_D4ds_v5',
};

const workload = { identityName: 'id-ai', namespace: 'dev', serviceAccountName: 'ai-service-account' };

function synthCluster(change: Partial<WorkloadIdentityClusterProps> = {}) {
  return synthWith((stack) => void new WorkloadIdentityCluster(stack, 'cluster', { ...minimal, ...change })).single(
    'azurerm_kubernetes_cluster',
  );
}

describe('WorkloadIdentityCluster', () => {
  test('issues tokens, takes Entra logins alone and lets Azure judge them', () => {
    expect(synthCluster()).toMatchObject({
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
      local_account_disabled: true,
      run_command_enabled: false,
      role_based_access_control_enabled: true,
      azure_active_directory_role_based_access_control: {
        azure_rbac_enabled: true,
        tenant_id: '44444444-4444-4444-4444-444444444444',
      },
      sku_tier: 'Standard',
      automatic_upgrade_channel: 'patch',
      node_os_upgrade_channel: 'NodeImage',
      dns_prefix: 'aks-test',
    });
  });

  test('gives pods addresses of their own by default', () => {
    expect(synthCluster()['network_profile']).toEqual({
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      network_policy: 'cilium',
      network_data_plane: 'cilium',
      pod_cidr: '10.244.0.0/16',
      service_cidr: '10.0.0.0/16',
      dns_service_ip: '10.0.0.10',
      load_balancer_sku: 'standard',
      outbound_type: 'loadBalancer',
    });
  });

  test('gives pods addresses of the nodes’ subnet by choice', () => {
    const cluster = synthCluster({ networkMode: 'node-subnet' });

    expect(cluster['network_profile']).toMatchObject({
      network_plugin: 'azure',
      network_policy: 'calico',
      network_data_plane: 'azure',
    });
    expect(cluster['network_profile']).not.toHaveProperty('network_plugin_mode');
    expect(cluster['network_profile']).not.toHaveProperty('pod_cidr');
    expect(cluster['default_node_pool']).toMatchObject({ max_pods: 30 });
  });

  test('scales its nodes in the given subnet', () => {
    const pool = synthCluster()['default_node_pool'];

    expect(pool).toMatchObject({
      auto_scaling_enabled: true,
      min_count: 2,
      max_count: 5,
      max_pods: 110,
      vnet_subnet_id: minimal.subnet.id,
      temporary_name_for_rotation: 'systemtmp',
      upgrade_settings: { max_surge: '10%' },
    });
    expect(pool).not.toHaveProperty('node_count');
    expect(pool).not.toHaveProperty('zones');
  });

  test.each<[string, Partial<WorkloadIdentityClusterProps>, string[]]>([
    [
      'patch',
      {},
      ['default_node_pool[0].node_count', 'kubernetes_version', 'default_node_pool[0].orchestrator_version'],
    ],
    [
      'rapid',
      { automaticUpgradeChannel: 'rapid' },
      ['default_node_pool[0].node_count', 'kubernetes_version', 'default_node_pool[0].orchestrator_version'],
    ],
    ['node-image', { automaticUpgradeChannel: 'node-image' }, ['default_node_pool[0].node_count']],
    ['none', { automaticUpgradeChannel: 'none' }, ['default_node_pool[0].node_count']],
  ])('ignores what AKS changes by itself under channel %s', (_, change, ignored) => {
    expect(synthCluster(change)['lifecycle']).toEqual({ ignore_changes: ignored });
  });

  test('has no upgrade channel where none is asked for', () => {
    expect(synthCluster({ automaticUpgradeChannel: 'none' })).not.toHaveProperty('automatic_upgrade_channel');
  });

  test('stays on one minor version for long under Premium', () => {
    expect(synthCluster({ skuTier: 'Premium' })).toMatchObject({
      sku_tier: 'Premium',
      support_plan: 'AKSLongTermSupport',
    });
    expect(synthCluster()).toMatchObject({ support_plan: 'KubernetesOfficial' });
  });

  test('limits who reaches the API server only where ranges are given', () => {
    expect(synthCluster()).not.toHaveProperty('api_server_access_profile');
    expect(synthCluster({ authorizedIpRanges: ['198.51.100.0/24'] })['api_server_access_profile']).toEqual({
      authorized_ip_ranges: ['198.51.100.0/24'],
    });
  });

  test('may join the subnet before it exists', () => {
    // WHEN
    const template = synthWith((stack) => void new WorkloadIdentityCluster(stack, 'cluster', minimal));

    // THEN
    expect(template.single('azurerm_role_assignment')).toMatchObject({
      role_definition_name: 'Network Contributor',
      scope: minimal.subnet.id,
      principal_type: 'ServicePrincipal',
    });
    const [roleId] = Object.keys(template.resources('azurerm_role_assignment'));
    expect(template.single('azurerm_kubernetes_cluster')['depends_on']).toContain(`azurerm_role_assignment.${roleId}`);
  });

  test('federates each workload with an identity of its own', () => {
    const template = synthWith((stack) => {
      const cluster = new WorkloadIdentityCluster(stack, 'cluster', minimal);
      cluster.federate('ai-service', workload);
      cluster.federate('chatbot', { ...workload, identityName: 'id-chat', serviceAccountName: 'chat' });
    });

    const subjects = Object.values(template.resources('azurerm_federated_identity_credential')).map((credential) =>
      String(credential['subject']),
    );
    expect(subjects.toSorted()).toEqual([
      'system:serviceaccount:dev:ai-service-account',
      'system:serviceaccount:dev:chat',
    ]);
    expect(template.where('azurerm_user_assigned_identity', 'name', 'id-ai')).toBeDefined();
    expect(template.where('azurerm_user_assigned_identity', 'name', 'id-chat')).toBeDefined();
    for (const credential of Object.values(template.resources('azurerm_federated_identity_credential'))) {
      expect(credential['issuer']).toMatch(/azurerm_kubernetes_cluster\.cluster_\w+\.oidc_issuer_url/);
    }
  });

  test('stands twice in one stack', () => {
    const template = synthWith((stack) => {
      new WorkloadIdentityCluster(stack, 'a', minimal);
      new WorkloadIdentityCluster(stack, 'b', { ...minimal, clusterName: 'aks-b', identityName: 'id-b' });
    });

    expect(template.count('azurerm_kubernetes_cluster')).toBe(2);
  });

  test.each<[string, Partial<WorkloadIdentityClusterProps>, string]>([
    [
      'a pod range in the nodes’ subnet',
      { networkMode: 'node-subnet', podCidr: '10.244.0.0/16' },
      "'podCidr' must be left out with 'networkMode' node-subnet, got '10.244.0.0/16' [test/cluster]",
    ],
    [
      'cilium in the nodes’ subnet',
      { networkMode: 'node-subnet', networkPolicy: 'cilium' },
      "'networkPolicy' must be calico or azure with 'networkMode' node-subnet, got 'cilium' [test/cluster]",
    ],
    [
      'fewer nodes at most than at least',
      { minCount: 6 },
      "'minCount' must be from 1 to 'maxCount' 5, got 6 [test/cluster]",
    ],
    [
      'two channels that disagree',
      { automaticUpgradeChannel: 'node-image', nodeOsUpgradeChannel: 'None' },
      "'nodeOsUpgradeChannel' must be NodeImage with 'automaticUpgradeChannel' node-image, got 'None' [test/cluster]",
    ],
    [
      'a name without a prefix',
      { clusterName: '${var.name}' },
      "'dnsPrefix' must be given where 'clusterName' is known after apply only [test/cluster]",
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => new WorkloadIdentityCluster(emptyStack(), 'cluster', { ...minimal, ...change })).toThrow(message);
  });
});

describe('WorkloadIdentityCluster.fromClusterAttributes', () => {
  const oidcIssuerUrl = 'https://eastus2.oic.prod-aks.azure.com/tenant/cluster/';
  const imported = (stack: TerraformStack): IWorkloadIdentityCluster =>
    WorkloadIdentityCluster.fromClusterAttributes(stack, 'imported', { resourceGroup, oidcIssuerUrl });

  test('federates with a cluster that exists already, and makes none', () => {
    const template = synthWith((stack) => void imported(stack).federate('ai-service', workload));

    expect(template.count('azurerm_kubernetes_cluster')).toBe(0);
    expect(template.single('azurerm_federated_identity_credential')).toMatchObject({ issuer: oidcIssuerUrl });
  });

  test('says what it does not know', () => {
    expect(() => imported(emptyStack()).nodeResourceGroupId).toThrow(
      "'nodeResourceGroupId' is not known of this imported cluster: give it to fromClusterAttributes [test/imported]",
    );
  });

  test('says what it was told', () => {
    const template = synthWith((stack) => {
      const nodeResourceGroupId = `${resourceGroup.id}-nodes`;
      const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'imported', {
        resourceGroup,
        oidcIssuerUrl,
        nodeResourceGroupId,
      });
      new TerraformOutput(stack, 'nodes', { value: cluster.nodeResourceGroupId });
    });

    expect(template.json.output?.['nodes']?.value).toBe(`${resourceGroup.id}-nodes`);
  });
});
