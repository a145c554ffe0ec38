import {
  RANGES_RESERVED_BY_AKS,
  RANGES_RESERVED_BY_AZURE,
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
import type { CrossCheck } from './cross-check';
import { MAX_PODS, POD_CIDR } from './defaults';
import type { ParsedEnvironment } from './schema';

/** A range with the path it stands at. */
interface PlacedRange {
  readonly path: string;
  readonly cidr: Cidr;
}

function virtualNetwork(environment: ParsedEnvironment): PlacedRange {
  return { path: 'network.virtualNetworkCidr', cidr: parseCidr(environment.network.virtualNetworkCidr) };
}

/** The subnet ranges this environment makes: the private endpoint's only where there is one. */
function subnets({ network, openAi }: ParsedEnvironment): PlacedRange[] {
  return [
    { path: 'network.aksSubnetCidr', cidr: parseCidr(network.aksSubnetCidr) },
    { path: 'network.albSubnetCidr', cidr: parseCidr(network.albSubnetCidr) },
    ...(openAi.access === 'private-endpoint'
      ? [{ path: 'network.privateEndpointSubnetCidr', cidr: parseCidr(network.privateEndpointSubnetCidr) }]
      : []),
  ];
}

/** The range of the pods, by default too; none where pods take addresses of the AKS subnet. */
function podRange({ networkMode, podCidr }: ParsedEnvironment['cluster']): PlacedRange[] {
  return networkMode === 'overlay' ? [{ path: 'cluster.podCidr', cidr: parseCidr(podCidr ?? POD_CIDR) }] : [];
}

function clusterRanges({ cluster }: ParsedEnvironment): PlacedRange[] {
  return [...podRange(cluster), { path: 'cluster.serviceCidr', cidr: parseCidr(cluster.serviceCidr) }];
}

/** The reserved range that this one shares an address with. */
function reservedFor(reserved: readonly string[], { cidr }: PlacedRange): string | undefined {
  return reserved.find((text) => overlaps(parseCidr(text), cidr));
}

/** @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
const networkHasAzuresSize: CrossCheck = {
  reads: ['network', 'openAi.access'],
  check(environment, report) {
    for (const { path, cidr } of [virtualNetwork(environment), ...subnets(environment)]) {
      if (cidr.prefix < 2 || cidr.prefix > 29) report(path, 'must have a prefix from /2 to /29');
    }
  },
};

const subnetsLieInTheNetwork: CrossCheck = {
  reads: ['network', 'openAi.access'],
  check(environment, report) {
    const network = virtualNetwork(environment);
    for (const { path, cidr } of subnets(environment)) {
      if (!contains(network.cidr, cidr)) report(path, `must lie in ${network.path} ${network.cidr.text}`);
    }
  },
};

const rangesDoNotOverlap: CrossCheck = {
  reads: ['network', 'openAi.access', 'cluster.networkMode', 'cluster.podCidr', 'cluster.serviceCidr'],
  check(environment, report) {
    for (const ranges of [subnets(environment), [virtualNetwork(environment), ...clusterRanges(environment)]]) {
      ranges.forEach(({ path, cidr }, index) => {
        for (const earlier of ranges.slice(0, index)) {
          if (overlaps(earlier.cidr, cidr)) {
            report(path, `must not overlap ${earlier.path} ${earlier.cidr.text}`, cidr.text);
          }
        }
      });
    }
  },
};

const rangesAreNotReserved: CrossCheck = {
  reads: ['network.virtualNetworkCidr', 'cluster.networkMode', 'cluster.podCidr', 'cluster.serviceCidr'],
  check(environment, report) {
    const network = virtualNetwork(environment);
    const azures = reservedFor(RANGES_RESERVED_BY_AZURE, network);
    if (azures) report(network.path, `must not overlap ${azures}, which Azure refuses in a virtual network`);
    for (const range of [network, ...clusterRanges(environment)]) {
      const aks = reservedFor(RANGES_RESERVED_BY_AKS, range);
      if (aks) report(range.path, `must not overlap ${aks}, which AKS keeps for itself`);
    }
  },
};

/** @see https://learn.microsoft.com/azure/application-gateway/for-containers/container-networking */
const albSubnetHasItsSize: CrossCheck = {
  reads: ['network.albSubnetCidr', 'cluster.networkMode'],
  check(environment, report) {
    const { prefix } = parseCidr(environment.network.albSubnetCidr);
    if (environment.cluster.networkMode === 'overlay' && prefix !== 24) {
      report(
        'network.albSubnetCidr',
        'must be exactly a /24 under overlay: Application Gateway for Containers refuses any other size',
      );
    } else if (prefix > 24) {
      report(
        'network.albSubnetCidr',
        'must be a /24 or larger: Application Gateway for Containers takes 250 addresses',
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
    const subnet = parseCidr(environment.network.aksSubnetCidr);
    const usable = usableAddresses(subnet);
    if (needed > usable) {
      const most = Math.floor(usable / (1 + podsFromSubnet));
      report(
        'cluster.nodePool.maxCount',
        `needs ${needed} addresses (${nodes} nodes with the surge, ${1 + podsFromSubnet} each) and network.aksSubnetCidr ${subnet.text} has ${usable}: ` +
          `at most ${most} nodes with the surge, or a larger subnet${podsFromSubnet > 0 ? ', fewer maxPods or networkMode overlay' : ''}`,
      );
    }
  },
};

const nodesFitThePodRange: CrossCheck = {
  reads: ['cluster.podCidr', 'cluster.networkMode', 'cluster.nodePool'],
  check({ cluster }, report) {
    const nodes = peakNodeCount(cluster.nodePool.maxCount, cluster.nodePool.maxSurge);
    for (const { path, cidr } of podRange(cluster)) {
      const capacity = overlayNodeCapacity(cidr);
      if (nodes > capacity) {
        report(
          path,
          `feeds ${capacity} nodes (each takes a /24) and ${nodes} may exist: take a larger range or fewer nodes`,
          cidr.text,
        );
      }
    }
  },
};

const podRangeBelongsToOverlay: CrossCheck = {
  reads: ['cluster.podCidr', 'cluster.networkMode'],
  check({ cluster }, report) {
    if (cluster.networkMode === 'node-subnet' && cluster.podCidr !== undefined) {
      report('cluster.podCidr', 'must be left out with networkMode node-subnet: pods take addresses of the AKS subnet');
    }
  },
};

/** @see https://learn.microsoft.com/azure/aks/configure-azure-cni#plan-ip-addressing-for-your-cluster */
const serviceRangeHasItsSize: CrossCheck = {
  reads: ['cluster.serviceCidr'],
  check({ cluster }, report) {
    if (parseCidr(cluster.serviceCidr).prefix <= 12) {
      report('cluster.serviceCidr', 'must be smaller than a /12, for example a /16');
    }
  },
};

const dnsLiesInTheServiceRange: CrossCheck = {
  reads: ['cluster.serviceCidr', 'cluster.dnsServiceIp'],
  check({ cluster }, report) {
    const services = parseCidr(cluster.serviceCidr);
    const address = parseAddress(cluster.dnsServiceIp);
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

/** The rules of the address plan. */
export const NETWORK_CHECKS: readonly CrossCheck[] = [
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
