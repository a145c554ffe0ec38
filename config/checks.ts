import {
  RANGES_RESERVED_BY_AKS,
  addressesNeeded,
  contains,
  overlaps,
  overlayNodeCapacity,
  parseAddress,
  parseCidr,
  peakNodeCount,
  usableAddresses,
  type Cidr,
} from './address-plan';
import { MAX_PODS } from './defaults';
import { defaultModelVersion } from './models';
import { deriveNames, type NAME_RULES } from './names';
import type { ParsedEnvironment } from './schema';
import { controllerMismatch } from './versions';

/** Where something is wrong, and what. */
export type Report = (path: string, message: string) => void;

/** A rule over several fields. It runs only where all the fields it reads are valid by themselves. */
export interface CrossCheck {
  /** The fields it reads, dotted; a field covers what lies below it. */
  readonly reads: readonly string[];
  readonly check: (environment: ParsedEnvironment, report: Report) => void;
}

const RANGES_IN_NETWORK = ['aksSubnetCidr', 'albSubnetCidr', 'privateEndpointSubnetCidr'] as const;

/** The subnet ranges this environment makes, with the paths they stand at. */
function subnets(environment: ParsedEnvironment): { path: string; cidr: Cidr }[] {
  return RANGES_IN_NETWORK.filter(
    (key) => key !== 'privateEndpointSubnetCidr' || environment.openAi.access === 'private-endpoint',
  ).map((key) => ({ path: `network.${key}`, cidr: parseCidr(environment.network[key]) }));
}

/** The cluster's own ranges, with the paths they stand at. */
function clusterRanges(environment: ParsedEnvironment): { path: string; cidr: Cidr }[] {
  const { podCidr, serviceCidr } = environment.cluster;
  return [
    ...(podCidr === undefined ? [] : [{ path: 'cluster.podCidr', cidr: parseCidr(podCidr) }]),
    { path: 'cluster.serviceCidr', cidr: parseCidr(serviceCidr) },
  ];
}

const subnetsLieInTheNetwork: CrossCheck = {
  reads: ['network', 'openAi.access'],
  check(environment, report) {
    const network = parseCidr(environment.network.virtualNetworkCidr);
    for (const { path, cidr } of subnets(environment)) {
      if (!contains(network, cidr)) report(path, `must lie in network.virtualNetworkCidr ${network.text}`);
    }
  },
};

const rangesDoNotOverlap: CrossCheck = {
  reads: ['network', 'openAi.access', 'cluster.podCidr', 'cluster.serviceCidr'],
  check(environment, report) {
    const network = { path: 'network.virtualNetworkCidr', cidr: parseCidr(environment.network.virtualNetworkCidr) };
    const siblings = [subnets(environment), [network, ...clusterRanges(environment)]];
    for (const ranges of siblings) {
      ranges.forEach((later, index) => {
        for (const earlier of ranges.slice(0, index)) {
          if (overlaps(earlier.cidr, later.cidr))
            report(later.path, `must not overlap ${earlier.path} ${earlier.cidr.text}`);
        }
      });
    }
  },
};

const rangesAreNotReserved: CrossCheck = {
  reads: ['network.virtualNetworkCidr', 'cluster.podCidr', 'cluster.serviceCidr'],
  check(environment, report) {
    const network = { path: 'network.virtualNetworkCidr', cidr: parseCidr(environment.network.virtualNetworkCidr) };
    for (const { path, cidr } of [network, ...clusterRanges(environment)]) {
      const reserved = RANGES_RESERVED_BY_AKS.find((text) => overlaps(parseCidr(text), cidr));
      if (reserved) report(path, `must not overlap ${reserved}, which AKS keeps for itself`);
    }
  },
};

const networkHasAzuresSize: CrossCheck = {
  reads: ['network.virtualNetworkCidr', 'network.aksSubnetCidr', 'network.privateEndpointSubnetCidr'],
  check(environment, report) {
    for (const key of ['virtualNetworkCidr', 'aksSubnetCidr', 'privateEndpointSubnetCidr'] as const) {
      const { prefix } = parseCidr(environment.network[key]);
      if (prefix < 8 || prefix > 29) report(`network.${key}`, 'must have a prefix from /8 to /29');
    }
  },
};

const albSubnetHasItsSize: CrossCheck = {
  reads: ['network.albSubnetCidr', 'cluster.networkMode'],
  check(environment, report) {
    const { prefix } = parseCidr(environment.network.albSubnetCidr);
    if (environment.cluster.networkMode === 'overlay' ? prefix !== 24 : prefix > 24) {
      report(
        'network.albSubnetCidr',
        environment.cluster.networkMode === 'overlay'
          ? 'must be exactly a /24 under overlay: Application Gateway for Containers refuses any other size'
          : 'must be a /24 or larger: Application Gateway for Containers takes 250 addresses',
      );
    }
  },
};

