import { SYSTEM_POOL, isBurstable, networkPolicyFits, nodeCountsFit, upgradeChannelsFit, vCpusOf } from '../../model';
import type { Rule } from './rule';

/**
 * The pods that the nodes of a pool must have room for, whatever maxPods says.
 *
 * @see https://learn.microsoft.com/azure/aks/azure-cni-overview#maximum-pods-per-node
 */
const LEAST_PODS_PER_POOL = 30;

const nodeCountsAreOrdered: Rule = {
  reads: ['cluster.nodePool'],
  check({ cluster }, report) {
    const { minCount, maxCount } = cluster.nodePool;
    if (!nodeCountsFit(minCount, maxCount)) {
      report('cluster.nodePool.minCount', `must be at most cluster.nodePool.maxCount ${maxCount}`, minCount);
    }
  },
};

const nodePoolHoldsTheSystemsPods: Rule = {
  reads: ['cluster.nodePool', 'cluster.networkMode'],
  check({ cluster }, report) {
    const { minCount, maxPods } = cluster.nodePool;
    if (minCount * maxPods < LEAST_PODS_PER_POOL) {
      report(
        'cluster.nodePool.maxPods',
        `gives ${minCount} nodes room for ${minCount * maxPods} pods and AKS asks for ${LEAST_PODS_PER_POOL}: raise maxPods or minCount`,
        maxPods,
      );
    }
  },
};

const policyFitsTheMode: Rule = {
  reads: ['cluster.networkPolicy', 'cluster.networkMode'],
  check({ cluster }, report) {
    if (!networkPolicyFits(cluster.networkPolicy, cluster.networkMode)) {
      report(
        'cluster.networkPolicy',
        'must be calico or azure with networkMode node-subnet: cilium needs overlay',
        cluster.networkPolicy,
      );
    }
  },
};

const upgradeChannelsAgree: Rule = {
  reads: ['cluster.automaticUpgradeChannel', 'cluster.nodeOsUpgradeChannel'],
  check({ cluster }, report) {
    if (!upgradeChannelsFit(cluster.automaticUpgradeChannel, cluster.nodeOsUpgradeChannel)) {
      report(
        'cluster.nodeOsUpgradeChannel',
        'must be NodeImage with automaticUpgradeChannel node-image',
        cluster.nodeOsUpgradeChannel,
      );
    }
  },
};

/** @see https://learn.microsoft.com/azure/aks/long-term-support */
const upgradeChannelFitsTheTier: Rule = {
  reads: ['cluster.automaticUpgradeChannel', 'cluster.skuTier'],
  check({ cluster }, report) {
    if (cluster.skuTier === 'Premium' && ['stable', 'rapid'].includes(cluster.automaticUpgradeChannel)) {
      report(
        'cluster.automaticUpgradeChannel',
        'must be patch, node-image or none with skuTier Premium: long term support stays on one minor version',
        cluster.automaticUpgradeChannel,
      );
    }
  },
};

const sizeCarriesTheSystemPool: Rule = {
  reads: ['cluster.nodePool.vmSize'],
  check({ cluster }, report) {
    const { vmSize } = cluster.nodePool;
    const vCpus = vCpusOf(vmSize);
    if (isBurstable(vmSize)) {
      report(
        'cluster.nodePool.vmSize',
        'must not be of the B series, which AKS refuses in a system pool: take Standard_D4ds_v5 or another series',
        vmSize,
      );
    } else if (vCpus !== undefined && vCpus < SYSTEM_POOL.minVCpus) {
      report(
        'cluster.nodePool.vmSize',
        `must have ${SYSTEM_POOL.minVCpus} processors or more, which AKS asks of a system pool, and has ${vCpus}: take Standard_D4ds_v5 or larger`,
        vmSize,
      );
    }
  },
};

/**
 * The nodes up to which Azure's own network policy engine (NPM) is supported.
 *
 * @see https://learn.microsoft.com/azure/aks/use-network-policies
 */
const MOST_NODES_OF_AZURE_NPM = 250;

const azureNpmHasItsBound: Rule = {
  reads: ['cluster.networkPolicy', 'cluster.networkMode', 'cluster.nodePool'],
  check({ cluster }, report) {
    const { maxCount } = cluster.nodePool;
    if (cluster.networkPolicy === 'azure' && maxCount > MOST_NODES_OF_AZURE_NPM) {
      report(
        'cluster.nodePool.maxCount',
        `must be at most ${MOST_NODES_OF_AZURE_NPM} with networkPolicy azure: take calico, or cilium with overlay`,
        maxCount,
      );
    }
  },
};

/** The rules of the cluster beside its addresses. */
export const CLUSTER_RULES: readonly Rule[] = [
  nodeCountsAreOrdered,
  nodePoolHoldsTheSystemsPods,
  policyFitsTheMode,
  upgradeChannelsAgree,
  upgradeChannelFitsTheTier,
  sizeCarriesTheSystemPool,
  azureNpmHasItsBound,
];
