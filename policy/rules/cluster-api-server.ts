import { UNKNOWN, listOf } from '../artefacts';
import { CLUSTER, prefixOf } from '../azure';
import type { Rule } from '../rule';

function areKnown(ranges: unknown): boolean {
  return listOf(ranges).length > 0 && listOf(ranges).every((range) => prefixOf(range) >= 8);
}

export const rule: Rule = {
  id: 'cluster-api-server',
  severity: 'warning',
  reads: ['terraform'],
  what: 'The API server answers known addresses alone.',
  why: 'Open to every address, all that stands between the internet and the cluster is one login.',
  source: 'https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges',
  fix: 'name the addresses of your own in api_server_access_profile.authorized_ip_ranges, or make the cluster private',
  check({ terraform }, report) {
    for (const cluster of terraform.of(CLUSTER)) {
      report.look(cluster.address);
      const isPrivate = terraform.read(cluster, 'private_cluster_enabled');
      if (isPrivate === true) continue;
      const ranges = terraform.readList(cluster, 'api_server_access_profile', 'authorized_ip_ranges');
      const unknown = isPrivate === UNKNOWN || ranges === UNKNOWN || ranges.includes(UNKNOWN);
      report.judge(
        cluster.address,
        'api_server_access_profile.authorized_ip_ranges',
        unknown ? UNKNOWN : ranges,
        areKnown,
        'a list of ranges of at least /8',
      );
    }
  },
};
