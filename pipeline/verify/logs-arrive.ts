import { aiServiceOf, namespacesOf, type Environment } from '../../model';
import type { Contract } from '../../contract';
import { AzureCli } from '../azure';
import { readOutputs } from '../context';
import { deployedIds } from '../deployed-ids';
import { LIMITS } from '../limits';
import { publishedPage } from './page';
import type { Proof, Verdict } from './proof';

/** Something that sends logs, and the query that finds some of it in the Log Analytics workspace. */
export interface LogSource {
  readonly title: string;
  readonly query: string;
}

/** The logs of an hour are there: those too of the calls that the other proofs have made. */
export const logsArrive: Proof = {
  id: 'logs',
  title: 'logs arrive in the workspace',
  patienceMs: LIMITS.logs,
  notFor: ({ monitoring }) => (monitoring ? undefined : 'the environment is not watched (monitoring)'),
  async prove(context) {
    const { environment, runner } = context;
    const outputs = readOutputs(context);
    const az = new AzureCli(runner, environment.subscriptionId);
    const workspace = await az.workspaceOf(deployedIds(environment, outputs).logAnalyticsWorkspaceId);
    const sources = logSources(environment, outputs);
    return judge(sources, await az.logs(workspace, countQuery(sources)));
  },
};

/** What of an environment has something to say as soon as it runs, and has been called. */
export function logSources(environment: Environment, outputs: Contract): LogSource[] {
  const { clusterId, accountId, loadBalancerId } = deployedIds(environment, outputs);
  const namespaces = namespacesOf(environment).map(({ name }) => `'${name}'`);
  return [
    {
      title: 'containers',
      query: `ContainerLogV2 | where ${sentBy(clusterId)} and PodNamespace in (${namespaces.join(', ')})`,
    },
    { title: 'cluster', query: `AKSAuditAdmin | where ${sentBy(clusterId)}` },
    ...(aiServiceOf(environment) ? [{ title: 'account', query: `AzureDiagnostics | where ${sentBy(accountId)}` }] : []),
    ...(loadBalancerId !== undefined && publishedPage(environment)
      ? [{ title: 'load balancer', query: `AGCAccessLogs | where ${sentBy(loadBalancerId)}` }]
      : []),
  ];
}

/** One query for all of them. A table that nothing has been written to yet does not exist, which is none of its rows. */
export function countQuery(sources: readonly LogSource[]): string {
  const counted = sources.map(({ title, query }) => `(${query} | count | extend Source = '${title}')`);
  return `union isfuzzy=true ${counted.join(', ')} | project Source, Count`;
}

/** Judges what was found. The Azure CLI tells numbers as text. */
export function judge(sources: readonly LogSource[], rows: readonly LogRow[]): Verdict {
  const counts = sources.map(
    ({ title }) => [title, Number(rows.find((row) => row.Source === title)?.Count ?? 0)] as const,
  );
  const expected = `lines of the last hour of ${sources.map(({ title }) => title).join(', ')}`;
  const seen = counts.map(([title, count]) => `${title} ${count}`).join(', ');
  const missing = counts.filter(([, count]) => count === 0).map(([title]) => title);
  if (missing.length === 0) return { passed: true, expected, seen };
  return {
    passed: false,
    expected,
    seen,
    cause: `nothing of ${missing.join(', ')} has arrived: the first lines take minutes; later, look at the diagnostic setting "log-analytics", at the association "ContainerInsightsExtension" of the cluster, and at its pods ama-logs in kube-system, which a cluster of existing.cluster has once "az aks enable-addons" has turned them on`,
    mayChange: true,
  };
}

/** A row of the answer to {@link countQuery}. */
export interface LogRow {
  readonly Source: string;
  readonly Count: string;
}

function sentBy(id: string): string {
  return `_ResourceId =~ '${id}'`;
}
