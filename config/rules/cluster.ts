import { networkPolicyFits, nodeCountsFit, upgradeChannelsFit } from '../../model';
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

/** The rules of the cluster beside its addresses. */
export const CLUSTER_RULES: readonly Rule[] = [
  nodeCountsAreOrdered,
  nodePoolHoldsTheSystemsPods,
  policyFitsTheMode,
  upgradeChannelsAgree,
  upgradeChannelFitsTheTier,
];
