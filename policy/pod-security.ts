import { textOf } from './artefacts';
import type { KubernetesObject, Manifests } from './artefacts';
import type { Severity } from './rule';

/** The label by which a namespace says which pods it refuses. */
export const ENFORCE = 'pod-security.kubernetes.io/enforce';

/**
 * How bad it is where a pod is not restricted: a namespace that says it takes pods of the baseline is there for those that
 * cannot be.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function severityIn(manifests: Manifests, { namespace }: KubernetesObject): Severity {
  const level = manifests.find('Namespace', undefined, textOf(namespace))?.labels[ENFORCE];
  return level === 'baseline' ? 'warning' : 'error';
}
