import { Fn, TerraformOutput } from 'cdktf';
import { SecureVnet, type SecureVnetProps } from '../../constructs';
import { resourceGroup } from '../fixtures/infrastructure';
import { GONE, MADE, changesBetween, type Places } from '../helpers/changes';
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

/** What is handed in where something exists, which then is not made. */
type Existing = 'virtualNetworkId' | 'aksSubnetId' | 'albSubnetId' | 'privateEndpointSubnetId' | 'apiServerSubnetId';

/** What is added by choice, which has a test of its own below. */
type Added =
  | 'apiServerSubnetName'
  | 'apiServerSubnetCidr'
  | 'apiServerNetworkSecurityGroupName'
  | 'natGatewayName'
  | 'natGatewayAddressName'
  | 'routeTableId';

const full: Required<Omit<SecureVnetProps, Existing | Added>> = {
  ...minimal,
  openAiServiceEndpoint: false,
  podCidr: '10.244.0.0/16',
  internetPorts: [80, 7860],
  privateEndpointSubnetName: 'snet-pep',
  privateEndpointSubnetCidr: '10.21.2.0/27',
  privateEndpointNetworkSecurityGroupName: 'nsg-pep',
  protect: true,
};

function inboundRules(props: SecureVnetProps) {
  const template = synthWith((stack) => void new SecureVnet(stack, 'network', props));
  return Object.values(template.resources('azurerm_network_security_rule'))
    .map((rule) => [
      rule['priority'],
      rule['access'],
      rule['source_address_prefix'],
      rule['destination_port_range'],
      rule['protocol'],
    ])
    .toSorted((a, b) => Number(a[0]) - Number(b[0]));
}

const synth = (props: SecureVnetProps) => synthWith((stack) => void new SecureVnet(stack, 'network', props));

const AKS_RULES = 'azurerm_network_security_rule.network_aks-subnet-nsg';
const PEP_RULES = 'azurerm_network_security_rule.network_private-endpoint-subnet-nsg';
const IN_THE_GROUP = [
  'azurerm_virtual_network.network',
  'azurerm_subnet.network_aks-subnet',
  'azurerm_subnet.network_alb-subnet',
  'azurerm_subnet.network_private-endpoint-subnet',
  'azurerm_network_security_group.network_aks-subnet-nsg',
  'azurerm_network_security_group.network_private-endpoint-subnet-nsg',
  ...[
    'AllowLoadBalancerSubnetInbound',
    'AllowNodesInbound',
    'AllowPodsInbound',
    'AllowAzureLoadBalancerInbound',
    'DenyInternetInbound',
  ].map((rule) => `${AKS_RULES}_${rule}`),
  ...['AllowInternetInbound80', 'AllowInternetInbound7860'].map((rule) => `${AKS_RULES}_${rule}`),
  ...['AllowNodesInbound', 'DenyAllInbound'].map((rule) => `${PEP_RULES}_${rule}`),
];

