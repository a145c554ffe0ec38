import { InvalidProps, Monitoring, type MonitoringProps, type WatchedResources } from '../../constructs';
import type { IAlbGateway, IPrivateOpenAi, IWorkloadIdentityCluster } from '../../constructs';
import { DIMENSIONS, METRICS, type ModelDeployment } from '../../model';
import { resourceGroup, workspaceId } from '../fixtures/infrastructure';
import { GONE, MADE, changesBetween, type Places } from '../helpers/changes';
import { synthWith, type Template } from '../helpers/template';

const UUID = '44444444-4444-4444-8444-444444444444';
const PROVIDERS = `${resourceGroup.id}/providers`;

const cluster: IWorkloadIdentityCluster = {
  clusterName: 'aks-test',
  clusterId: `${PROVIDERS}/Microsoft.ContainerService/managedClusters/aks-test`,
  oidcIssuerUrl: 'https://oidc.example.com/',
  nodeResourceGroupId: `${resourceGroup.id}-nodes`,
  kubeletObjectId: UUID,
  federate: () => {
    throw new Error('nobody is federated here');
  },
};
const nobody = () => {
  throw new Error('nobody is let in here');
};
const openAi: IPrivateOpenAi = {
  accountId: `${PROVIDERS}/Microsoft.CognitiveServices/accounts/oai-test`,
  accountName: 'oai-test',
  endpoint: 'https://oai-test.openai.azure.com/',
  deploymentNames: [],
  addDeployment: nobody,
  grantUse: nobody,
  grantUseToOperator: nobody,
};
const LOAD_BALANCER = `${PROVIDERS}/Microsoft.ServiceNetworking/trafficControllers/alb-test`;
const gateway: IAlbGateway = {
  attachment: { mode: 'bring-your-own', loadBalancerId: LOAD_BALANCER, frontendName: 'fe', fqdn: 'a.example.com' },
};
const managed: IAlbGateway = { attachment: { mode: 'managed', albSubnetId: `${PROVIDERS}/subnet` } };
const CHAT: ModelDeployment = { name: 'chat', model: 'gpt-5.4-mini', sku: 'GlobalStandard', capacity: 30 };

const minimal: MonitoringProps = {
  resourceGroup,
  environmentName: 'test',
  logAnalyticsWorkspaceName: 'log-test',
  monitorWorkspaceName: 'amw-test',
  dataCollectionEndpointName: 'dce-test',
  logsDataCollectionRuleName: 'dcr-logs-test',
  prometheusDataCollectionRuleName: 'dcr-prometheus-test',
  actionGroupName: 'ag-test',
  workbookName: UUID,
};

/** Every property that goes with the others, none of them by its default. */
const full: Required<Omit<MonitoringProps, 'logAnalyticsWorkspaceId' | 'monitorWorkspaceId'>> &
  Pick<MonitoringProps, 'logAnalyticsWorkspaceId' | 'monitorWorkspaceId'> = {
  ...minimal,
  logAnalyticsWorkspaceName: 'log-test',
  monitorWorkspaceName: 'amw-test',
  retentionDays: 60,
  alertEmails: ['a@example.com'],
  throttledRequests: 20,
  deniedRequests: 7,
  responseMs: 9000,
  quotaPercent: 70,
  grafanaName: 'amg-test',
  grafanaIdentityName: 'id-grafana-test',
  grafanaAdmins: [{ objectId: UUID, principalType: 'Group' }],
  protect: false,
};

const watched: Required<WatchedResources> = {
  cluster,
  openAi,
  deployments: [CHAT],
  gateway,
  namespaces: ['apps', 'data'],
  subscriptionId: UUID,
  hasCertificate: true,
  hasCollection: false,
};

function synth(props: MonitoringProps = minimal, resources: WatchedResources = watched): Template {
  return synthWith((stack) => new Monitoring(stack, 'monitoring', props).watch(resources));
}

const at = (type: string, id: string) => `azurerm_${type}.monitoring_${id}`;
const ALERT = (id: string) => at('monitor_metric_alert', `alerts_${id}`);

