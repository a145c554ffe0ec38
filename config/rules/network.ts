import {
  addressesNeeded,
  albSubnetProblem,
  dnsServiceIpProblem,
  hasPodRange,
  networkSizeProblem,
  overlappingRanges,
  overlayNodeCapacity,
  peakNodeCount,
  rangesOutside,
  reservedByAksProblem,
  reservedByAzureProblem,
  serviceRangeProblem,
  usableAddresses,
  type Cidr,
  type Environment,
  type NamedRange,
} from '../../model';
import type { Rule } from './rule';

/** @see https://learn.microsoft.com/azure/aks/api-server-vnet-integration */
const SMALLEST_API_SERVER_SUBNET = 28;

/** The ranges that there are: that of the private endpoint's subnet, or of the pods, is left out where it is not used. */
function placed(prefix: string, ranges: Readonly<Record<string, Cidr | undefined>>): NamedRange[] {
  return Object.entries(ranges).flatMap(([name, cidr]) => (cidr ? [{ name: `${prefix}.${name}`, cidr }] : []));
}

function virtualNetwork({ network: { virtualNetworkCidr } }: Environment): NamedRange {
  return { name: 'network.virtualNetworkCidr', cidr: virtualNetworkCidr };
}

/** Without that of the nodes where the cluster exists: nothing is known of it. */
function subnets({ network, existing }: Environment): NamedRange[] {
  const { albSubnetCidr, privateEndpointSubnetCidr, apiServerSubnetCidr } = network;
  const aksSubnetCidr = existing.cluster ? undefined : network.aksSubnetCidr;
  return placed('network', { aksSubnetCidr, albSubnetCidr, privateEndpointSubnetCidr, apiServerSubnetCidr });
}

/** Without the range of the pods where they take addresses of the AKS subnet: that it must be left out is said once. */
function clusterRanges({ cluster: { networkMode, podCidr, serviceCidr } }: Environment): NamedRange[] {
  return placed('cluster', { podCidr: hasPodRange(networkMode) ? podCidr : undefined, serviceCidr });
}

const networkHasAzuresSize: Rule = {
  reads: ['network', 'existing.cluster', 'openAi.access', 'cluster.apiServer'],
  check(environment, report) {
    for (const { name, cidr } of [virtualNetwork(environment), ...subnets(environment)]) {
      const problem = networkSizeProblem(cidr);
      if (problem) report(name, problem, cidr.text);
    }
  },
};

const subnetsLieInTheNetwork: Rule = {
  // Not cluster.apiServer: one that is no mode only leaves its subnet out.
  reads: ['network', 'existing.cluster', 'openAi.access'],
  check(environment, report) {
    for (const { range, message } of rangesOutside(virtualNetwork(environment), subnets(environment))) {
      report(range.name, message, range.cidr.text);
    }
  },
};

const rangesDoNotOverlap: Rule = {
  reads: [
    'network',
    'existing.cluster',
    'openAi.access',
    'cluster.apiServer',
    'cluster.networkMode',
    'cluster.podCidr',
    'cluster.serviceCidr',
  ],
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
    const problem = reservedByAzureProblem(network.cidr);
    if (problem) report(network.name, problem, network.cidr.text);
    for (const { name, cidr } of [network, ...clusterRanges(environment)]) {
      const reserved = reservedByAksProblem(cidr);
      if (reserved) report(name, reserved, cidr.text);
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

/** With further pools, where each of them fits by itself. */
const allPoolsFit: Rule = {
  reads: ['network.aksSubnetCidr', 'cluster.podCidr', 'cluster.networkMode', 'cluster.nodePool', 'cluster.userPools'],
  check({ cluster, network, existing }, report) {
    const { userPools, nodePool, networkMode, podCidr } = cluster;
    if (userPools.length === 0 || existing.cluster) return;
    const pools = [nodePool, ...userPools];
    const nodes = pools.reduce((sum, { maxCount, maxSurge }) => sum + peakNodeCount(maxCount, maxSurge), 0);
    const needed = pools.reduce(
      (sum, { maxCount, maxSurge, maxPods }) =>
        sum + addressesNeeded(peakNodeCount(maxCount, maxSurge), networkMode === 'overlay' ? 0 : maxPods),
      0,
    );
    const usable = usableAddresses(network.aksSubnetCidr);
    if (needed > usable) {
      report(
        'cluster.userPools',
        `need ${needed} addresses with the system pool, and network.aksSubnetCidr ${network.aksSubnetCidr.text} has ${usable}: take fewer nodes, or a larger subnet`,
        userPools.map(({ name }) => name),
      );
    }
    const capacity = podCidr && hasPodRange(networkMode) ? overlayNodeCapacity(podCidr) : nodes;
    if (nodes > capacity) {
      report(
        'cluster.podCidr',
        `feeds ${capacity} nodes (each takes a /24) and ${nodes} may exist in all pools: take a larger range or fewer nodes`,
        podCidr!.text,
      );
    }
  },
};

const apiServerSubnetHasItsSize: Rule = {
  reads: ['network.apiServerSubnetCidr', 'cluster.apiServer'],
  check({ network: { apiServerSubnetCidr } }, report) {
    if (apiServerSubnetCidr && apiServerSubnetCidr.prefix > SMALLEST_API_SERVER_SUBNET) {
      report(
        'network.apiServerSubnetCidr',
        `must be a /${SMALLEST_API_SERVER_SUBNET} or larger: the API server takes nine addresses of it`,
        apiServerSubnetCidr.text,
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

const serviceRangeHasItsSize: Rule = {
  reads: ['cluster.serviceCidr'],
  check({ cluster }, report) {
    const problem = serviceRangeProblem(cluster.serviceCidr);
    if (problem) report('cluster.serviceCidr', problem, cluster.serviceCidr.text);
  },
};

const dnsLiesInTheServiceRange: Rule = {
  reads: ['cluster.serviceCidr', 'cluster.dnsServiceIp'],
  check({ cluster }, report) {
    const services = { name: 'cluster.serviceCidr', cidr: cluster.serviceCidr };
    const problem = dnsServiceIpProblem(cluster.dnsServiceIp, services);
    if (problem) report('cluster.dnsServiceIp', problem, cluster.dnsServiceIp);
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
  allPoolsFit,
  apiServerSubnetHasItsSize,
  podRangeBelongsToOverlay,
  serviceRangeHasItsSize,
  dnsLiesInTheServiceRange,
];
