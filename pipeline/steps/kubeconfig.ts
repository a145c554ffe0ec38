import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Deployment } from '../deployment';
import { kubectl } from '../kubectl';
import { LIMITS } from '../limits';
import { PipelineError, RETRY_TRANSIENT, waitUntil } from '../run';
import type { Step } from '../tasks';

/** The cluster a kubeconfig is written for. */
interface Cluster {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** Writes the environment's own kubeconfig. It holds no credential: kubelogin gets a token for each call. */
export async function writeKubeconfig(deployment: Deployment, cluster: Cluster): Promise<void> {
  const { runner, environment, kubeconfig } = deployment;
  if (!runner.dryRun) mkdirSync(dirname(deployment.path(kubeconfig)), { recursive: true });
  await runner.run(
    'az',
    [
      ['aks', 'get-credentials', '--subscription', cluster.subscription, '--resource-group', cluster.resourceGroup],
      ['--name', cluster.name, '--file', kubeconfig, '--overwrite-existing'],
    ],
    {
      retry: RETRY_TRANSIENT,
      next: 'see that the cluster exists; the role "Azure Kubernetes Service Cluster User Role" on it is needed',
    },
  );
  const login = environment.cluster.kubelogin;
  await runner.run('kubelogin', ['convert-kubeconfig', '--login', login, '--kubeconfig', kubeconfig]);
  if (!runner.dryRun) chmodSync(deployment.path(kubeconfig), 0o600);
}

/**
 * @throws {PipelineError} if the environment has no kubeconfig yet, as after a deploy on another machine
 */
export function requireKubeconfig(deployment: Deployment): void {
  if (deployment.runner.dryRun || existsSync(deployment.path(deployment.kubeconfig))) return;
  throw new PipelineError(
    `${deployment.kubeconfig} does not exist`,
    `npm run deploy -- ${deployment.environment.name} --from kubeconfig writes it`,
  );
}

/** Waits until the cluster lets the caller in: a new role takes minutes to reach it. */
export async function waitForAccess(deployment: Deployment): Promise<void> {
  const question = ['auth', 'can-i', 'create', 'namespaces'];
  await waitUntil(deployment.runner, {
    what: 'the cluster to let the caller in',
    look: `kubectl --kubeconfig ${deployment.kubeconfig} ${question.join(' ')}; cluster.admins and cluster.authorizedIpRanges say who may, and from where`,
    timeoutMs: LIMITS.rolePropagation,
    check: async () => {
      const answer = await kubectl(deployment, question, { allowFailure: true });
      return answer.exitCode === 0
        ? { done: true }
        : { seen: answer.stderr.split('\n').at(-1) || answer.stdout || 'no answer' };
    },
  });
}

/** A kubeconfig of its own, and a cluster that answers to it. */
export const kubeconfigStep: Step = {
  id: 'kubeconfig',
  title: 'log in to the cluster',
  async run(deployment) {
    const contract = deployment.contract();
    await writeKubeconfig(deployment, {
      subscription: contract.subscription_id,
      resourceGroup: contract.resource_group_name,
      name: contract.cluster_name,
    });
    await waitForAccess(deployment);
  },
};
