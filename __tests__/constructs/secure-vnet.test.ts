import { Fn, TerraformOutput } from 'cdktf';
import { SecureVnet, type SecureVnetProps } from '../../constructs';
import { resourceGroup } from '../fixtures/infrastructure';
import { emptyStack, synthWith } from '../helpers/template';

const minimal: SecureVnetProps = {
  resourceGroup,
  virtualNetworkName: 'vnet-test',
  virtualNetworkCidr: '10.21.0.0/16',
  aksSubnetName: 'snet-aks',
  aksSubnetCidr: '10.21.0.0/24',
  aksNetworkSecurityGroupName: 'nsg-aks',
  albSubnetName: 'snet-alb',
  albSubnetCidr: '10.21.1.0/24',
};

const full: SecureVnetProps = {
  ...minimal,
  openAiServiceEndpoint: false,
  podCidr: '10.244.0.0/16',
  internetPorts: [80, 7860],
  privateEndpointSubnet: { name: 'snet-pep', cidr: '10.21.2.0/27', networkSecurityGroupName: 'nsg-pep' },
};

function inboundRules(props: SecureVnetProps) {
  const template = synthWith((stack) => void new SecureVnet(stack, 'network', props));
  return Object.values(template.resources('azurerm_network_security_rule'))
    .map((rule) => [rule['priority'], rule['access'], rule['source_address_prefix'], rule['destination_port_range']])
    .toSorted((a, b) => Number(a[0]) - Number(b[0]));
}