/** Another value of each property, and where it arrives in a network that has them all. */
const PLACES: {
  readonly [Prop in keyof Omit<SecureVnetProps, Existing | Added>]-?: readonly [SecureVnetProps[Prop], Places];
} = {
  resourceGroup: [
    { name: 'rg-other', id: '/subscriptions/other/resourceGroups/rg-other', location: 'westeurope' },
    {
      ...Object.fromEntries(IN_THE_GROUP.map((address) => [`${address}.resource_group_name`, 'rg-other'])),
      'azurerm_virtual_network.network.location': 'westeurope',
      'azurerm_network_security_group.network_aks-subnet-nsg.location': 'westeurope',
      'azurerm_network_security_group.network_private-endpoint-subnet-nsg.location': 'westeurope',
    },
  ],
  protect: [false, { 'azurerm_virtual_network.network.lifecycle.prevent_destroy': false }],
  virtualNetworkName: ['vnet-other', { 'azurerm_virtual_network.network.name': 'vnet-other' }],
  virtualNetworkCidr: ['10.20.0.0/15', { 'azurerm_virtual_network.network.address_space': ['10.20.0.0/15'] }],
  aksSubnetName: ['snet-other', { 'azurerm_subnet.network_aks-subnet.name': 'snet-other' }],
  aksSubnetCidr: [
    '10.21.3.0/24',
    {
      'azurerm_subnet.network_aks-subnet.address_prefixes': ['10.21.3.0/24'],
      [`${AKS_RULES}_AllowNodesInbound.source_address_prefix`]: '10.21.3.0/24',
      [`${PEP_RULES}_AllowNodesInbound.source_address_prefix`]: '10.21.3.0/24',
    },
  ],
  aksNetworkSecurityGroupName: [
    'nsg-other',
    { 'azurerm_network_security_group.network_aks-subnet-nsg.name': 'nsg-other' },
  ],
  openAiServiceEndpoint: [
    true,
    { 'azurerm_subnet.network_aks-subnet.service_endpoints': ['Microsoft.CognitiveServices'] },
  ],
  podCidr: ['10.245.0.0/16', { [`${AKS_RULES}_AllowPodsInbound.source_address_prefix`]: '10.245.0.0/16' }],
  internetPorts: [
    [7860, 443],
    {
      [`${AKS_RULES}_AllowInternetInbound80`]: GONE,
      [`${AKS_RULES}_AllowInternetInbound443`]: MADE,
      [`${AKS_RULES}_AllowInternetInbound7860.priority`]: 1000,
    },
  ],
  albSubnetName: ['snet-other', { 'azurerm_subnet.network_alb-subnet.name': 'snet-other' }],
  albSubnetCidr: [
    '10.21.3.0/24',
    {
      'azurerm_subnet.network_alb-subnet.address_prefixes': ['10.21.3.0/24'],
      [`${AKS_RULES}_AllowLoadBalancerSubnetInbound.source_address_prefix`]: '10.21.3.0/24',
    },
  ],
  privateEndpointSubnetName: ['snet-other', { 'azurerm_subnet.network_private-endpoint-subnet.name': 'snet-other' }],
  privateEndpointSubnetCidr: [
    '10.21.3.0/24',
    { 'azurerm_subnet.network_private-endpoint-subnet.address_prefixes': ['10.21.3.0/24'] },
  ],
  privateEndpointNetworkSecurityGroupName: [
    'nsg-other',
    { 'azurerm_network_security_group.network_private-endpoint-subnet-nsg.name': 'nsg-other' },
  ],
};

const HUB = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub';
const HUB_NAMES = { resource_group_name: 'rg-hub', virtual_network_name: 'vnet-hub' };

