import type { Quota } from '../azure-answers';

/** What is left of a quota; `undefined` where Azure tells nothing of it. Azure ignores case in its name. */
export function freeOf(
  quotas: readonly Quota[],
  name: string,
): { readonly free: number; readonly limit: number } | undefined {
  const quota = quotas.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return quota && { free: quota.limit - quota.used, limit: quota.limit };
}

/** That a quota does not reach, in words. */
export function shortOf(name: string, location: string, needed: string, left: { free: number; limit: number }): string {
  return `quota "${name}" in ${location}: ${needed} are needed, ${left.free} of ${left.limit} are free`;
}

/** The first of some, in words. */
export function someOf(names: readonly string[], most = 8): string {
  return [...names.slice(0, most), ...(names.length > most ? ['…'] : [])].join(', ');
}
