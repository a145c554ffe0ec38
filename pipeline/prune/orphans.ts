import { ownershipLabels } from '../../model';
import { PRUNED_KINDS, kindOf, type PrunedKind } from './kinds';

/** What of an object is read here, in the YAML and in the cluster alike. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    /** Of a Gateway. */
    readonly addresses?: readonly { readonly type?: string; readonly value: string }[];
    /** Of a StatefulSet. */
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
    readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string };
  };
}

/** An object of the cluster. */
export interface LiveObject extends Manifest {
  readonly metadata: Manifest['metadata'] & {
    readonly uid: string;
    readonly ownerReferences?: readonly { readonly controller?: boolean }[];
  };
}

/** An object in the cluster that says it is the environment's, and is no longer in its YAML. */
export interface Orphan {
  readonly kind: string;
  readonly apiVersion: string;
  /** Its kind's full name to kubectl. */
  readonly resource: string;
  /** @default - it is in none */
  readonly namespace?: string;
  readonly name: string;
  /** Tells it from another that is given its name later. */
  readonly uid: string;
  /** Whether deleting it may lose what nobody can make again: it stays unless somebody says otherwise. */
  readonly isData: boolean;
  /** What the names of the volume claims begin with that it leaves behind: those of a StatefulSet. */
  readonly claimPrefixes: readonly string[];
}

/**
 * The orphans among the objects of a cluster, in the order in which they are deleted.
 *
 * @param live objects of the kinds of {@link PRUNED_KINDS}; those without the environment's labels are none of ours, and what a
 * controller made of another object goes with that
 * @param wanted the YAML, and what is wanted beside it
 * @param environment name of the environment
 */
export function orphansAmong(
  live: readonly LiveObject[],
  wanted: readonly Manifest[],
  environment: string,
): readonly Orphan[] {
  const keys = new Set(wanted.map(keyOf));
  return live
    .filter((object) => isOurs(object, environment) && !keys.has(keyOf(object)))
    .filter((object) => !wanted.some((set) => isClaim(object, claimPrefixesOf(set), set.metadata.namespace)))
    .flatMap((object) => {
      const kind = kindOf(object);
      return kind === undefined ? [] : [orphanOf(object, kind)];
    })
    .toSorted((one, other) => orderOf(one) - orderOf(other) || (nameOf(one) < nameOf(other) ? -1 : 1));
}

/** An object as it is printed: its kind, and where it is. */
export function nameOf({ kind, namespace, name }: Pick<Orphan, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Whether an object is a volume claim that Kubernetes made for a pod of a StatefulSet of this namespace. */
export function isClaim({ kind, metadata }: Manifest, prefixes: readonly string[], namespace?: string): boolean {
  return (
    kind === 'PersistentVolumeClaim' &&
    metadata.namespace === namespace &&
    prefixes.some((prefix) => metadata.name.startsWith(prefix) && /^\d+$/.test(metadata.name.slice(prefix.length)))
  );
}

function isOurs({ metadata }: LiveObject, environment: string): boolean {
  const { labels = {}, ownerReferences = [] } = metadata;
  return (
    Object.entries(ownershipLabels(environment)).every(([name, value]) => labels[name] === value) &&
    !ownerReferences.some(({ controller }) => controller)
  );
}

/** The API server takes an object in each version of its group, so the version does not count. */
function keyOf(object: Manifest): string {
  const { kind, metadata } = object;
  const known = kindOf(object);
  // Where a chart names no namespace, kubectl takes that of the kubeconfig, which names none either.
  const namespace = known?.clusterScoped ? '' : (metadata.namespace ?? 'default');
  return [known?.resource ?? `${object.apiVersion} ${kind}`, namespace, metadata.name].join('/');
}

function orphanOf(object: LiveObject, { kind, resource, data = false }: PrunedKind): Orphan {
  const { name, namespace, uid } = object.metadata;
  const claimPrefixes = claimPrefixesOf(object);
  // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
  const takesClaimsAlong =
    claimPrefixes.length > 0 && object.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
  return {
    kind,
    apiVersion: object.apiVersion,
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
    isData: data || takesClaimsAlong,
    claimPrefixes,
  };
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage */
function claimPrefixesOf({ kind, metadata, spec }: Manifest): string[] {
  if (kind !== 'StatefulSet') return [];
  return (spec?.volumeClaimTemplates ?? []).map((template) => `${template.metadata.name}-${metadata.name}-`);
}

function orderOf({ resource }: Orphan): number {
  return PRUNED_KINDS.findIndex((kind) => kind.resource === resource);
}
