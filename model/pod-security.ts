/**
 * How strictly Pod Security admission judges a namespace, from the laxest.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** The level a namespace can enforce: that of the least strict of its pods, `restricted` where it has none. */
export function strictestCommonLevel(levels: readonly PodSecurityLevel[]): PodSecurityLevel {
  return POD_SECURITY_LEVELS.find((level) => levels.includes(level)) ?? 'restricted';
}
