import { networkInterfaces } from 'node:os';
import { contains, isPrivate, parseCidr, type Environment } from '../../model';
import { problem, type Check, type Finding } from './finding';

/** Whether the API server will answer this machine: Helm and kubectl talk to it from here. */
export const reach: Check = (environment) => Promise.resolve(judgeReach(environment, ownAddresses()));

/**
 * Judges the addresses of the machine that deploys by where a private API server answers: in the network, and in the ranges from
 * which it is reached. Azure itself is reached from everywhere.
 */
export function judgeReach(
  { name, cluster, network }: Pick<Environment, 'name' | 'cluster' | 'network'>,
  addresses: readonly string[],
): Finding[] {
  if (!isPrivate(cluster.apiServer)) return [];
  const ranges = [network.virtualNetworkCidr, ...cluster.reachableFrom];
  const isInside = addresses.some((address) => ranges.some((range) => contains(range, parseCidr(`${address}/32`))));
  return isInside
    ? []
    : [
        problem(
          `the API server answers in the network alone (cluster.apiServer ${cluster.apiServer}), and this machine (${addresses.join(', ') || 'without an address'}) is in none of ${ranges.map(({ text }) => text).join(', ')}: Terraform would make everything in Azure, and Helm and kubectl would reach nothing`,
          `run the same command on a machine in the network, such as a runner of your own, or name the range from which this one reaches it in cluster.reachableFrom of environments/${name}.ts`,
        ),
      ];
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  );
}
