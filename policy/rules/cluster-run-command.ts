import { CLUSTER } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'cluster-run-command',
  severity: 'error',
  reads: ['terraform'],
  what: 'Nobody runs commands in the cluster through Azure.',
  why: 'Whoever may write to the cluster in Azure would administer what runs in it, past its network and its roles.',
  source: 'https://learn.microsoft.com/azure/aks/access-private-cluster',
  fix: 'set run_command_enabled to false',
  check({ terraform }, report) {
    for (const cluster of terraform.of(CLUSTER)) {
      report.expect(cluster.address, 'run_command_enabled', terraform.read(cluster, 'run_command_enabled'), false);
    }
  },
};
