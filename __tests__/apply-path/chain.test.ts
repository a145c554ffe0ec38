import { costOfRest, duration, longestChain, schedule, unavoidable } from '../../apply-path/chain';
import { readGraph, type Graph } from '../../apply-path/graph';
import { TIMES, secondsOf } from '../../apply-path/times';

/** A graph of resources `type.name`, each with what it waits for by depends_on. */
function graphOf(needs: Readonly<Record<string, readonly string[]>>): Graph {
  const resource: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [address, dependsOn] of Object.entries(needs)) {
    const [type, name] = address.split('.') as [string, string];
    resource[type] = { ...resource[type], [name]: { depends_on: dependsOn } };
  }
  return readGraph({ resource });
}

const create = (type: string) => secondsOf(type, 'create');
const destroy = (type: string) => secondsOf(type, 'destroy');
const sum = (types: readonly string[], of: (type: string) => number) =>
  types.reduce((seconds, type) => seconds + of(type), 0);

const GROUP = 'azurerm_resource_group.a';
const VNET = 'azurerm_virtual_network.a';
const CLUSTER = 'azurerm_kubernetes_cluster.a';
const DIAMOND = graphOf({
  [CLUSTER]: [GROUP, VNET],
  [VNET]: [GROUP],
  [GROUP]: [],
  'azurerm_user_assigned_identity.a': [GROUP],
});

test('each resource begins when the last of what it needs is done', () => {
  // WHEN
  const turns = schedule(DIAMOND, 'create');

  // THEN
  const group = create('azurerm_resource_group');
  const network = group + create('azurerm_virtual_network');
  expect(turns.size).toBe(4);
  expect(turns.get(GROUP)).toEqual({ address: GROUP, type: 'azurerm_resource_group', start: 0, end: group });
  expect(turns.get(VNET)).toMatchObject({ start: group, end: network, after: GROUP });
  expect(turns.get(CLUSTER)).toMatchObject({ start: network, after: VNET });
  expect(duration(turns)).toBe(network + create('azurerm_kubernetes_cluster'));
});

test('the longest chain leads from its first member to the last', () => {
  const chain = longestChain(schedule(DIAMOND, 'create'));

  expect(chain.map(({ address }) => address)).toEqual([GROUP, VNET, CLUSTER]);
});

test('a destroy goes the other way, by times of its own', () => {
  // WHEN
  const turns = schedule(DIAMOND, 'destroy');

  // THEN
  expect(longestChain(turns).map(({ address }) => address)).toEqual([CLUSTER, VNET, GROUP]);
  expect(duration(turns)).toBe(
    sum(['azurerm_kubernetes_cluster', 'azurerm_virtual_network', 'azurerm_resource_group'], destroy),
  );
});

test('of two that end at once, the first by address counts', () => {
  const graph = graphOf({ 'helm_release.z': [], 'helm_release.b': [], 'helm_release.c': [] });

  expect(longestChain(schedule(graph, 'create')).map(({ address }) => address)).toEqual(['helm_release.b']);
});

test('nothing takes no time', () => {
  const turns = schedule(graphOf({}), 'create');

  expect(duration(turns)).toBe(0);
  expect(longestChain(turns)).toEqual([]);
  expect(unavoidable(graphOf({}), 'create')).toBe(0);
});

test('a circle is told by its members', () => {
  const graph = graphOf({ 'helm_release.a': ['helm_release.b'], 'helm_release.b': ['helm_release.a'] });

  expect(() => schedule(graph, 'create')).toThrow(
    'a circle of needs: helm_release.a -> helm_release.b -> helm_release.a',
  );
});

test.each(['azurerm_new', 'toString'])('a type %s without a time is told, with what to do', (type) => {
  expect(() => schedule(graphOf({ [`${type}.a`]: [] }), 'create')).toThrow(
    `apply-path/creation-times.json has no row '${type}': add one, with its source or as an estimate`,
  );
});

describe('what is unavoidable', () => {
  const BASE = {
    'azurerm_resource_group.a': [],
    'azurerm_virtual_network.a': [],
    'azurerm_subnet.a': [],
    'azurerm_subnet_network_security_group_association.a': [],
    'azurerm_kubernetes_cluster.a': [],
  };
  const base = Object.keys(BASE).map((address) => address.split('.')[0]!);
  test('is a sum of times alone, whatever the graph orders', () => {
    // GIVEN
    const ends = { 'azurerm_role_assignment.a': [], 'helm_release.a': [] };
    const graph = graphOf({ ...BASE, ...ends, 'azurerm_cognitive_account.a': ['helm_release.a'] });

    // THEN
    const chain = [...base, 'azurerm_role_assignment', 'helm_release'];
    expect(unavoidable(graph, 'create')).toBe(sum(chain, create));
    expect(unavoidable(graph, 'destroy')).toBe(sum(chain, destroy));
  });

  test('ends with the longest of the ends that the stack has', () => {
    // GIVEN
    const credential = graphOf({ ...BASE, 'azurerm_federated_identity_credential.a': [], 'helm_release.a': [] });
    const association = 'azurerm_application_load_balancer_subnet_association';
    const own = graphOf({ ...BASE, 'azurerm_role_assignment.a': [], 'helm_release.a': [], [`${association}.a`]: [] });

    // THEN
    expect(unavoidable(credential, 'create')).toBe(
      sum([...base, 'azurerm_federated_identity_credential', 'helm_release'], create),
    );
    expect(unavoidable(own, 'create')).toBe(sum([...base, association], create));
  });
});

test('the network at rest costs what its depends_on add, and no reference does', () => {
  // GIVEN
  const association = 'azurerm_application_load_balancer_subnet_association';
  const graph = graphOf({
    'azurerm_subnet.a': [],
    'azurerm_role_assignment.a': [],
    'azurerm_subnet_network_security_group_association.a': ['azurerm_subnet.a'],
    'azurerm_kubernetes_cluster.a': [
      'azurerm_subnet.a',
      'azurerm_subnet_network_security_group_association.a',
      'azurerm_role_assignment.a',
    ],
    [`${association}.a`]: ['azurerm_kubernetes_cluster.a'],
  });
  const referring = readGraph({
    resource: {
      azurerm_subnet: { a: {} },
      azurerm_kubernetes_cluster: { a: { subnet: '${azurerm_subnet.a.id}' } },
    },
  });

  // THEN
  const cluster = create('azurerm_role_assignment') + create('azurerm_kubernetes_cluster');
  expect(costOfRest(graph, 'create')).toBe(
    duration(schedule(graph, 'create')) - Math.max(cluster, create(association)),
  );
  expect(costOfRest(graph, 'create')).toBeGreaterThan(300);
  expect(costOfRest(referring, 'create')).toBe(0);
});

describe('the table of times', () => {
  const rows = Object.entries(TIMES.rows);
  const times = rows.flatMap(
    ([type, row]) =>
      [
        [type, 'create', row.create],
        [type, 'destroy', row.destroy],
      ] as const,
  );

  test('is dated, and in order', () => {
    expect(TIMES.asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(rows.map(([type]) => type)).toEqual(rows.map(([type]) => type).toSorted());
  });

  test.each(times)('%s %s is whole seconds, with a source or as an estimate', (_, __, { seconds, source }) => {
    expect(Number.isInteger(seconds)).toBe(true);
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(source).toMatch(/^(?:estimate|https:\/\/\S+)$/);
  });
});
