import { CLUSTER } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'cluster-local-accounts',
  severity: 'error',
  reads: ['terraform'],
  what: 'The cluster has no local accounts.',
  why: 'A local account is a certificate that administers the cluster, names nobody and passes by Microsoft Entra.',
  source: 'https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad',
  fix: 'set local_account_disabled to true',
  check({ terraform }, report) {
    for (const cluster of terraform.of(CLUSTER)) {
      report.expect(cluster.address, 'local_account_disabled', terraform.read(cluster, 'local_account_disabled'), true);
    }
  },
};
