import { createHash } from 'node:crypto';
import type { k8s } from 'cdk8s-plus-28';
import { ANY_USER, type ImageNeeds } from '../model';

/** What remains of the 63 characters of a volume's name beside `writable`, a hyphen and a digest. */
const MAX_SLUG = 46;

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
 * @param pod what the image of the pod's own container needs, which decides whom the pod runs as
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function containerSecurityContext(needs: ImageNeeds, pod: ImageNeeds): k8s.SecurityContext {
  return needs.level === 'baseline'
    ? { allowPrivilegeEscalation: true, capabilities: { drop: ['ALL'], add: [...needs.capabilities] } }
    : {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        ...(runsAsThePod(needs.user, needs.group, pod)
          ? {}
          : { runAsNonRoot: true, runAsUser: needs.user, runAsGroup: needs.group }),
      };
}

/** Whether the user of the pod will do: it is the same one, or any user but root will. */
function runsAsThePod(user: number, group: number, pod: ImageNeeds): boolean {
  return pod.level === 'restricted' && (user === ANY_USER || (user === pod.user && group === pod.group));
}

/**
 * The name of the volume for a folder that an image writes to. `/var/cache/nginx` becomes `writable-var-cache-nginx`. A folder whose name cannot be told from another's that way,
 * that is long, or that belongs to an added container, ends in a digest.
 *
 * @param owner the container it is for; left out for the pod's own
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export function writableVolumeName(folder: string, owner?: string): string {
  const slug = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
  const isTelling = owner === undefined && /^[a-z0-9/]+$/.test(folder) && slug.length <= MAX_SLUG;
  return isTelling
    ? `writable${slug}`
    : `writable${slug.slice(0, MAX_SLUG).replace(/-$/, '')}-${digest(`${owner ?? ''}${folder}`)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