/** Another value of each property, and where it arrives where all of them are given. */
const PLACES: {
  readonly [
    Prop in Exclude<
      keyof MonitoringProps,
      'resourceGroup' | 'environmentName' | 'logAnalyticsWorkspaceId' | 'monitorWorkspaceId'
    >
  ]-?: readonly [NonNullable<MonitoringProps[Prop]>, Places];
} = {
  logAnalyticsWorkspaceName: ['log-other', { [`${at('log_analytics_workspace', 'log-analytics')}.name`]: 'log-other' }],
  retentionDays: [120, { [`${at('log_analytics_workspace', 'log-analytics')}.retention_in_days`]: 120 }],
  monitorWorkspaceName: ['amw-other', { [`${at('monitor_workspace', 'prometheus')}.name`]: 'amw-other' }],
  dataCollectionEndpointName: [
    'dce-other',
    { [`${at('monitor_data_collection_endpoint', 'prometheus-endpoint')}.name`]: 'dce-other' },
  ],
  logsDataCollectionRuleName: [
    'dcr-other',
    { [`${at('monitor_data_collection_rule', 'logs-rule')}.name`]: 'dcr-other' },
  ],
  prometheusDataCollectionRuleName: [
    'dcr-other',
    { [`${at('monitor_data_collection_rule', 'prometheus-rule')}.name`]: 'dcr-other' },
  ],
  actionGroupName: ['ag-other', { [`${at('monitor_action_group', 'alerts_action-group')}.name`]: 'ag-other' }],
  alertEmails: [
    ['b@example.com'],
    {
      [`${at('monitor_action_group', 'alerts_action-group')}.email_receiver.0.name`]: 'b@example.com',
      [`${at('monitor_action_group', 'alerts_action-group')}.email_receiver.0.email_address`]: 'b@example.com',
    },
  ],
  throttledRequests: [30, { [`${ALERT('model-rate-limited')}.criteria.0.threshold`]: 30 }],
  deniedRequests: [8, { [`${ALERT('model-denied')}.criteria.0.threshold`]: 8 }],
  responseMs: [8000, { [`${ALERT('model-slow')}.criteria.0.threshold`]: 8000 }],
  quotaPercent: [
    60,
    {
      [`${ALERT('model-quota-chat')}.criteria.0.threshold`]: 90_000,
      [`${ALERT('model-quota-chat')}.description`]:
        'The deployment chat uses 60 % of its capacity or more. Beyond it, it answers 429.',
    },
  ],
  workbookName: [
    UUID.replaceAll('4', '5'),
    { [`${at('application_insights_workbook', 'workbook')}.name`]: UUID.replaceAll('4', '5') },
  ],
  grafanaName: ['amg-other', { [`${at('dashboard_grafana', 'grafana')}.name`]: 'amg-other' }],
  grafanaIdentityName: ['id-other', { [`${at('user_assigned_identity', 'grafana-identity')}.name`]: 'id-other' }],
  grafanaAdmins: [
    [{ objectId: UUID, principalType: 'User' }],
    { [`${at('role_assignment', `grafana-admin-${UUID}`)}.principal_type`]: 'User' },
  ],
  protect: [
    true,
    Object.fromEntries(
      [
        at('log_analytics_workspace', 'log-analytics'),
        at('monitor_workspace', 'prometheus'),
        at('user_assigned_identity', 'grafana-identity'),
      ].map((address) => [`${address}.lifecycle.prevent_destroy`, true]),
    ),
  ],
};

