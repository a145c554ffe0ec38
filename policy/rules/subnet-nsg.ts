import { UNKNOWN, type Resource, type Terraform } from '../artefacts';
import { SUBNET, TRAFFIC_CONTROLLERS, delegationsOf } from '../azure';
import type { Rule } from '../rule';

/**
 * Subnets that Azure keeps groups away from, by their names.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-network-vnet-plan-design-arm
 */
const WITHOUT_GROUP: readonly unknown[] = [
  'GatewaySubnet',
  'AzureFirewallSubnet',
  'AzureFirewallManagementSubnet',
  'RouteServerSubnet',
];

function mayHaveGroup(terraform: Terraform, subnet: Resource): boolean {
  return (
    !WITHOUT_GROUP.includes(terraform.read(subnet, 'name')) &&
    !delegationsOf(terraform, subnet).includes(TRAFFIC_CONTROLLERS)
  );
}

export const rule: Rule = {
  id: 'subnet-nsg',
  severity: 'error',
  reads: ['terraform'],
  what: 'Each subnet that may have a network security group has one.',
  why: 'Without one, whatever gets a public address in the subnet is open on every port.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-network-security',
  fix: 'associate the subnet with a group by an azurerm_subnet_network_security_group_association',
  check({ terraform }, report) {
    const guarded = terraform
      .of('azurerm_subnet_network_security_group_association')
      .map(({ args }) => terraform.target(args['subnet_id'], SUBNET));
    for (const subnet of terraform.of(SUBNET).filter((each) => mayHaveGroup(terraform, each))) {
      if (guarded.includes(subnet)) report.look(subnet.address);
      else if (guarded.includes(UNKNOWN))
        report.cannotTell(subnet.address, 'the subnet of an association is known to Azure alone');
      else report.find(subnet.address, 'must have a network security group, and has none');
    }
  },
};