const nodesFitTheSubnet: CrossCheck = {
  reads: ['network.aksSubnetCidr', 'cluster.networkMode', 'cluster.nodePool'],
  check(environment, report) {
    const { networkMode, nodePool } = environment.cluster;
    const podsFromSubnet = networkMode === 'overlay' ? 0 : (nodePool.maxPods ?? MAX_PODS[networkMode]);
    const nodes = peakNodeCount(nodePool.maxCount, nodePool.maxSurge);
    const needed = addressesNeeded(nodes, podsFromSubnet);
    const usable = usableAddresses(parseCidr(environment.network.aksSubnetCidr));
    if (needed > usable) {
      const most = Math.max(0, Math.floor(usable / (1 + podsFromSubnet)));
      report(
        'cluster.nodePool.maxCount',
        `needs ${needed} addresses (${nodes} nodes with the surge, ${1 + podsFromSubnet} each) and network.aksSubnetCidr ${environment.network.aksSubnetCidr} has ${usable}: ` +
          `at most ${most} nodes with the surge, or a larger subnet${podsFromSubnet > 0 ? ', fewer maxPods or networkMode overlay' : ''}`,
      );
    }
  },
};

const nodesFitThePodRange: CrossCheck = {
  reads: ['cluster.podCidr', 'cluster.networkMode', 'cluster.nodePool'],
  check(environment, report) {
    const { podCidr, networkMode, nodePool } = environment.cluster;
    if (networkMode !== 'overlay' || podCidr === undefined) return;
    const nodes = peakNodeCount(nodePool.maxCount, nodePool.maxSurge);
    const capacity = overlayNodeCapacity(parseCidr(podCidr));
    if (nodes > capacity) {
      report(
        'cluster.podCidr',
        `feeds ${capacity} nodes (each takes a /24) and ${nodes} may exist: take a larger range or fewer nodes`,
      );
    }
  },
};

const nodeCountsAreOrdered: CrossCheck = {
  reads: ['cluster.nodePool'],
  check(environment, report) {
    const { minCount, maxCount } = environment.cluster.nodePool;
    if (minCount > maxCount)
      report('cluster.nodePool.minCount', `must be at most cluster.nodePool.maxCount ${maxCount}`);
  },
};

const podRangeBelongsToOverlay: CrossCheck = {
  reads: ['cluster.podCidr', 'cluster.networkMode'],
  check(environment, report) {
    if (environment.cluster.networkMode === 'node-subnet' && environment.cluster.podCidr !== undefined) {
      report('cluster.podCidr', 'must be left out with networkMode node-subnet: pods take addresses of the AKS subnet');
    }
  },
};

const policyFitsTheMode: CrossCheck = {
  reads: ['cluster.networkPolicy', 'cluster.networkMode'],
  check(environment, report) {
    if (environment.cluster.networkMode === 'node-subnet' && environment.cluster.networkPolicy === 'cilium') {
      report('cluster.networkPolicy', 'must be calico or azure with networkMode node-subnet: cilium needs overlay');
    }
  },
};

const dnsLiesInTheServiceRange: CrossCheck = {
  reads: ['cluster.serviceCidr', 'cluster.dnsServiceIp'],
  check(environment, report) {
    const services = parseCidr(environment.cluster.serviceCidr);
    const address = parseAddress(environment.cluster.dnsServiceIp) ?? -1;
    if (services.prefix < 12) report('cluster.serviceCidr', 'must be a /12 or smaller');
    if (address < services.first || address > services.last) {
      report('cluster.dnsServiceIp', `must lie in cluster.serviceCidr ${services.text}`);
    } else if (address <= services.first + 1 || address === services.last) {
      report(
        'cluster.dnsServiceIp',
        `must not be one of the first two addresses (the API server's Service takes one) or the last of ${services.text}`,
      );
    }
  },
};

const upgradeChannelsFit: CrossCheck = {
  reads: ['cluster.automaticUpgradeChannel', 'cluster.nodeOsUpgradeChannel', 'cluster.skuTier'],
  check({ cluster }, report) {
    if (cluster.automaticUpgradeChannel === 'node-image' && cluster.nodeOsUpgradeChannel !== 'NodeImage') {
      report('cluster.nodeOsUpgradeChannel', 'must be NodeImage with automaticUpgradeChannel node-image');
    }
    if (cluster.skuTier === 'Premium' && !['patch', 'none'].includes(cluster.automaticUpgradeChannel)) {
      report(
        'cluster.automaticUpgradeChannel',
        'must be patch or none with skuTier Premium: long term support stays on one minor version',
      );
    }
  },
};

