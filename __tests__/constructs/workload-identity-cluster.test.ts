import { TerraformOutput, type TerraformStack } from 'cdktf';
import {
  WorkloadIdentityCluster,
  type IWorkloadIdentityCluster,
  type NodePoolProps,
  type WorkloadIdentityClusterProps,
} from '../../constructs';
import { resourceGroup, subnet, workspaceId } from '../fixtures/infrastructure';
import { GONE, changesBetween, type Places } from '../helpers/changes';
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

/** What is added by choice, each of which has a test of its own below. */
type Added =
  | 'apiServer'
  | 'apiServerSubnet'
  | 'egress'
  | 'egressAddress'
  | 'kubernetesWindow'
  | 'nodeOsWindow'
  | 'azurePolicy'
  | 'defenderWorkspaceId'
  | 'costAnalysis'
  | 'onlyCriticalAddons';

/** Every other property, none of them by its default. */
const full: Required<Omit<WorkloadIdentityClusterProps, Added>> = {
  ...minimal,
  dnsPrefix: 'api-test',
  skuTier: 'Free',
  networkMode: 'overlay',
  networkPolicy: 'calico',
  podCidr: '10.245.0.0/16',
  serviceCidr: '10.1.0.0/16',
  dnsServiceIp: '10.1.0.10',
  automaticUpgradeChannel: 'stable',
  nodeOsUpgradeChannel: 'SecurityPatch',
  authorizedIpRanges: ['198.51.100.0/24'],
  osSku: 'AzureLinux',
  minCount: 3,
  maxCount: 9,
  maxPods: 60,
  maxSurge: '25%',
  zones: ['1', '2'],
  logAnalyticsWorkspaceId: workspaceId('log-test'),
  managedPrometheus: true,
  protect: true,
};

const CLUSTER = 'azurerm_kubernetes_cluster.cluster';
const POOL = `${CLUSTER}.default_node_pool`;
const NETWORK = `${CLUSTER}.network_profile`;
const CONTROL_PLANE = 'azurerm_user_assigned_identity.cluster_control-plane';

