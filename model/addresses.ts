import ipaddr from 'ipaddr.js';
import type { NetworkMode } from './vocabulary';

/** An IPv4 range (CIDR) with its two ends as unsigned 32-bit numbers, parsed once. */
export interface Cidr {
  /** The range as written, for example `10.21.0.0/24`. */
  readonly text: string;
  /** The prefix length, 0 to 32. */
  readonly prefix: number;
  /** The network address as a number. */
  readonly first: number;
  /** The last address as a number. */
  readonly last: number;
}

/**
 * The addresses Azure keeps for itself in every subnet: the network address, three for the gateway and DNS, and the
 * broadcast address.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
 */
const RESERVED_ADDRESSES_PER_SUBNET = 5;

/**
 * The ranges Azure refuses in a virtual network: multicast, broadcast, loopback and its own DNS. Link-local is among
 * those of AKS.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
 */
const RANGES_RESERVED_BY_AZURE = ['224.0.0.0/4', '255.255.255.255/32', '127.0.0.0/8', '168.63.129.16/32'].map((text) =>
  parseCidr(text),
);

/**
 * The ranges that neither the virtual network nor the cluster may use.
 *
 * @see https://learn.microsoft.com/azure/aks/azure-cni-overlay
 */
const RANGES_RESERVED_BY_AKS = ['169.254.0.0/16', '172.30.0.0/16', '172.31.0.0/16', '192.0.2.0/24'].map((text) =>
  parseCidr(text),
);

/** @see https://datatracker.ietf.org/doc/html/rfc1918#section-3 */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) => parseCidr(text));

/**
 * Ranges whose addresses are not on the internet.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 */
export const RANGES_OFF_THE_INTERNET = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

/** The number of nodes that share one /24 pod range each: what Azure CNI Overlay gives a node. */
const OVERLAY_PREFIX_PER_NODE = 24;

/** The prefix of the smallest subnet that Application Gateway for Containers takes. */
const ALB_SUBNET_PREFIX = 24;

/**
 * Reads an IPv4 range.
 *
 * @param example a range to show to whoever wrote none
 * @throws if the text is no IPv4 CIDR, or if its address is not the first of its range
 */
export function parseCidr(text: string, example = '10.21.0.0/16'): Cidr {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    throw new Error(`"${text}" is no IPv4 range: write it as address/prefix, for example ${example}`);
  }
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  const size = 2 ** (32 - prefix);
  const within = toNumber(address) % size;
  if (within > 0) {
    const network = ipaddr.IPv4.networkAddressFromCIDR(text);
    throw new Error(`"${text}" does not start at its network address: did you mean "${network.toString()}/${prefix}"?`);
  }
  const first = toNumber(address);
  return { text, prefix, first, last: first + size - 1 };
}

/**
 * Reads one IPv4 address as a number.
 *
 * @throws if the text is no IPv4 address
 */
export function parseAddress(text: string): number {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) throw new Error(`"${text}" is no IPv4 address`);
  return toNumber(ipaddr.IPv4.parse(text));
}

/** What is wrong with an IPv4 address as text; `undefined` where it is one. */
export function addressProblem(text: string): string | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? undefined : 'must be an IPv4 address';
}

