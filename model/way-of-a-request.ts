import { DIMENSIONS, METRICS, NOT_STARTING, type Metric } from './monitoring';

/** What a panel shows over time. */
export type Signal = MetricSignal | LogSignal | PrometheusSignal;

/** A metric of a resource. */
export interface MetricSignal {
  /** Told by Azure Monitor itself. */
  readonly from: 'metric';
  /** Resource id of what has it. */
  readonly resourceId: string;
  /** Which of its metrics. */
  readonly metric: Metric;
  /** The dimension that a line is drawn for each value of. @default - one line */
  readonly splitBy?: string;
  /** The values of that dimension that are shown. @default - all */
  readonly only?: readonly string[];
}

/** What a query of the Log Analytics workspace finds. The time comes from whoever asks. */
export interface LogSignal {
  /** Told by the Log Analytics workspace. */
  readonly from: 'logs';
  /** In KQL, down to counts by `bin(TimeGenerated, …)`. */
  readonly query: string;
}

/** What a query of the Azure Monitor workspace finds. */
export interface PrometheusSignal {
  /** Told by the Azure Monitor workspace. */
  readonly from: 'prometheus';
  /** In PromQL. */
  readonly query: string;
}

/** A picture of one signal. */
export interface Panel {
  /** A word or two that stay, for what has to have an id. */
  readonly id: string;
  /** What stands over it. */
  readonly title: string;
  /** What it shows. */
  readonly signal: Signal;
}

/** A place that a request passes, in the order in which it does. */
export interface Station {
  /** What it is called, with its number. */
  readonly title: string;
  /** What to look for here. */
  readonly tells: string;
  /** What there is to see, the most telling first. */
  readonly panels: readonly Panel[];
}

/** Whose requests are followed. Ids may be what only Terraform knows. */
export interface WayOfARequestProps {
  /** Resource id of the cluster. */
  readonly clusterId: string;
  /** Name of the cluster, by which Prometheus knows it. */
  readonly clusterName: string;
  /** Resource id of the account. */
  readonly accountId: string;
  /** Resource id of the load balancer. @default - the controller makes the load balancer, and nobody knows its id beforehand */
  readonly loadBalancerId?: string;
  /** The namespaces of the environment. */
  readonly namespaces: readonly string[];
  /** Whether a deployment of a provisioned type has a utilization. @default false */
  readonly hasProvisioned?: boolean;
}

/**
 * The one description of what is worth a look, from the load balancer to the model. The workbook and Grafana's dashboard are made
 * from it.
 *
 * @example
 * import { wayOfARequest } from './model';
 *
 * const [first] = wayOfARequest({
 *   clusterId: '/subscriptions/…/managedClusters/aks-team',
 *   clusterName: 'aks-team',
 *   accountId: '/subscriptions/…/accounts/oai-team',
 *   namespaces: ['team'],
 * });
 * first?.title; // '1. Pods'
 */
export function wayOfARequest(props: WayOfARequestProps): Station[] {
  const { loadBalancerId } = props;
  const stations = [
    ...(loadBalancerId === undefined ? [] : [loadBalancer(loadBalancerId), backends(loadBalancerId)]),
    pods(props),
    wayToTheAccount(props),
    model(props),
  ];
  return stations.map((station, index) => ({ ...station, title: `${index + 1}. ${station.title}` }));
}

function loadBalancer(resourceId: string): Station {
  return {
    title: 'Load balancer',
    tells:
      'What people see. A 5xx without one of a backend beside it is the load balancer’s own: it found no healthy backend.',
    panels: [
      {
        id: 'responses',
        title: 'Answers by status',
        signal: { from: 'metric', resourceId, metric: METRICS.RESPONSES, splitBy: DIMENSIONS.RESPONSE },
      },
      {
        id: 'failed-pages',
        title: 'Answers of 5xx by path',
        signal: {
          from: 'logs',
          query: `AGCAccessLogs
| where _ResourceId =~ '${resourceId}'
| where HttpStatusCode >= 500
| summarize Requests = count() by bin(TimeGenerated, 5m), RequestUri`,
        },
      },
    ],
  };
}