describe('SecureVnet', () => {
  test('makes a network with the nodes’ subnet and the delegated one', () => {
    // WHEN
    const template = synthWith((stack) => void new SecureVnet(stack, 'network', minimal));

    // THEN
    expect(template.single('azurerm_virtual_network')).toMatchObject({
      name: 'vnet-test',
      address_space: ['10.21.0.0/16'],
      location: 'eastus2',
      resource_group_name: 'rg-test',
    });
    expect(template.count('azurerm_subnet')).toBe(2);
    const aks = template.where('azurerm_subnet', 'name', 'snet-aks');
    expect(aks).toMatchObject({
      address_prefixes: ['10.21.0.0/24'],
      service_endpoints: ['Microsoft.CognitiveServices'],
    });
    expect(aks).not.toHaveProperty('delegation');
    const alb = template.where('azurerm_subnet', 'name', 'snet-alb');
    expect(alb).toMatchObject({
      address_prefixes: ['10.21.1.0/24'],
      delegation: [{ service_delegation: { name: 'Microsoft.ServiceNetworking/trafficControllers' } }],
    });
    expect(alb).not.toHaveProperty('service_endpoints');
  });

  test('puts the security group on the nodes’ subnet alone', () => {
    const template = synthWith((stack) => void new SecureVnet(stack, 'network', minimal));

    expect(template.count('azurerm_network_security_group')).toBe(1);
    const [id] = Object.keys(template.resources('azurerm_network_security_group'));
    expect(template.single('azurerm_subnet_network_security_group_association')['network_security_group_id']).toBe(
      `${resourceGroup.id}/providers/Microsoft.Network/networkSecurityGroups/\${azurerm_network_security_group.${id}.name}`,
    );
    expect(template.single('azurerm_subnet_network_security_group_association')['subnet_id']).toMatch(/aks-subnet/);
  });

  test('lets in the load balancer and the nodes, and closes the internet last', () => {
    expect(inboundRules(minimal)).toEqual([
      [100, 'Allow', '10.21.1.0/24', '*'],
      [110, 'Allow', '10.21.0.0/24', '*'],
      [4096, 'Deny', 'Internet', '*'],
    ]);
  });

  test('adds what is asked for: pods of an overlay, ports for the internet, a subnet for private endpoints', () => {
    // WHEN
    const template = synthWith((stack) => void new SecureVnet(stack, 'network', full));

    // THEN
    expect(template.count('azurerm_subnet')).toBe(3);
    expect(template.where('azurerm_subnet', 'name', 'snet-aks')).not.toHaveProperty('service_endpoints');
    expect(template.where('azurerm_subnet', 'name', 'snet-pep')).toMatchObject({
      address_prefixes: ['10.21.2.0/27'],
      private_endpoint_network_policies: 'NetworkSecurityGroupEnabled',
      default_outbound_access_enabled: false,
    });
    expect(template.count('azurerm_network_security_group')).toBe(2);
    expect(inboundRules(full)).toEqual([
      [100, 'Allow', '10.21.1.0/24', '*'],
      [100, 'Allow', '10.21.0.0/24', '443'],
      [110, 'Allow', '10.21.0.0/24', '*'],
      [120, 'Allow', '10.244.0.0/16', '*'],
      [1000, 'Allow', 'Internet', '80'],
      [1001, 'Allow', 'Internet', '7860'],
      [4096, 'Deny', 'Internet', '*'],
      [4096, 'Deny', '*', '*'],
    ]);
  });

  test('says its subnets, and no private endpoint subnet unless asked', () => {
    // WHEN
    const template = synthWith((stack) => {
      const network = new SecureVnet(stack, 'network', full);
      new TerraformOutput(stack, 'aks', { value: network.aksSubnet.id });
      new TerraformOutput(stack, 'alb', { value: network.albSubnet.id });
      new TerraformOutput(stack, 'pep', { value: network.privateEndpointSubnet?.id });
    });

    // THEN
    expect(template.json.output?.['aks']?.value).toMatch(/azurerm_subnet\.network_aks-subnet_\w+\.id/);
    expect(template.json.output?.['alb']?.value).toMatch(/azurerm_subnet\.network_alb-subnet_\w+\.id/);
    expect(template.json.output?.['pep']?.value).toMatch(/azurerm_subnet\.network_private-endpoint-subnet_\w+\.id/);
    expect(new SecureVnet(emptyStack(), 'network', minimal).privateEndpointSubnet).toBeUndefined();
  });

  test('stands twice in one stack', () => {
    const template = synthWith((stack) => {
      new SecureVnet(stack, 'a', minimal);
      new SecureVnet(stack, 'b', full);
    });

    expect(template.count('azurerm_virtual_network')).toBe(2);
    expect(template.count('azurerm_subnet')).toBe(5);
  });

  test.each<[string, Partial<SecureVnetProps>, string]>([
    [
      'a subnet outside',
      { aksSubnetCidr: '10.22.0.0/24' },
      "'aksSubnetCidr' must lie in 'virtualNetworkCidr' 10.21.0.0/16, got '10.22.0.0/24' [test/network]",
    ],
    [
      'subnets that overlap',
      { albSubnetCidr: '10.21.0.0/23' },
      "'albSubnetCidr' must not overlap 'aksSubnetCidr' 10.21.0.0/24, got '10.21.0.0/23' [test/network]",
    ],
    [
      'a small load balancer subnet',
      { albSubnetCidr: '10.21.1.0/25' },
      "'albSubnetCidr' must be a /24 or larger, got '10.21.1.0/25' [test/network]",
    ],
    [
      'no range',
      { virtualNetworkCidr: '10.21.0.0' },
      '\'virtualNetworkCidr\' "10.21.0.0" is no IPv4 range: write it as address/prefix, for example 10.21.0.0/16 [test/network]',
    ],
    [
      'host bits',
      { aksSubnetCidr: '10.21.0.9/24' },
      '\'aksSubnetCidr\' "10.21.0.9/24" does not start at its network address: did you mean "10.21.0.0/24"? [test/network]',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => new SecureVnet(emptyStack(), 'network', { ...minimal, ...change })).toThrow(message);
  });

  test.each([
    ['an expression', '${var.range}'],
    ['a token', Fn.cidrsubnet('10.21.0.0/16', 8, 0)],
  ])('leaves a range alone that is known after apply only: %s', (_, range) => {
    const template = synthWith((stack) => void new SecureVnet(stack, 'network', { ...minimal, aksSubnetCidr: range }));

    const [written] = template.where('azurerm_subnet', 'name', 'snet-aks')['address_prefixes'] as string[];
    expect(written).toMatch(/^\$\{.+\}$/);
  });
});
