import { TerraformOutput, Testing } from 'cdktf';
import { parseEnvironment, type EnvironmentInput, type ImageLock } from '../../config';
import { PlatformStack } from '../../constructs';
import { outputsSchema } from '../../contract';
import type { Environment } from '../../model';
import { ENVIRONMENTS } from '../fixtures/environments';
import { EXISTING, certifiedIn, dnsZoneIdIn, inputWith, type ExistingOption } from '../fixtures/existing';
import { synthStack, type Template } from '../helpers/template';

const minimal: EnvironmentInput = { name: 'test', subscriptionId: '11111111-1111-1111-1111-111111111111' };

function stackOf(environment: Environment): PlatformStack {
  return new PlatformStack(Testing.app(), environment.name, { environment });
}

function synthEnvironment(input: EnvironmentInput, lock?: ImageLock): Template {
  return synthStack(stackOf(parseEnvironment(input, input.name, lock)));
}

/** The Helm release of cert-manager. */
const releaseOf = (template: Template) =>
  template.where('helm_release', 'name', 'cert-manager') as { values: [string]; depends_on: string[] };

const defended = (existing: EnvironmentInput['existing']) =>
  synthEnvironment({ ...minimal, monitoring: {}, cluster: { defender: true }, existing }).single(
    'azurerm_kubernetes_cluster',
  )['microsoft_defender'];

