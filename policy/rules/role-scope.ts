import { UNKNOWN, type Terraform } from '../artefacts';
import { roleOf, scopeOf, type Scope } from '../roles';
import type { Rule } from '../rule';

/**
 * Roles that mean resources of one type alone. Where a group that this configuration makes holds one of these, the group is as
 * narrow as the resource, and the role is in place before it.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const ROLES_OF_A_TYPE: ReadonlyMap<unknown, string> = new Map([
  ['AppGw for Containers Configuration Manager', 'azurerm_application_load_balancer'],
  ['Azure Kubernetes Service Cluster Admin Role', 'azurerm_kubernetes_cluster'],
  ['Azure Kubernetes Service Cluster User Role', 'azurerm_kubernetes_cluster'],
  ['Azure Kubernetes Service RBAC Admin', 'azurerm_kubernetes_cluster'],
  ['Azure Kubernetes Service RBAC Cluster Admin', 'azurerm_kubernetes_cluster'],
  ['Azure Kubernetes Service RBAC Reader', 'azurerm_kubernetes_cluster'],
  ['Azure Kubernetes Service RBAC Writer', 'azurerm_kubernetes_cluster'],
]);

/**
 * Whether what is granted on a group made elsewhere is the least that can be: to look, or resources of one type alone. The group of
 * a cluster's nodes is such a one, where the cluster is not made here.
 */
function isMild({ kind, group }: Scope, role: unknown): boolean {
  return kind === 'the resource group' && group === undefined && (role === 'Reader' || ROLES_OF_A_TYPE.has(role));
}

function isWide(terraform: Terraform, { kind, group }: Scope, role: unknown): boolean {
  if (kind !== 'the resource group') return kind !== 'the resource';
  const type = ROLES_OF_A_TYPE.get(role);
  return group === undefined || type === undefined || terraform.of(type).length !== 1;
}

export const rule: Rule = {
  id: 'role-scope',
  severity: 'error',
  reads: ['terraform'],
  what: 'Each role is granted on the narrowest scope.',
  why: 'A role on a subscription or a group of resources reaches what is put there later, and what others put there.',
  source: 'https://learn.microsoft.com/azure/role-based-access-control/best-practices',
  fix: 'grant it on the resource that it is for',
  check({ terraform }, report) {
    for (const assignment of terraform.of('azurerm_role_assignment')) {
      const scope = scopeOf(terraform, assignment);
      const role = roleOf(terraform, assignment);
      if (scope === UNKNOWN) report.cannotTell(assignment.address, 'its scope is known to Azure alone');
      else if (isWide(terraform, scope, role)) {
        const message = `'scope' must be a resource, got ${scope.kind} ${scope.name}`;
        report.find(assignment.address, message, isMild(scope, role) ? 'warning' : 'error');
      } else report.look(assignment.address);
    }
  },
};
