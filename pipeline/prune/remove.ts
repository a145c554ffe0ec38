import type { Context } from '../context';
import { isNotFound, kubectl, kubectlCommand } from '../kubectl';
import { LIMITS } from '../limits';
import { PipelineError, RETRY_TRANSIENT } from '../run';
import { STAGES } from './kinds';
import { nameOf, type Orphan } from './orphans';

/** Deletes orphans stage by stage, each once all of the stage before are gone. */
export async function removeOrphans(context: Context, orphans: readonly Orphan[]): Promise<void> {
  for (const kinds of STAGES) {
    const resources = new Set(kinds.map(({ resource }) => resource));
    const deleted: Orphan[] = [];
    for (const orphan of orphans.filter(({ resource }) => resources.has(resource))) {
      if (await remove(context, orphan)) deleted.push(orphan);
    }
    for (const namespace of new Set(deleted.map((orphan) => orphan.namespace))) {
      await waitUntilGone(
        context,
        deleted.filter((orphan) => orphan.namespace === namespace),
        namespace,
      );
    }
    if (deleted.length > 0) context.runner.report(`gone: ${deleted.map(nameOf).join(', ')}`);
  }
}

/** How the API server refuses to delete another object of the name: its registry, and its storage a moment later. */
const MADE_ANEW = /the UID in the precondition|Precondition failed/;

/**
 * Deletes the very object that was read: one that somebody has made under its name since is another. `kubectl delete` by name
 * has no such condition, the API has.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/
 * @returns whether it goes
 */
async function remove(context: Context, orphan: Orphan): Promise<boolean> {
  const name = nameOf(orphan);
  if (orphan.kind === 'Namespace') {
    const strangers = await podsAndClaims(context, orphan.name);
    if (strangers.length > 0) {
      context.runner.report(`${name} stays: it holds ${strangers.join(', ')}, which this environment did not make`);
      return false;
    }
  }
  const answer = await kubectl(context, ['delete', '--raw', pathOf(orphan), '--filename', '-'], {
    // Foreground: a Deployment is gone once its pods are.
    input: JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Foreground',
      preconditions: { uid: orphan.uid },
    }),
    allowFailure: true,
    // Said as a conflict, and no time helps.
    retry: { ...RETRY_TRANSIENT, retryable: (said) => !MADE_ANEW.test(said) && RETRY_TRANSIENT.retryable(said) },
  });
  if (answer.exitCode === 0 || isNotFound(answer)) return true;
  if (MADE_ANEW.test(answer.stderr)) {
    context.runner.report(`${name} stays: it was made anew a moment ago`);
    return false;
  }
  throw new PipelineError(
    `${name} was not deleted: ${answer.stderr}`,
    'see that the caller may delete it, and what refuses it; then run again',
  );
}

async function waitUntilGone(context: Context, orphans: readonly Orphan[], namespace?: string): Promise<void> {
  const scope = namespace === undefined ? [] : ['--namespace', namespace];
  const names = orphans.map(({ resource, name }) => `${resource}/${name}`);
  await kubectl(context, ['wait', '--for=delete', `--timeout=${LIMITS.objectGone / 1000}s`, ...names, scope], {
    timeoutMs: LIMITS.objectGone + 60_000,
    next: `a finalizer holds it: look with ${kubectlCommand(context, 'describe', ...names, ...scope)}, and run again`,
  });
}

/** What would go with a namespace although nobody who deletes it has named it. */
async function podsAndClaims(context: Context, namespace: string): Promise<string[]> {
  const { stdout } = await kubectl(context, [
    ['get', 'pods,persistentvolumeclaims', '--namespace', namespace, '--output', 'name'],
  ]);
  return stdout.split('\n').filter(Boolean);
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris */
function pathOf({ apiVersion, namespace, resource, name }: Orphan): string {
  const version = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${version}${scope}/${resource.split('.')[0]}/${name}`;
}
