import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { MonitorActivityLogAlert } from '@cdktf/provider-azurerm/lib/monitor-activity-log-alert';
import { MonitorAlertPrometheusRuleGroup } from '@cdktf/provider-azurerm/lib/monitor-alert-prometheus-rule-group';
import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import { MonitorScheduledQueryRulesAlertV2 } from '@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2';
import { Construct } from 'constructs';
import {
  DIMENSIONS,
  METRICS,
  capacityUnit,
  notStarting,
  pending,
  type AlertThresholds,
  type Metric,
  type ModelDeployment,
} from '../model';
import type { IPrivateOpenAi, IResourceGroup, IWorkloadIdentityCluster } from './interfaces';

/** Properties of {@link Alerts}. */
export interface AlertsProps {
  /** Where the alerts are made. */
  readonly resourceGroup: IResourceGroup;
  /** Name of the environment: what each alert's name begins with. */
  readonly environmentName: string;
  /** Name of the action group. */
  readonly actionGroupName: string;
  /** Whom it mails to. */
  readonly alertEmails: readonly string[];
}

/** How bad something is, as Azure counts: 1 is an error, 2 a warning, 3 worth knowing. */
type Severity = 1 | 2 | 3;

/** What is wrong with a metric. */
interface MetricAlert {
  readonly description: string;
  readonly severity: Severity;
  /** Resource id of what has the metric. */
  readonly of: string;
  readonly metric: Metric;
  /** The values of a dimension that count; `*` counts each by itself. @default - all together */
  readonly only?: { readonly dimension: string; readonly values: readonly string[] };
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  /** Over how long, in minutes. */
  readonly minutes: 5 | 15;
}

/** The longest short name of an action group: what a mail or a text message says that it comes from. */
const SHORT_NAME_MAX = 12;

/** An action group, and alerts that it tells people of, below a construct. */
export class Alerts {
  private readonly scope: Construct;
  private readonly actionGroupId: string;

  public constructor(
    parent: Construct,
    private readonly props: AlertsProps,
  ) {
    this.scope = new Construct(parent, 'alerts');
    const group = new MonitorActionGroup(this.scope, 'action-group', {
      name: props.actionGroupName,
      resourceGroupName: props.resourceGroup.name,
      shortName: props.environmentName.slice(0, SHORT_NAME_MAX),
      emailReceiver: props.alertEmails.map((email) => ({
        name: email,
        emailAddress: email,
        useCommonAlertSchema: true,
      })),
    });
    this.actionGroupId = group.id;
  }

  /** Alerts of the account: whether it lets callers in, keeps up with them, and has quota left. */
  public addAccount({ accountId: of }: IPrivateOpenAi, thresholds: AlertThresholds): void {
    // Not "throttled": whoever reads of it in an error would take that for the error.
    this.addMetricAlert('model-rate-limited', {
      description:
        'The account answers 429: a deployment has used up its quota. Raise its capacity, or ask less of it.',
      severity: 2,
      of,
      metric: METRICS.MODEL_REQUESTS,
      only: { dimension: DIMENSIONS.STATUS, values: ['429'] },
      operator: 'GreaterThan',
      threshold: thresholds.throttledRequests,
      minutes: 5,
    });
    this.addMetricAlert('model-denied', {
      description: 'The account answers 401 or 403: an identity, its role or the way of the network is broken.',
      severity: 1,
      of,
      metric: METRICS.MODEL_REQUESTS,
      only: { dimension: DIMENSIONS.STATUS, values: ['401', '403'] },
      operator: 'GreaterThan',
      threshold: thresholds.deniedRequests,
      minutes: 15,
    });
    this.addMetricAlert('model-slow', {
      description: 'The models answer late.',
      severity: 3,
      of,
      metric: METRICS.MODEL_RESPONSE_MS,
      operator: 'GreaterThan',
      threshold: thresholds.responseMs,
      minutes: 15,
    });
  }

  /** An alert before the quota of a deployment is used up, in the unit in which it is counted. */
  public addDeployment(
    { accountId: of }: IPrivateOpenAi,
    { name, sku, model, capacity }: ModelDeployment,
    { quotaPercent }: AlertThresholds,
  ): void {
    const allowed = (perMinute: number) => Math.floor((perMinute * 5 * quotaPercent) / 100);
    const [metric, threshold] = {
      'thousand tokens a minute': [METRICS.MODEL_TOKENS, allowed(capacity * 1000)] as const,
      'requests a minute': [METRICS.MODEL_REQUESTS, allowed(capacity)] as const,
      PTUs: [METRICS.MODEL_UTILIZATION, quotaPercent] as const,
    }[capacityUnit(sku, model)];
    this.addMetricAlert(`model-quota-${name}`, {
      description: `The deployment ${name} uses ${quotaPercent} % of its capacity or more. Beyond it, it answers 429.`,
      severity: 3,
      of,
      metric,
      only: { dimension: DIMENSIONS.DEPLOYMENT, values: [name] },
      operator: 'GreaterThan',
      threshold,
      minutes: 5,
    });
  }

