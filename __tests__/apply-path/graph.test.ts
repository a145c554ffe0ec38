import { readGraph, reversed, without, type Graph } from '../../apply-path/graph';

/** What each address needs, in short. */
function needs(graph: Graph): Record<string, Record<string, string>> {
  return Object.fromEntries([...graph].map(([address, vertex]) => [address, Object.fromEntries(vertex.needs)]));
}

const GROUP = { azurerm_resource_group: { group: { name: 'rg' } } };

test('a reference is found in any string, however deep and whatever stands around it', () => {
  // GIVEN
  const resource = {
    ...GROUP,
    azurerm_subnet: {
      nodes: { names: ['a', { of: 'x-${lower(azurerm_resource_group.group.name)}-y' }] },
    },
  };

  // THEN
  expect(needs(readGraph({ resource }))).toEqual({
    'azurerm_resource_group.group': {},
    'azurerm_subnet.nodes': { 'azurerm_resource_group.group': 'reference' },
  });
});

test('what only reads like an address is none', () => {
  // GIVEN
  const resource = {
    ...GROUP,
    azurerm_subnet: {
      literal: { name: 'azurerm_resource_group.group' },
      escaped: { name: '$${azurerm_resource_group.group.name}' },
      unknown: { name: '${azurerm_resource_group.other.name}' },
      longer: { name: '${azurerm_resource_group.group-two.name}' },
    },
  };

  // THEN
  const found = needs(readGraph({ resource }));
  expect(Object.keys(found)).toHaveLength(5);
  expect(Object.values(found).flatMap((needed) => Object.keys(needed))).toEqual([]);
});

test('depends_on counts, and a reference to the same resource counts more', () => {
  // GIVEN
  const group = 'azurerm_resource_group.group';
  const resource = {
    ...GROUP,
    azurerm_subnet: {
      told: { depends_on: [group] },
      both: { depends_on: [group], name: `\${${group}.name}` },
    },
  };

  // THEN
  expect(needs(readGraph({ resource }))).toMatchObject({
    'azurerm_subnet.told': { [group]: 'depends_on' },
    'azurerm_subnet.both': { [group]: 'reference' },
  });
});

test('a data source is a vertex by a name of its own', () => {
  // GIVEN
  const data = { azurerm_client_config: { caller: { depends_on: ['azurerm_resource_group.group'] } } };
  const resource = { ...GROUP, azurerm_subnet: { nodes: { name: '${data.azurerm_client_config.caller.tenant_id}' } } };

  // WHEN
  const graph = readGraph({ resource, data });

  // THEN
  expect(graph.get('data.azurerm_client_config.caller')!.type).toBe('data.azurerm_client_config');
  expect(needs(graph)).toMatchObject({
    'data.azurerm_client_config.caller': { 'azurerm_resource_group.group': 'depends_on' },
    'azurerm_subnet.nodes': { 'data.azurerm_client_config.caller': 'reference' },
  });
});

test('a resource needs what its provider is configured with, and not what another is', () => {
  // GIVEN
  const provider = {
    azurerm: [{ features: [{}] }],
    helm: [
      { kubernetes: { host: '${azurerm_kubernetes_cluster.one.host}' } },
      { alias: 'second', kubernetes: { host: '${azurerm_kubernetes_cluster.two.host}' } },
    ],
  };
  const resource = {
    azurerm_kubernetes_cluster: { one: {}, two: {} },
    helm_release: { first: {}, other: { provider: 'helm.second' } },
  };

  // THEN
  expect(needs(readGraph({ provider, resource }))).toEqual({
    'azurerm_kubernetes_cluster.one': {},
    'azurerm_kubernetes_cluster.two': {},
    'helm_release.first': { 'azurerm_kubernetes_cluster.one': 'reference' },
    'helm_release.other': { 'azurerm_kubernetes_cluster.two': 'reference' },
  });
});

test.each([{ module: {} }, { locals: {} }])('a stack with %j is refused, since needs pass through it', (json) => {
  expect(() => readGraph(json)).toThrow("the graph of a stack with 'module' or 'locals' is not read");
});

test('reversed, what was needed waits for whatever needed it', () => {
  // GIVEN
  const resource = {
    ...GROUP,
    azurerm_subnet: { nodes: { name: '${azurerm_resource_group.group.name}' }, other: {} },
  };

  // THEN
  expect(needs(reversed(readGraph({ resource })))).toEqual({
    'azurerm_resource_group.group': { 'azurerm_subnet.nodes': 'reference' },
    'azurerm_subnet.nodes': {},
    'azurerm_subnet.other': {},
  });
});

test('needs can be left out by what they go from, to and by', () => {
  // GIVEN
  const group = 'azurerm_resource_group.group';
  const resource = {
    ...GROUP,
    azurerm_subnet: { told: { depends_on: [group] }, refers: { name: `\${${group}.name}` } },
  };

  // WHEN
  const left = without(readGraph({ resource }), (from, to, need) => {
    expect([from.type, to.type]).toEqual(['azurerm_subnet', 'azurerm_resource_group']);
    return need === 'depends_on';
  });

  // THEN
  expect(needs(left)).toEqual({
    [group]: {},
    'azurerm_subnet.told': {},
    'azurerm_subnet.refers': { [group]: 'reference' },
  });
});
