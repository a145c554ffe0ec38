import type { Deployment } from '../deployment';
import { kubectl } from '../kubectl';
import { LIMITS } from '../limits';
import { namespacesOf } from '../../config';
import type { Step } from '../tasks';
import { requireKubeconfig } from './kubeconfig';

/** Waits until every workload runs as it was applied. */
export const rollouts: Step = {
  id: 'rollouts',
  title: 'workloads run',
  async run(deployment) {
    requireKubeconfig(deployment);
    for (const namespace of namespacesOf(deployment.environment)) await waitForNamespace(deployment, namespace);
  },
};

async function waitForNamespace(deployment: Deployment, namespace: string): Promise<void> {
  const kinds = 'deployments.apps,statefulsets.apps';
  const { stdout } = await kubectl(deployment, ['get', kinds, '--namespace', namespace, '--output', 'name'], {
    dryRunStdout: 'deployment.apps/ai-service',
  });
  const look = `kubectl --kubeconfig ${deployment.kubeconfig} --namespace ${namespace}`;
  for (const workload of stdout.split('\n').filter(Boolean)) {
    await kubectl(
      deployment,
      ['rollout', 'status', workload, '--namespace', namespace, `--timeout=${LIMITS.rollout / 1000}s`],
      { timeoutMs: LIMITS.rollout + 60_000, next: `look with: ${look} describe ${workload}; ${look} get events` },
    );
  }
}
