import { roleOf } from '../roles';
import type { Rule } from '../rule';

/** @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged */
const BROAD_ROLES: ReadonlySet<unknown> = new Set([
  'Owner',
  'Contributor',
  'User Access Administrator',
  'Role Based Access Control Administrator',
  'Reservations Administrator',
  'Access Review Operator Service Role',
]);

export const rule: Rule = {
  id: 'role-broad',
  severity: 'error',
  reads: ['terraform'],
  what: 'Nobody is granted a role that may do everything.',
  why: 'Owner, Contributor and whoever may grant roles can undo every other rule here, the network of the account among them.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-privileged-access',
  fix: 'grant the role that is made for the work, on the resource that it is for',
  check({ terraform }, report) {
    for (const assignment of terraform.of('azurerm_role_assignment')) {
      const role = roleOf(terraform, assignment);
      report.judge(
        assignment.address,
        'role',
        role,
        (value) => !BROAD_ROLES.has(value),
        'one that is made for the work',
      );
    }
  },
};