describe('a network that exists', () => {
  test('gets the subnets, and is not made', () => {
    // WHEN
    const template = synth({ ...full, virtualNetworkId: HUB });

    // THEN
    expect(template.count('azurerm_virtual_network')).toBe(0);
    const subnets = Object.values(template.resources('azurerm_subnet'));
    expect(subnets).toHaveLength(3);
    for (const subnet of subnets) expect(subnet).toMatchObject(HUB_NAMES);
    const groups = Object.values(template.resources('azurerm_network_security_group'));
    expect(groups.map((group) => group['resource_group_name'])).toEqual(['rg-test', 'rg-test']);
  });

  test.each([
    ['aksSubnetId', 'aksSubnet', 'aks', 2, 1],
    ['albSubnetId', 'albSubnet', 'alb', 2, 2],
    ['privateEndpointSubnetId', 'privateEndpointSubnet', 'private-endpoint', 2, 1],
  ] as const)('with %s: it is put to use as it is', (prop, subnet, made, subnets, groups) => {
    // GIVEN
    const id = `${HUB}/subnets/snet-own`;
    let network: SecureVnet | undefined;

    // WHEN
    const template = synthWith((stack) => {
      network = new SecureVnet(stack, 'network', { ...full, virtualNetworkId: HUB, [prop]: id });
    });

    // THEN
    expect(network![subnet]).toMatchObject({ id, name: 'snet-own', virtualNetworkId: HUB });
    expect(template.count('azurerm_subnet')).toBe(subnets);
    expect(template.count('azurerm_network_security_group')).toBe(groups);
    expect(template.addresses().filter((address) => address.includes(`network_${made}-subnet`))).toEqual([]);
  });

  test.each<[string, Partial<SecureVnetProps>, string]>([
    [
      'a subnet without its network',
      { aksSubnetId: `${HUB}/subnets/a` },
      "'virtualNetworkId' must be given with 'aksSubnetId': the subnet lies in a network that exists [test/network]",
    ],
    [
      'a subnet of another network',
      { virtualNetworkId: HUB, albSubnetId: `${HUB}-other/subnets/a` },
      `'albSubnetId' must be a subnet of 'virtualNetworkId' ${HUB}, got '${HUB}-other/subnets/a' [test/network]`,
    ],
    [
      'what is no subnet',
      { virtualNetworkId: HUB, privateEndpointSubnetId: HUB },
      `'privateEndpointSubnetId' must be the resource id that "az network vnet subnet show --query id" prints, got '${HUB}' [test/network]`,
    ],
    [
      'what is no network',
      { virtualNetworkId: 'vnet-hub' },
      `'virtualNetworkId' must be the resource id that "az network vnet show --query id" prints, got 'vnet-hub' [test/network]`,
    ],
    [
      'a network that is known after apply only',
      { virtualNetworkId: '${var.network}' },
      "'virtualNetworkId' must be a literal: the network's resource group is read from it [test/network]",
    ],
  ])('refuses %s', (_what, props, message) => {
    expect(() => new SecureVnet(emptyStack(), 'network', { ...full, ...props })).toThrow(message);
  });
});

const ROUTES = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/routeTables/rt-hub';

describe('what is added to a network by choice', () => {
  test('a subnet of the API server, delegated to it', () => {
    // GIVEN
    const props = {
      ...minimal,
      apiServerSubnetName: 'snet-api',
      apiServerSubnetCidr: '10.21.3.0/28',
      apiServerNetworkSecurityGroupName: 'nsg-api',
    };
    const template = synth(props);

    // THEN
    expect(synth(minimal).count('azurerm_subnet')).toBe(2);
    expect(synth(props).count('azurerm_subnet')).toBe(3);
    expect(synth(props).where('azurerm_subnet', 'name', 'snet-api')).toMatchObject({
      address_prefixes: ['10.21.3.0/28'],
      delegation: [{ service_delegation: { name: 'Microsoft.ContainerService/managedClusters' } }],
    });

    // THEN nodes, and the balancer that asks whether it is well, get to it, and nobody from the internet
    expect(template.where('azurerm_network_security_group', 'name', 'nsg-api')).toBeDefined();
    const rules = Object.entries(template.resources('azurerm_network_security_rule'))
      .filter(([name]) => name.includes('api-server'))
      .map(([, rule]) => [
        rule['source_address_prefix'],
        rule['destination_port_range'],
        rule['protocol'],
        rule['access'],
      ]);
    expect(rules).toEqual([
      ['AzureLoadBalancer', '9988', 'Tcp', 'Allow'],
      [minimal.aksSubnetCidr, '443', 'Tcp', 'Allow'],
      [minimal.aksSubnetCidr, '4443', 'Tcp', 'Allow'],
      ['Internet', '*', '*', 'Deny'],
    ]);
  });

  test('a NAT gateway with its address, on the nodes’ subnet before there are nodes', () => {
    // GIVEN
    let network: SecureVnet | undefined;
    const props = { ...minimal, natGatewayName: 'ng', natGatewayAddressName: 'pip-ng' };

    // WHEN
    const template = synthWith((stack) => {
      network = new SecureVnet(stack, 'network', props);
    });

    // THEN
    expect(changesBetween(synth(minimal), template)).toEqual({
      'azurerm_public_ip.network_nat-gateway-address': MADE,
      'azurerm_nat_gateway.network_nat-gateway': MADE,
      'azurerm_nat_gateway_public_ip_association.network_nat-gateway-address-association': MADE,
      'azurerm_subnet_nat_gateway_association.network_aks-subnet-nat-gateway': MADE,
    });
    expect(template.single('azurerm_public_ip')).toMatchObject({
      name: 'pip-ng',
      allocation_method: 'Static',
      sku: 'Standard',
    });
    expect(template.single('azurerm_nat_gateway')).toMatchObject({ name: 'ng', sku_name: 'Standard' });
    expect(network!.aksSubnet.dependables).toHaveLength(2 + 3);
    expect(network!.egressAddress).toBeDefined();
  });

  test('a route table that exists, on the nodes’ subnet', () => {
    const template = synth({ ...minimal, routeTableId: ROUTES });

    expect(template.single('azurerm_subnet_route_table_association')).toMatchObject({
      route_table_id: ROUTES,
      subnet_id: expect.stringMatching(/azurerm_subnet\.network_aks-subnet_/),
    });
  });

  test.each<[string, Partial<SecureVnetProps>, string]>([
    [
      'a NAT gateway without an address',
      { natGatewayName: 'ng' },
      "'natGatewayAddressName' must be given with 'natGatewayName': give all of them or none [test/network]",
    ],
    [
      'an API server without a range',
      { apiServerSubnetName: 'snet-api' },
      "'apiServerSubnetCidr', 'apiServerNetworkSecurityGroupName' must be given with 'apiServerSubnetName': give all of them or none [test/network]",
    ],
    [
      'an API server outside of the network',
      {
        apiServerSubnetName: 'snet-api',
        apiServerSubnetCidr: '10.99.0.0/28',
        apiServerNetworkSecurityGroupName: 'nsg-api',
      },
      "'apiServerSubnetCidr' must lie in",
    ],
    [
      'what is no route table',
      { routeTableId: 'rt' },
      `'routeTableId' must be the resource id that "az network route-table`,
    ],
  ])('refuses %s', (_what, props, message) => {
    expect(() => new SecureVnet(emptyStack(), 'network', { ...minimal, ...props })).toThrow(message);
  });
});

