import { target } from '../destroy/target';
import type { Context } from '../context';
import { kubectl } from '../kubectl';
import { waitForAccess, writeKubeconfig } from '../steps/kubeconfig';
import { deployFolder, readStack, stackResources } from '../terraform';
import { importAll } from './import';

const NAME_IN_USE = /cannot re-?use a name that is still in use/;
const PENDING = /another operation \(install\/upgrade\/rollback\) is in progress/;
/** What Helm calls a release that somebody is at work on, or has left half way; of its Secrets, the label `status`. */
export const PENDING_STATES = 'pending-install,pending-upgrade,pending-rollback';

/** Whether a run has met a Helm release that a run before it has left half way. */
export function meetsRelease(output: string): boolean {
  const text = output.replaceAll(/\s+/g, ' ');
  return NAME_IN_USE.test(text) || PENDING.test(text);
}

/**
 * Lets Helm go on with releases that a killed run has left. Helm takes a release that is pending for one that somebody is at
 * work on, for good; its entry in the history goes, and its objects stay. One that has come to its end is imported.
 *
 * @returns whether there was such a release
 * @see https://helm.sh/docs/topics/advanced/#storage-backends
 */
export async function freeReleases(context: Context): Promise<boolean> {
  const { environment, runner } = context;
  const { subscription, resourceGroup, cluster } = target(context);
  await writeKubeconfig(context, { subscription, resourceGroup, name: cluster });
  await waitForAccess(context);
  const stack = await readStack(runner.path(deployFolder(environment.name)));
  let isFreed = false;
  for (const { address, type, args } of stackResources(stack)) {
    if (type !== 'helm_release') continue;
    const { name, namespace } = args as { readonly name: string; readonly namespace: string };
    const inHistory = ['--namespace', namespace, '--output', 'name', '--selector'];
    const pending = `owner=helm,name=${name},status in (${PENDING_STATES})`;
    const { stdout } = await kubectl(context, ['delete', 'secrets', ...inHistory, pending]);
    if (stdout.includes('secret/')) {
      runner.print(`Helm release ${name} was left half way: ${stdout.trim()} deleted, its objects stay`);
      isFreed = true;
      continue;
    }
    const deployed = `owner=helm,name=${name},status=deployed`;
    const found = await kubectl(context, ['get', 'secrets', ...inHistory, deployed]);
    if (!found.stdout.includes('secret/')) continue;
    isFreed = (await importAll(context, [{ address, id: `${namespace}/${name}` }])) > 0 || isFreed;
  }
  return isFreed;
}
