import { ownershipLabels } from '../../model';
import type { Context } from '../context';
import { kubectl, kubectlJson } from '../kubectl';
import { readManifests } from '../manifests';
import { PipelineError } from '../run';
import { PRUNED_KINDS } from './kinds';
import { isClaim, orphansAmong, type LiveObject, type Manifest, type Orphan } from './orphans';
import { pageAbsences } from './page-absences';
import { wantedBeside } from './wanted';

/** What has left the YAML of an environment, or moves in it. */
export interface Leaving {
  /** In the order in which they are deleted. */
  readonly orphans: readonly Orphan[];
  /** Why the pages will be away for a while, a line each. */
  readonly pageAbsences: readonly string[];
}

/** Of Secrets, as JSON and without a value. */
const SECRETS =
  'go-template={"items":[{{range $index, $item := .items}}{{if $index}},{{end}}{"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{.metadata.name}}","namespace":"{{.metadata.namespace}}","uid":"{{.metadata.uid}}"}}{{end}}]}';

/**
 * Compares the cluster with the YAML in `dist/<environment>`, and changes nothing.
 *
 * @throws {PipelineError} if that YAML is not of the environment: everything in the cluster would have left it
 */
export async function lookForOrphans(context: Context): Promise<Leaving> {
  const { environment } = context;
  const wanted = wantedIn(context);
  const live = await ownObjects(context);
  return { orphans: orphansAmong(live, wanted, environment.name), pageAbsences: pageAbsences(live, wanted) };
}

/** All that is the environment's in the cluster, in the order in which it is deleted. */
export async function everythingOf(context: Context): Promise<readonly Orphan[]> {
  return orphansAmong(await ownObjects(context), [], context.environment.name);
}

/**
 * Puts the environment's labels on the volume claims of StatefulSets that leave, which Kubernetes made without them: the sets
 * go, and the claims can be found ever after.
 *
 * @returns whether there was one
 */
export async function markClaims(context: Context, orphans: readonly Orphan[]): Promise<boolean> {
  const labels = Object.entries(ownershipLabels(context.environment.name)).map(([name, value]) => `${name}=${value}`);
  let marked = false;
  for (const { claimPrefixes, namespace } of orphans) {
    if (claimPrefixes.length === 0 || namespace === undefined) continue;
    const scope = ['--namespace', namespace];
    const { items } = await kubectlJson<{ items: Manifest[] }>(context, ['get', 'persistentvolumeclaims', scope]);
    const claims = items.filter((item) => isClaim(item, claimPrefixes, namespace)).map(({ metadata }) => metadata.name);
    if (claims.length === 0) continue;
    await kubectl(context, ['label', 'persistentvolumeclaims', ...claims, scope, '--overwrite', ...labels]);
    marked = true;
  }
  return marked;
}

/** The YAML, and what is wanted beside it. */
function wantedIn(context: Context): Manifest[] {
  const { environment } = context;
  const yaml = readManifests<Manifest>(context);
  const labels = Object.entries(ownershipLabels(environment.name));
  if (!yaml.some(({ metadata }) => labels.every(([name, value]) => metadata?.labels?.[name] === value))) {
    context.runner.refuse(
      new PipelineError(
        `dist/${environment.name} holds no object of ${environment.name}, so what has left it cannot be told`,
        `npm run deploy -- ${environment.name} --from charts writes and applies it`,
      ),
    );
  }
  return [...yaml, ...wantedBeside(environment)];
}

/** Every object of the kinds that are looked after that says it is the environment's, in whatever namespace it is. */
async function ownObjects(context: Context): Promise<LiveObject[]> {
  const labels = ownershipLabels(context.environment.name);
  const selector = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const which = ['--all-namespaces', '--selector', selector.join(',')];
  const known = await knownKinds(context);
  const { items } = await kubectlJson<{ items: LiveObject[] }>(context, ['get', known.join(','), which]);
  const secrets = await kubectl(context, ['get', 'secrets', which, '--output', SECRETS]);
  const { items: found } = JSON.parse(secrets.stdout) as { items: LiveObject[] };
  return [...items, ...found.map((secret) => ({ ...secret, metadata: { ...secret.metadata, labels } }))];
}

/** The kinds that the cluster has, but for Secrets: one that it has not would fail the question for all. */
async function knownKinds(context: Context): Promise<string[]> {
  const custom = PRUNED_KINDS.filter((kind) => kind.custom).map(({ resource }) => resource);
  const { stdout } = await kubectl(context, [
    ['get', 'customresourcedefinitions.apiextensions.k8s.io', ...custom],
    ['--ignore-not-found', '--output', 'name'],
  ]);
  const there = new Set(stdout.split('\n').map((line) => line.split('/').at(-1)!.trim()));
  return PRUNED_KINDS.filter(
    ({ kind, custom: isCustom, resource }) => kind !== 'Secret' && (!isCustom || there.has(resource)),
  )
    .map(({ resource }) => resource)
    .toReversed();
}
