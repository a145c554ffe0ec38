import { CLUSTER } from '../azure';
import type { Rule } from '../rule';

const ENTRA = 'azure_active_directory_role_based_access_control';

export const rule: Rule = {
  id: 'cluster-entra',
  severity: 'error',
  reads: ['terraform'],
  what: 'People log in to the cluster through Microsoft Entra, and Azure roles say what they may do.',
  why: 'Otherwise who has left still gets in, nothing asks for a second factor, and what somebody may do stands in the cluster alone.',
  source: 'https://learn.microsoft.com/azure/aks/manage-azure-rbac',
  fix: 'give the cluster azure_active_directory_role_based_access_control with azure_rbac_enabled = true',
  check({ terraform }, report) {
    for (const cluster of terraform.of(CLUSTER)) {
      const azure = terraform.read(cluster, ENTRA, 'azure_rbac_enabled');
      report.expect(cluster.address, `${ENTRA}.azure_rbac_enabled`, azure, true);
      const own = terraform.read(cluster, 'role_based_access_control_enabled');
      report.judge(cluster.address, 'role_based_access_control_enabled', own, (value) => value !== false, 'true');
    }
  },
};