describe('SecureVnet', () => {
  test.each(Object.entries(PLACES))('says %s at its arguments, and nowhere else', (prop, [value, places]) => {
    expect(changesBetween(synth(full), synth({ ...full, [prop]: value }))).toEqual(places);
  });

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
      delegation: [
        {
          service_delegation: {
            name: 'Microsoft.ServiceNetworking/trafficControllers',
            actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'],
          },
        },
      ],
    });
    expect(alb).not.toHaveProperty('service_endpoints');
  });

  test('puts the security group on the nodes’ subnet alone', () => {
    const template = synthWith((stack) => void new SecureVnet(stack, 'network', minimal));

    expect(template.count('azurerm_network_security_group')).toBe(1);
    const [id] = Object.keys(template.resources('azurerm_network_security_group'));
    expect(template.single('azurerm_subnet_network_security_group_association')['network_security_group_id']).toBe(
      `\${azurerm_network_security_group.${id}.id}`,
    );
    expect(template.single('azurerm_subnet_network_security_group_association')['subnet_id']).toMatch(/aks-subnet/);
  });

  test('lets in the load balancer and the nodes, and closes the internet last', () => {
    const rules = Object.values(synth(minimal).resources('azurerm_network_security_rule'));

    for (const rule of rules) {
      expect(rule).toMatchObject({
        direction: 'Inbound',
        source_port_range: '*',
        destination_address_prefix: '*',
      });
    }
    expect(inboundRules(minimal)).toEqual([
      [100, 'Allow', '10.21.1.0/24', '*', 'Tcp'],
      [110, 'Allow', '10.21.0.0/24', '*', '*'],
      [130, 'Allow', 'AzureLoadBalancer', '*', '*'],
      [4096, 'Deny', 'Internet', '*', '*'],
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
      [100, 'Allow', '10.21.1.0/24', '*', 'Tcp'],
      [100, 'Allow', '10.21.0.0/24', '443', 'Tcp'],
      [110, 'Allow', '10.21.0.0/24', '*', '*'],
      [120, 'Allow', '10.244.0.0/16', '*', '*'],
      [130, 'Allow', 'AzureLoadBalancer', '*', '*'],
      [1000, 'Allow', 'Internet', '80', 'Tcp'],
      [1001, 'Allow', 'Internet', '7860', 'Tcp'],
      [4096, 'Deny', 'Internet', '*', '*'],
      [4096, 'Deny', '*', '*', '*'],
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

  test.each([
    ['two subnets', minimal, ['aks-subnet', 'alb-subnet'], ['aks-subnet-nsg']],
    [
      'three subnets',
      full,
      ['aks-subnet', 'alb-subnet', 'private-endpoint-subnet'],
      ['aks-subnet-nsg', 'private-endpoint-subnet-nsg'],
    ],
  ])('lets nodes wait for whatever changes a network of %s', (_, props, subnets, groups) => {
    const template = synthWith((stack) => {
      const { dependables = [] } = new SecureVnet(stack, 'network', props).aksSubnet;
      new TerraformOutput(stack, 'late', { value: 'late', dependsOn: [...dependables] });
    });

    const { depends_on: waits } = template.json.output!['late'] as unknown as { depends_on: string[] };
    expect(waits.map((address) => address.replace(/^\$\{(.+)_\w{8}\}$/, '$1')).toSorted()).toEqual([
      ...subnets.map((subnet) => `azurerm_subnet.network_${subnet}`),
      ...groups.map((group) => `azurerm_subnet_network_security_group_association.network_${group}_association`),
    ]);
  });

  test('stands twice in one stack', () => {
    const template = synthWith((stack) => {
      new SecureVnet(stack, 'a', minimal);
      new SecureVnet(stack, 'b', { ...full, virtualNetworkName: 'vnet-b' });
    });

    expect(template.count('azurerm_virtual_network')).toBe(2);
    expect(template.count('azurerm_subnet')).toBe(5);
  });

  test('is refused the name of another network of the stack', () => {
    const stack = emptyStack();
    new SecureVnet(stack, 'a', minimal);

    expect(() => new SecureVnet(stack, 'b', full)).toThrow(
      "'virtualNetworkName' must be another name than that of test/a, which is in the same resource group, got 'vnet-test' [test/b]",
    );
  });

  test.each<[string, Partial<SecureVnetProps>, string]>([
    ...Object.keys(full)
      .filter((prop) => prop.endsWith('Name'))
      .map((prop): [string, Partial<SecureVnetProps>, string] => [
        `a ${prop} that is none`,
        { ...full, [prop]: 'a b' },
        `'${prop}' must have ${prop === 'virtualNetworkName' ? '2 to 64' : '1 to 80'} characters: letters, digits, ".", "_" and "-", first a letter or digit, last a letter, digit or "_", got 'a b' [test/network]`,
      ]),
    ['no port', { internetPorts: [80, 0] }, "'internetPorts' must be a port from 1 to 65535, got 0 [test/network]"],
    [
      'pods in the network’s range',
      { podCidr: '10.21.0.0/20' },
      "'podCidr' must not overlap 'virtualNetworkCidr' 10.21.0.0/16, got '10.21.0.0/20' [test/network]",
    ],
    [
      'a network that AKS keeps for itself',
      { virtualNetworkCidr: '172.30.0.0/16', aksSubnetCidr: '172.30.0.0/24', albSubnetCidr: '172.30.1.0/24' },
      "'virtualNetworkCidr' must not overlap 172.30.0.0/16, which AKS keeps for itself, got '172.30.0.0/16' [test/network]",
    ],
    [
      'a network that Azure refuses',
      { virtualNetworkCidr: '224.0.0.0/16', aksSubnetCidr: '224.0.0.0/24', albSubnetCidr: '224.0.1.0/24' },
      "'virtualNetworkCidr' must not overlap 224.0.0.0/4, which Azure refuses in a virtual network, got '224.0.0.0/16' [test/network]",
    ],
    [
      'a subnet too small for Azure',
      { aksSubnetCidr: '10.21.0.0/30' },
      "'aksSubnetCidr' must have a prefix from /2 to /29, got '10.21.0.0/30' [test/network]",
    ],
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
      "'albSubnetCidr' must be a /24 or larger: Application Gateway for Containers takes 250 addresses, got '10.21.1.0/25' [test/network]",
    ],
    [
      'a larger load balancer subnet under overlay',
      { podCidr: '10.244.0.0/16', albSubnetCidr: '10.21.2.0/23' },
      "'albSubnetCidr' must be exactly a /24 under overlay: Application Gateway for Containers refuses any other size, got '10.21.2.0/23' [test/network]",
    ],
    [
      'a subnet for private endpoints without its range',
      { privateEndpointSubnetName: 'snet-pep', privateEndpointNetworkSecurityGroupName: 'nsg-pep' },
      "'privateEndpointSubnetCidr' must be given with 'privateEndpointSubnetName', 'privateEndpointNetworkSecurityGroupName': give all of them or none [test/network]",
    ],
    [
      'a subnet for private endpoints outside',
      {
        privateEndpointSubnetName: 'snet-pep',
        privateEndpointSubnetCidr: '10.22.0.0/27',
        privateEndpointNetworkSecurityGroupName: 'nsg-pep',
      },
      "'privateEndpointSubnetCidr' must lie in 'virtualNetworkCidr' 10.21.0.0/16, got '10.22.0.0/27' [test/network]",
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

describe('SecureVnet.fromVnetAttributes', () => {
  const virtualNetworkId = `${resourceGroup.id}/providers/Microsoft.Network/virtualNetworks/vnet-shared`;
  const named = { virtualNetworkId, virtualNetworkName: 'vnet-shared', aksSubnetName: 'nodes', albSubnetName: 'alb' };

  test('stands for a network that exists already, and makes none', () => {
    // WHEN
    const template = synthWith((stack) => {
      const network = SecureVnet.fromVnetAttributes(stack, 'shared', { ...named, privateEndpointSubnetName: 'pep' });
      new TerraformOutput(stack, 'network', { value: [network.virtualNetworkId, network.virtualNetworkName] });
      new TerraformOutput(stack, 'subnets', {
        value: [network.aksSubnet, network.albSubnet, network.privateEndpointSubnet],
      });
    });

    // THEN
    expect(template.addresses()).toEqual([]);
    expect(template.json.output?.['network']?.value).toEqual([virtualNetworkId, 'vnet-shared']);
    expect(template.json.output?.['subnets']?.value).toEqual(
      ['nodes', 'alb', 'pep'].map((name) => ({ id: `${virtualNetworkId}/subnets/${name}`, name, virtualNetworkId })),
    );
  });

  test('refuses an id that is no network’s', () => {
    const subnetId = `${virtualNetworkId}/subnets/nodes`;

    expect(() => SecureVnet.fromVnetAttributes(emptyStack(), 'shared', { virtualNetworkId: subnetId })).toThrow(
      `'virtualNetworkId' must be the resource id that "az network vnet show --query id" prints, got '${subnetId}' [test/shared]`,
    );
  });

  test('has no subnet for private endpoints unless one is named', () => {
    expect(SecureVnet.fromVnetAttributes(emptyStack(), 'shared', named).privateEndpointSubnet).toBeUndefined();
  });

  test.each<['virtualNetworkName' | 'aksSubnet' | 'albSubnet', string]>([
    ['virtualNetworkName', 'virtualNetworkName'],
    ['aksSubnet', 'aksSubnetName'],
    ['albSubnet', 'albSubnetName'],
  ])('says that it does not know %s', (member, attribute) => {
    const network = SecureVnet.fromVnetAttributes(emptyStack(), 'shared', { virtualNetworkId });

    expect(() => network[member]).toThrow(
      `'${attribute}' is not known of this imported network: give it to fromVnetAttributes [test/shared]`,
    );
  });
});