/** Another value of each property, and where it arrives in a cluster that has them all. */
const PLACES: {
  // A mode goes with or without a pod range, so it has a test of its own below.
  readonly [Prop in Exclude<keyof WorkloadIdentityClusterProps, 'networkMode' | Added>]-?: readonly [
    WorkloadIdentityClusterProps[Prop],
    Places,
  ];
} = {
  resourceGroup: [
    { name: 'rg-other', id: '/subscriptions/other/resourceGroups/rg-other', location: 'westeurope' },
    {
      [`${CLUSTER}.resource_group_name`]: 'rg-other',
      [`${CLUSTER}.location`]: 'westeurope',
      [`${CONTROL_PLANE}.resource_group_name`]: 'rg-other',
      [`${CONTROL_PLANE}.location`]: 'westeurope',
    },
  ],
  clusterName: ['aks-other', { [`${CLUSTER}.name`]: 'aks-other' }],
  dnsPrefix: ['api-other', { [`${CLUSTER}.dns_prefix`]: 'api-other' }],
  identityName: ['id-other', { [`${CONTROL_PLANE}.name`]: 'id-other' }],
  subnet: [
    { ...subnet('snet-other'), dependables: [{ fqn: 'azurerm_subnet.other' }] },
    {
      [`${POOL}.vnet_subnet_id`]: subnet('snet-other').id,
      'azurerm_role_assignment.cluster_control-plane-subnet.scope': subnet('snet-other').id,
      [`${CLUSTER}.depends_on`]: ['azurerm_role_assignment.cluster_control-plane-subnet', 'azurerm_subnet.other'],
    },
  ],
  tenantId: [
    '55555555-5555-5555-5555-555555555555',
    {
      [`${CLUSTER}.azure_active_directory_role_based_access_control.tenant_id`]: '55555555-5555-5555-5555-555555555555',
    },
  ],
  kubernetesVersion: ['1.37', { [`${CLUSTER}.kubernetes_version`]: '1.37' }],
  // Premium leaves out the channel above; it has a test of its own below.
  skuTier: ['Standard', { [`${CLUSTER}.sku_tier`]: 'Standard' }],
  networkPolicy: ['cilium', { [`${NETWORK}.network_policy`]: 'cilium', [`${NETWORK}.network_data_plane`]: 'cilium' }],
  podCidr: ['10.246.0.0/16', { [`${NETWORK}.pod_cidr`]: '10.246.0.0/16' }],
  serviceCidr: ['10.1.0.0/17', { [`${NETWORK}.service_cidr`]: '10.1.0.0/17' }],
  dnsServiceIp: ['10.1.0.11', { [`${NETWORK}.dns_service_ip`]: '10.1.0.11' }],
  automaticUpgradeChannel: ['rapid', { [`${CLUSTER}.automatic_upgrade_channel`]: 'rapid' }],
  nodeOsUpgradeChannel: ['None', { [`${CLUSTER}.node_os_upgrade_channel`]: 'None' }],
  authorizedIpRanges: [
    ['203.0.113.0/24', '192.0.2.1/32'],
    { [`${CLUSTER}.api_server_access_profile.authorized_ip_ranges`]: ['203.0.113.0/24', '192.0.2.1/32'] },
  ],
  vmSize: ['Standard_D8ds_v5', { [`${POOL}.vm_size`]: 'Standard_D8ds_v5' }],
  osSku: ['Ubuntu', { [`${POOL}.os_sku`]: 'Ubuntu' }],
  minCount: [4, { [`${POOL}.min_count`]: 4 }],
  maxCount: [10, { [`${POOL}.max_count`]: 10 }],
  maxPods: [61, { [`${POOL}.max_pods`]: 61 }],
  maxSurge: ['2', { [`${POOL}.upgrade_settings.max_surge`]: '2' }],
  protect: [
    false,
    {
      'azurerm_kubernetes_cluster.cluster.lifecycle.prevent_destroy': false,
      'azurerm_user_assigned_identity.cluster_control-plane.lifecycle.prevent_destroy': false,
    },
  ],
  zones: [['3'], { [`${POOL}.zones`]: ['3'] }],
  logAnalyticsWorkspaceId: [
    workspaceId('log-other'),
    { [`${CLUSTER}.oms_agent.log_analytics_workspace_id`]: workspaceId('log-other') },
  ],
  managedPrometheus: [false, { [`${CLUSTER}.monitor_metrics`]: GONE }],
};

const workload = { identityName: 'id-ai', namespace: 'dev', serviceAccountName: 'ai-service-account' };

function synth(props: WorkloadIdentityClusterProps) {
  return synthWith((stack) => void new WorkloadIdentityCluster(stack, 'cluster', props));
}

/** A reference to an attribute of the cluster. */
function ofCluster(attribute: string): unknown {
  return expect.stringMatching(`^\\$.azurerm_kubernetes_cluster\\.cluster_\\w+\\.${attribute}}$`);
}

function synthCluster(change: Partial<WorkloadIdentityClusterProps> = {}) {
  return synth({ ...minimal, ...change }).single('azurerm_kubernetes_cluster');
}

const WORKSPACE = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.OperationalInsights/workspaces/log-hub';
const WEEKLY = {
  frequency: 'Weekly',
  interval: 1,
  duration: 6,
  dayOfWeek: 'Sunday',
  startTime: '03:00',
  utcOffset: '+01:00',
} as const;
const AS_SAID = {
  frequency: 'Weekly',
  interval: 1,
  duration: 6,
  day_of_week: 'Sunday',
  start_time: '03:00',
  utc_offset: '+01:00',
};

/** Each choice, and the arguments of the cluster that it adds or changes: all of them, and no other. */
const CHOICES: readonly (readonly [string, Partial<WorkloadIdentityClusterProps>, object])[] = [
  [
    'a private endpoint of the API server',
    { apiServer: 'private-link' },
    { private_cluster_enabled: true, private_dns_zone_id: 'System' },
  ],
  [
    'egress by a NAT gateway',
    { egress: 'nat-gateway' },
    { network_profile: { outbound_type: 'userAssignedNATGateway' } },
  ],
  ['egress by a route', { egress: 'user-route' }, { network_profile: { outbound_type: 'userDefinedRouting' } }],
  ['a window for Kubernetes', { kubernetesWindow: WEEKLY }, { maintenance_window_auto_upgrade: AS_SAID }],
  ['a window for the nodes', { nodeOsWindow: WEEKLY }, { maintenance_window_node_os: AS_SAID }],
  ['Azure Policy', { azurePolicy: true }, { azure_policy_enabled: true }],
  ['Defender', { defenderWorkspaceId: WORKSPACE }, { microsoft_defender: { log_analytics_workspace_id: WORKSPACE } }],
  ['cost analysis', { costAnalysis: true }, { cost_analysis_enabled: true }],
  [
    'a system pool of its own',
    { onlyCriticalAddons: true },
    { default_node_pool: { only_critical_addons_enabled: true } },
  ],
];

