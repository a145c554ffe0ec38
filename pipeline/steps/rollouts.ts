import { kubectl } from '../kubectl';
import { LIMITS } from '../limits';
import type { Step } from '../tasks';
import { requireKubeconfig } from './kubeconfig';

/** Waits until every workload runs as it was applied. */
export const rollouts: Step = {
  id: 'rollouts',
  title: 'workloads run',
  async run(deployment) {
    requireKubeconfig(deployment);
    const { namespace } = deployment.environment;
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
  },
};
