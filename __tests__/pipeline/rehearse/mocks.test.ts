import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Testing } from 'cdktf';
import { parseEnvironment, type EnvironmentInput } from '../../../config';
import { PlatformStack } from '../../../constructs';
import production from '../../../examples/production/prod';
import { addedBlocks, mockedValues, MOCKS, UnknownResourceTypeError } from '../../../pipeline/rehearse/mocks';
import { CLUSTER_SHAPES } from '../../fixtures/cluster-shapes';
import { EXISTING_OPTIONS, certifiedIn, inputWith, type ExistingOption } from '../../fixtures/existing';
import { stackResources, type StackJson, type StackResource } from '../../../pipeline/terraform';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const RESOURCE_ID =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+(\/providers\/Microsoft\.\w+(\/[a-zA-Z]+\/[^/]+)+)?$/;
const ID = new RegExp(`${UUID.source}|${RESOURCE_ID.source}`);

function resource(type: string, name: string, args: StackResource['args'] = {}): StackResource {
  return { mode: 'managed', type, name, address: `${type}.${name}`, args };
}

function stackOf(input: Omit<EnvironmentInput, 'name' | 'subscriptionId'>): StackJson {
  const environment = parseEnvironment({
    name: 'dev',
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    ...input,
  });
  return JSON.parse(Testing.synth(new PlatformStack(Testing.app(), environment.name, { environment }))) as StackJson;
}

const FIREWALL =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-waf/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf';

/** What an environment says that takes these as they are. */
function takenWith(isTaken: (option: ExistingOption) => boolean): Omit<EnvironmentInput, 'name' | 'subscriptionId'> {
  const { name: _, subscriptionId, ...said } = inputWith(EXISTING_OPTIONS.filter(isTaken));
  const chatbots = ['one', 'two', 'three', 'four'].map((name) => ({ name, deployment: 'gpt-5.4-mini' }));
  return JSON.parse(
    JSON.stringify({ ...said, chatbots }).replaceAll(subscriptionId, '11111111-1111-4111-8111-111111111111'),
  ) as EnvironmentInput;
}

const VARIANTS: readonly (readonly [string, Omit<EnvironmentInput, 'name' | 'subscriptionId'>])[] = [
  ['the defaults', {}],
  ['a managed gateway in the nodes’ subnet', { gateway: { mode: 'managed' }, cluster: { networkMode: 'node-subnet' } }],
  ['a firewall before the gateway', { existing: { webApplicationFirewallPolicyId: FIREWALL } }],
  ['a firewall of its own', { gateway: { allowedSourceRanges: ['203.0.113.0/24'] } }],
  ['a certificate', certifiedIn('11111111-1111-4111-8111-111111111111')],
  ['a certificate of a zone in a hub', certifiedIn('99999999-9999-4999-8999-999999999999')],
  ['production', production],
  ['a private endpoint', { openAi: { access: 'private-endpoint' } }],
  ...CLUSTER_SHAPES,
  [
    'all that can exist, but for cluster and account',
    takenWith((option) => !['cluster', 'openAi', 'deployments'].includes(option)),
  ],
  ['a registry', { registry: {}, openAi: { access: 'private-endpoint' } }],
  ['watched', { monitoring: { grafana: true }, gateway: { tlsSecretName: 'tls', hostname: 'a.example.com' } }],
];

test.each(VARIANTS)('knows every resource of the stack: %s', (_what, input) => {
  // GIVEN
  const resources = stackResources(stackOf(input));

  // WHEN
  const values = mockedValues(resources);

  // THEN
  expect(values.size).toBe(resources.length);
  expect(resources.length).toBeGreaterThan(20);
});