describe('a choice', () => {
  test.each(CHOICES)('of %s is at its arguments, and nowhere else', (_what, props, wanted) => {
    // WHEN
    const [before, after] = [synthCluster(), synthCluster(props)];

    // THEN
    expect(after).toMatchObject(wanted);
    const changed = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
    expect(changed.toSorted()).toEqual(Object.keys(wanted).toSorted());
  });

  test('of a subnet for the API server gives its identity a role there, and waits for it', () => {
    // GIVEN
    const apiServerSubnet = { ...subnet('snet-api'), dependables: [{ fqn: 'azurerm_subnet.api' }] };

    // WHEN
    const template = synth({ ...minimal, apiServer: 'vnet-integration', apiServerSubnet });

    // THEN
    const cluster = template.single('azurerm_kubernetes_cluster');
    expect(cluster).toMatchObject({
      private_cluster_enabled: true,
      api_server_access_profile: { virtual_network_integration_enabled: true, subnet_id: apiServerSubnet.id },
    });
    expect(template.where('azurerm_role_assignment', 'scope', apiServerSubnet.id)).toMatchObject({
      role_definition_name: 'Network Contributor',
    });
    expect(cluster['depends_on']).toEqual([
      expect.stringMatching(/control-plane-subnet/),
      expect.stringMatching(/control-plane-api-server-subnet/),
      'azurerm_subnet.api',
    ]);
  });

  test('of ranges for the API server lets the nodes in by the address of their NAT gateway', () => {
    const authorizedIpRanges = ['198.51.100.0/24'];

    expect(synthCluster({ authorizedIpRanges, egressAddress: '203.0.113.7' })['api_server_access_profile']).toEqual({
      authorized_ip_ranges: ['198.51.100.0/24', '203.0.113.7/32'],
    });
    expect(synthCluster({ egressAddress: '203.0.113.7' })).not.toHaveProperty('api_server_access_profile');
  });

  test.each<[string, Partial<WorkloadIdentityClusterProps>, string]>([
    [
      'integration without a subnet',
      { apiServer: 'vnet-integration' },
      "'apiServerSubnet' must be given with 'apiServer' vnet-integration",
    ],
    [
      'a subnet without integration',
      { apiServer: 'private-link', apiServerSubnet: subnet('snet-api') },
      "'apiServerSubnet' must be left out with 'apiServer' private-link",
    ],
    [
      'public ranges of a private API server',
      { apiServer: 'private-link', authorizedIpRanges: ['198.51.100.0/24'] },
      "'authorizedIpRanges' must be left out with 'apiServer' private-link, which no public address reaches",
    ],
    [
      'cost analysis of the free tier',
      { costAnalysis: true, skuTier: 'Free' },
      "'costAnalysis' must be false with 'skuTier' Free",
    ],
    [
      'what is no workspace',
      { defenderWorkspaceId: 'log' },
      `'defenderWorkspaceId' must be the resource id that "az monitor log-analytics`,
    ],
    [
      'a window without its day',
      { nodeOsWindow: { ...WEEKLY, dayOfWeek: undefined } },
      "'nodeOsWindow' dayOfWeek must be said with frequency Weekly",
    ],
    [
      'a window with a day too many',
      { kubernetesWindow: { ...WEEKLY, frequency: 'Daily' } },
      "'kubernetesWindow' dayOfWeek must be left out with frequency Daily",
    ],
  ])('refuses %s', (_what, props, message) => {
    expect(() => new WorkloadIdentityCluster(emptyStack(), 'cluster', { ...minimal, ...props })).toThrow(message);
  });
});