/** What is wrong with a range as text; `undefined` where it is one. */
export function cidrProblem(text: string, example?: string): string | undefined {
  try {
    parseCidr(text, example);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What is wrong with a range that callers come from by the internet: nobody comes from a private one. */
export function publicCidrProblem(text: string): string | undefined {
  const problem = cidrProblem(text, '203.0.113.0/24');
  if (problem) return problem;
  const range = parseCidr(text);
  const around = PRIVATE_RANGES.find((reserved) => contains(reserved, range));
  return around === undefined
    ? undefined
    : `must be a range of public addresses, and ${around.text} is private: name the address your calls leave by`;
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the two ranges share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** A range by the property that says it. */
export interface NamedRange {
  /** The property, as messages name it. */
  readonly name: string;
  /** The range itself. */
  readonly cidr: Cidr;
}

/** What is wrong with a range beside others. */
export interface RangeProblem {
  /** The range that does not fit. */
  readonly range: NamedRange;
  /** What is wrong with it, without its name. */
  readonly message: string;
}

/** The subnets that do not lie in their virtual network. */
export function rangesOutside(network: NamedRange, subnets: readonly NamedRange[]): RangeProblem[] {
  return subnets
    .filter(({ cidr }) => !contains(network.cidr, cidr))
    .map((range) => ({ range, message: `must lie in ${network.name} ${network.cidr.text}` }));
}

/** The ranges that share an address with an earlier one of the list, once for each of those. */
export function overlappingRanges(ranges: readonly NamedRange[]): RangeProblem[] {
  return ranges.flatMap((range, index) =>
    ranges
      .slice(0, index)
      .filter((earlier) => overlaps(earlier.cidr, range.cidr))
      .map((earlier) => ({ range, message: `must not overlap ${earlier.name} ${earlier.cidr.text}` })),
  );
}

/** What is wrong with a range that the cluster or its network takes beside those that AKS keeps; `undefined` where nothing is. */
export function reservedByAksProblem(range: Cidr): string | undefined {
  const reserved = RANGES_RESERVED_BY_AKS.find((each) => overlaps(each, range));
  return reserved === undefined ? undefined : `must not overlap ${reserved.text}, which AKS keeps for itself`;
}

/** What is wrong with the range of a virtual network beside those that Azure refuses; `undefined` where nothing is. */
export function reservedByAzureProblem(network: Cidr): string | undefined {
  const reserved = RANGES_RESERVED_BY_AZURE.find((each) => overlaps(each, network));
  return reserved === undefined
    ? undefined
    : `must not overlap ${reserved.text}, which Azure refuses in a virtual network`;
}

/**
 * What is wrong with the size of a virtual network or of a subnet; `undefined` where it fits.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
 */
export function networkSizeProblem({ prefix }: Cidr): string | undefined {
  return prefix < 2 || prefix > 29 ? 'must have a prefix from /2 to /29' : undefined;
}

/**
 * What is wrong with the size of the range of the Services; `undefined` where it fits.
 *
 * @see https://learn.microsoft.com/azure/aks/configure-azure-cni#plan-ip-addressing-for-your-cluster
 */
export function serviceRangeProblem({ prefix }: Cidr): string | undefined {
  return prefix <= 12 ? 'must be smaller than a /12, for example a /16' : undefined;
}

/** What is wrong with the address of the cluster's DNS; `undefined` where it fits. */
export function dnsServiceIpProblem(dnsServiceIp: string, { name, cidr }: NamedRange): string | undefined {
  const address = parseAddress(dnsServiceIp);
  if (address < cidr.first || address > cidr.last) return `must lie in ${name} ${cidr.text}`;
  return address <= cidr.first + 1 || address === cidr.last
    ? `must not be one of the first two addresses (the API server's Service takes one) or the last of ${cidr.text}`
    : undefined;
}

/**
 * What is wrong with the size of the subnet of Application Gateway for Containers; `undefined` where it fits.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/container-networking
 */
export function albSubnetProblem({ prefix }: Cidr, networkMode: NetworkMode): string | undefined {
  if (networkMode === 'overlay' && prefix !== ALB_SUBNET_PREFIX) {
    return `must be exactly a /${ALB_SUBNET_PREFIX} under overlay: Application Gateway for Containers refuses any other size`;
  }
  return prefix > ALB_SUBNET_PREFIX
    ? `must be a /${ALB_SUBNET_PREFIX} or larger: Application Gateway for Containers takes 250 addresses`
    : undefined;
}

/** What is wrong with a TCP port; `undefined` where it is one. */
export function portProblem(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? undefined : 'must be a port from 1 to 65535';
}

/** The addresses that machines can take in a subnet of this range. */
export function usableAddresses(subnet: Cidr): number {
  return Math.max(0, subnet.last - subnet.first + 1 - RESERVED_ADDRESSES_PER_SUBNET);
}

/** The nodes a pod range can feed under Azure CNI Overlay, where each node takes a /24 of it. */
export function overlayNodeCapacity(podCidr: Cidr): number {
  return podCidr.prefix > OVERLAY_PREFIX_PER_NODE ? 0 : 2 ** (OVERLAY_PREFIX_PER_NODE - podCidr.prefix);
}

/**
 * The nodes that exist at the worst moment of an upgrade: the autoscaler's maximum and the surge on top of it.
 *
 * @param maxSurge a count (`"1"`) or a share of the pool (`"33%"`), rounded up as AKS does
 */
export function peakNodeCount(maxCount: number, maxSurge: string): number {
  const surge = maxSurge.endsWith('%')
    ? Math.ceil((maxCount * Number.parseInt(maxSurge, 10)) / 100)
    : Number.parseInt(maxSurge, 10);
  return maxCount + surge;
}

/**
 * The addresses the nodes (and, where pods take theirs from the subnet, the pods) ask of the AKS subnet.
 *
 * @see https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning
 */
export function addressesNeeded(nodes: number, podsPerNodeFromSubnet: number): number {
  return nodes * (1 + podsPerNodeFromSubnet);
}

function toNumber(address: ipaddr.IPv4): number {
  return address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
}
