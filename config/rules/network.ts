import {
  RANGES_RESERVED_BY_AKS,
  RANGES_RESERVED_BY_AZURE,
  addressesNeeded,
  albSubnetProblem,
  hasPodRange,
  overlappingRanges,
  overlaps,
  overlayNodeCapacity,
  parseAddress,
  parseCidr,
  peakNodeCount,
  rangesOutside,
  usableAddresses,
  type Cidr,
  type Environment,
  type NamedRange,
} from '../../model';
import type { Rule } from './rule';

/** The ranges that there are: that of the private endpoint's subnet, or of the pods, is left out where it is not used. */
function placed(prefix: string, ranges: Readonly<Record<string, Cidr | undefined>>): NamedRange[] {
  return Object.entries(ranges).flatMap(([name, cidr]) => (cidr ? [{ name: `${prefix}.${name}`, cidr }] : []));
}

function virtualNetwork({ network: { virtualNetworkCidr } }: Environment): NamedRange {
  return { name: 'network.virtualNetworkCidr', cidr: virtualNetworkCidr };
}

function subnets({ network }: Environment): NamedRange[] {
  const { aksSubnetCidr, albSubnetCidr, privateEndpointSubnetCidr } = network;
  return placed('network', { aksSubnetCidr, albSubnetCidr, privateEndpointSubnetCidr });
}

/** Without the range of the pods where they take addresses of the AKS subnet: that it must be left out is said once. */
function clusterRanges({ cluster: { networkMode, podCidr, serviceCidr } }: Environment): NamedRange[] {
  return placed('cluster', { podCidr: hasPodRange(networkMode) ? podCidr : undefined, serviceCidr });
}

/** The reserved range that this one shares an address with. */
function reservedFor(reserved: readonly string[], { cidr }: NamedRange): string | undefined {
  return reserved.find((text) => overlaps(parseCidr(text), cidr));
}