function withPool(props: NodePoolProps) {
  const build = (stack: TerraformStack) =>
    void new WorkloadIdentityCluster(stack, 'cluster', minimal).addNodePool('apps', props);
  return synthWith(build).single('azurerm_kubernetes_cluster_node_pool');
}

describe('a further pool', () => {
  const pool: NodePoolProps = { poolName: 'apps', vmSize: 'Standard_D8ds_v5' };
  test('scales by the defaults of the system pool, in its subnet', () => {
    expect(withPool(pool)).toMatchObject({
      name: 'apps',
      mode: 'User',
      vm_size: 'Standard_D8ds_v5',
      os_sku: 'Ubuntu',
      vnet_subnet_id: minimal.subnet.id,
      kubernetes_cluster_id: ofCluster('id'),
      auto_scaling_enabled: true,
      min_count: 2,
      max_count: 5,
      max_pods: 110,
      temporary_name_for_rotation: 'appstmp',
      upgrade_settings: { max_surge: '10%' },
    });
    for (const none of ['zones', 'node_labels', 'node_taints']) expect(withPool(pool)).not.toHaveProperty(none);
  });

  test('says all that it is told', () => {
    const told = withPool({
      ...pool,
      osSku: 'AzureLinux',
      minCount: 1,
      maxCount: 9,
      maxPods: 50,
      maxSurge: '1',
      zones: ['1', '3'],
      labels: { pool: 'apps' },
      taints: ['gpu=true:NoSchedule'],
    });

    expect(told).toMatchObject({
      os_sku: 'AzureLinux',
      min_count: 1,
      max_count: 9,
      max_pods: 50,
      upgrade_settings: { max_surge: '1' },
      zones: ['1', '3'],
      node_labels: { pool: 'apps' },
      node_taints: ['gpu=true:NoSchedule'],
    });
  });

  test.each<[string, Partial<NodePoolProps>, string]>([
    ['a name that is none', { poolName: 'Apps' }, "'poolName' must have 1 to 12 characters"],
    [
      'the name of the system pool',
      { poolName: 'system' },
      "'poolName' must be another name than that of the system pool",
    ],
    ['a size that is none', { vmSize: 'big' }, "'vmSize' must be a size"],
    ['counts out of order', { minCount: 6 }, "'minCount' must be from 1 to 'maxCount' 5, got 6"],
    ['a taint that is none', { taints: ['gpu'] }, "'taints' must be key=value:effect"],
    ['pods beyond the bound', { maxPods: 300 }, "'maxPods' must be a whole number from 10 to 250"],
    ['a surge that is none', { maxSurge: '0' }, "'maxSurge' must be a count"],
  ])('refuses %s', (_what, props, message) => {
    const cluster = new WorkloadIdentityCluster(emptyStack(), 'cluster', minimal);

    expect(() => cluster.addNodePool('apps', { ...pool, ...props })).toThrow(message);
  });

  test('has another name than one of the same cluster', () => {
    const cluster = new WorkloadIdentityCluster(emptyStack(), 'cluster', minimal);
    cluster.addNodePool('one', pool);

    expect(() => cluster.addNodePool('two', pool)).toThrow(
      "'poolName' must be another than one of the same cluster, got 'apps'",
    );
  });
});

