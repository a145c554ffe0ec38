/** How an environment is watched. */
export interface Monitoring {
  /** Days that the Log Analytics workspace which is made keeps what arrives. */
  readonly retentionDays: number;
  /** Whom an alert is mailed to. */
  readonly alertEmails: readonly string[];
  /** From where on something is an alert. */
  readonly alerts: AlertThresholds;
  /** Name of its workbook, a UUID. */
  readonly workbookName: string;
  /** Whether there is a Grafana beside the workbook. */
  readonly grafana: boolean;
}

/** From where on something is an alert. */
export interface AlertThresholds {
  /** Requests to the account in 5 minutes that are answered 429. */
  readonly throttledRequests: number;
  /** Requests to the account in 15 minutes that are answered 401 or 403. */
  readonly deniedRequests: number;
  /** Milliseconds until the account answers, on average over 15 minutes. */
  readonly responseMs: number;
  /** Percent of what a deployment's capacity allows, over 5 minutes. */
  readonly quotaPercent: number;
}

/** Days that logs are kept, where nobody says otherwise: long enough to look back on a quarter. */
export const RETENTION_DAYS = 90;

/** @see https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure */
export const RETENTION_BOUNDS = { min: 30, max: 730 } as const;

/** A workload waits for a tenth of a minute without looking broken, and a few 429s are what a client's retries are for. */
export const ALERT_THRESHOLDS: AlertThresholds = {
  throttledRequests: 10,
  deniedRequests: 5,
  responseMs: 10_000,
  quotaPercent: 80,
};

/** A metric of Azure Monitor. */
export interface Metric {
  /** Type of the resource that has it. */
  readonly namespace: string;
  /** Its name in the REST API. */
  readonly name: string;
  /** How its values are put together over time. */
  readonly aggregation: 'Total' | 'Average';
}

const ofAccount = (name: string, aggregation: Metric['aggregation']): Metric => ({
  namespace: 'Microsoft.CognitiveServices/accounts',
  name,
  aggregation,
});
const ofLoadBalancer = (name: string, aggregation: Metric['aggregation']): Metric => ({
  namespace: 'Microsoft.ServiceNetworking/trafficControllers',
  name,
  aggregation,
});

/**
 * The metrics that are looked at. Those of the account that have a general name (`TotalCalls`, `Latency`) are none of Azure
 * OpenAI.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-cognitiveservices-accounts-metrics
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-servicenetworking-trafficcontrollers-metrics
 */
export const METRICS = {
  MODEL_REQUESTS: ofAccount('AzureOpenAIRequests', 'Total'),
  MODEL_RESPONSE_MS: ofAccount('AzureOpenAITimeToResponse', 'Average'),
  MODEL_AVAILABILITY: ofAccount('AzureOpenAIAvailabilityRate', 'Average'),
  MODEL_TOKENS: ofAccount('TokenTransaction', 'Total'),
  MODEL_UTILIZATION: ofAccount('AzureOpenAIProvisionedManagedUtilizationV2', 'Average'),
  RESPONSES: ofLoadBalancer('HTTPResponseStatus', 'Total'),
  HEALTHY_BACKENDS: ofLoadBalancer('BackendHealthyTargets', 'Average'),
  BACKEND_RESPONSES: ofLoadBalancer('BackendHTTPResponseStatus', 'Total'),
} as const satisfies Record<string, Metric>;

/**
 * The dimensions by which these metrics are told apart.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/essentials/metrics-aggregation-explained
 */
export const DIMENSIONS = {
  STATUS: 'StatusCode',
  DEPLOYMENT: 'ModelDeploymentName',
  RESPONSE: 'HttpResponseCode',
  BACKEND: 'BackendService',
} as const;

/** Why a container does not start, as kube-state-metrics tells it. */
export const NOT_STARTING = [
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
] as const;
