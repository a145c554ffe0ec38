import { ApplicationInsightsWorkbook } from '@cdktf/provider-azurerm/lib/application-insights-workbook';
import { DashboardGrafana } from '@cdktf/provider-azurerm/lib/dashboard-grafana';
import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorDataCollectionEndpoint } from '@cdktf/provider-azurerm/lib/monitor-data-collection-endpoint';
import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorDataCollectionRuleAssociation } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule-association';
import { MonitorWorkspace } from '@cdktf/provider-azurerm/lib/monitor-workspace';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import {
  ALERT_THRESHOLDS,
  NAME_RULES,
  RESOURCE_TYPES,
  RETENTION_BOUNDS,
  RETENTION_DAYS,
  isProvisioned,
  nameProblem,
  resourceIdProblem,
  uuidProblem,
  wayOfARequest,
  type AlertThresholds,
  type ModelDeployment,
  type Principal,
} from '../model';
import { Alerts } from './alerts';
import { checkProp } from './check-prop';
import { claimName } from './claims';
import { sendLogs } from './diagnostic-settings';
import type { IAlbGateway, IMonitoring, IPrivateOpenAi, IResourceGroup, IWorkloadIdentityCluster } from './interfaces';
import { InvalidProps } from './invalid-props';
import { allOrNone } from './optional-props';
import { ROLES, grantRole, type RoleGrant } from './roles';
import { workbookJson } from './workbook';

/** Properties of {@link Monitoring}. */
export interface MonitoringProps {
  /** Where all of it is made. */
  readonly resourceGroup: IResourceGroup;
  /** Name of the environment: what the names of alerts begin with, and what a mail says that it comes from. */
  readonly environmentName: string;
  /** Resource id of a Log Analytics workspace that exists, in the region of the resource group. @default - one is made */
  readonly logAnalyticsWorkspaceId?: string;
  /** Name of the Log Analytics workspace that is made, 4 to 63 characters. @default - one exists, and has its id given */
  readonly logAnalyticsWorkspaceName?: string;
  /** Days that it keeps what arrives, 30 to 730. @default 90 */
  readonly retentionDays?: number;
  /** Resource id of an Azure Monitor workspace that exists, in the region of the resource group. @default - one is made */
  readonly monitorWorkspaceId?: string;
  /** Name of the Azure Monitor workspace that is made, 4 to 63 characters. @default - one exists, and has its id given */
  readonly monitorWorkspaceName?: string;
  /** Name of the endpoint that the metrics of Prometheus are sent to, 3 to 44 characters. */
  readonly dataCollectionEndpointName: string;
  /** Name of the rule that says what of containers is collected, 3 to 64 characters. */
  readonly logsDataCollectionRuleName: string;
  /** Name of the rule that says where the metrics of Prometheus go, 3 to 64 characters. */
  readonly prometheusDataCollectionRuleName: string;
  /** Name of the action group, 1 to 260 characters. */
  readonly actionGroupName: string;
  /** Whom an alert is mailed to. @default - nobody: alerts are seen in the portal alone */
  readonly alertEmails?: readonly string[];
  /** Requests to the account in 5 minutes that may be answered 429. @default 10 */
  readonly throttledRequests?: number;
  /** Requests to the account in 15 minutes that may be answered 401 or 403. @default 5 */
  readonly deniedRequests?: number;
  /** Milliseconds that the account may take to answer, on average over 15 minutes. @default 10000 */
  readonly responseMs?: number;
  /** Percent of its capacity that a deployment may use, over 5 minutes. @default 80 */
  readonly quotaPercent?: number;
  /** Name of the workbook, a UUID. */
  readonly workbookName: string;
  /** Name of a Grafana, 2 to 23 characters. @default - there is none beside the workbook */
  readonly grafanaName?: string;
  /** Name of the identity that it reads logs and metrics under, 3 to 128 characters. @default - there is no Grafana */
  readonly grafanaIdentityName?: string;
  /** Who makes dashboards in it, and lets others in. @default - nobody */
  readonly grafanaAdmins?: readonly Principal[];
  /** Whether Terraform refuses to destroy or replace the workspaces, with what they have kept. @default true */
  readonly protect?: boolean;
}

