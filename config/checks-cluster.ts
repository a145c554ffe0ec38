import type { CrossCheck } from './cross-check';
import { MAX_PODS } from './defaults';
import { controllerMismatch } from './versions';

/**
 * The pods that the nodes of a pool must have room for, whatever maxPods says.
 *
 * @see https://learn.microsoft.com/azure/aks/azure-cni-overview#maximum-pods-per-node
 */
const LEAST_PODS_PER_POOL = 30;

const nodeCountsAreOrdered: CrossCheck = {
  reads: ['cluster.nodePool'],
  check({ cluster }, report) {
    const { minCount, maxCount } = cluster.nodePool;
    if (minCount > maxCount) {
      report('cluster.nodePool.minCount', `must be at most cluster.nodePool.maxCount ${maxCount}`);
    }
  },
};

const nodePoolHoldsTheSystemsPods: CrossCheck = {
  reads: ['cluster.nodePool', 'cluster.networkMode'],
  check({ cluster }, report) {
    const { minCount, maxPods = MAX_PODS[cluster.networkMode] } = cluster.nodePool;
    if (minCount * maxPods < LEAST_PODS_PER_POOL) {
      report(
        'cluster.nodePool.maxPods',
        `gives ${minCount} nodes room for ${minCount * maxPods} pods and AKS asks for ${LEAST_PODS_PER_POOL}: raise maxPods or minCount`,
      );
    }
  },
};

const policyFitsTheMode: CrossCheck = {
  reads: ['cluster.networkPolicy', 'cluster.networkMode'],
  check({ cluster }, report) {
    if (cluster.networkMode === 'node-subnet' && cluster.networkPolicy === 'cilium') {
      report('cluster.networkPolicy', 'must be calico or azure with networkMode node-subnet: cilium needs overlay');
    }
  },
};

/** @see https://learn.microsoft.com/azure/aks/auto-upgrade-cluster */
const upgradeChannelsFit: CrossCheck = {
  reads: ['cluster.automaticUpgradeChannel', 'cluster.nodeOsUpgradeChannel'],
  check({ cluster }, report) {
    if (cluster.automaticUpgradeChannel === 'node-image' && cluster.nodeOsUpgradeChannel !== 'NodeImage') {
      report('cluster.nodeOsUpgradeChannel', 'must be NodeImage with automaticUpgradeChannel node-image');
    }
  },
};

/** @see https://learn.microsoft.com/azure/aks/long-term-support */
const upgradeChannelFitsTheTier: CrossCheck = {
  reads: ['cluster.automaticUpgradeChannel', 'cluster.skuTier'],
  check({ cluster }, report) {
    if (cluster.skuTier === 'Premium' && ['stable', 'rapid'].includes(cluster.automaticUpgradeChannel)) {
      report(
        'cluster.automaticUpgradeChannel',
        'must be patch, node-image or none with skuTier Premium: long term support stays on one minor version',
      );
    }
  },
};

const controllerFitsTheCluster: CrossCheck = {
  reads: ['gateway.controllerVersion', 'cluster.kubernetesVersion'],
  check({ gateway, cluster }, report) {
    const problem = controllerMismatch(gateway.controllerVersion, cluster.kubernetesVersion);
    if (problem) report('gateway.controllerVersion', problem);
  },
};

/** The rules of the cluster beside its addresses. */
export const CLUSTER_CHECKS: readonly CrossCheck[] = [
  nodeCountsAreOrdered,
  nodePoolHoldsTheSystemsPods,
  policyFitsTheMode,
  upgradeChannelsFit,
  upgradeChannelFitsTheTier,
  controllerFitsTheCluster,
];
