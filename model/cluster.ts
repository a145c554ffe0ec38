import { SYSTEM_POOL, isBurstable, vCpusOf } from './vm-size';
import type {
  ApiServer,
  AutomaticUpgradeChannel,
  NetworkMode,
  NetworkPolicy,
  NodeOsUpgradeChannel,
  SkuTier,
} from './vocabulary';

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

/**
 * The nodes up to which Azure's own network policy engine (NPM) is supported.
 *
 * @see https://learn.microsoft.com/azure/aks/use-network-policies
 */
export const MOST_NODES_OF_AZURE_NPM = 250;

/** Whether the engine is supported for a pool of this size. */
export function networkPolicyHolds(networkPolicy: NetworkPolicy, maxCount: number): boolean {
  return networkPolicy !== 'azure' || maxCount <= MOST_NODES_OF_AZURE_NPM;
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

/**
 * Whether the tier lets the channel work: long term support stays on one minor version.
 *
 * @see https://learn.microsoft.com/azure/aks/long-term-support
 */
export function upgradeChannelFitsTier(channel: AutomaticUpgradeChannel, skuTier: SkuTier): boolean {
  return skuTier !== 'Premium' || !['stable', 'rapid'].includes(channel);
}

/** Whether the API server answers in the network alone. */
export function isPrivate(apiServer: ApiServer): boolean {
  return apiServer !== 'public';
}

/**
 * What is wrong with the name of a pool; `undefined` where it is one.
 *
 * @see https://learn.microsoft.com/azure/aks/create-node-pools#limitations
 */
export function poolNameProblem(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]{0,11}$/.test(name)) {
    return 'must have 1 to 12 characters: lower case letters and digits, first a letter';
  }
  return ['system', 'systemtmp'].includes(name) ? 'must be another name than that of the system pool' : undefined;
}

/** What is wrong with the taint of a pool; `undefined` where it is one. */
export function taintProblem(taint: string): string | undefined {
  return /^[\w./-]+=[\w.-]*:(?:NoSchedule|PreferNoSchedule|NoExecute)$/.test(taint)
    ? undefined
    : 'must be key=value:effect with the effect NoSchedule, PreferNoSchedule or NoExecute';
}

/** Nodes that a pool may have. */
export const POOL_NODES = { min: 1, max: 1000 } as const;

/** Pods that a node may run. */
export const NODE_PODS = { min: 10, max: 250 } as const;

/**
 * The pods that the nodes of a pool must have room for, whatever maxPods says.
 *
 * @see https://learn.microsoft.com/azure/aks/azure-cni-overview#maximum-pods-per-node
 */
export const LEAST_PODS_PER_POOL = 30;

/** Ranges that may be let in to an API server. */
export const MOST_AUTHORIZED_RANGES = 200;

/** What is wrong with the extra nodes of an upgrade; `undefined` where they are a count or a share. */
export function maxSurgeProblem(maxSurge: string): string | undefined {
  return /^(?:[1-9]\d?|100|(?:[1-9]\d?|100)%)$/.test(maxSurge)
    ? undefined
    : 'must be a count from 1 to 100 or a share from 1% to 100%';
}

/** What is wrong with the name of a size of machines; `undefined` where it is one. */
export function vmSizeProblem(vmSize: string): string | undefined {
  return /^Standard_[A-Za-z0-9_-]+$/.test(vmSize)
    ? undefined
    : 'must be a size as "az vm list-sizes" prints it, for example Standard_D4ds_v5';
}

/** What is wrong with a size for a system pool, as far as its name tells; `undefined` where nothing is. */
export function systemPoolSizeProblem(vmSize: string): string | undefined {
  if (isBurstable(vmSize)) {
    return 'must not be of the B series, which AKS refuses in a system pool: take Standard_D4ds_v5 or another series';
  }
  const vCpus = vCpusOf(vmSize);
  return vCpus !== undefined && vCpus < SYSTEM_POOL.minVCpus
    ? `must have ${SYSTEM_POOL.minVCpus} processors or more, which AKS asks of a system pool, and has ${vCpus}: take Standard_D4ds_v5 or larger`
    : undefined;
}