test.each(VARIANTS)('answers everything that the stack reads of a resource: %s', (_what, input) => {
  // GIVEN
  const stack = stackOf(input);
  const resources = new Map(stackResources(stack).map((resource) => [resource.address, resource]));
  const values = mockedValues([...resources.values()]);
  const blocks = addedBlocks([...resources.values()]);
  const { resource, data, output } = stack as unknown as Record<string, unknown>;

  // WHEN
  const read = [...JSON.stringify({ resource, data, output }).matchAll(/\$\{((?:data\.)?azurerm_\w+\.[\w-]+)\.(\w+)/g)];

  // THEN
  const isAnswered = (address = '', attribute = '') =>
    Object.hasOwn({ ...resources.get(address)?.args, ...values.get(address), ...blocks.get(address) }, attribute);
  const unanswered = read.filter(([, address, attribute]) => !isAnswered(address, attribute));
  expect(unanswered.map(([reference]) => reference)).toEqual([]);
  expect(read.length).toBeGreaterThan(40);
});

test('a data source answers what its own conditions ask for, and a resource does not', () => {
  // GIVEN
  const lifecycle = {
    postcondition: [
      { condition: '${contains(self.address_prefixes, "10.0.0.0/24")}', error_message: 'x' },
      { condition: '${self.location == "westeurope"}', error_message: 'y' },
    ],
  };
  const subnet = resource('azurerm_subnet', 'a', { lifecycle });

  // WHEN
  const [asked, made] = [{ ...subnet, mode: 'data' as const }, subnet].map((one) =>
    mockedValues([one]).get(one.address),
  );

  // THEN
  expect(asked).toMatchObject({ address_prefixes: ['10.0.0.0/24'], location: 'westeurope' });
  expect(Object.keys(made!)).toEqual(['id']);
});

test('an unknown type is an error that names each resource of it', () => {
  // GIVEN
  const resources = [
    resource('azurerm_subnet', 'a'),
    resource('azurerm_key_vault', 'b'),
    resource('azurerm_key_vault', 'c'),
  ];

  // WHEN
  const mock = () => mockedValues(resources);

  // THEN
  expect(mock).toThrow(UnknownResourceTypeError);
  expect(mock).toThrow('nothing is known of what Azure would answer for azurerm_key_vault.b, azurerm_key_vault.c');
  expect(mock).toThrow(expect.objectContaining({ next: expect.stringContaining('add azurerm_key_vault to MOCKS') }));
});

test('each identity gets ids of its own, the same on every run', () => {
  // GIVEN
  const resources = ['a', 'b'].map((name) => resource('azurerm_user_assigned_identity', name));

  // WHEN
  const [a, b] = [...mockedValues(resources).values()];

  // THEN
  const ids = [a, b].flatMap((values) => [values!['client_id'], values!['principal_id']]);
  for (const id of ids) expect(id).toMatch(UUID);
  expect(new Set(ids).size).toBe(4);
  expect(mockedValues(resources).get('azurerm_user_assigned_identity.a')).toEqual(a);
});

test('what the arguments say is left to them', () => {
  // GIVEN
  const cluster = resource('azurerm_kubernetes_cluster', 'c', { name: 'aks-dev', node_resource_group: 'rg-nodes' });

  // WHEN
  const values = mockedValues([cluster]).get('azurerm_kubernetes_cluster.c');

  // THEN
  expect(values).not.toHaveProperty('node_resource_group');
  expect(values).toMatchObject({ id: expect.stringMatching(/\/managedClusters\/aks-dev$/) });
});

const cluster = (name: string, args = {}) => resource('azurerm_kubernetes_cluster', name, { name, ...args });

describe('the blocks that Azure adds', () => {
  test('are those of each cluster, with ids of its own, the same on every run', () => {
    const blocks = addedBlocks([cluster('one'), cluster('two'), resource('azurerm_subnet', 'a')]);

    expect([...blocks.keys()]).toEqual(['azurerm_kubernetes_cluster.one', 'azurerm_kubernetes_cluster.two']);
    const [one, two] = [...blocks.values()].map(({ kubelet_identity }) => (kubelet_identity as [object])[0]);
    const ids = [one, two].flatMap((block) => Object.values(block!) as string[]);
    for (const id of ids) expect(id).toMatch(ID);
    expect(new Set(ids).size).toBe(6);
    expect(Object.keys(one!)).toEqual(['client_id', 'object_id', 'user_assigned_identity_id']);
    expect(addedBlocks([cluster('one')])).toEqual(new Map([...blocks].slice(0, 1)));
  });

  test('are left to a cluster that says them', () => {
    expect(addedBlocks([cluster('own', { kubelet_identity: { object_id: 'x' } })]).size).toBe(0);
  });
});

test('a name that is a reference is not put into an id', () => {
  // GIVEN
  const subnet = resource('azurerm_subnet', 'aks', { name: '${azurerm_virtual_network.v.name}-aks' });

  // THEN
  expect(mockedValues([subnet]).get('azurerm_subnet.aks')).toMatchObject({
    id: expect.stringMatching(/\/subnets\/aks$/),
  });
});

const mockedTypes = Object.keys(MOCKS);

test.each(mockedTypes)('%s: ids have the shape of Azure, and the provider knows each attribute', (type) => {
  // GIVEN
  const values = MOCKS[type]!(resource(type, 'network_aks-subnet_968AF2EA'));

  // THEN
  const ids = Object.entries(values).filter(([attribute]) => attribute === 'id' || attribute.endsWith('_id'));
  for (const [, id] of ids) expect(id).toMatch(ID);
  for (const attribute of Object.keys(values)) expect(attributesOf(type)).toContain(attribute);
});

/** The attributes that a provider's binding can read, spelled as Terraform spells them. */
function attributesOf(type: string): string[] {
  const [provider, ...words] = type.split('_');
  const library = path.join(__dirname, '../../../node_modules/@cdktf', `provider-${provider}`, 'lib');
  const folder = ['', 'data-azurerm-']
    .map((prefix) => prefix + words.join('-'))
    .find((name) => readdirSync(library).includes(name));
  const exported = require(path.join(library, folder!)) as Record<
    string,
    { tfResourceType?: string; prototype: object }
  >;
  const binding = Object.values(exported).find(({ tfResourceType }) => tfResourceType === type)!;
  return Object.entries(Object.getOwnPropertyDescriptors(binding.prototype))
    .filter(([, descriptor]) => Object.hasOwn(descriptor, 'get') && descriptor.get !== undefined)
    .map(([name]) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
