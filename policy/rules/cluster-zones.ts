import { UNKNOWN, listOf } from '../artefacts';
import { CLUSTER } from '../azure';
import type { Report, Rule } from '../rule';

function judge(address: string, name: string, zones: unknown, report: Report): void {
  const value = listOf(zones).includes(UNKNOWN) ? UNKNOWN : zones;
  report.judge(address, name, value, (list) => new Set(listOf(list)).size > 1, 'a list of at least two zones');
}

export const rule: Rule = {
  id: 'cluster-zones',
  severity: 'warning',
  reads: ['terraform'],
  what: 'The nodes stand in several zones.',
  why: 'A zone that fails takes every node of the cluster with it.',
  source: 'https://learn.microsoft.com/azure/aks/availability-zones',
  fix: 'name at least two zones of the region for each pool of nodes',
  check({ terraform }, report) {
    for (const cluster of terraform.of(CLUSTER)) {
      judge(
        cluster.address,
        'default_node_pool.zones',
        terraform.readList(cluster, 'default_node_pool', 'zones'),
        report,
      );
    }
    for (const pool of terraform.of('azurerm_kubernetes_cluster_node_pool')) {
      judge(pool.address, 'zones', terraform.readList(pool, 'zones'), report);
    }
  },
};
