import { rmSync } from 'node:fs';
import type { Environment } from '../../model';
import { AzureCli } from '../azure';
import { filesOf } from '../context';
import { PipelineError } from '../run';
import type { Step } from '../run-steps';
import { target } from './target';

/** Looks whether anything is left that costs money or keeps a name, and then forgets what was known of the environment. */
export const leftovers: Step = {
  id: 'leftovers',
  title: 'look that nothing is left',
  keepsOutput: true,
  async run(context) {
    const { runner, environment } = context;
    const { subscription, nodeResourceGroup, resourceGroup } = target(context);
    const az = new AzureCli(runner, subscription);
    const { existing } = environment;
    // What was there before stays, with whatever its owner has put into it.
    const left = [
      ...(existing.cluster ? [] : await leftIn(az, nodeResourceGroup)),
      ...(existing.resourceGroupId === undefined ? await leftIn(az, resourceGroup) : []),
    ];
    if (left.length > 0) {
      throw new PipelineError(
        `${left.length} ${left.length === 1 ? 'resource is' : 'resources are'} left:\n${left.map((id) => `  - ${id}`).join('\n')}`,
        'delete them (az resource delete --ids …), then run again',
      );
    }
    // A destroy that died between the two has deleted the account and not purged it.
    if (environment.openAi.purgeOnDestroy && !existing.openAi) await purgeAccount(az, environment);
    const { kubeconfig, outputs } = filesOf(environment);
    for (const file of [kubeconfig, outputs]) {
      runner.change(`rm -f ${file}`, () => rmSync(runner.path(file), { force: true }));
    }
    if (!environment.openAi.purgeOnDestroy && !existing.openAi) {
      runner.report(
        `account ${environment.names.openAiAccount} is deleted but not purged (openAi.purgeOnDestroy is false): it keeps its name for 48 hours`,
      );
    }
  },
};

async function purgeAccount(az: AzureCli, { names, location }: Environment): Promise<void> {
  const deleted = await az.deletedOpenAiAccount(names.openAiAccount);
  if (deleted?.resourceGroup?.toLowerCase() !== names.resourceGroup.toLowerCase()) return;
  await az.purgeOpenAiAccount({
    name: names.openAiAccount,
    resourceGroup: names.resourceGroup,
    location: deleted.location ?? location,
  });
}

/** Ids of what a resource group holds; of one that is gone, nothing. */
async function leftIn(az: AzureCli, group: string): Promise<string[]> {
  const ids = await az.resourceIds(group);
  if (ids === undefined) return [];
  // The group itself is the last thing that can be left.
  return ids.length > 0 ? ids : [`resource group ${group}, which is empty`];
}
