import { at, listOf, objectsOf } from '../artefacts';
import type { Rule } from '../rule';

const PARTS = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'];

export const rule: Rule = {
  id: 'rbac-wildcard',
  severity: 'error',
  reads: ['manifests'],
  what: 'No role of the cluster means everything.',
  why: 'A role with * means what is added to the cluster later too, Secrets and the right to grant roles among it.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  fix: 'name groups, resources and verbs one by one; bind to cluster-admin nobody',
  check({ manifests }, report) {
    for (const { address, fields } of manifests.of('Role', 'ClusterRole')) {
      const wide = objectsOf(fields['rules']).flatMap((rule) =>
        PARTS.filter((part) => listOf(rule[part]).includes('*')),
      );
      report.look(address);
      if (wide.length > 0) report.find(address, `must name ${[...new Set(wide)].join(', ')} one by one, got "*"`);
    }
    for (const { address, fields } of manifests.of('RoleBinding', 'ClusterRoleBinding')) {
      report.look(address);
      if (at(fields, 'roleRef', 'name') === 'cluster-admin')
        report.find(address, "'roleRef' must not be cluster-admin");
    }
  },
};
