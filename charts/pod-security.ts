import type { k8s } from 'cdk8s-plus-28';

/** What an image needs to run as nobody in particular on a read-only disk. */
export interface ImageNeeds {
  /** User id the process runs as, not 0: images of upstream name none, which is root. */
  readonly user: number;
  /** Group id of the process, and of the folders it may write. @default - the user id */
  readonly group?: number;
  /** Folders it writes to, as absolute paths; each becomes an empty volume that dies with the pod. */
  readonly writable: readonly string[];
}

/** User id for an image whose files anybody may read and whose process does not ask who it is. */
export const ANY_USER = 10_001;

/**
 * The pod's part of the restricted profile: nobody is root, and the kernel refuses the calls that containers do not
 * need.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function podSecurityContext({ user, group = user }: ImageNeeds): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    fsGroup: group,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/**
 * The container's part of the restricted profile, and a read-only root beside it, which the profile does not ask for.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function containerSecurityContext(): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
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
  return { securityContext: containerSecurityContext(), volumeMounts: writableMounts(needs) };
}

/** `/var/cache/nginx` becomes `writable-var-cache-nginx`. */
function volumeName(folder: string): string {
  return `writable${folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}`;
}
