import type { Rule } from '../rule';

const TYPES: readonly unknown[] = ['ServicePrincipal', 'User', 'Group'];

export const rule: Rule = {
  id: 'role-principal-type',
  severity: 'error',
  reads: ['terraform'],
  what: 'Each role says what kind of principal it is granted to.',
  why: 'A principal that was made a moment ago is not known everywhere yet: without its type Azure refuses the role, or grants it to what was not meant.',
  source: 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting',
  fix: 'set principal_type to ServicePrincipal, User or Group',
  check({ terraform }, report) {
    for (const assignment of terraform.of('azurerm_role_assignment')) {
      const type = terraform.read(assignment, 'principal_type');
      report.judge(
        assignment.address,
        'principal_type',
        type,
        (value) => TYPES.includes(value),
        'ServicePrincipal, User or Group',
      );
    }
  },
};
