import {
  LEAST_PODS_PER_POOL,
  MOST_NODES_OF_AZURE_NPM,
  networkPolicyFits,
  networkPolicyHolds,
  nodeCountsFit,
  systemPoolSizeProblem,
  upgradeChannelFitsTier,
  upgradeChannelsFit,
} from '../../model';
import type { Rule } from './rule';

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

const upgradeChannelFitsTheTier: Rule = {
  reads: ['cluster.automaticUpgradeChannel', 'cluster.skuTier'],
  check({ cluster }, report) {
    if (!upgradeChannelFitsTier(cluster.automaticUpgradeChannel, cluster.skuTier)) {
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
    const problem = systemPoolSizeProblem(vmSize);
    if (problem) report('cluster.nodePool.vmSize', problem, vmSize);
  },
};

const azureNpmHasItsBound: Rule = {
  reads: ['cluster.networkPolicy', 'cluster.networkMode', 'cluster.nodePool'],
  check({ cluster }, report) {
    const { maxCount } = cluster.nodePool;
    if (!networkPolicyHolds(cluster.networkPolicy, maxCount)) {
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
