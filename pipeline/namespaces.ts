import type { EnvironmentConfig } from '../config';

/** The namespaces that workloads of the environment live in, its own first. */
export function namespacesOf({ namespace, workloadIdentities }: EnvironmentConfig): string[] {
  return [...new Set([namespace, ...workloadIdentities.map((identity) => identity.namespace)])];
}
