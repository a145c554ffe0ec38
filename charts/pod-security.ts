import { createHash } from 'node:crypto';
import type { k8s } from 'cdk8s-plus-28';

/**
 * How strictly Pod Security admission judges a namespace, from the laxest.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** What remains of the 63 characters of a volume's name beside `writable`, a hyphen and a digest. */
const MAX_SLUG = 46;

/** What an image needs that runs as nobody in particular on a read-only disk. */
export interface RestrictedNeeds {
  readonly level: 'restricted';
  /** User id the process runs as, not 0. */
  readonly user: number;
  /** Group id of the process, and of the folders it may write. */
  readonly group: number;
  /** Folders it writes to, as absolute paths; each becomes an empty volume that dies with the pod. */
  readonly writable: readonly string[];
}

/** What an image needs whose own start makes itself root: the user it names, a writable disk and these capabilities. */
export interface BaselineNeeds {
  readonly level: 'baseline';
  /** Capabilities it keeps, of those the baseline profile allows. */
  readonly capabilities: readonly string[];
  /** Folders that hold its data, as absolute paths. */
  readonly writable: readonly string[];
}

/** What an image needs to run. */
export type ImageNeeds = RestrictedNeeds | BaselineNeeds;

/** The level a namespace can enforce: that of the least strict of its pods, `restricted` where it has none. */
export function strictestCommonLevel(levels: readonly PodSecurityLevel[]): PodSecurityLevel {
  return POD_SECURITY_LEVELS.find((level) => levels.includes(level)) ?? 'restricted';
}

/**
 * The pod's part of a profile. Under `restricted` nobody is root, and the kernel refuses the calls that containers do
 * not need.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function podSecurityContext(needs: ImageNeeds): k8s.PodSecurityContext {
  const seccompProfile = { type: 'RuntimeDefault' };
  return needs.level === 'baseline'
    ? { seccompProfile }
    : {
        runAsNonRoot: true,
        runAsUser: needs.user,
        runAsGroup: needs.group,
        fsGroup: needs.group,
        seccompProfile,
      };
}

/**
 * The container's part of a profile; under `restricted` with a read-only root beside it, which the profile does not ask
 * for.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function containerSecurityContext(needs: ImageNeeds): k8s.SecurityContext {
  return needs.level === 'baseline'
    ? { allowPrivilegeEscalation: true, capabilities: { drop: ['ALL'], add: [...needs.capabilities] } }
    : { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}

/** An empty volume for each folder that an image writes to. */
export function writableVolumes({ writable }: ImageNeeds): k8s.Volume[] {
  return writable.map((folder) => ({ name: volumeName(folder), emptyDir: {} }));
}

/** Where those volumes stand in the container. */
export function writableMounts({ writable }: ImageNeeds): k8s.VolumeMount[] {
  return writable.map((mountPath) => ({ name: volumeName(mountPath), mountPath }));
}

/**
 * The hardened part of a pod's spec. The token of the API server stays out: none of the workloads talks to it, and the
 * workload identity webhook projects a token of its own.
 */
export function hardenedPod(
  needs: ImageNeeds,
): Pick<k8s.PodSpec, 'automountServiceAccountToken' | 'securityContext' | 'volumes'> {
  return {
    automountServiceAccountToken: false,
    securityContext: podSecurityContext(needs),
    volumes: writableVolumes(needs),
  };
}

/** The hardened part of a container of such a pod. */
export function hardenedContainer(needs: ImageNeeds): Pick<k8s.Container, 'securityContext' | 'volumeMounts'> {
  return { securityContext: containerSecurityContext(needs), volumeMounts: writableMounts(needs) };
}

/**
 * `/var/cache/nginx` becomes `writable-var-cache-nginx`. A folder whose name cannot be told from another's that way, or
 * that is long, ends in a digest of it.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
function volumeName(folder: string): string {
  const slug = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
  const isTelling = /^[a-z0-9/]+$/.test(folder) && slug.length <= MAX_SLUG;
  return isTelling ? `writable${slug}` : `writable${slug.slice(0, MAX_SLUG).replace(/-$/, '')}-${digest(folder)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
