import type { ManagedCluster } from '../azure-answers';

/** One upgrade that AKS is asked for. */
export interface Move {
  /** Name of the node pool. @default - it is the control plane */
  readonly pool?: string;
  /** Minor version to upgrade to. */
  readonly to: string;
}

/** What AKS has not brought to its end. */
const BROKEN = ['Failed', 'Canceled'];

/** The minor version of a version: `1.36` of `1.36.2`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** Whether one minor version is older than another. */
export function isOlder(minor: string, other: string): boolean {
  const [[major, number], [otherMajor, otherNumber]] = [numbersOf(minor), numbersOf(other)];
  return major === otherMajor ? number < otherNumber : major < otherMajor;
}

/** The minor versions from one to another, both included; none where the first is the newer one. */
export function minorsFrom(from: string, to: string): string[] {
  const [[major, first], [, last]] = [numbersOf(from), numbersOf(to)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => `${major}.${first + index}`);
}

/** The minor version that the control plane runs. */
export function controlPlaneMinor({ currentKubernetesVersion, kubernetesVersion }: ManagedCluster): string {
  return minorOf(currentKubernetesVersion ?? kubernetesVersion);
}

/** The minor version that the nodes of a pool run. */
export function poolMinor({
  currentOrchestratorVersion,
  orchestratorVersion,
}: ManagedCluster['agentPoolProfiles'][number]): string {
  return minorOf(currentOrchestratorVersion ?? orchestratorVersion);
}

/**
 * What brings a cluster to a minor version, in order: one minor version after the other, the control plane before its pools.
 * What has failed on its way is asked for again, which AKS takes for a repair.
 *
 * @see https://learn.microsoft.com/azure/aks/upgrade-aks-cluster
 */
export function movesTo(target: string, cluster: ManagedCluster): Move[] {
  const pools = cluster.agentPoolProfiles.map((pool) => ({ pool, minor: poolMinor(pool) }));
  const controlPlane = controlPlaneMinor(cluster);
  const oldest = pools.reduce((least, { minor }) => (isOlder(minor, least) ? minor : least), controlPlane);
  return minorsFrom(oldest, target).flatMap((to) => [
    ...(isDue(controlPlane, to, cluster.provisioningState) ? [{ to }] : []),
    ...pools
      .filter(({ pool, minor }) => isDue(minor, to, pool.provisioningState))
      .map(({ pool }) => ({ pool: pool.name, to })),
  ]);
}

/** Whether something is still to be brought to a minor version, or has failed as it came there. */
function isDue(minor: string, to: string, state: string): boolean {
  return isOlder(minor, to) || (minor === to && BROKEN.includes(state));
}

function numbersOf(minor: string): [number, number] {
  const [major, number] = minor.split('.').map(Number);
  return [major!, number!];
}