const controllerFitsTheCluster: CrossCheck = {
  reads: ['gateway.controllerVersion', 'cluster.kubernetesVersion'],
  check(environment, report) {
    const problem = controllerMismatch(environment.gateway.controllerVersion, environment.cluster.kubernetesVersion);
    if (problem) report('gateway.controllerVersion', problem);
  },
};

const deploymentNamesAreUnique: CrossCheck = {
  reads: ['openAi.deployments'],
  check(environment, report) {
    const seen = new Set<string>();
    environment.openAi.deployments.forEach((deployment, index) => {
      if (seen.has(deployment.name))
        report(`openAi.deployments.${index}.name`, 'must be used once: two deployments share it');
      seen.add(deployment.name);
    });
  },
};

const aiServiceAsksForADeployment: CrossCheck = {
  reads: ['aiService.deployment', 'openAi.deployments'],
  check(environment, report) {
    const known = environment.openAi.deployments.map(({ name }) => name);
    const asked = environment.aiService.deployment;
    if (asked !== undefined && !known.includes(asked)) {
      report('aiService.deployment', `must be one of openAi.deployments: ${known.join(', ')}`);
    }
  },
};

const credentialsHaveOneSubjectEach: CrossCheck = {
  reads: ['namespace', 'aiService'],
  check({ namespace, aiService }, report) {
    const seen = new Set([`${namespace}:${aiService.serviceAccountName}`]);
    aiService.alsoFederate.forEach((subject, index) => {
      const key = `${subject.namespace}:${subject.serviceAccountName}`;
      if (seen.has(key))
        report(`aiService.alsoFederate.${index}`, `names ${key} a second time: an identity takes a subject once`);
      seen.add(key);
    });
  },
};

/** Azure joins resource group, cluster and region into the name of the nodes' resource group. */
const NODE_RESOURCE_GROUP_MAX = 80;

const nodeResourceGroupFits: CrossCheck = {
  reads: ['name', 'project', 'subscriptionId', 'location', 'names'],
  check(environment, report) {
    const derived = deriveNames({
      project: environment.project,
      environment: environment.name,
      subscriptionId: environment.subscriptionId,
    });
    const resourceGroup = environment.names.resourceGroup ?? derived.resourceGroup;
    const cluster = environment.names.cluster ?? derived.cluster;
    const name = `MC_${resourceGroup}_${cluster}_${environment.location}`;
    if (name.length > NODE_RESOURCE_GROUP_MAX) {
      report(
        'names',
        `make the nodes' resource group "${name}" of ${name.length} characters: at most ${NODE_RESOURCE_GROUP_MAX}, so shorten names.resourceGroup, names.cluster or project`,
      );
    }
  },
};

const namesAreDistinct: CrossCheck = {
  reads: ['names'],
  check(environment, report) {
    const groups: (keyof typeof NAME_RULES)[][] = [
      ['aksSubnet', 'albSubnet', 'privateEndpointSubnet'],
      ['aksNetworkSecurityGroup', 'privateEndpointNetworkSecurityGroup'],
      ['clusterIdentity', 'albControllerIdentity'],
    ];
    for (const group of groups) {
      group.forEach((key, index) => {
        const twin = group
          .slice(0, index)
          .find((other) => environment.names[key] !== undefined && environment.names[other] === environment.names[key]);
        if (twin) report(`names.${key}`, `must differ from names.${twin}`);
      });
    }
  },
};

/** Every rule that no field can check alone. */
export const CROSS_CHECKS: readonly CrossCheck[] = [
  networkHasAzuresSize,
  subnetsLieInTheNetwork,
  rangesDoNotOverlap,
  rangesAreNotReserved,
  albSubnetHasItsSize,
  nodesFitTheSubnet,
  nodesFitThePodRange,
  nodeCountsAreOrdered,
  podRangeBelongsToOverlay,
  policyFitsTheMode,
  dnsLiesInTheServiceRange,
  upgradeChannelsFit,
  controllerFitsTheCluster,
  deploymentNamesAreUnique,
  aiServiceAsksForADeployment,
  credentialsHaveOneSubjectEach,
  nodeResourceGroupFits,
  namesAreDistinct,
];

/** The version a deployment gets: the one it names, or the table's first. */
export function resolvedModelVersion(deployment: ParsedEnvironment['openAi']['deployments'][number]): string {
  const version = deployment.version ?? defaultModelVersion(deployment.model ?? deployment.name);
  if (version === undefined) throw new Error(`no version is known for deployment "${deployment.name}"`);
  return version;
}