/** What is watched. */
export interface WatchedResources {
  /** A cluster with the agents on: `logAnalyticsWorkspaceId` and `managedPrometheus`, or the add-ons of one that exists. */
  readonly cluster: IWorkloadIdentityCluster;
  /**
   * Whether the cluster's agents have been told where to send to, as `az aks enable-addons` and `az aks update` do for one that
   * exists: a second telling would get in the way of theirs, which has the same name.
   *
   * @default false
   */
  readonly hasCollection?: boolean;
  /** The account that its workloads call. */
  readonly openAi: IPrivateOpenAi;
  /** The models that are deployed in it: each has an alert of its quota. */
  readonly deployments: readonly ModelDeployment[];
  /** The load balancer. One that the controller makes is not watched: nobody knows its id before. @default - none */
  readonly gateway?: IAlbGateway;
  /** The namespaces whose pods are watched. */
  readonly namespaces: readonly string[];
  /** The subscription that Azure announces the end of a model to, a UUID. */
  readonly subscriptionId: string;
  /** Whether cert-manager makes a certificate in one of the namespaces. @default false */
  readonly hasCertificate?: boolean;
}

/** With Prometheus there, what else the agent could send says the same again, and is paid for. */
const LOG_STREAMS = ['Microsoft-ContainerLogV2', 'Microsoft-KubeEvents', 'Microsoft-KubePodInventory'];

/** @see https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable */
const LOG_SETTINGS = {
  dataCollectionSettings: { interval: '1m', namespaceFilteringMode: 'Off', enableContainerLogV2: true },
};

/** What the agent looks for by name. */
const CONTAINER_INSIGHTS = { extension: 'ContainerInsights', name: 'ContainerInsightsExtension' };

const PROMETHEUS_STREAMS = ['Microsoft-PrometheusMetrics'];

/** The newest that azurerm 4.55 knows. */
const GRAFANA_MAJOR_VERSION = '11';

/**
 * Where logs and metrics go, who is told of what, and a workbook along the way of a request. A cluster sends once it has its agents,
 * for which the workspace has to be there before; so this is made first, and {@link Monitoring.watch} follows.
 *
 * Terraform reads the shared keys of a workspace that it makes, and keeps them in its state. This one takes no key: it has local
 * authentication off. One that exists is known by its id alone, and nothing of it is read.
 *
 * @throws InvalidProps if a name, an id or a number is none, or if a workspace has neither a name nor an id, or both
 * @see https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable
 * @example
 * import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
 * import { App, TerraformStack } from 'cdktf';
 * import { Monitoring, PrivateOpenAi, WorkloadIdentityCluster } from './constructs';
 *
 * const app = new App();
 * const stack = new TerraformStack(app, 'team');
 * new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
 *
 * const resourceGroup = { name: 'rg-team', id: '/subscriptions/…/resourceGroups/rg-team', location: 'westeurope' };
 * const monitoring = new Monitoring(stack, 'monitoring', {
 *   resourceGroup,
 *   environmentName: 'team',
 *   logAnalyticsWorkspaceName: 'log-team',
 *   monitorWorkspaceName: 'amw-team',
 *   dataCollectionEndpointName: 'dce-team',
 *   logsDataCollectionRuleName: 'dcr-logs-team',
 *   prometheusDataCollectionRuleName: 'dcr-prometheus-team',
 *   actionGroupName: 'ag-team',
 *   alertEmails: ['team@example.com'],
 *   workbookName: '00000000-0000-4000-8000-000000000000',
 * });
 * monitoring.watch({
 *   cluster: WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
 *     resourceGroup,
 *     oidcIssuerUrl: 'https://westeurope.oic.prod-aks.azure.com/…/',
 *     clusterName: 'aks-team',
 *     clusterId: `${resourceGroup.id}/providers/Microsoft.ContainerService/managedClusters/aks-team`,
 *   }),
 *   openAi: PrivateOpenAi.fromAccountAttributes(stack, 'openai', {
 *     accountId: `${resourceGroup.id}/providers/Microsoft.CognitiveServices/accounts/oai-team`,
 *   }),
 *   deployments: [{ name: 'mini', model: 'gpt-5.4-mini', sku: 'GlobalStandard', capacity: 120 }],
 *   namespaces: ['team'],
 *   subscriptionId: '00000000-0000-0000-0000-000000000000',
 * });
 * app.synth();
 */
