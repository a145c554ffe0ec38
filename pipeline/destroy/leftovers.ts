import { rmSync } from 'node:fs';
import type { Deployment } from '../deployment';
import { PipelineError, RETRY_TRANSIENT } from '../run';
import type { Step } from '../tasks';
import { target } from './target';

/** Looks whether anything is left that costs money or keeps a name, and then forgets what was known of the environment. */
export const leftovers: Step = {
  id: 'leftovers',
  title: 'nothing is left',
  keepsOutput: true,
  async run(deployment) {
    const { runner, environment } = deployment;
    const { nodeResourceGroup, resourceGroup } = target(deployment);
    const left = [
      ...(await resourcesOf(deployment, nodeResourceGroup)),
      ...(await resourcesOf(deployment, resourceGroup)),
    ];
    if (left.length > 0) {
      throw new PipelineError(
        `${left.length} ${left.length === 1 ? 'resource is' : 'resources are'} left:\n${left.map((id) => `  - ${id}`).join('\n')}`,
        'delete them (az resource delete --ids …), then run again',
      );
    }
    if (runner.dryRun) return;
    for (const file of [deployment.kubeconfig, deployment.outputsFile]) rmSync(deployment.path(file), { force: true });
    if (!environment.openAi.purgeOnDestroy) {
      runner.print(
        `account ${environment.names.openAiAccount} is deleted but not purged (openAi.purgeOnDestroy is false): it keeps its name for 48 hours`,
      );
    }
  },
};

/** Ids of what a resource group holds; of one that is gone, nothing. */
async function resourcesOf(deployment: Deployment, group: string): Promise<string[]> {
  const { runner } = deployment;
  const scope = ['--subscription', target(deployment).subscription];
  const exists = await runner.run('az', ['group', 'exists', '--name', group, ...scope], {
    retry: RETRY_TRANSIENT,
    dryRunStdout: 'false',
  });
  if (exists.stdout.trim() !== 'true') return [];
  const ids = await runner.json<string[]>(
    'az',
    ['resource', 'list', '--resource-group', group, '--query', '[].id', ...scope, '--output', 'json'],
    { retry: RETRY_TRANSIENT },
  );
  // The group itself is the last thing that can be left.
  return ids.length > 0 ? ids : [`resource group ${group}, which is empty`];
}
