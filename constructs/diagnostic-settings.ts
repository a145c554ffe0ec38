import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { Construct } from 'constructs';

/** What is sent of one kind of resource. */
interface SentLogs {
  /** By name: the groups `audit` and `allLogs` hold what costs more than it tells. */
  readonly categories: readonly string[];
  /** Whether each category has a table of its own. @default false: Azure leaves no choice */
  readonly hasOwnTables?: boolean;
}

/**
 * The logs that are sent, by what they are of. No metrics: Azure keeps those by itself, and alerts and workbook read them there.
 *
 * @see https://learn.microsoft.com/azure/aks/monitor-aks-reference
 * @see https://learn.microsoft.com/azure/ai-services/openai/monitor-openai-reference
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/diagnostics
 */
const SENT = {
  // Without `kube-audit`, which is the admin's with every get and list.
  cluster: {
    categories: ['cluster-autoscaler', 'guard', 'kube-audit-admin', 'kube-controller-manager'],
    hasOwnTables: true,
  },
  // Who called what and how it ended; neither prompts nor answers.
  account: { categories: ['Audit', 'RequestResponse'] },
  'load-balancer': { categories: ['TrafficControllerAccessLog', 'TrafficControllerFirewallLog'], hasOwnTables: true },
} as const satisfies Record<string, SentLogs>;

/** Sends the logs of a resource to a Log Analytics workspace. */
export function sendLogs(scope: Construct, of: keyof typeof SENT, resourceId: string, workspaceId: string): void {
  const { categories, hasOwnTables }: SentLogs = SENT[of];
  new MonitorDiagnosticSetting(scope, `${of}-logs`, {
    name: 'log-analytics',
    targetResourceId: resourceId,
    logAnalyticsWorkspaceId: workspaceId,
    logAnalyticsDestinationType: hasOwnTables ? 'Dedicated' : undefined,
    enabledLog: categories.map((category) => ({ category })),
  });
}