export class Monitoring extends Construct implements IMonitoring {
  /** Resource id of the Log Analytics workspace. */
  public readonly logAnalyticsWorkspaceId: string;
  /** Resource id of the Azure Monitor workspace. */
  public readonly monitorWorkspaceId: string;

  private readonly props: MonitoringProps;
  private readonly thresholds: AlertThresholds;
  /** Lets Grafana read the metrics of a resource. */
  private readonly showTo?: (id: string, on: string) => void;

  public constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { grafanaName, grafanaIdentityName } = props;
    const grafana = allOrNone(this, { grafanaName, grafanaIdentityName });
    this.check(props);
    this.props = props;
    this.thresholds = {
      throttledRequests: props.throttledRequests ?? ALERT_THRESHOLDS.throttledRequests,
      deniedRequests: props.deniedRequests ?? ALERT_THRESHOLDS.deniedRequests,
      responseMs: props.responseMs ?? ALERT_THRESHOLDS.responseMs,
      quotaPercent: props.quotaPercent ?? ALERT_THRESHOLDS.quotaPercent,
    };
    this.logAnalyticsWorkspaceId =
      props.logAnalyticsWorkspaceId ?? this.addLogAnalyticsWorkspace(props.logAnalyticsWorkspaceName!, props);
    this.monitorWorkspaceId = props.monitorWorkspaceId ?? this.addMonitorWorkspace(props.monitorWorkspaceName!, props);
    if (grafana) this.showTo = this.addGrafana(grafana.grafanaName, grafana.grafanaIdentityName, props);
  }

  /** Sends logs and metrics here, sets the alerts, and makes the workbook of it all. To be called once. */
  public watch(watched: WatchedResources): void {
    const { cluster, openAi, deployments, gateway, namespaces } = watched;
    const attachment = gateway?.attachment;
    const loadBalancerId = attachment?.mode === 'bring-your-own' ? attachment.loadBalancerId : undefined;
    sendLogs(this, 'cluster', cluster.clusterId, this.logAnalyticsWorkspaceId);
    sendLogs(this, 'account', openAi.accountId, this.logAnalyticsWorkspaceId);
    if (loadBalancerId !== undefined) sendLogs(this, 'load-balancer', loadBalancerId, this.logAnalyticsWorkspaceId);
    this.showTo?.('grafana-account', openAi.accountId);
    if (loadBalancerId !== undefined) this.showTo?.('grafana-load-balancer', loadBalancerId);
    if (watched.hasCollection !== true) this.collectFrom(cluster);
    this.addAlerts(watched, loadBalancerId);
    const { resourceGroup, environmentName, workbookName } = this.props;
    new ApplicationInsightsWorkbook(this, 'workbook', {
      name: workbookName,
      displayName: `${environmentName}: the way of a request`,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      dataJson: workbookJson({
        stations: wayOfARequest({
          clusterId: cluster.clusterId,
          clusterName: cluster.clusterName,
          accountId: openAi.accountId,
          loadBalancerId,
          namespaces,
          hasProvisioned: deployments.some(({ sku }) => isProvisioned(sku)),
        }),
        logAnalyticsWorkspaceId: this.logAnalyticsWorkspaceId,
        monitorWorkspaceId: this.monitorWorkspaceId,
      }),
    });
  }

  private addLogAnalyticsWorkspace(name: string, props: MonitoringProps): string {
    const { resourceGroup } = props;
    claimName(this, { prop: 'logAnalyticsWorkspaceName', kind: 'Log Analytics workspace', name, resourceGroup });
    return new LogAnalyticsWorkspace(this, 'log-analytics', {
      name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      sku: 'PerGB2018',
      retentionInDays: props.retentionDays ?? RETENTION_DAYS,
      // With it off, the keys that Terraform reads of it open nothing.
      localAuthenticationEnabled: false,
      lifecycle: { preventDestroy: props.protect ?? true },
    }).id;
  }

  private addMonitorWorkspace(name: string, props: MonitoringProps): string {
    const { resourceGroup } = props;
    claimName(this, { prop: 'monitorWorkspaceName', kind: 'Azure Monitor workspace', name, resourceGroup });
    return new MonitorWorkspace(this, 'prometheus', {
      name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      lifecycle: { preventDestroy: props.protect ?? true },
    }).id;
  }

  private addLogsRule({ logsDataCollectionRuleName, resourceGroup }: MonitoringProps): string {
    const destination = 'log-analytics';
    return new MonitorDataCollectionRule(this, 'logs-rule', {
      name: logsDataCollectionRuleName,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      kind: 'Linux',
      dataSources: {
        extension: [
          {
            name: CONTAINER_INSIGHTS.name,
            extensionName: CONTAINER_INSIGHTS.extension,
            extensionJson: JSON.stringify(LOG_SETTINGS),
            streams: LOG_STREAMS,
          },
        ],
      },
      destinations: { logAnalytics: [{ name: destination, workspaceResourceId: this.logAnalyticsWorkspaceId }] },
      dataFlow: [{ streams: LOG_STREAMS, destinations: [destination] }],
    }).id;
  }

  private addPrometheusRule(props: MonitoringProps): string {
    const { resourceGroup } = props;
    const endpoint = new MonitorDataCollectionEndpoint(this, 'prometheus-endpoint', {
      name: props.dataCollectionEndpointName,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      kind: 'Linux',
    });
    const destination = 'prometheus';
    return new MonitorDataCollectionRule(this, 'prometheus-rule', {
      name: props.prometheusDataCollectionRuleName,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      kind: 'Linux',
      dataCollectionEndpointId: endpoint.id,
      dataSources: { prometheusForwarder: [{ name: 'prometheus', streams: PROMETHEUS_STREAMS }] },
      destinations: { monitorAccount: [{ name: destination, monitorAccountId: this.monitorWorkspaceId }] },
      dataFlow: [{ streams: PROMETHEUS_STREAMS, destinations: [destination] }],
    }).id;
  }

  private collectFrom({ clusterId }: IWorkloadIdentityCluster): void {
    new MonitorDataCollectionRuleAssociation(this, 'logs-association', {
      name: CONTAINER_INSIGHTS.name,
      targetResourceId: clusterId,
      dataCollectionRuleId: this.addLogsRule(this.props),
    });
    new MonitorDataCollectionRuleAssociation(this, 'prometheus-association', {
      name: 'prometheus',
      targetResourceId: clusterId,
      dataCollectionRuleId: this.addPrometheusRule(this.props),
    });
  }

  private addAlerts(watched: WatchedResources, loadBalancerId: string | undefined): void {
    const { cluster, openAi, deployments, namespaces } = watched;
    const { resourceGroup, environmentName, actionGroupName, alertEmails = [] } = this.props;
    const alerts = new Alerts(this, { resourceGroup, environmentName, actionGroupName, alertEmails });
    alerts.addAccount(openAi, this.thresholds);
    for (const deployment of deployments) alerts.addDeployment(openAi, deployment, this.thresholds);
    alerts.addModelsEnd(watched.subscriptionId);
    if (loadBalancerId !== undefined) alerts.addLoadBalancer(loadBalancerId);
    alerts.addPods(cluster, namespaces, this.monitorWorkspaceId);
    if (watched.hasCertificate) alerts.addCertificate(cluster, namespaces, this.logAnalyticsWorkspaceId);
  }

  /** A Grafana that reads what is here under an identity of its own. People log in to it by Microsoft Entra alone. */
  private addGrafana(
    name: string,
    identityName: string,
    { resourceGroup, grafanaAdmins = [], protect }: MonitoringProps,
  ): (id: string, on: string) => void {
    claimName(this, { prop: 'grafanaIdentityName', kind: 'identity', name: identityName, resourceGroup });
    const identity = new UserAssignedIdentity(this, 'grafana-identity', {
      name: identityName,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      lifecycle: { preventDestroy: protect ?? true },
    });
    const mayRead = (id: string, role: RoleGrant['role'], on: string) =>
      grantRole(this, id, { role, on, principalId: identity.principalId, principalType: 'ServicePrincipal' });
    mayRead('grafana-metrics', ROLES.MONITORING_DATA_READER, this.monitorWorkspaceId);
    mayRead('grafana-logs', ROLES.MONITORING_READER, this.logAnalyticsWorkspaceId);
    const grafana = new DashboardGrafana(this, 'grafana', {
      name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      grafanaMajorVersion: GRAFANA_MAJOR_VERSION,
      identity: { type: 'UserAssigned', identityIds: [identity.id] },
      apiKeyEnabled: false,
      azureMonitorWorkspaceIntegrations: [{ resourceId: this.monitorWorkspaceId }],
    });
    for (const { objectId: principalId, principalType } of grafanaAdmins) {
      const id = `grafana-admin-${principalId.toLowerCase()}`;
      grantRole(this, id, { role: ROLES.GRAFANA_ADMIN, on: grafana.id, principalId, principalType });
    }
    return (id, on) => mayRead(id, ROLES.MONITORING_READER, on);
  }

  private check(props: MonitoringProps): void {
    this.checkWorkspace('logAnalyticsWorkspace', props.logAnalyticsWorkspaceName, props.logAnalyticsWorkspaceId);
    this.checkWorkspace('monitorWorkspace', props.monitorWorkspaceName, props.monitorWorkspaceId);
    checkProp(this, 'retentionDays', props.retentionDays, (days) => countProblem(days, RETENTION_BOUNDS));
    if (props.retentionDays !== undefined && props.logAnalyticsWorkspaceId !== undefined) {
      throw new InvalidProps(
        this,
        `'retentionDays' must be left out with 'logAnalyticsWorkspaceId': that workspace has its own, got ${props.retentionDays}`,
      );
    }
    const names = {
      dataCollectionEndpoint: props.dataCollectionEndpointName,
      logsDataCollectionRule: props.logsDataCollectionRuleName,
      prometheusDataCollectionRule: props.prometheusDataCollectionRuleName,
      actionGroup: props.actionGroupName,
      grafana: props.grafanaName,
      grafanaIdentity: props.grafanaIdentityName,
    };
    for (const [rule, name] of Object.entries(names)) {
      checkProp(this, `${rule}Name`, name, (value) => nameProblem(value, NAME_RULES[rule as keyof typeof names]));
    }
    checkProp(this, 'workbookName', props.workbookName, uuidProblem);
    for (const prop of ['throttledRequests', 'deniedRequests', 'responseMs'] as const) {
      checkProp(this, prop, props[prop], (value) => countProblem(value, { min: 0 }));
    }
    checkProp(this, 'quotaPercent', props.quotaPercent, (value) => countProblem(value, { min: 1, max: 100 }));
  }

  private checkWorkspace(
    kind: 'logAnalyticsWorkspace' | 'monitorWorkspace',
    name: string | undefined,
    id: string | undefined,
  ): void {
    if ((name === undefined) === (id === undefined)) {
      const got = name === undefined ? 'none' : 'both';
      throw new InvalidProps(
        this,
        `one of '${kind}Name' and '${kind}Id' must be given, got ${got}: it is made, or it exists`,
      );
    }
    checkProp(this, `${kind}Name`, name, (value) => nameProblem(value, NAME_RULES[kind]));
    checkProp(this, `${kind}Id`, id, (value) => resourceIdProblem(value, RESOURCE_TYPES[kind]));
  }
}

function countProblem(value: number, { min, max = Infinity }: { readonly min: number; readonly max?: number }) {
  if (Number.isInteger(value) && value >= min && value <= max) return undefined;
  return `must be a whole number from ${min}${max === Infinity ? '' : ` to ${max}`}`;
}
