import { CLUSTER_CHECKS } from './checks-cluster';
import { NAME_CHECKS } from './checks-names';
import { NETWORK_CHECKS } from './checks-network';
import { WORKLOAD_CHECKS } from './checks-workloads';
import type { CrossCheck } from './cross-check';
import { defaultModelVersion } from './models';
import type { ParsedEnvironment } from './schema';

/** Every rule that no field can check alone. */
export const CROSS_CHECKS: readonly CrossCheck[] = [
  ...NETWORK_CHECKS,
  ...CLUSTER_CHECKS,
  ...NAME_CHECKS,
  ...WORKLOAD_CHECKS,
];

/** The version a deployment gets: the one it names, or the table's first. */
export function resolvedModelVersion(deployment: ParsedEnvironment['openAi']['deployments'][number]): string {
  const version = deployment.version ?? defaultModelVersion(deployment.model ?? deployment.name);
  if (version === undefined) throw new Error(`no version is known for deployment "${deployment.name}"`);
  return version;
}
