import type { AutomaticUpgradeChannel, NetworkMode, NetworkPolicy, NodeOsUpgradeChannel } from './vocabulary';

/**
 * Which properties of a cluster AKS takes together. The rules of an environment and the construct both ask here, each in
 * the words of its own properties.
 */

/** Whether a pool can have from `minCount` to `maxCount` nodes. */
export function nodeCountsFit(minCount: number, maxCount: number): boolean {
  return minCount >= 1 && minCount <= maxCount;
}

/** Whether the engine enforces policies in this mode: Cilium needs a range of the pods' own. */
export function networkPolicyFits(networkPolicy: NetworkPolicy, networkMode: NetworkMode): boolean {
  return networkPolicy !== 'cilium' || networkMode === 'overlay';
}

/** Whether pods have a range of their own in this mode, or take addresses of the nodes' subnet. */
export function hasPodRange(networkMode: NetworkMode): boolean {
  return networkMode === 'overlay';
}

/** @see https://learn.microsoft.com/azure/aks/auto-upgrade-cluster */
export function upgradeChannelsFit(
  automaticUpgradeChannel: AutomaticUpgradeChannel,
  nodeOsUpgradeChannel: NodeOsUpgradeChannel,
): boolean {
  return automaticUpgradeChannel !== 'node-image' || nodeOsUpgradeChannel === 'NodeImage';
}