describe('WorkloadIdentityCluster', () => {
  test.each(Object.entries(PLACES))('says %s at its arguments, and nowhere else', (prop, [value, places]) => {
    expect(changesBetween(synth(full), synth({ ...full, [prop]: value }))).toEqual(places);
  });

  test('says networkMode at its arguments, and nowhere else', () => {
    const { podCidr: _, ...ownMode } = full;

    expect(changesBetween(synth(full), synth({ ...ownMode, networkMode: 'node-subnet' }))).toEqual({
      [`${NETWORK}.network_plugin_mode`]: GONE,
      [`${NETWORK}.pod_cidr`]: GONE,
    });
  });

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
    expect(synthCluster(change)['lifecycle']).toEqual({ ignore_changes: ignored, prevent_destroy: true });
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

  test('gives the identity of its control plane the one role, and works under it', () => {
    const template = synth(minimal);

    expect(template.single('azurerm_user_assigned_identity')).toMatchObject({ name: 'id-aks-test' });
    expect(template.single('azurerm_kubernetes_cluster')['identity']).toEqual({
      type: 'UserAssigned',
      identity_ids: [expect.stringMatching(/azurerm_user_assigned_identity\.cluster_control-plane_\w+\.id/)],
    });
    expect(template.single('azurerm_role_assignment')['principal_id']).toMatch(
      /azurerm_user_assigned_identity\.cluster_control-plane_\w+\.principal_id/,
    );
  });

  test('says itself', () => {
    const template = synthWith((stack) => {
      const cluster = new WorkloadIdentityCluster(stack, 'cluster', minimal);
      const { clusterName, clusterId, oidcIssuerUrl, nodeResourceGroupId, nodeResourceGroupName } = cluster;
      new TerraformOutput(stack, 'itself', {
        value: { clusterName, clusterId, oidcIssuerUrl, nodeResourceGroupId, nodeResourceGroupName },
      });
      new TerraformOutput(stack, 'endpoint', { value: cluster.clusterEndpoint });
      expect(cluster.kubernetesVersion).toBe('1.36');
    });

    expect(template.json.output?.['itself']?.value).toEqual({
      clusterName: ofCluster('name'),
      clusterId: ofCluster('id'),
      oidcIssuerUrl: ofCluster('oidc_issuer_url'),
      nodeResourceGroupId: ofCluster('node_resource_group_id'),
      nodeResourceGroupName: ofCluster('node_resource_group'),
    });
    expect(template.json.output?.['endpoint']?.value).toEqual({
      host: expect.stringMatching(/kube_config\[0\]\.host\}$/),
      caCertificate: expect.stringMatching(/^\$\{base64decode\(.+kube_config\[0\]\.cluster_ca_certificate\)\}$/),
    });
  });

  test.each([
    ['aks_test', 'aks-test'],
    [`${'a'.repeat(53)}-b`, 'a'.repeat(53)],
  ])('makes a host name of the cluster’s name %s', (clusterName, prefix) => {
    expect(synthCluster({ clusterName })['dns_prefix']).toBe(prefix);
  });

  test('federates each workload with an identity of its own', () => {
    const template = synthWith((stack) => {
      const cluster = new WorkloadIdentityCluster(stack, 'cluster', minimal);
      cluster.federate('ai-service', workload);
      cluster.federate('chatbot', {
        identityName: 'id-chat',
        namespace: 'dev',
        serviceAccountName: 'chat',
        alsoFederate: [{ namespace: 'apart', serviceAccountName: 'chat-too' }],
      });
    });

    const subjects = Object.values(template.resources('azurerm_federated_identity_credential')).map((credential) =>
      String(credential['subject']),
    );
    expect(subjects.toSorted()).toEqual([
      'system:serviceaccount:apart:chat-too',
      'system:serviceaccount:dev:ai-service-account',
      'system:serviceaccount:dev:chat',
    ]);
    expect(template.where('azurerm_user_assigned_identity', 'name', 'id-ai')).toBeDefined();
    expect(template.where('azurerm_user_assigned_identity', 'name', 'id-chat')).toBeDefined();
    for (const name of ['id-ai', 'id-chat']) {
      expect(template.where('azurerm_user_assigned_identity', 'name', name)).toMatchObject({
        resource_group_name: resourceGroup.name,
        location: resourceGroup.location,
      });
    }
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

  test.each<[string, Partial<WorkloadIdentityClusterProps>]>([
    ['clusterName', { identityName: 'id-b' }],
    ['identityName', { clusterName: 'aks-b' }],
  ])('is refused the %s of another cluster of the stack', (prop, change) => {
    const stack = emptyStack();
    new WorkloadIdentityCluster(stack, 'a', minimal);

    expect(() => new WorkloadIdentityCluster(stack, 'b', { ...minimal, ...change })).toThrow(
      `'${prop}' must be another name than that of test/a, which is in the same resource group`,
    );
    const resourceGroupOfB = { ...resourceGroup, name: 'rg-b' };
    expect(
      () => new WorkloadIdentityCluster(stack, 'c', { ...minimal, ...change, resourceGroup: resourceGroupOfB }),
    ).not.toThrow();
  });

  test('is refused an identity’s name that a workload of another cluster has', () => {
    const stack = emptyStack();
    const clusters = ['a', 'b'].map((id) =>
      WorkloadIdentityCluster.fromClusterAttributes(stack, id, {
        resourceGroup,
        oidcIssuerUrl: `https://${id}.example/`,
      }),
    );
    clusters[0]!.federate('ai', workload);

    expect(() => clusters[1]!.federate('ai', workload)).toThrow(
      "'identityName' must be another name than that of test/a/ai, which is in the same resource group, got 'id-ai' [test/b/ai]",
    );
  });

  test.each<[string, Partial<WorkloadIdentityClusterProps>, string]>([
    ['a tenant that is none', { tenantId: 'contoso' }, "'tenantId' must be a UUID, got 'contoso' [test/cluster]"],
    [
      'a name that is none',
      { clusterName: 'aks.test' },
      `'clusterName' must have 1 to 63 characters: letters, digits, "_" and "-", first and last a letter or digit, got 'aks.test' [test/cluster]`,
    ],
    [
      'a prefix that is no label',
      { dnsPrefix: 'a'.repeat(55) },
      `'dnsPrefix' must have 1 to 54 characters: letters, digits and hyphens, first and last a letter or digit, got '${'a'.repeat(55)}' [test/cluster]`,
    ],
    [
      'an identity’s name that is none',
      { identityName: '-id' },
      `'identityName' must have 3 to 128 characters: letters, digits, "_" and "-", first a letter or digit, got '-id' [test/cluster]`,
    ],
    [
      'a patch version',
      { kubernetesVersion: '1.36.2' },
      "'kubernetesVersion' must be a minor version such as 1.36: the patch is the upgrade channel's, got '1.36.2' [test/cluster]",
    ],
    [
      'a size that is none',
      { vmSize: 'D4ds_v5' },
      `'vmSize' must be a size as "az vm list-sizes" prints it, for example Standard_D4ds_v5, got 'D4ds_v5' [test/cluster]`,
    ],
    [
      'a size of the B series',
      { vmSize: 'Standard_B4ms' },
      "'vmSize' must not be of the B series, which AKS refuses in a system pool: take Standard_D4ds_v5 or another series, got 'Standard_B4ms' [test/cluster]",
    ],
    [
      'a size of two processors',
      { vmSize: 'Standard_D2ds_v5' },
      "'vmSize' must have 4 processors or more, which AKS asks of a system pool, and has 2: take Standard_D4ds_v5 or larger, got 'Standard_D2ds_v5' [test/cluster]",
    ],
    [
      'a surge that is none',
      { maxSurge: '0' },
      "'maxSurge' must be a count from 1 to 100 or a share from 1% to 100%, got '0' [test/cluster]",
    ],
    ['too few pods a node', { maxPods: 9 }, "'maxPods' must be a whole number from 10 to 250, got 9 [test/cluster]"],
    [
      'no room for the system’s pods',
      { minCount: 1, maxPods: 29 },
      "'maxPods' must give 'minCount' 1 room for 30 pods, which AKS asks for, got 29 [test/cluster]",
    ],
    ['too many nodes', { maxCount: 1001 }, "'maxCount' must be a whole number from 1 to 1000, got 1001 [test/cluster]"],
    ['half a node', { minCount: 1.5 }, "'minCount' must be a whole number from 1 to 1000, got 1.5 [test/cluster]"],
    [
      'more nodes than Azure NPM is supported with',
      { networkPolicy: 'azure', maxCount: 251 },
      "'maxCount' must be at most 250 with 'networkPolicy' azure, got 251: take calico, or cilium with overlay [test/cluster]",
    ],
    ['a zone twice', { zones: ['1', '1'] }, "'zones' must name a zone once, got 1, 1 [test/cluster]"],
    [
      'a private range that may reach the API server',
      { authorizedIpRanges: ['10.1.0.0/16'] },
      "'authorizedIpRanges' must be a range of public addresses, and 10.0.0.0/8 is private: name the address your calls leave by, got '10.1.0.0/16' [test/cluster]",
    ],
    [
      'more ranges than AKS takes',
      { authorizedIpRanges: Array.from({ length: 201 }, (_, n) => `198.51.${n}.1/32`) },
      "'authorizedIpRanges' must hold at most 200 ranges, got 201 [test/cluster]",
    ],
    [
      'a pod range that is none',
      { podCidr: '10.244.0.0' },
      `'podCidr' "10.244.0.0" is no IPv4 range: write it as address/prefix, for example 10.21.0.0/16, got '10.244.0.0' [test/cluster]`,
    ],
    [
      'a range of the Services that is too large',
      { serviceCidr: '10.0.0.0/12' },
      "'serviceCidr' must be smaller than a /12, for example a /16, got '10.0.0.0/12' [test/cluster]",
    ],
    [
      'a range that AKS keeps for itself',
      { podCidr: '172.31.0.0/16' },
      "'podCidr' must not overlap 172.31.0.0/16, which AKS keeps for itself, got '172.31.0.0/16' [test/cluster]",
    ],
    [
      'Services in the pods’ range',
      { podCidr: '10.0.0.0/16' },
      "'podCidr' must not overlap 'serviceCidr' 10.0.0.0/16, got '10.0.0.0/16' [test/cluster]",
    ],
    [
      'DNS outside the Services’ range',
      { dnsServiceIp: '10.1.0.10' },
      "'dnsServiceIp' must lie in 'serviceCidr' 10.0.0.0/16, got '10.1.0.10' [test/cluster]",
    ],
    [
      'DNS at the API server’s address',
      { dnsServiceIp: '10.0.0.1' },
      "'dnsServiceIp' must not be one of the first two addresses (the API server's Service takes one) or the last of 10.0.0.0/16, got '10.0.0.1' [test/cluster]",
    ],
    ['DNS at no address', { dnsServiceIp: 'dns' }, "'dnsServiceIp' must be an IPv4 address, got 'dns' [test/cluster]"],
    [
      'a channel that leaves the version that Premium stays on',
      { skuTier: 'Premium', automaticUpgradeChannel: 'rapid' },
      "'automaticUpgradeChannel' must be patch, node-image or none with 'skuTier' Premium, got 'rapid': long term support stays on one minor version [test/cluster]",
    ],
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
    ['no nodes', { minCount: 0 }, "'minCount' must be from 1 to 'maxCount' 5, got 0 [test/cluster]"],
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

  test('refuses an issuer of AKS without its final slash', () => {
    expect(() =>
      WorkloadIdentityCluster.fromClusterAttributes(emptyStack(), 'imported', {
        resourceGroup,
        oidcIssuerUrl: oidcIssuerUrl.slice(0, -1),
      }),
    ).toThrow(
      `'oidcIssuerUrl' must end with "/", as the issuer of a token of AKS does: Entra compares the two by the letter, got '${oidcIssuerUrl.slice(0, -1)}' [test/imported]`,
    );
  });

  test.each([
    ['clusterId', 'aks-shared', 'az aks show --query id'],
    [
      'nodeResourceGroupId',
      `${resourceGroup.id}/providers/Microsoft.Network/virtualNetworks/v`,
      'az group show --query id',
    ],
  ])('refuses a %s that is none', (attribute, value, command) => {
    expect(() =>
      WorkloadIdentityCluster.fromClusterAttributes(emptyStack(), 'imported', {
        resourceGroup,
        oidcIssuerUrl,
        [attribute]: value,
      }),
    ).toThrow(`'${attribute}' must be the resource id that "${command}" prints, got '${value}' [test/imported]`);
  });

  test.each(['clusterName', 'clusterId', 'nodeResourceGroupId'] as const)(
    'says that it does not know %s',
    (attribute) => {
      expect(() => imported(emptyStack())[attribute]).toThrow(
        `'${attribute}' is not known of this imported cluster: give it to fromClusterAttributes [test/imported]`,
      );
    },
  );

  test('says what it was told', () => {
    const told = {
      clusterName: 'aks-shared',
      clusterId: `${resourceGroup.id}/providers/Microsoft.ContainerService/managedClusters/aks-shared`,
      nodeResourceGroupId: '/subscriptions/s/resourceGroups/MC_shared',
    };

    const cluster = WorkloadIdentityCluster.fromClusterAttributes(emptyStack(), 'imported', {
      resourceGroup,
      oidcIssuerUrl,
      ...told,
    });

    const { clusterName, clusterId, nodeResourceGroupId } = cluster;
    expect({ clusterName, clusterId, nodeResourceGroupId }).toEqual(told);
    expect(cluster.oidcIssuerUrl).toBe(oidcIssuerUrl);
  });
});