describe('Monitoring', () => {
  const before = synth(full);

  test.each(Object.entries(PLACES))('%s arrives in its places, and in no other', (prop, [value, places]) => {
    expect(changesBetween(before, synth({ ...full, [prop]: value }))).toEqual(places);
  });

  test('makes everything in its resource group, in the region of that', () => {
    const other = { name: 'rg-other', id: resourceGroup.id.replace('rg-test', 'rg-other'), location: 'westeurope' };

    const changes = Object.entries(changesBetween(before, synth({ ...full, resourceGroup: other })));

    const made = before
      .addresses()
      .filter((address) => !/role_assignment|_association|diagnostic_setting/.test(address))
      .map((address) => address.replace(/_[0-9A-F]{8}$/, ''));
    expect(changes.filter(([, value]) => value === 'rg-other').map(([place]) => place)).toEqual(
      expect.arrayContaining(made.map((address) => `${address}.resource_group_name`)),
    );
    const placed = made.filter((address) => !/action_group|activity_log|metric_alert/.test(address));
    expect(
      changes
        .filter(([, value]) => value === 'westeurope')
        .map(([place]) => place)
        .toSorted(),
    ).toEqual(placed.map((address) => `${address}.location`).toSorted());
    expect(placed.length).toBeGreaterThan(8);
  });

  test('begins the name of each alert with the environment’s, and a mail too, cut to what a short name may be', () => {
    const template = synth({ ...minimal, environmentName: 'production-of-us' });

    const alerts = ['monitor_metric_alert', 'monitor_activity_log_alert', 'monitor_alert_prometheus_rule_group']
      .concat('monitor_scheduled_query_rules_alert_v2')
      .flatMap((type) => Object.values(template.resources(`azurerm_${type}`)));
    expect(alerts).toHaveLength(8);
    for (const { name } of alerts) expect(name).toMatch(/^production-of-us-/);
    expect(template.single('azurerm_monitor_action_group')['short_name']).toBe('production-o');
    expect(template.single('azurerm_application_insights_workbook')['display_name']).toMatch(/^production-of-us: /);
  });

  test('has sane defaults, and no Grafana', () => {
    const template = synth();

    expect(template.single('azurerm_log_analytics_workspace')).toMatchObject({
      retention_in_days: 90,
      lifecycle: { prevent_destroy: true },
    });
    const thresholds = Object.values(template.resources('azurerm_monitor_metric_alert')).map((alert) => [
      alert['name'],
      (alert['criteria'] as { threshold: number }[])[0]!.threshold,
    ]);
    expect(Object.fromEntries(thresholds)).toEqual({
      'test-model-rate-limited': 10,
      'test-model-denied': 5,
      'test-model-slow': 10_000,
      'test-model-quota-chat': 120_000,
      'test-gateway-without-backend': 1,
    });
    expect(template.single('azurerm_monitor_action_group')['email_receiver']).toEqual([]);
    expect(template.count('azurerm_dashboard_grafana')).toBe(0);
    expect(template.count('azurerm_role_assignment')).toBe(0);
    expect(template.count('azurerm_user_assigned_identity')).toBe(0);
  });

  test('makes a workspace whose keys open nothing, and reads none of one that exists', () => {
    const { logAnalyticsWorkspaceName: _, monitorWorkspaceName: __, ...rest } = minimal;
    const monitorWorkspaceId = `${PROVIDERS}/Microsoft.Monitor/accounts/amw-hub`;
    const hub = synth({ ...rest, logAnalyticsWorkspaceId: workspaceId('log-hub'), monitorWorkspaceId });

    expect(synth().single('azurerm_log_analytics_workspace')['local_authentication_enabled']).toBe(false);
    expect(hub.count('azurerm_log_analytics_workspace') + hub.count('azurerm_monitor_workspace')).toBe(0);
    expect(hub.json).not.toHaveProperty('data');
    const targets = Object.values(hub.resources('azurerm_monitor_diagnostic_setting'));
    expect(targets.map((setting) => setting['log_analytics_workspace_id'])).toEqual(
      Array(3).fill(workspaceId('log-hub')),
    );
    expect(JSON.stringify(hub.resources('azurerm_monitor_data_collection_rule'))).toContain(monitorWorkspaceId);
    expect(JSON.stringify(synth(full).json)).not.toMatch(/shared_key/);
  });

  test('leaves a cluster alone whose agents know where to send to, but for its diagnostic setting', () => {
    const told = synth(minimal, { ...watched, hasCollection: true });
    const collection = synth()
      .addresses()
      .filter((address) => address.includes('_data_collection_'));

    expect(collection).toHaveLength(5);
    expect(told.addresses()).toEqual(
      synth()
        .addresses()
        .filter((address) => !collection.includes(address)),
    );
  });

  test('sends named categories of cluster, account and load balancer', () => {
    const settings = Object.values(synth().resources('azurerm_monitor_diagnostic_setting'));

    expect(
      settings.map((setting) => [
        setting['target_resource_id'],
        setting['log_analytics_destination_type'],
        (setting['enabled_log'] as { category: string }[]).map(({ category }) => category),
      ]),
    ).toEqual([
      [openAi.accountId, undefined, ['Audit', 'RequestResponse']],
      [cluster.clusterId, 'Dedicated', ['cluster-autoscaler', 'guard', 'kube-audit-admin', 'kube-controller-manager']],
      [LOAD_BALANCER, 'Dedicated', ['TrafficControllerAccessLog', 'TrafficControllerFirewallLog']],
    ]);
    for (const setting of settings) expect(setting).not.toHaveProperty('enabled_metric');
    expect(JSON.stringify(settings)).not.toContain('category_group');
  });

  test('collects the logs of containers, and the metrics of Prometheus, by a rule each', () => {
    const template = synth();
    const workspace = /^\$\{azurerm_log_analytics_workspace\.monitoring_log-analytics_\w+\.id\}$/;

    const logs = template.where('azurerm_monitor_data_collection_rule', 'name', 'dcr-logs-test');
    const streams = ['Microsoft-ContainerLogV2', 'Microsoft-KubeEvents', 'Microsoft-KubePodInventory'];
    expect(logs).toMatchObject({
      destinations: { log_analytics: [{ workspace_resource_id: expect.stringMatching(workspace) }] },
      data_flow: [{ streams }],
      data_sources: { extension: [{ extension_name: 'ContainerInsights', streams }] },
    });
    const prometheus = template.where('azurerm_monitor_data_collection_rule', 'name', 'dcr-prometheus-test');
    expect(prometheus).toMatchObject({
      data_collection_endpoint_id: expect.stringMatching(/prometheus-endpoint_\w+\.id/),
      destinations: {
        monitor_account: [{ monitor_account_id: expect.stringMatching(/monitoring_prometheus_\w+\.id/) }],
      },
      data_flow: [{ streams: ['Microsoft-PrometheusMetrics'] }],
    });
    const associations = Object.values(template.resources('azurerm_monitor_data_collection_rule_association'));
    expect(associations.map(({ name, target_resource_id }) => [name, target_resource_id])).toEqual([
      ['ContainerInsightsExtension', cluster.clusterId],
      ['prometheus', cluster.clusterId],
    ]);
  });

  test.each<[string, Partial<WatchedResources>, Places]>([
    [
      'a load balancer that the controller makes',
      { gateway: managed },
      {
        [at('monitor_diagnostic_setting', 'load-balancer-logs')]: GONE,
        [ALERT('gateway-without-backend')]: GONE,
      },
    ],
    [
      'no certificate',
      { hasCertificate: false },
      { [at('monitor_scheduled_query_rules_alert_v2', 'alerts_certificate-not-renewed')]: GONE },
    ],
    ['another deployment', { deployments: [CHAT, { ...CHAT, name: 'talk' }] }, { [ALERT('model-quota-talk')]: MADE }],
    [
      'another subscription',
      { subscriptionId: UUID.replaceAll('4', '6') },
      {
        [`${at('monitor_activity_log_alert', 'alerts_model-retires')}.scopes`]: [
          `/subscriptions/${UUID.replaceAll('4', '6')}`,
        ],
      },
    ],
  ])('watches what there is: %s', (_, other, places) => {
    const changes = changesBetween(synth(), synth(minimal, { ...watched, ...other }));

    delete (changes as Record<string, unknown>)[`${at('application_insights_workbook', 'workbook')}.data_json`];
    expect(changes).toEqual(places);
  });

  test.each<[Partial<ModelDeployment>, string, number]>([
    [{}, METRICS.MODEL_TOKENS.name, 120_000],
    [{ capacity: 10 }, METRICS.MODEL_TOKENS.name, 40_000],
    [{ model: 'gpt-image-2', capacity: 3 }, METRICS.MODEL_REQUESTS.name, 12],
    [{ sku: 'GlobalProvisionedManaged', capacity: 15 }, METRICS.MODEL_UTILIZATION.name, 80],
  ])('measures the quota of a deployment as it is counted: %j', (deployment, metric, threshold) => {
    const template = synth(minimal, { ...watched, deployments: [{ ...CHAT, ...deployment }] });

    expect(template.where('azurerm_monitor_metric_alert', 'name', 'test-model-quota-chat')).toMatchObject({
      scopes: [openAi.accountId],
      window_size: 'PT5M',
      criteria: [
        {
          metric_name: metric,
          operator: 'GreaterThan',
          threshold,
          dimension: [{ name: DIMENSIONS.DEPLOYMENT, operator: 'Include', values: ['chat'] }],
        },
      ],
    });
  });

  test.each([
    ['test-model-rate-limited', openAi.accountId, 'AzureOpenAIRequests', 'StatusCode', ['429'], 'GreaterThan'],
    ['test-model-denied', openAi.accountId, 'AzureOpenAIRequests', 'StatusCode', ['401', '403'], 'GreaterThan'],
    ['test-gateway-without-backend', LOAD_BALANCER, 'BackendHealthyTargets', 'BackendService', ['*'], 'LessThan'],
  ])('%s looks at what it says', (name, scope, metric, dimension, values, operator) => {
    expect(synth().where('azurerm_monitor_metric_alert', 'name', name)).toMatchObject({
      scopes: [scope],
      criteria: [{ metric_name: metric, operator, dimension: [{ name: dimension, operator: 'Include', values }] }],
    });
  });

  test('tells of pods of its namespaces that do not start', () => {
    const { rule, scopes, cluster_name } = synth().single('azurerm_monitor_alert_prometheus_rule_group');

    const rules = rule as { alert: string; expression: string; for: string }[];
    expect(rules.map(({ alert, for: period }) => [alert, period])).toEqual([
      ['PodNotStarting', 'PT5M'],
      ['PodPending', 'PT15M'],
    ]);
    for (const { expression } of rules) {
      expect(expression).toContain('cluster="aks-test", namespace=~"apps|data"');
      expect(expression).toMatch(/ > 0$/);
    }
    expect(rules[0]!.expression).toContain('CrashLoopBackOff|ImagePullBackOff');
    expect(scopes).toEqual([expect.stringMatching(/monitoring_prometheus_/), cluster.clusterId]);
    expect(cluster_name).toBe('aks-test');
  });

  test('switches on the group of these rules and each of them, which the provider leaves off', () => {
    const group = synth().single('azurerm_monitor_alert_prometheus_rule_group');

    expect(group['rule_group_enabled']).toBe(true);
    expect((group['rule'] as { enabled: boolean }[]).map(({ enabled }) => enabled)).toEqual([true, true]);
  });

  test('tells of the end of a model by what Azure announces, and of a certificate by what cert-manager warns of', () => {
    const template = synth();

    expect(template.single('azurerm_monitor_activity_log_alert')['criteria']).toEqual({
      category: 'ServiceHealth',
      service_health: { services: ['Azure OpenAI Service'], events: ['ActionRequired', 'Informational'] },
    });
    const { criteria, skip_query_validation } = template.single('azurerm_monitor_scheduled_query_rules_alert_v2');
    const [{ query }] = criteria as [{ query: string }];
    expect(query).toContain(`_ResourceId =~ '${cluster.clusterId}' and Namespace in ('apps', 'data')`);
    expect(query).toContain("ObjectKind in ('Certificate', 'CertificateRequest', 'Order', 'Challenge')");
    expect(skip_query_validation).toBe(true);
  });

  test('tells the action group of every alert', () => {
    const { json } = synth();

    const group = /\$\{azurerm_monitor_action_group\.monitoring_alerts_action-group_\w+\.id\}/g;
    expect(JSON.stringify(json.resource).match(group)).toHaveLength(5 + 1 + 2 + 1);
  });

  test('lets a Grafana read, and nobody in but its administrators', () => {
    const roles = Object.values(synth(full).resources('azurerm_role_assignment'));

    const granted = roles.map(({ role_definition_name: role, principal_type: to, scope }) =>
      [role, to, scope].join(', '),
    );
    expect(granted.toSorted()).toEqual([
      expect.stringMatching(/^Grafana Admin, Group, .*azurerm_dashboard_grafana/),
      expect.stringMatching(/^Monitoring Data Reader, ServicePrincipal, .*azurerm_monitor_workspace/),
      expect.stringMatching(/^Monitoring Reader, ServicePrincipal, .*azurerm_log_analytics_workspace/),
      expect.stringMatching(/^Monitoring Reader, ServicePrincipal, .*\/accounts\//),
      expect.stringMatching(/^Monitoring Reader, ServicePrincipal, .*\/trafficControllers\//),
    ]);
    expect(synth(full).single('azurerm_dashboard_grafana')).toMatchObject({
      api_key_enabled: false,
      identity: { type: 'UserAssigned', identity_ids: [expect.stringMatching(/grafana-identity_\w+\.id/)] },
    });
  });

  test('lets it read a workspace that exists too', () => {
    const { logAnalyticsWorkspaceName: _, retentionDays: __, ...rest } = full;
    const hub = synth({ ...rest, logAnalyticsWorkspaceId: workspaceId('log-hub') });

    expect(hub.where('azurerm_role_assignment', 'scope', workspaceId('log-hub'))).toMatchObject({
      role_definition_name: 'Monitoring Reader',
    });
  });

  test.each<[Partial<MonitoringProps>, string]>([
    [
      { logAnalyticsWorkspaceName: undefined },
      "one of 'logAnalyticsWorkspaceName' and 'logAnalyticsWorkspaceId' must be given, got none: it is made, or it exists",
    ],
    [
      { monitorWorkspaceId: `${PROVIDERS}/Microsoft.Monitor/accounts/a` },
      "one of 'monitorWorkspaceName' and 'monitorWorkspaceId' must be given, got both: it is made, or it exists",
    ],
    [
      { logAnalyticsWorkspaceName: undefined, logAnalyticsWorkspaceId: '/x' },
      `'logAnalyticsWorkspaceId' must be the resource id that "az monitor log-analytics workspace show --query id" prints, got '/x'`,
    ],
    [
      { logAnalyticsWorkspaceName: undefined, logAnalyticsWorkspaceId: workspaceId('a'), retentionDays: 60 },
      "'retentionDays' must be left out with 'logAnalyticsWorkspaceId': that workspace has its own, got 60",
    ],
    [{ retentionDays: 29 }, "'retentionDays' must be a whole number from 30 to 730, got 29"],
    [{ quotaPercent: 101 }, "'quotaPercent' must be a whole number from 1 to 100, got 101"],
    [{ responseMs: 0.5 }, "'responseMs' must be a whole number from 0, got 0.5"],
    [{ workbookName: 'book' }, "'workbookName' must be a UUID, got 'book'"],
    [{ dataCollectionEndpointName: 'a'.repeat(45) }, "'dataCollectionEndpointName' must have 3 to 44 characters"],
    [{ grafanaName: 'amg' }, "'grafanaIdentityName' must be given with 'grafanaName'"],
  ])('refuses %j', (props, message) => {
    const make = () => synth({ ...minimal, ...props });

    expect(make).toThrow(InvalidProps);
    expect(make).toThrow(message);
  });
});
