import { UNKNOWN, fieldsOf } from '../artefacts';
import { ACCOUNT, CLUSTER, LOAD_BALANCER } from '../azure';
import type { Rule } from '../rule';

/** Types that take tags, as far as they are used beside a cluster and an account. */
const TYPES = [
  'azurerm_resource_group',
  'azurerm_virtual_network',
  'azurerm_network_security_group',
  CLUSTER,
  'azurerm_kubernetes_cluster_node_pool',
  ACCOUNT,
  LOAD_BALANCER,
  'azurerm_application_load_balancer_frontend',
  'azurerm_user_assigned_identity',
  'azurerm_private_endpoint',
  'azurerm_private_dns_zone',
  'azurerm_container_registry',
  'azurerm_log_analytics_workspace',
  'azurerm_key_vault',
  'azurerm_storage_account',
  'azurerm_public_ip',
  'azurerm_nat_gateway',
];

export const rule: Rule = {
  id: 'tags',
  severity: 'warning',
  reads: ['terraform'],
  what: 'Each resource carries the tags of its resource group.',
  why: 'Azure hands no tag down: what has none belongs to nobody when costs are shared out, or an incident asks for its owner.',
  source: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
  fix: 'give it the tags that its resource group has',
  check({ terraform }, report) {
    for (const resource of terraform.of(...TYPES)) {
      const tags = terraform.read(resource, 'tags');
      const group = terraform.target(resource.args['resource_group_name'], 'azurerm_resource_group');
      const wanted =
        group === UNKNOWN || group === undefined ? [] : Object.keys(fieldsOf(terraform.read(group, 'tags')));
      const missing = wanted.filter((tag) => !Object.hasOwn(fieldsOf(tags), tag));
      const isFine = () => missing.length === 0 && Object.keys(fieldsOf(tags)).length > 0;
      report.judge(
        resource.address,
        'tags',
        tags,
        isFine,
        wanted.length === 0 ? 'some' : `some with ${wanted.join(', ')}`,
      );
    }
  },
};
