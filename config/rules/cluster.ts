import {
  LEAST_PODS_PER_POOL,
  MOST_NODES_OF_AZURE_NPM,
  isPrivate,
  networkPolicyFits,
  networkPolicyHolds,
  nodeCountsFit,
  systemPoolSizeProblem,
  upgradeChannelFitsTier,
  upgradeChannelsFit,
} from '../../model';
import { reportRepeats, type Rule } from './rule';

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

const workloadsHaveAPool: Rule = {
  reads: ['cluster.nodePool.onlyCriticalAddons', 'cluster.userPools'],
  check({ cluster: { nodePool, userPools } }, report) {
    if (nodePool.onlyCriticalAddons && !userPools.some(({ taints }) => taints.length === 0)) {
      report(
        'cluster.nodePool.onlyCriticalAddons',
        'must be false without a pool in cluster.userPools that has no taints: no workload could run',
        true,
      );
    }
  },
};

const poolsDiffer: Rule = {
  reads: ['cluster.userPools'],
  check({ cluster: { userPools } }, report) {
    reportRepeats(
      userPools.map(({ name }, index) => ({ path: `cluster.userPools.${index}.name`, value: name })),
      report,
      (first) => `must differ from ${first.path}`,
    );
    for (const [index, { minCount, maxCount }] of userPools.entries()) {
      if (!nodeCountsFit(minCount, maxCount)) {
        report(`cluster.userPools.${index}.minCount`, `must be at most its maxCount ${maxCount}`, minCount);
      }
    }
  },
};

const privateHasNoPublicRanges: Rule = {
  reads: ['cluster.apiServer', 'cluster.authorizedIpRanges', 'cluster.reachableFrom'],
  check({ cluster: { apiServer, authorizedIpRanges, reachableFrom } }, report) {
    if (isPrivate(apiServer) && authorizedIpRanges.length > 0) {
      report(
        'cluster.authorizedIpRanges',
        `must be left out with apiServer ${apiServer}, which no public address reaches`,
        authorizedIpRanges,
      );
    }
    if (!isPrivate(apiServer) && reachableFrom.length > 0) {
      report(
        'cluster.reachableFrom',
        'must be left out with apiServer public: authorizedIpRanges says who may reach it',
        reachableFrom.map(({ text }) => text),
      );
    }
  },
};

const apiServerHasItsSubnet: Rule = {
  reads: ['cluster.apiServer', 'existing'],
  check({ cluster: { apiServer }, existing }, report) {
    if (existing.apiServerSubnetId !== undefined && existing.cluster) {
      report(
        'existing.apiServerSubnetId',
        'must be left out with existing.cluster: nothing of that is changed',
        existing.apiServerSubnetId,
      );
    } else if (existing.apiServerSubnetId !== undefined && apiServer !== 'vnet-integration') {
      report(
        'existing.apiServerSubnetId',
        `must be left out with cluster.apiServer ${apiServer}: only vnet-integration puts the API server into a subnet`,
        existing.apiServerSubnetId,
      );
    }
  },
};

const egressHasItsRoute: Rule = {
  reads: ['cluster.egress', 'existing'],
  check({ cluster: { egress }, existing }, report) {
    const { routeTableId, aksSubnetId, cluster } = existing;
    if (egress === 'user-route' && routeTableId === undefined && aksSubnetId === undefined && !cluster) {
      report(
        'existing.routeTableId',
        'must be said with cluster.egress user-route: AKS makes no nodes in a subnet without a route to the internet',
        undefined,
      );
    }
    const why =
      egress === 'user-route'
        ? aksSubnetId && 'existing.aksSubnetId, which has the route table of its owner'
        : `cluster.egress ${egress}`;
    if (routeTableId !== undefined && why !== undefined) {
      report('existing.routeTableId', `must be left out with ${why}`, routeTableId);
    }
  },
};

const windowsHaveAChannel: Rule = {
  reads: ['cluster.maintenance', 'cluster.automaticUpgradeChannel', 'cluster.nodeOsUpgradeChannel'],
  check({ cluster }, report) {
    const { maintenance, automaticUpgradeChannel, nodeOsUpgradeChannel } = cluster;
    if (maintenance.kubernetes && automaticUpgradeChannel === 'none') {
      report(
        'cluster.maintenance.kubernetes',
        'must be left out with automaticUpgradeChannel none: a window turns no channel on',
        maintenance.kubernetes,
      );
    }
    if (maintenance.nodeOs && ['None', 'Unmanaged'].includes(nodeOsUpgradeChannel)) {
      report(
        'cluster.maintenance.nodeOs',
        `must be left out with nodeOsUpgradeChannel ${nodeOsUpgradeChannel}: a window turns no channel on`,
        maintenance.nodeOs,
      );
    }
  },
};

const addOnsHaveWhatTheyNeed: Rule = {
  reads: ['cluster.costAnalysis', 'cluster.skuTier', 'cluster.defender', 'existing', 'monitoring'],
  check({ cluster, existing, monitoring }, report) {
    if (cluster.costAnalysis && cluster.skuTier === 'Free') {
      report('cluster.costAnalysis', 'must be false with skuTier Free: take Standard or Premium', true);
    }
    if (cluster.defender && existing.logAnalyticsWorkspaceId === undefined && !monitoring) {
      report(
        'cluster.defender',
        'must be false without a workspace to write to: say monitoring, or existing.logAnalyticsWorkspaceId',
        true,
      );
    }
  },
};

/** Nothing of a cluster that exists is changed, so what would has to be left out. */
const existingClusterStaysAsItIs: Rule = {
  reads: ['cluster', 'existing'],
  check({ cluster, existing }, report) {
    if (!existing.cluster) return;
    const { userPools, maintenance, egress, azurePolicy, defender, costAnalysis } = cluster;
    const said = {
      userPools: userPools.length > 0,
      maintenance: maintenance.kubernetes !== undefined || maintenance.nodeOs !== undefined,
      egress: egress !== 'load-balancer',
      azurePolicy,
      defender,
      costAnalysis,
    };
    for (const [property, isSaid] of Object.entries(said)) {
      if (isSaid) {
        report(
          `cluster.${property}`,
          'must be left out with existing.cluster: nothing of that is changed',
          cluster[property as keyof typeof said],
        );
      }
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
  workloadsHaveAPool,
  poolsDiffer,
  privateHasNoPublicRanges,
  apiServerHasItsSubnet,
  egressHasItsRoute,
  windowsHaveAChannel,
  addOnsHaveWhatTheyNeed,
  existingClusterStaysAsItIs,
];
