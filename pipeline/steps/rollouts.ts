import { namespacesOf } from '../../model';
import type { Context } from '../context';
import { kubectl, kubectlCommand } from '../kubectl';
import { LIMITS } from '../limits';
import type { Step } from '../run-steps';
import { requireKubeconfig } from './kubeconfig';

/** Waits until every workload runs as it was applied. */
export const rollouts: Step = {
  id: 'rollouts',
  title: 'wait for the workloads to run',
  async run(context) {
    requireKubeconfig(context);
    for (const { name } of namespacesOf(context.environment)) await waitForNamespace(context, name);
  },
};

async function waitForNamespace(context: Context, namespace: string): Promise<void> {
  const kinds = 'deployments.apps,statefulsets.apps';
  const { stdout } = await kubectl(context, ['get', kinds, '--namespace', namespace, '--output', 'name']);
  const look = kubectlCommand(context, '--namespace', namespace);
  for (const workload of stdout.split('\n').filter(Boolean)) {
    await kubectl(
      context,
      ['rollout', 'status', workload, '--namespace', namespace, `--timeout=${LIMITS.rollout / 1000}s`],
      { timeoutMs: LIMITS.rollout + 60_000, next: `look with: ${look} describe ${workload}; ${look} get events` },
    );
  }
}