function backends(resourceId: string): Station {
  return {
    title: 'Backends',
    tells: 'Whether the load balancer finds pods that are well, and what they answer.',
    panels: [
      {
        id: 'healthy-backends',
        title: 'Healthy targets of each backend',
        signal: { from: 'metric', resourceId, metric: METRICS.HEALTHY_BACKENDS, splitBy: DIMENSIONS.BACKEND },
      },
      {
        id: 'backend-responses',
        title: 'Answers of backends by status',
        signal: { from: 'metric', resourceId, metric: METRICS.BACKEND_RESPONSES, splitBy: DIMENSIONS.RESPONSE },
      },
    ],
  };
}

function pods(props: WayOfARequestProps): Station {
  const selector = podSelector(props);
  const namespaces = props.namespaces.map((name) => `'${name}'`).join(', ');
  return {
    title: 'Pods',
    tells: 'Whether they run, how often they start anew, and what they say.',
    panels: [
      {
        id: 'not-starting',
        title: 'Containers that do not start',
        signal: { from: 'prometheus', query: notStarting(props) },
      },
      {
        id: 'restarts',
        title: 'Restarts in 15 minutes',
        signal: {
          from: 'prometheus',
          query: `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${selector}}[15m]))`,
        },
      },
      {
        id: 'errors',
        title: 'Lines of errors by container',
        signal: {
          from: 'logs',
          query: `ContainerLogV2
| where _ResourceId =~ '${props.clusterId}' and PodNamespace in (${namespaces})
| where tostring(LogMessage) has_any ('error', 'exception', 'denied')
| summarize Lines = count() by bin(TimeGenerated, 5m), ContainerName`,
        },
      },
      {
        id: 'warnings',
        title: 'Warnings of Kubernetes',
        signal: {
          from: 'logs',
          query: `KubeEvents
| where _ResourceId =~ '${props.clusterId}' and Namespace in (${namespaces}) and KubeEventType == 'Warning'
| summarize Events = count() by bin(TimeGenerated, 5m), Reason`,
        },
      },
    ],
  };
}

function wayToTheAccount({ accountId }: WayOfARequestProps): Station {
  return {
    title: 'Identity and network',
    tells:
      '401 and 403 of the account: a token that it does not take, a role that is missing, or a network that is not let in.',
    panels: [
      {
        id: 'denied',
        title: 'Refused requests',
        signal: {
          from: 'metric',
          resourceId: accountId,
          metric: METRICS.MODEL_REQUESTS,
          splitBy: DIMENSIONS.STATUS,
          only: ['401', '403'],
        },
      },
    ],
  };
}

function model({ accountId: resourceId, hasProvisioned }: WayOfARequestProps): Station {
  const byDeployment = (metric: Metric): Signal => ({
    from: 'metric',
    resourceId,
    metric,
    splitBy: DIMENSIONS.DEPLOYMENT,
  });
  return {
    title: 'Model',
    tells: 'Whether it answers, how fast, and how much of its quota is used. 429 is a quota that is used up.',
    panels: [
      {
        id: 'requests',
        title: 'Requests by status',
        signal: { from: 'metric', resourceId, metric: METRICS.MODEL_REQUESTS, splitBy: DIMENSIONS.STATUS },
      },
      { id: 'response', title: 'Milliseconds to the answer', signal: byDeployment(METRICS.MODEL_RESPONSE_MS) },
      { id: 'tokens', title: 'Tokens by deployment', signal: byDeployment(METRICS.MODEL_TOKENS) },
      {
        id: 'availability',
        title: 'Answers that are no 5xx, in percent',
        signal: byDeployment(METRICS.MODEL_AVAILABILITY),
      },
      ...(hasProvisioned
        ? [{ id: 'utilization', title: 'Used PTUs, in percent', signal: byDeployment(METRICS.MODEL_UTILIZATION) }]
        : []),
    ],
  };
}

/** The containers of the environment that do not start, and why. */
export function notStarting(props: Pick<WayOfARequestProps, 'clusterName' | 'namespaces'>): string {
  return `max by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason{${podSelector(props)}, reason=~"${NOT_STARTING.join('|')}"})`;
}

/** The pods of the environment that no node takes. */
export function pending(props: Pick<WayOfARequestProps, 'clusterName' | 'namespaces'>): string {
  return `max by (namespace, pod) (kube_pod_status_phase{${podSelector(props)}, phase="Pending"})`;
}

function podSelector({ clusterName, namespaces }: Pick<WayOfARequestProps, 'clusterName' | 'namespaces'>): string {
  return `job="kube-state-metrics", cluster="${clusterName}", namespace=~"${namespaces.join('|')}"`;
}