/** @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
const networkHasAzuresSize: Rule = {
  reads: ['network', 'openAi.access'],
  check(environment, report) {
    for (const { name, cidr } of [virtualNetwork(environment), ...subnets(environment)]) {
      if (cidr.prefix < 2 || cidr.prefix > 29) report(name, 'must have a prefix from /2 to /29', cidr.text);
    }
  },
};

const subnetsLieInTheNetwork: Rule = {
  reads: ['network', 'openAi.access'],
  check(environment, report) {
    for (const { range, message } of rangesOutside(virtualNetwork(environment), subnets(environment))) {
      report(range.name, message, range.cidr.text);
    }
  },
};

const rangesDoNotOverlap: Rule = {
  reads: ['network', 'openAi.access', 'cluster.networkMode', 'cluster.podCidr', 'cluster.serviceCidr'],
  check(environment, report) {
    for (const ranges of [subnets(environment), [virtualNetwork(environment), ...clusterRanges(environment)]]) {
      for (const { range, message } of overlappingRanges(ranges)) report(range.name, message, range.cidr.text);
    }
  },
};

const rangesAreNotReserved: Rule = {
  reads: ['network.virtualNetworkCidr', 'cluster.networkMode', 'cluster.podCidr', 'cluster.serviceCidr'],
  check(environment, report) {
    const network = virtualNetwork(environment);
    const azures = reservedFor(RANGES_RESERVED_BY_AZURE, network);
    if (azures) {
      report(network.name, `must not overlap ${azures}, which Azure refuses in a virtual network`, network.cidr.text);
    }
    for (const range of [network, ...clusterRanges(environment)]) {
      const aks = reservedFor(RANGES_RESERVED_BY_AKS, range);
      if (aks) report(range.name, `must not overlap ${aks}, which AKS keeps for itself`, range.cidr.text);
    }
  },
};

const albSubnetHasItsSize: Rule = {
  reads: ['network.albSubnetCidr', 'cluster.networkMode'],
  check({ network: { albSubnetCidr }, cluster }, report) {
    const problem = albSubnetProblem(albSubnetCidr, cluster.networkMode);
    if (problem) report('network.albSubnetCidr', problem, albSubnetCidr.text);
  },
};

const nodesFitTheSubnet: Rule = {
  reads: ['network.aksSubnetCidr', 'cluster.networkMode', 'cluster.nodePool'],
  check(environment, report) {
    const { networkMode, nodePool } = environment.cluster;
    const podsFromSubnet = networkMode === 'overlay' ? 0 : nodePool.maxPods;
    const nodes = peakNodeCount(nodePool.maxCount, nodePool.maxSurge);
    const needed = addressesNeeded(nodes, podsFromSubnet);
    const subnet = environment.network.aksSubnetCidr;
    const usable = usableAddresses(subnet);
    if (needed > usable) {
      const most = Math.floor(usable / (1 + podsFromSubnet));
      report(
        'cluster.nodePool.maxCount',
        `needs ${needed} addresses (${nodes} nodes with the surge, ${1 + podsFromSubnet} each) and network.aksSubnetCidr ${subnet.text} has ${usable}: ` +
          `at most ${most} nodes with the surge, or a larger subnet${podsFromSubnet > 0 ? ', fewer maxPods or networkMode overlay' : ''}`,
        nodePool.maxCount,
      );
    }
  },
};

const nodesFitThePodRange: Rule = {
  reads: ['cluster.podCidr', 'cluster.networkMode', 'cluster.nodePool'],
  check({ cluster }, report) {
    if (!cluster.podCidr || !hasPodRange(cluster.networkMode)) return;
    const nodes = peakNodeCount(cluster.nodePool.maxCount, cluster.nodePool.maxSurge);
    const capacity = overlayNodeCapacity(cluster.podCidr);
    if (nodes > capacity) {
      report(
        'cluster.podCidr',
        `feeds ${capacity} nodes (each takes a /24) and ${nodes} may exist: take a larger range or fewer nodes`,
        cluster.podCidr.text,
      );
    }
  },
};

const podRangeBelongsToOverlay: Rule = {
  reads: ['cluster.podCidr', 'cluster.networkMode'],
  check({ cluster }, report) {
    if (cluster.podCidr !== undefined && !hasPodRange(cluster.networkMode)) {
      report(
        'cluster.podCidr',
        'must be left out with networkMode node-subnet: pods take addresses of the AKS subnet',
        cluster.podCidr.text,
      );
    }
  },
};

/** @see https://learn.microsoft.com/azure/aks/configure-azure-cni#plan-ip-addressing-for-your-cluster */
const serviceRangeHasItsSize: Rule = {
  reads: ['cluster.serviceCidr'],
  check({ cluster }, report) {
    if (cluster.serviceCidr.prefix <= 12) {
      report('cluster.serviceCidr', 'must be smaller than a /12, for example a /16', cluster.serviceCidr.text);
    }
  },
};

const dnsLiesInTheServiceRange: Rule = {
  reads: ['cluster.serviceCidr', 'cluster.dnsServiceIp'],
  check({ cluster }, report) {
    const services = cluster.serviceCidr;
    const address = parseAddress(cluster.dnsServiceIp);
    if (address < services.first || address > services.last) {
      report('cluster.dnsServiceIp', `must lie in cluster.serviceCidr ${services.text}`, cluster.dnsServiceIp);
    } else if (address <= services.first + 1 || address === services.last) {
      report(
        'cluster.dnsServiceIp',
        `must not be one of the first two addresses (the API server's Service takes one) or the last of ${services.text}`,
        cluster.dnsServiceIp,
      );
    }
  },
};

/** The rules of the address plan. */
export const NETWORK_RULES: readonly Rule[] = [
  networkHasAzuresSize,
  subnetsLieInTheNetwork,
  rangesDoNotOverlap,
  rangesAreNotReserved,
  albSubnetHasItsSize,
  nodesFitTheSubnet,
  nodesFitThePodRange,
  podRangeBelongsToOverlay,
  serviceRangeHasItsSize,
  dnsLiesInTheServiceRange,
];