describe('PlatformStack', () => {
  test('registers the resource providers that azurerm does not', () => {
    const [azurerm] = synthEnvironment(minimal).json.provider['azurerm']!;

    expect(azurerm).toMatchObject({ resource_provider_registrations: 'none', subscription_id: minimal.subscriptionId });
    expect(azurerm!['resource_providers_to_register']).toEqual(
      expect.arrayContaining([
        'Microsoft.ServiceNetworking',
        'Microsoft.NetworkFunction',
        'Microsoft.CognitiveServices',
      ]),
    );
  });

  test('keeps its state beside the project by a path that is the same everywhere', () => {
    expect(synthEnvironment(minimal).json.terraform['backend']).toEqual({
      local: { path: '../../../terraform.test.tfstate' },
    });
  });

  test('pins the providers', () => {
    expect(synthEnvironment(minimal).json.terraform['required_providers']).toMatchObject({
      azurerm: { version: '4.55.0' },
      helm: { version: '3.1.1' },
    });
  });

  test('tags every resource that can carry tags, and keeps the user’s word', () => {
    // GIVEN
    const withoutTags = [
      'azurerm_cognitive_deployment',
      'azurerm_federated_identity_credential',
      'azurerm_network_security_rule',
      'azurerm_role_assignment',
      'azurerm_subnet',
      'azurerm_subnet_network_security_group_association',
      'helm_release',
    ];

    // WHEN
    const template = synthEnvironment({ ...minimal, tags: { owner: 'platform', 'managed-by': 'us' } });

    // THEN
    const types = Object.keys(template.json.resource!);
    expect(types.filter((type) => withoutTags.includes(type)).toSorted()).toEqual(withoutTags);
    for (const type of types.filter((name) => !withoutTags.includes(name))) {
      for (const resource of Object.values(template.resources(type))) {
        expect(resource['tags']).toEqual({
          environment: 'test',
          project: 'secureai',
          owner: 'platform',
          'managed-by': 'us',
        });
      }
    }
  });

  test('leaves out a tag of its own where the user has it in another case', () => {
    const template = synthEnvironment({ ...minimal, tags: { Environment: 'Test', PROJECT: 'x' } });

    expect(template.single('azurerm_resource_group')['tags']).toEqual({
      Environment: 'Test',
      PROJECT: 'x',
      'managed-by': 'cdktf',
    });
  });

  test.each([
    ['service-endpoint', 2, 1],
    ['private-endpoint', 3, 2],
  ] as const)('makes the cluster once nothing changes its network any more: %s', (access, subnets, associations) => {
    const template = synthEnvironment({ ...minimal, openAi: { access } });

    const waits = template.single('azurerm_kubernetes_cluster')['depends_on'] as string[];
    const changes = ['azurerm_subnet', 'azurerm_subnet_network_security_group_association'].flatMap((type) =>
      Object.keys(template.resources(type)).map((id) => `${type}.${id}`),
    );
    expect(changes).toHaveLength(subnets + associations);
    expect(waits).toEqual(expect.arrayContaining(changes));
  });

  test('puts the load balancer into the network after the cluster, and takes it out before', () => {
    const template = synthEnvironment(minimal);

    expect(template.single('azurerm_application_load_balancer_subnet_association')['depends_on']).toEqual([
      expect.stringMatching(/^azurerm_application_load_balancer_frontend\.alb-gateway_frontend_/),
      expect.stringMatching(/^azurerm_kubernetes_cluster\.cluster_/),
    ]);
    const waits = template.single('azurerm_kubernetes_cluster')['depends_on'] as string[];
    expect(waits.filter((address) => address.includes('load_balancer'))).toEqual([]);
  });

  test('takes the load balancer down before its subnet', () => {
    const template = synthEnvironment(minimal);

    expect(template.single('azurerm_application_load_balancer')['depends_on']).toEqual([
      expect.stringMatching(/^azurerm_subnet\.network_alb-subnet_/),
    ]);
  });

  test('logs Helm in by a token of each run, with nothing secret in the JSON', () => {
    const [helm] = synthEnvironment(minimal).json.provider['helm']!;

    expect(helm!['kubernetes']).toEqual({
      host: expect.stringMatching(/kube_config\[0\]\.host/),
      cluster_ca_certificate: expect.stringMatching(/^\$\{base64decode\(/),
      exec: {
        api_version: 'client.authentication.k8s.io/v1beta1',
        command: 'kubelogin',
        args: ['get-token', '--login', 'azurecli', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
      },
    });
  });

  test('lets the named administrators in before the cluster is there, and Helm after that', () => {
    // WHEN
    const objectId = '77777777-7777-7777-7777-777777777777';
    const template = synthEnvironment({ ...minimal, cluster: { admins: [{ objectId, principalType: 'Group' }] } });

    // THEN
    const admin = template.where(
      'azurerm_role_assignment',
      'role_definition_name',
      'Azure Kubernetes Service RBAC Cluster Admin',
    );
    expect(admin).toMatchObject({ principal_id: objectId, principal_type: 'Group' });
    expect(admin['scope']).toMatch(/azurerm_resource_group\.resource-group\.id/);
    expect(template.single('helm_release')['depends_on']).toContain(
      `azurerm_role_assignment.cluster-admin-${objectId}`,
    );
  });

  test('grants each role to whom it is meant for', () => {
    // WHEN
    const [admin, operator] = ['77777777-7777-7777-7777-777777777777', '88888888-8888-8888-8888-888888888888'];
    const template = synthEnvironment({
      ...minimal,
      cluster: { admins: [{ objectId: admin, principalType: 'Group' }] },
      openAi: { operators: [{ objectId: operator, principalType: 'ServicePrincipal' }] },
    });

    // THEN
    const granted = Object.values(template.resources('azurerm_role_assignment'))
      .filter(({ principal_id }) => [admin, operator].includes(String(principal_id)))
      .map((role) => [role['role_definition_name'], [role['principal_id'], role['principal_type']]]);
    expect(granted).toHaveLength(3);
    expect(Object.fromEntries(granted)).toEqual({
      'Azure Kubernetes Service Cluster User Role': [admin, 'Group'],
      'Azure Kubernetes Service RBAC Cluster Admin': [admin, 'Group'],
      'Cognitive Services OpenAI User': [operator, 'ServicePrincipal'],
    });
  });

  test('has no administrator and no operator unless one is named', () => {
    const roles = Object.values(synthEnvironment(minimal).resources('azurerm_role_assignment'));

    expect(roles.map((role) => String(role['role_definition_name'])).toSorted()).toEqual([
      'AppGw for Containers Configuration Manager',
      'Cognitive Services OpenAI User',
      'Network Contributor',
      'Network Contributor',
      'Reader',
    ]);
  });

  test.each(Object.entries(ENVIRONMENTS))('names the type of every principal of %s', (_, environment) => {
    const roles = Object.values(synthStack(stackOf(environment)).resources('azurerm_role_assignment'));

    expect(roles.length).toBeGreaterThan(0);
    for (const role of roles) expect(['User', 'Group', 'ServicePrincipal']).toContain(role['principal_type']);
  });

  test.each([true, false])(
    'with protect %s, that is said of what cannot be had again, and of nothing else',
    (protect) => {
      const template = synthEnvironment({ ...minimal, protect });

      const said = template.addresses().flatMap((address) => {
        const [type, id] = address.split('.') as [string, string];
        const { lifecycle } = template.resources(type)[id]! as { lifecycle?: { prevent_destroy?: boolean } };
        return lifecycle?.prevent_destroy === undefined ? [] : [[type, lifecycle.prevent_destroy]];
      });
      expect(said).toEqual(
        [
          'azurerm_application_load_balancer',
          'azurerm_application_load_balancer_frontend',
          'azurerm_cognitive_account',
          'azurerm_kubernetes_cluster',
          'azurerm_resource_group',
          ...Array<string>(3).fill('azurerm_user_assigned_identity'),
          'azurerm_virtual_network',
        ].map((type) => [type, protect]),
      );
    },
  );

  test('what is not watched has no trace of it', () => {
    const { json } = synthEnvironment(minimal);

    const text = JSON.stringify(json);
    expect(
      Object.keys(json.resource!).filter((type) => /monitor_|log_analytics|insights|dashboard/.test(type)),
    ).toEqual([]);
    expect(text).not.toMatch(
      /oms_agent|monitor_metrics|Microsoft\.(?:Insights|Monitor|OperationalInsights|AlertsManagement)/,
    );
  });

  test('Defender writes to the workspace that is made, where none is there', () => {
    const { logAnalyticsWorkspaceId } = EXISTING;

    expect(defended({})).toEqual({
      log_analytics_workspace_id: expect.stringMatching(/^\$\{azurerm_log_analytics_workspace\.monitoring_/),
    });
    expect(defended({ logAnalyticsWorkspaceId })).toEqual({ log_analytics_workspace_id: logAnalyticsWorkspaceId });
  });

  test('one property watches cluster, account and load balancer, by the agents of the cluster', () => {
    const template = synthEnvironment({ ...minimal, monitoring: {} });

    const workspace = expect.stringMatching(
      /^\$\{azurerm_log_analytics_workspace\.monitoring_log-analytics_\w+\.id\}$/,
    );
    expect(template.single('azurerm_kubernetes_cluster')).toMatchObject({
      oms_agent: { log_analytics_workspace_id: workspace, msi_auth_for_monitoring_enabled: true },
      monitor_metrics: {},
    });
    const types = Object.entries(template.json.resource!).map(([type, resources]) => [
      type,
      Object.keys(resources).length,
    ]);
    expect(
      Object.fromEntries(types.filter(([type]) => /monitor_|log_analytics|insights|dashboard/.test(String(type)))),
    ).toEqual({
      azurerm_application_insights_workbook: 1,
      azurerm_log_analytics_workspace: 1,
      azurerm_monitor_action_group: 1,
      azurerm_monitor_activity_log_alert: 1,
      azurerm_monitor_alert_prometheus_rule_group: 1,
      azurerm_monitor_data_collection_endpoint: 1,
      azurerm_monitor_data_collection_rule: 2,
      azurerm_monitor_data_collection_rule_association: 2,
      azurerm_monitor_diagnostic_setting: 3,
      azurerm_monitor_metric_alert: 5,
      azurerm_monitor_workspace: 1,
    });
    const [azurerm] = template.json.provider['azurerm']!;
    expect(azurerm!['resource_providers_to_register']).toEqual(
      expect.arrayContaining(['Microsoft.Insights', 'Microsoft.Monitor', 'Microsoft.OperationalInsights']),
    );
    expect(azurerm!['resource_providers_to_register']).not.toContain('Microsoft.Dashboard');
  });

  test('watches nothing that the environment does not have', () => {
    const tls = { tlsSecretName: 'tls', hostname: 'a.example.com' };
    const variants: readonly [Partial<EnvironmentInput>, string, number][] = [
      [{ gateway: { mode: 'managed' } }, 'azurerm_monitor_diagnostic_setting', 2],
      [{ gateway: tls }, 'azurerm_monitor_scheduled_query_rules_alert_v2', 1],
      [{ monitoring: { grafana: true } }, 'azurerm_dashboard_grafana', 1],
      [certifiedIn(minimal.subscriptionId), 'azurerm_monitor_scheduled_query_rules_alert_v2', 1],
      [{}, 'azurerm_monitor_scheduled_query_rules_alert_v2', 0],
    ];

    for (const [input, type, count] of variants) {
      expect(synthEnvironment({ ...minimal, monitoring: {}, ...input }).count(type)).toBe(count);
    }
  });

  test('tells of the capacity, the namespaces and the subscription that the environment names', () => {
    const deployments = [{ name: 'chat', model: 'gpt-5.4-mini', capacity: 50 }];
    const template = synthEnvironment({ ...minimal, namespace: 'apps', openAi: { deployments }, monitoring: {} });

    const { criteria } = template.where('azurerm_monitor_metric_alert', 'name', 'test-model-quota-chat');
    expect(criteria).toMatchObject([{ threshold: 200_000 }]);
    const { rule } = template.single('azurerm_monitor_alert_prometheus_rule_group');
    expect(JSON.stringify(rule)).toContain('apps|apps-data');
    expect(template.single('azurerm_monitor_activity_log_alert')['scopes']).toEqual([
      `/subscriptions/${minimal.subscriptionId}`,
    ]);
  });

  test('protects what has been logged, and tags what can carry tags', () => {
    const template = synthEnvironment({ ...minimal, monitoring: { grafana: true } });

    for (const type of ['azurerm_log_analytics_workspace', 'azurerm_monitor_workspace']) {
      expect(template.single(type)['lifecycle']).toEqual({ prevent_destroy: true });
    }
    const untagged = template.addresses().filter((address) => {
      const [type, id] = address.split('.') as [string, string];
      return address.includes('.monitoring_') && template.resources(type)[id]!['tags'] === undefined;
    });
    expect(new Set(untagged.map((address) => address.split('.')[0]))).toEqual(
      new Set([
        'azurerm_monitor_data_collection_rule_association',
        'azurerm_monitor_diagnostic_setting',
        'azurerm_role_assignment',
      ]),
    );
  });

  test('keeps the addresses of what is watched, which are a public contract', () => {
    const gateway = { tlsSecretName: 'tls', hostname: 'a.example.com' };
    const template = synthEnvironment({ ...minimal, gateway, monitoring: { grafana: true } });

    expect(template.addresses().filter((address) => address.includes('.monitoring_'))).toMatchSnapshot();
  });

  test('declares exactly the contract as outputs, watched or not', () => {
    expect(
      Object.keys(synthEnvironment({ ...minimal, monitoring: { grafana: true } }).json.output!).toSorted(),
    ).toEqual(Object.keys(outputsSchema.shape).toSorted());
    expect(Object.keys(synthEnvironment(minimal).json.output!).toSorted()).toEqual(
      Object.keys(outputsSchema.shape).toSorted(),
    );
  });

  test('opens the account to the nodes’ subnet by its service endpoint', () => {
    const template = synthEnvironment(minimal);

    expect(template.single('azurerm_cognitive_account')).toMatchObject({
      public_network_access_enabled: true,
      network_acls: {
        default_action: 'Deny',
        virtual_network_rules: [{ subnet_id: expect.stringMatching(/network_aks-subnet_/) }],
      },
    });
    expect(template.count('azurerm_private_endpoint')).toBe(0);
    expect(template.count('azurerm_subnet')).toBe(2);
  });

  test('opens it by a private endpoint alone where that is chosen', () => {
    const template = synthEnvironment({ ...minimal, openAi: { access: 'private-endpoint' } });

    expect(template.single('azurerm_cognitive_account')).toMatchObject({
      public_network_access_enabled: false,
      network_acls: { default_action: 'Deny', virtual_network_rules: [] },
    });
    expect(template.single('azurerm_private_endpoint')['subnet_id']).toMatch(/network_private-endpoint-subnet_/);
    expect(template.count('azurerm_subnet')).toBe(3);
    const endpoints = Object.values(template.resources('azurerm_subnet')).map((subnet) => subnet['service_endpoints']);
    expect(endpoints.every((endpoint) => endpoint === undefined)).toBe(true);
  });

  test('makes no zone for a private endpoint that gets one which exists', () => {
    const privateDnsZoneId =
      '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com';

    const template = synthEnvironment({
      ...minimal,
      openAi: { access: 'private-endpoint' },
      existing: { privateDnsZoneId },
    });

    expect(template.count('azurerm_private_dns_zone')).toBe(0);
    expect(template.count('azurerm_private_dns_zone_virtual_network_link')).toBe(0);
    expect(template.single('azurerm_private_endpoint')['private_dns_zone_group']).toEqual({
      name: 'openai',
      private_dns_zone_ids: [privateDnsZoneId],
    });
  });

  test('makes a registry that the nodes pull from, and nothing of one where there is none', () => {
    const template = synthEnvironment({ ...minimal, registry: { sku: 'Basic' } });

    expect(template.single('azurerm_container_registry')).toMatchObject({
      name: expect.stringMatching(/^cr\w+$/),
      sku: 'Basic',
      admin_enabled: false,
      anonymous_pull_enabled: false,
      lifecycle: { prevent_destroy: true },
      tags: expect.objectContaining({ 'managed-by': 'cdktf' }),
    });
    expect(template.where('azurerm_role_assignment', 'role_definition_name', 'AcrPull')).toMatchObject({
      principal_id: expect.stringMatching(
        /^\$\{azurerm_kubernetes_cluster\.cluster_\w+\.kubelet_identity\[0\]\.object_id\}$/,
      ),
      principal_type: 'ServicePrincipal',
      scope: expect.stringMatching(/azurerm_container_registry\.registry_\w+\.id/),
    });
    expect(JSON.stringify(template.json.provider['azurerm'])).toContain('Microsoft.ContainerRegistry');
    expect(JSON.stringify(synthEnvironment(minimal).json)).not.toMatch(/registry|AcrPull/i);
  });

  test('closes the registry where the account has a private endpoint, each in a zone of its own', () => {
    const template = synthEnvironment({ ...minimal, openAi: { access: 'private-endpoint' }, registry: {} });

    expect(template.single('azurerm_container_registry')).toMatchObject({
      sku: 'Premium',
      public_network_access_enabled: false,
    });
    const zones = Object.values(template.resources('azurerm_private_dns_zone')).map(({ name }) => String(name));
    expect(zones.toSorted()).toEqual(['privatelink.azurecr.io', 'privatelink.openai.azure.com']);
    expect(template.count('azurerm_private_endpoint')).toBe(2);
    expect(template.count('azurerm_subnet')).toBe(3);
  });

  test('closes it too where the account and its private endpoint exist', () => {
    const template = synthEnvironment({
      ...minimal,
      openAi: { access: 'private-endpoint' },
      registry: {},
      existing: { openAi: { ...EXISTING.openAi, hasPrivateEndpoint: true } },
    });

    expect(template.single('azurerm_private_endpoint')['subnet_id']).toMatch(/network_private-endpoint-subnet_/);
    expect(template.single('azurerm_private_dns_zone')['name']).toBe('privatelink.azurecr.io');
  });

  test.each([
    ['rbac', 'AcrPull'],
    ['rbac-abac', 'Container Registry Repository Reader'],
  ] as const)('lets the nodes pull from a registry that exists in the mode %s as %s', (roleAssignmentMode, role) => {
    const { registry } = EXISTING;
    const template = synthEnvironment({ ...minimal, existing: { registry: { ...registry, roleAssignmentMode } } });

    expect(template.count('azurerm_container_registry')).toBe(0);
    expect(template.where('azurerm_role_assignment', 'scope', registry.id)['role_definition_name']).toBe(role);
    expect(JSON.stringify(template.json.provider['azurerm'])).not.toContain('Microsoft.ContainerRegistry');
  });

  test.each<[string, Partial<EnvironmentInput>, string]>([
    ['that is made', { registry: {} }, 'AcrPull'],
    [
      'that exists, in the mode of repositories',
      { existing: { registry: { ...EXISTING.registry, roleAssignmentMode: 'rbac-abac' } } },
      'Container Registry Repository Reader',
    ],
  ])('takes cert-manager from a registry %s once its lock says the digests', (_what, { registry, existing }, role) => {
    // GIVEN
    const certified = certifiedIn(minimal.subscriptionId);
    const input = { ...minimal, ...certified, registry, existing: { ...certified.existing, ...existing } };
    const { loginServer, images } = parseEnvironment(input).registry!;
    const digest = `sha256:${'0a'.repeat(32)}`;
    const lock = {
      registry: loginServer,
      images: Object.fromEntries(images.map(({ source }) => [source, digest])),
      builds: {},
    };

    // WHEN
    const [before, after] = [synthEnvironment(input), synthEnvironment(input, lock)];

    // THEN
    const pull = expect.stringContaining('azurerm_role_assignment.registry_nodes_') as string;
    expect(after.where('azurerm_role_assignment', 'role_definition_name', role)).toBeDefined();
    expect(releaseOf(after).depends_on).toContainEqual(pull);
    expect(JSON.parse(releaseOf(after).values[0])).toMatchObject({
      cainjector: { image: { repository: `${loginServer}/jetstack/cert-manager-cainjector`, digest } },
    });
    expect(releaseOf(before).depends_on).not.toContainEqual(pull);
    expect(releaseOf(before).values[0]).not.toMatch(/image|azurecr/);
    expect(after.addresses()).toEqual(before.addresses());
  });

  describe('the records of the pages’ names', () => {
    const hub = '99999999-9999-4999-8999-999999999999';
    const synthIn = (subscription: string, gateway: EnvironmentInput['gateway'] = {}) => {
      const certified = certifiedIn(subscription);
      return synthEnvironment({ ...minimal, ...certified, gateway: { ...certified.gateway, ...gateway } });
    };

    test('are made in the subscription of their zone, by a provider that registers nothing there', () => {
      const template = synthIn(hub);

      const [own, ofZone, ...others] = template.json.provider['azurerm']!;
      expect(own).toMatchObject({ subscription_id: minimal.subscriptionId });
      expect(own).not.toHaveProperty('alias');
      expect(ofZone).toEqual({
        alias: 'dns',
        subscription_id: hub,
        resource_provider_registrations: 'none',
        features: [{}],
      });
      expect(others).toEqual([]);
      const records = Object.values(template.resources('azurerm_dns_cname_record'));
      expect(records.map(({ provider }) => provider)).toEqual(['azurerm.dns', 'azurerm.dns']);
      expect(JSON.stringify(template.json.resource).split('"provider"')).toHaveLength(3);
      expect(template.where('azurerm_role_assignment', 'role_definition_name', 'DNS Zone Contributor')).toMatchObject({
        scope: dnsZoneIdIn(hub),
      });
    });

    test.each<[string, Template]>([
      ['in the environment’s own, whatever the case of its letters', synthIn(minimal.subscriptionId.toUpperCase())],
      ['where the controller makes the load balancer, and no record is made', synthIn(hub, { mode: 'managed' })],
    ])('take no provider of their own %s', (_what, template) => {
      expect(template.json.provider['azurerm']).toHaveLength(1);
      expect(JSON.stringify(template.json.resource)).not.toContain('"provider"');
    });
  });

  test('grants nothing to the nodes of a cluster that exists, unless it is said who they are', () => {
    const { registry, cluster } = EXISTING;
    const kubeletObjectId = '66666666-6666-4666-8666-666666666666';
    const said = inputWith(['cluster']);
    const [unknown, known] = [cluster, { ...cluster, kubeletObjectId }].map((taken) =>
      synthEnvironment({ ...said, existing: { ...said.existing, registry, cluster: taken } }),
    );

    expect(JSON.stringify(unknown!.json.resource)).not.toContain(registry.id);
    expect(known!.where('azurerm_role_assignment', 'scope', registry.id)['principal_id']).toBe(kubeletObjectId);
  });

  test('reaches a cluster that exists by the kubeconfig of the deploy, and says of it what the charts ask for', () => {
    const template = synthEnvironment(inputWith(['cluster', 'deployments']));

    expect(template.json.provider['helm']).toEqual([
      { kubernetes: { config_path: '../../../outputs/kubeconfig-dev' } },
    ]);
    expect(template.json.output).toMatchObject({
      cluster_name: { value: 'aks-shared' },
      node_resource_group_name: { value: 'MC_rg-shared_aks-shared_eastus2' },
      openai_account_name: { value: 'oai-shared' },
      openai_endpoint: { value: 'https://oai-shared.openai.azure.com/' },
      openai_deployments: { value: ['gpt-5.4-mini'] },
    });
  });

  test.each([
    [['cluster'], EXISTING.cluster.id],
    [['resourceGroupId'], '${azurerm_kubernetes_cluster.cluster_611F8AFF.id}'],
    [[], '${azurerm_resource_group.resource-group.id}'],
  ] as const)('lets administrators into what is the environment’s alone: with %j existing, %s', (options, scope) => {
    const admins = [{ objectId: '22222222-2222-2222-2222-222222222222' }];

    const template = synthEnvironment({ ...inputWith(options), cluster: { admins } });

    const roles = Object.values(template.resources('azurerm_role_assignment')).filter(
      (role) => role['principal_id'] === admins[0]!.objectId,
    );
    expect(roles.map((role) => role['scope'])).toEqual([scope, scope]);
  });

  test.each<[string, readonly ExistingOption[], string, readonly [condition: string, message: RegExp]]>([
    [
      'the network has the range that is stated',
      ['virtualNetworkId'],
      'azurerm_virtual_network',
      ['${contains(self.address_space, "10.21.0.0/16")}', /^network\.virtualNetworkCidr must be a range of /],
    ],
    [
      'the load balancer’s subnet has the range that is stated',
      ['albSubnetId'],
      'azurerm_subnet',
      ['${contains(self.address_prefixes, "10.21.1.0/24")}', /^network\.albSubnetCidr must be the range of the subnet/],
    ],
    [
      'the subnet of private endpoints has the range that is stated',
      ['privateEndpointSubnetId'],
      'azurerm_subnet',
      ['${contains(self.address_prefixes, "10.21.2.0/27")}', /^network\.privateEndpointSubnetCidr must be the range/],
    ],
    [
      'the nodes’ subnet has the account’s service endpoint',
      ['aksSubnetId'],
      'azurerm_subnet',
      [
        '${contains(self.service_endpoints, "Microsoft.CognitiveServices")}',
        /az network vnet subnet update --ids \S+\/snet-nodes --service-endpoints Microsoft\.CognitiveServices/,
      ],
    ],
    [
      'the firewall policy is in the region',
      ['webApplicationFirewallPolicyId'],
      'azurerm_web_application_firewall_policy',
      ['${self.location == "eastus2"}', /^existing\.webApplicationFirewallPolicyId must be a policy in eastus2/],
    ],
  ])('looks at each plan that %s', (_what, options, type, [condition, message]) => {
    const { data } = synthEnvironment(inputWith(options)).json as unknown as {
      data: Record<string, Record<string, { lifecycle: { postcondition: object[] } }>>;
    };

    const conditions = Object.values(data[type]!).flatMap(({ lifecycle }) => lifecycle.postcondition);
    expect(conditions).toContainEqual({ condition, error_message: expect.stringMatching(message) });
  });

  test('gives the same text twice', () => {
    const [first, second] = [synthEnvironment(minimal), synthEnvironment(minimal)].map(({ json }) =>
      JSON.stringify(json),
    );

    expect(first).toBe(second);
  });

  test.each(Object.entries(ENVIRONMENTS))(
    'keeps the addresses of %s, which are a public contract',
    (_, environment) => {
      // A changed line is a resource destroyed and made anew: ship it with its move.
      expect(synthStack(stackOf(environment)).addresses()).toMatchSnapshot();
    },
  );

  test('keeps the whole of dev', () => {
    const { json } = synthStack(stackOf(ENVIRONMENTS.dev));

    expect(json).toMatchSnapshot();
  });

  test('shows what it makes, to build on', () => {
    // GIVEN
    const stack = stackOf(parseEnvironment({ ...minimal, openAi: { access: 'private-endpoint' } }));

    // WHEN
    const identity = stack.cluster.federate('nightly', {
      identityName: 'id-nightly',
      namespace: 'dev',
      serviceAccountName: 'nightly',
    });
    const dependsOn = [stack.openAi.grantUse(identity), ...(stack.vnet.privateEndpointSubnet?.dependables ?? [])];
    const value = [
      stack.resourceGroup.id,
      stack.vnet.virtualNetworkName,
      stack.vnet.aksSubnet.id,
      stack.cluster.clusterId,
      stack.openAi.accountId,
      stack.gateway.fqdn,
      stack.identities['ai-service']?.clientId,
    ];
    new TerraformOutput(stack, 'mine', { value, dependsOn });
    const template = synthStack(stack);

    // THEN
    expect(Object.keys(stack.identities)).toEqual(['ai-service']);
    expect(
      template.where('azurerm_federated_identity_credential', 'subject', 'system:serviceaccount:dev:nightly'),
    ).toMatchObject({ name: 'dev_nightly' });
    expect(template.json.output!['mine']).toEqual({
      value: [
        '${azurerm_resource_group.resource-group.id}',
        expect.stringMatching(/^\$\{azurerm_virtual_network\.network_\w+\.name\}$/),
        expect.stringMatching(/^\$\{azurerm_subnet\.network_aks-subnet_\w+\.id\}$/),
        expect.stringMatching(/^\$\{azurerm_kubernetes_cluster\.cluster_\w+\.id\}$/),
        expect.stringMatching(/^\$\{azurerm_cognitive_account\.openai_\w+\.id\}$/),
        expect.stringMatching(/^\$\{azurerm_application_load_balancer_frontend\.\S+\.fully_qualified_domain_name\}$/),
        expect.stringMatching(/^\$\{azurerm_user_assigned_identity\.cluster_ai-service_\w+\.client_id\}$/),
      ],
      depends_on: [
        expect.stringMatching(/^\$\{azurerm_role_assignment\.openai_use-dev_nightly_\w+\}$/),
        expect.stringMatching(
          /^\$\{azurerm_subnet_network_security_group_association\.network_private-endpoint-subnet-nsg_/,
        ),
      ],
    });
  });
});