  /**
   * An alert of a model's end, of which there is no metric: Azure announces it as a health advisory of the subscription, to those
   * alone whom somebody asks to tell.
   *
   * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements
   */
  public addModelsEnd(subscriptionId: string): void {
    const { resourceGroup, environmentName } = this.props;
    new MonitorActivityLogAlert(this.scope, 'model-retires', {
      name: `${environmentName}-model-retires`,
      description: 'Azure announces something about Azure OpenAI, the end of a model among it.',
      resourceGroupName: resourceGroup.name,
      location: 'global',
      scopes: [`/subscriptions/${subscriptionId}`],
      criteria: {
        category: 'ServiceHealth',
        serviceHealth: { services: ['Azure OpenAI Service'], events: ['ActionRequired', 'Informational'] },
      },
      action: [{ actionGroupId: this.actionGroupId }],
    });
  }

  /** An alert of a load balancer that finds no pod which is well behind one of its routes. */
  public addLoadBalancer(loadBalancerId: string): void {
    this.addMetricAlert('gateway-without-backend', {
      description: 'The load balancer finds no healthy backend: its route answers 5xx. Look at pods and probes.',
      severity: 1,
      of: loadBalancerId,
      metric: METRICS.HEALTHY_BACKENDS,
      only: { dimension: DIMENSIONS.BACKEND, values: ['*'] },
      operator: 'LessThan',
      threshold: 1,
      minutes: 5,
    });
  }

  /** Alerts of pods that do not start, or that no node takes. */
  public addPods(
    { clusterId, clusterName }: IWorkloadIdentityCluster,
    namespaces: readonly string[],
    monitorWorkspaceId: string,
  ): void {
    const { resourceGroup, environmentName } = this.props;
    const rule = (alert: string, expression: string, minutes: 5 | 15, description: string) => ({
      alert,
      expression: `${expression} > 0`,
      // Left out, the provider sends false.
      enabled: true,
      for: `PT${minutes}M`,
      severity: 2 satisfies Severity,
      annotations: { description },
      action: [{ actionGroupId: this.actionGroupId }],
      alertResolution: { autoResolved: true, timeToResolve: 'PT10M' },
    });
    new MonitorAlertPrometheusRuleGroup(this.scope, 'pods', {
      name: `${environmentName}-pods`,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      scopes: [monitorWorkspaceId, clusterId],
      clusterName,
      interval: 'PT1M',
      ruleGroupEnabled: true,
      rule: [
        rule(
          'PodNotStarting',
          notStarting({ clusterName, namespaces }),
          5,
          'A container does not start: look at its events and its log.',
        ),
        rule('PodPending', pending({ clusterName, namespaces }), 15, 'No node takes a pod: look at its events.'),
      ],
    });
  }

  /**
   * An alert of a certificate that is not renewed. Nothing measures when one ends; cert-manager renews it a third of its time
   * before that, and warns in the cluster's events where it cannot.
   *
   * @see https://cert-manager.io/docs/usage/certificate/
   */
  public addCertificate(
    { clusterId }: IWorkloadIdentityCluster,
    namespaces: readonly string[],
    logAnalyticsWorkspaceId: string,
  ): void {
    const { resourceGroup, environmentName } = this.props;
    const names = namespaces.map((name) => `'${name}'`).join(', ');
    new MonitorScheduledQueryRulesAlertV2(this.scope, 'certificate-not-renewed', {
      name: `${environmentName}-certificate-not-renewed`,
      description: 'cert-manager cannot make or renew a certificate: look at its Certificate, Order and Challenge.',
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      severity: 1 satisfies Severity,
      scopes: [logAnalyticsWorkspaceId],
      evaluationFrequency: 'PT15M',
      windowDuration: 'PT1H',
      // The table is there once a first event has arrived, and not before.
      skipQueryValidation: true,
      criteria: [
        {
          query: `KubeEvents
| where _ResourceId =~ '${clusterId}' and Namespace in (${names}) and KubeEventType == 'Warning'
| where ObjectKind in ('Certificate', 'CertificateRequest', 'Order', 'Challenge')`,
          timeAggregationMethod: 'Count',
          operator: 'GreaterThan',
          threshold: 0,
        },
      ],
      autoMitigationEnabled: true,
      action: { actionGroups: [this.actionGroupId] },
    });
  }

  private addMetricAlert(id: string, alert: MetricAlert): void {
    const { metric, only } = alert;
    new MonitorMetricAlert(this.scope, id, {
      name: `${this.props.environmentName}-${id}`,
      description: alert.description,
      resourceGroupName: this.props.resourceGroup.name,
      severity: alert.severity,
      scopes: [alert.of],
      criteria: [
        {
          metricNamespace: metric.namespace,
          metricName: metric.name,
          aggregation: metric.aggregation,
          operator: alert.operator,
          threshold: alert.threshold,
          dimension: only && [{ name: only.dimension, operator: 'Include', values: [...only.values] }],
        },
      ],
      frequency: 'PT1M',
      windowSize: `PT${alert.minutes}M`,
      action: [{ actionGroupId: this.actionGroupId }],
    });
  }
}
