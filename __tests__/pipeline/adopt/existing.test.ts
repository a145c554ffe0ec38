import { existingIn } from '../../../pipeline/adopt/existing';
import { wrapped } from '../../fixtures/adopt/wrapped';

const GROUP = '/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-secureai-dev-k0rl6';
const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet-secureai-dev-k0rl6/subnets/snet-aks-secureai-dev-k0rl6`;

const at = (address: string) =>
  `\n\n  with ${address} (${address.split('.')[1]}),\n  on cdk.tf.json line 539, in resource.x.y (y):\n  539:       }\n`;

describe('what exists already is told', () => {
  test.each([
    [
      'by the older resources of azurerm',
      `Error: a resource with the ID "${GROUP}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "azurerm_resource_group" for more information.${at('azurerm_resource_group.resource-group')}`,
      { address: 'azurerm_resource_group.resource-group', id: GROUP },
    ],
    [
      'by the newer ones',
      `Error: A resource with the ID "${GROUP}/x" already exists - to be managed via Terraform this resource needs to be imported into the State.${at('azurerm_application_load_balancer.alb_7CAA88AA')}`,
      { address: 'azurerm_application_load_balancer.alb_7CAA88AA', id: `${GROUP}/x` },
    ],
    [
      'by an association',
      `Error: an association between "${SUBNET}" and "${GROUP}/nsg" already exists - to be managed via Terraform this association needs to be imported into the State.${at('azurerm_subnet_network_security_group_association.a_1')}`,
      { address: 'azurerm_subnet_network_security_group_association.a_1', id: SUBNET },
    ],
    [
      'by a role assignment, without dashes',
      `Error: unexpected status 409 (409 Conflict) with error: RoleAssignmentExists: The role assignment already exists. The ID of the existing role assignment is 0A1B2C3D4e5f4a6b8c7d9e0f1a2b3c4d.${at('azurerm_role_assignment.cluster-admin-00000000-0000-0000-0000-000000000000')}`,
      {
        address: 'azurerm_role_assignment.cluster-admin-00000000-0000-0000-0000-000000000000',
        id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
      },
    ],
    [
      'by a role assignment, without an id',
      `Error: authorization.RoleAssignmentsClient#Create: Code="RoleAssignmentExists" Message="The role assignment already exists."${at('azurerm_role_assignment.use_1')}`,
      { address: 'azurerm_role_assignment.use_1', id: undefined },
    ],
    [
      'by a role definition, which has another id at each try',
      `Error: unexpected status 409 (409 Conflict) with error: RoleDefinitionWithSameNameExists: A role definition cannot be updated with a name that already exists.${at('azurerm_role_definition.alb-gateway_join-firewall-policy_4C14557D')}`,
      { address: 'azurerm_role_definition.alb-gateway_join-firewall-policy_4C14557D', id: undefined },
    ],
    [
      'by Helm',
      `Error: installation failed${at('helm_release.controller_58868CCA')}\ncannot re-use a name that is still in use`,
      { address: 'helm_release.controller_58868CCA', id: undefined },
    ],
  ])('%s', (_, text, expected) => {
    for (const output of [text, wrapped(text), text.replaceAll(/^/gm, '│ ')])
      expect(existingIn(output)).toEqual([expected]);
  });

  test('several at once, and what else is wrong is none of them', () => {
    const output = wrapped(
      [
        `Error: a resource with the ID "${GROUP}" already exists${at('azurerm_resource_group.resource-group')}`,
        `Error: creating Cluster: unexpected status 403 with error: AuthorizationFailed${at('azurerm_kubernetes_cluster.cluster_1')}`,
        `Error: a resource with the ID "${SUBNET}" already exists${at('azurerm_subnet.aks_1')}`,
      ].join('\n'),
    );
    expect(existingIn(output)).toEqual([
      { address: 'azurerm_resource_group.resource-group', id: GROUP },
      { address: 'azurerm_subnet.aks_1', id: SUBNET },
    ]);
    expect(existingIn('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.')).toEqual([]);
  });
});
