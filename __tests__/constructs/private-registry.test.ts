import type { TerraformStack } from 'cdktf';
import {
  PrivateRegistry,
  WorkloadIdentityCluster,
  type PrivateRegistryProps,
  type RegistryAttributes,
} from '../../constructs';
import { endpointPlaces } from '../fixtures/endpoint-places';
import { resourceGroup, subnet } from '../fixtures/infrastructure';
import { changesBetween, type Places } from '../helpers/changes';
import { emptyStack, synthWith } from '../helpers/template';

const minimal: PrivateRegistryProps = { resourceGroup, registryName: 'crtest' };
const KUBELET = '66666666-6666-4666-8666-666666666666';
const ZONE = `${resourceGroup.id}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
const ID = `${resourceGroup.id}/providers/Microsoft.ContainerRegistry/registries/crshared`;

function synthRegistry(
  change: Partial<PrivateRegistryProps> = {},
  then: (registry: PrivateRegistry, stack: TerraformStack) => void = () => undefined,
) {
  return synthWith((stack) => then(new PrivateRegistry(stack, 'registry', { ...minimal, ...change }), stack));
}

const cluster = (stack: TerraformStack, kubeletObjectId?: string) =>
  WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
    resourceGroup,
    oidcIssuerUrl: 'https://issuer.example.com/',
    kubeletObjectId,
  });

const withEndpoint: Required<Omit<PrivateRegistryProps, 'privateDnsZoneId' | 'sku'>> = {
  ...minimal,
  privateEndpointName: 'pep-cr',
  privateEndpointSubnet: subnet('snet-pep'),
  protect: true,
};

const REGISTRY = 'azurerm_container_registry.registry';

const { ofResourceGroup, privateEndpointName, privateEndpointSubnet } = endpointPlaces('registry');

/** Another value of each property, and where it arrives in a registry that has them all. */
const PLACES: { readonly [Prop in keyof typeof withEndpoint]-?: readonly [PrivateRegistryProps[Prop], Places] } = {
  resourceGroup: [
    { name: 'rg-other', id: '/subscriptions/other/resourceGroups/rg-other', location: 'westeurope' },
    {
      [`${REGISTRY}.resource_group_name`]: 'rg-other',
      [`${REGISTRY}.location`]: 'westeurope',
      ...ofResourceGroup,
    },
  ],
  registryName: ['crother', { [`${REGISTRY}.name`]: 'crother' }],
  privateEndpointName,
  privateEndpointSubnet,
  protect: [false, { [`${REGISTRY}.lifecycle.prevent_destroy`]: false }],
};

describe('a registry that is made', () => {
  test('has no admin user, no anonymous pull, and is protected', () => {
    expect(synthRegistry().single('azurerm_container_registry')).toMatchObject({
      name: 'crtest',
      sku: 'Standard',
      admin_enabled: false,
      anonymous_pull_enabled: false,
      public_network_access_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  test('has the sku that is said', () => {
    expect(synthRegistry({ sku: 'Basic' }).single('azurerm_container_registry')['sku']).toBe('Basic');
  });

  test('makes no private endpoint by itself, and grants nothing', () => {
    expect(synthRegistry().addresses()).toEqual([expect.stringMatching(/^azurerm_container_registry\.registry_/)]);
  });

  test('with a private endpoint answers its network alone, and lets the import of Azure in', () => {
    // WHEN
    const template = synthRegistry(withEndpoint);

    // THEN
    expect(template.single('azurerm_container_registry')).toMatchObject({
      sku: 'Premium',
      public_network_access_enabled: false,
      network_rule_bypass_option: 'AzureServices',
    });
    expect(template.single('azurerm_private_dns_zone')['name']).toBe('privatelink.azurecr.io');
    expect(template.single('azurerm_private_endpoint')).toMatchObject({
      private_service_connection: { subresource_names: ['registry'], is_manual_connection: false },
    });
  });

  test('with a zone of a hub makes none', () => {
    const template = synthRegistry({ ...withEndpoint, privateDnsZoneId: ZONE });

    expect(template.count('azurerm_private_dns_zone')).toBe(0);
    expect(template.count('azurerm_private_dns_zone_virtual_network_link')).toBe(0);
    expect(template.single('azurerm_private_endpoint')['private_dns_zone_group']).toMatchObject({
      private_dns_zone_ids: [ZONE],
    });
  });

  test.each(Object.entries(PLACES))('%s reaches its places, and no other', (prop, [value, places]) => {
    const [before, after] = [synthRegistry(withEndpoint), synthRegistry({ ...withEndpoint, [prop]: value })];

    expect(changesBetween(before, after)).toEqual(places);
  });
});

describe('who pulls', () => {
  test.each([
    ['a registry that is made', undefined, 'AcrPull', expect.stringMatching(/azurerm_container_registry/)],
    ['one that exists', 'rbac', 'AcrPull', ID],
    ['one whose roles speak of repositories', 'rbac-abac', 'Container Registry Repository Reader', ID],
  ] as const)('of %s: the nodes get the role of its mode', (_what, roleAssignmentMode, role, scope) => {
    const template = synthWith((stack) => {
      const registry =
        roleAssignmentMode === undefined
          ? new PrivateRegistry(stack, 'registry', minimal)
          : PrivateRegistry.fromRegistryAttributes(stack, 'registry', { registryId: ID, roleAssignmentMode });
      registry.grantPull('nodes', cluster(stack, KUBELET));
    });

    expect(template.single('azurerm_role_assignment')).toMatchObject({
      role_definition_name: role,
      principal_id: KUBELET,
      principal_type: 'ServicePrincipal',
      scope,
    });
  });

  test('of an imported cluster whose nodes are not known: told by name', () => {
    expect(() => synthRegistry({}, (registry, stack) => registry.grantPull('nodes', cluster(stack)))).toThrow(
      "'kubeletObjectId' is not known of this imported cluster: give it to fromClusterAttributes [test/cluster]",
    );
  });
});

describe('is refused', () => {
  test.each<[string, Partial<PrivateRegistryProps>, string]>([
    [
      'a name that is none',
      { registryName: 'cr-test' },
      "'registryName' must have 5 to 50 characters: lower case letters and digits (it is a host name in all of Azure), got 'cr-test' [test/registry]",
    ],
    [
      'half a private endpoint',
      { privateEndpointName: 'pep' },
      "'privateEndpointSubnet' must be given with 'privateEndpointName': give all of them or none [test/registry]",
    ],
    [
      'a private endpoint of a sku that has none',
      { ...withEndpoint, sku: 'Standard' },
      "'sku' must be Premium with 'privateEndpointSubnet', got 'Standard': no other has a private endpoint [test/registry]",
    ],
    [
      'a zone without a private endpoint',
      { privateDnsZoneId: ZONE },
      "'privateDnsZoneId' must be left out without 'privateEndpointSubnet': nothing would stand in the zone [test/registry]",
    ],
    [
      'the zone of something else',
      { ...withEndpoint, privateDnsZoneId: ZONE.replace('azurecr.io', 'openai.azure.com') },
      `'privateDnsZoneId' must be the resource id that "az network private-dns zone show --name privatelink.azurecr.io --query id" prints, got '${ZONE.replace('azurecr.io', 'openai.azure.com')}' [test/registry]`,
    ],
    [
      'the name of a private endpoint that is none',
      { ...withEndpoint, privateEndpointName: '-' },
      `'privateEndpointName' must have 2 to 64 characters: letters, digits, ".", "_" and "-", first a letter or digit, last a letter, digit or "_", got '-' [test/registry]`,
    ],
  ])('%s', (_what, change, message) => {
    expect(() => synthRegistry(change)).toThrow(message);
  });

  test('a second registry of the name', () => {
    const stack = emptyStack();
    new PrivateRegistry(stack, 'a', minimal);

    expect(() => new PrivateRegistry(stack, 'b', minimal)).toThrow(
      "'registryName' must be another than that of test/a: it is a host name in all of Azure [test/b]",
    );
  });

  test.each<[Partial<RegistryAttributes>, string]>([
    [
      { registryId: 'x' },
      `'registryId' must be the resource id that "az acr show --query id" prints, got 'x' [test/registry]`,
    ],
    [{ loginServer: 'X/y' }, "'loginServer' must "],
  ])('of one that exists: %j', (attributes, message) => {
    expect(() =>
      PrivateRegistry.fromRegistryAttributes(emptyStack(), 'registry', { registryId: ID, ...attributes }),
    ).toThrow(message);
  });
});

test('what is not known of a registry that exists is told where it is asked for', () => {
  const imported = (attributes: object) =>
    PrivateRegistry.fromRegistryAttributes(emptyStack(), 'registry', { registryId: ID, ...attributes });

  expect(imported({ loginServer: 'crshared.azurecr.io' }).loginServer).toBe('crshared.azurecr.io');
  expect(imported({}).registryId).toBe(ID);
  expect(() => imported({}).loginServer).toThrow(
    "'loginServer' is not known of this imported registry: give it to fromRegistryAttributes [test/registry]",
  );
});
