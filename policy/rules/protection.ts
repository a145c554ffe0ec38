import { ACCOUNT, CLUSTER, LOAD_BALANCER, REGISTRY } from '../azure';
import type { Rule } from '../rule';

/** What others depend on by its address or identity, or what holds data. */
const TYPES = [
  'azurerm_resource_group',
  'azurerm_virtual_network',
  CLUSTER,
  ACCOUNT,
  REGISTRY,
  LOAD_BALANCER,
  'azurerm_application_load_balancer_frontend',
  'azurerm_user_assigned_identity',
];

export const rule: Rule = {
  id: 'protection',
  severity: 'warning',
  reads: ['terraform'],
  what: 'What cannot be had again is neither destroyed nor replaced by an edit.',
  why: 'A change of one name would take the cluster, the account or an address with it, and Terraform does not ask twice.',
  source: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle',
  fix: 'set lifecycle.prevent_destroy to true, or lock the resource',
  check({ terraform }, report) {
    const locked = terraform.of('azurerm_management_lock').map(({ args }) => terraform.target(args['scope'], ...TYPES));
    for (const resource of terraform.of(...TYPES)) {
      report.look(resource.address);
      if (locked.includes(resource)) continue;
      report.expect(
        resource.address,
        'lifecycle.prevent_destroy',
        terraform.read(resource, 'lifecycle', 'prevent_destroy'),
        true,
      );
    }
  },
};
