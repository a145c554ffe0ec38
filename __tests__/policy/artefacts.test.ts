import { Manifests, Terraform, UNKNOWN, at, readArtefacts, selects, shown, textOf } from '../../policy/artefacts';

const terraform = new Terraform({
  locals: [{ place: 'westeurope' }, { deep: { list: [{ key: 'found' }] } }],
  module: { others: { source: './others' } },
  resource: [
    {
      azurerm_resource_group: { group: { name: 'rg', location: '${local.place}' } },
      azurerm_subnet: [{ nodes: [{ name: 'nodes', resource_group_name: '${azurerm_resource_group.group.name}' }] }],
    },
    {
      azurerm_x: {
        one: {
          name: 'the-one',
          block: [{ inner: { value: 1 } }, { inner: { value: 2 } }],
          dynamic: [{ later: { for_each: [1] } }],
          list: ['a', '${local.place}', '${var.b}'],
          long: Array.from({ length: 12 }, (_, index) => ({ value: index, '1st': 'first', last1: 'last' })),
          parent_id: '${azurerm_subnet.nodes.id}',
          a: '${azurerm_x.one.b}',
          b: '${azurerm_x.one.a}',
        },
      },
    },
  ],
});
const [one] = terraform.of('azurerm_x');

describe('a Terraform configuration', () => {
  test('has its resources by address, however its blocks are written', () => {
    expect(terraform.resources.map(({ address }) => address)).toEqual([
      'azurerm_resource_group.group',
      'azurerm_subnet.nodes',
      'azurerm_x.one',
    ]);
    expect(terraform.of('azurerm_x', 'azurerm_subnet').map(({ type }) => type)).toEqual([
      'azurerm_x',
      'azurerm_subnet',
    ]);
    expect(terraform.of('azurerm_y')).toEqual([]);
    expect(terraform.modules).toEqual(['module.others']);
  });

  test('that is none has nothing', () => {
    for (const json of [undefined, null, 5, 'x', [], { resource: 5 }, { resource: { azurerm_x: [5] } }]) {
      expect(new Terraform(json)).toMatchObject({ resources: [], modules: [] });
    }
  });

  test.each<[unknown, unknown]>([
    ['text', 'text'],
    [5, 5],
    [undefined, undefined],
    ['${local.place}', 'westeurope'],
    ['${local.deep.list[0].key}', 'found'],
    ['${local.deep.list[1].key}', UNKNOWN],
    ['${local.none}', UNKNOWN],
    ['in ${local.place}!', 'in westeurope!'],
    ['in ${var.place}', UNKNOWN],
    ['${azurerm_resource_group.group.location}', 'westeurope'],
    ['${azurerm_subnet.nodes.resource_group_name}', 'rg'],
    ['${azurerm_subnet.nodes[0].name}', 'nodes'],
    ['${azurerm_subnet.nodes["blue"].name}', 'nodes'],
    ['${azurerm_x.one.long[11].value}', 11],
    ['${azurerm_subnet.nodes.name}/${azurerm_subnet.nodes.name}', 'nodes/nodes'],
    ['${azurerm_subnet.nodes.id}', UNKNOWN],
    ['${azurerm_subnet.other.name}', UNKNOWN],
    ['${azurerm_x.one.block[1].inner.value}', 2],
    ['a ${azurerm_x.one.block[1].inner.value}', UNKNOWN],
    ['${azurerm_x.one.a}', UNKNOWN],
    ['${upper(local.place)}', UNKNOWN],
    ['${[for x in local.deep : "${x}"]}', UNKNOWN],
    ['%{ if true }x%{ endif }', UNKNOWN],
    ['${data.azurerm_client_config.me.tenant_id}', UNKNOWN],
    ['$${var.x} and %%{x}', '${var.x} and %{x}'],
    ['$5 and 5%', '$5 and 5%'],
  ])('takes %j for what it comes to', (value, expected) => {
    expect(terraform.resolve(value)).toBe(expected);
  });

  test.each<[readonly string[], unknown]>([
    [['name'], 'the-one'],
    [['block', 'inner', 'value'], 1],
    [['block', '1', 'inner', 'value'], 2],
    [['block', '2', 'inner'], undefined],
    [['long', '11', 'value'], 11],
    [['long', '1st'], 'first'],
    [['long', 'last1'], 'last'],
    [['later', 'x'], UNKNOWN],
    [['other', 'x'], undefined],
    [['name', 'x'], undefined],
    [['parent_id'], UNKNOWN],
    [['parent_id', 'x'], UNKNOWN],
    [['constructor'], undefined],
  ])('reads %j of a resource', (path, expected) => {
    expect(terraform.read(one!, ...path)).toBe(expected);
  });

  test('reads lists, and tells which entries only Azure knows', () => {
    expect(terraform.readList(one!, 'list')).toEqual(['a', 'westeurope', UNKNOWN]);
    expect(terraform.readList(one!, 'none')).toEqual([]);
    expect(terraform.readList(one!, 'parent_id')).toBe(UNKNOWN);
  });

  test('has nested blocks, one or several', () => {
    expect(terraform.blocks(one!, 'block', 'inner')).toEqual([{ value: 1 }, { value: 2 }]);
    expect(terraform.blocks(one!, 'name')).toEqual([]);
    expect(terraform.blocks(one!, 'none', 'inner')).toEqual([]);
  });

  test.each([
    ['${azurerm_subnet.nodes.id}', 'azurerm_subnet.nodes', 'id'],
    ['${azurerm_x.one.parent_id}', 'azurerm_subnet.nodes', 'id'],
    ['${azurerm_subnet.nodes.resource_group_name}', 'azurerm_resource_group.group', 'name'],
  ])('follows %s', (value, address, attribute) => {
    expect(terraform.reference(value)).toMatchObject({ resource: { address }, attribute });
  });

  test.each([
    5,
    'text',
    'x ${azurerm_subnet.nodes.id}',
    '${azurerm_subnet.nodes.id}/x',
    '${azurerm_subnet.other.id}',
    '${azurerm_subnet.nodes}',
  ])('follows %j nowhere', (value) => {
    expect(terraform.reference(value)).toBeUndefined();
  });

  test('follows a circle to an end', () => {
    expect(terraform.reference('${azurerm_x.one.a}')).toBeDefined();
  });

  test.each<[unknown, string | undefined | typeof UNKNOWN]>([
    ['${azurerm_subnet.nodes.id}', 'azurerm_subnet.nodes'],
    ['nodes', 'azurerm_subnet.nodes'],
    ['/subscriptions/x/subnets/nodes', 'azurerm_subnet.nodes'],
    ['rg', undefined],
    ['/subscriptions/x/subnets/other', undefined],
    [undefined, undefined],
    [5, undefined],
    ['${var.subnet}', UNKNOWN],
  ])('knows the subnet that %j means', (value, expected) => {
    const found = terraform.target(value, 'azurerm_subnet');

    expect(typeof found === 'object' ? found.address : found).toBe(expected);
  });
});

const pod = (name: string) => ({ containers: [{ name }] });
const meta = (name: string, namespace?: string) => ({ metadata: { name, ...(namespace && { namespace }) } });

const expression = (operator: string, ...values: string[]) => ({
  matchExpressions: [{ key: 'app', operator, ...(values.length > 0 && { values }) }],
});

describe('manifests', () => {
  const template = { metadata: { labels: { app: 'x' } }, spec: pod('c') };
  const workload = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, ...meta('x', 'app'), spec });
  const manifests = new Manifests([
    null,
    'text',
    { kind: 'List', items: [{ apiVersion: 'v1', kind: 'Namespace', ...meta('app') }, 5] },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', namespace: 'app', labels: { app: 'x' } }, spec: pod('c') },
    ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'].map((kind) =>
      workload(kind, { template }),
    ),
    workload('CronJob', { jobTemplate: { spec: { template } } }),
    workload('Service', { template }),
    workload('constructor', { template }),
    { kind: 5 },
  ]);

  test('are objects by address, those of a list among them', () => {
    expect(manifests.objects.map(({ address }) => address)).toEqual([
      'Namespace/app',
      'Pod/app/x',
      'Deployment/app/x',
      'StatefulSet/app/x',
      'DaemonSet/app/x',
      'ReplicaSet/app/x',
      'ReplicationController/app/x',
      'Job/app/x',
      'CronJob/app/x',
      'Service/app/x',
      'constructor/app/x',
      '5/nothing',
    ]);
  });

  test('have the pods of whatever makes some', () => {
    expect(manifests.workloads.map(({ object }) => object.kind)).toEqual([
      'Pod',
      'Deployment',
      'StatefulSet',
      'DaemonSet',
      'ReplicaSet',
      'ReplicationController',
      'Job',
      'CronJob',
    ]);
    for (const { labels, containers } of manifests.workloads) {
      expect(labels).toEqual({ app: 'x' });
      expect(containers).toEqual([{ name: 'c', isInit: false, fields: { name: 'c' } }]);
    }
  });

  test('tell containers that end first from those that go on', () => {
    const initContainers = [{ name: 'a' }, { name: 'b', restartPolicy: 'Always' }];
    const [found] = new Manifests([{ kind: 'Pod', ...meta('x'), spec: { ...pod('c'), initContainers } }]).workloads;

    expect(found!.containers.map(({ name, isInit }) => [name, isInit])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ]);
  });

  test('are found by kind, namespace and name', () => {
    expect(manifests.find('Service', 'app', 'x')?.address).toBe('Service/app/x');
    expect(manifests.find('Service', undefined, 'x')).toBeUndefined();
    expect(manifests.find('Service', 'app', 'y')).toBeUndefined();
    expect(manifests.find('Secret', 'app', 'x')).toBeUndefined();
    expect(manifests.of('Job', 'Pod').map(({ kind }) => kind)).toEqual(['Pod', 'Job']);
  });

  test.each<[unknown, boolean]>([
    [undefined, true],
    [{}, true],
    [{ matchLabels: { app: 'x' } }, true],
    [{ matchLabels: { app: 'x', tier: 'y' } }, false],
    [{ matchLabels: { app: 'y' } }, false],
    [expression('In', 'x', 'y'), true],
    [expression('In', 'y'), false],
    [expression('NotIn', 'y'), true],
    [expression('NotIn', 'x'), false],
    [expression('Exists'), true],
    [expression('DoesNotExist'), false],
    [{ matchLabels: { app: 'x' }, ...expression('In', 'y') }, false],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, false],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, true],
  ])('%j selects a pod of app x: %s', (selector, expected) => {
    expect(selects(selector, { app: 'x' })).toBe(expected);
  });
});

test('which artefacts there are is known', () => {
  expect([...readArtefacts({}).given]).toEqual([]);
  expect([...readArtefacts({ terraform: {} }).given]).toEqual(['terraform']);
  expect([...readArtefacts({ manifests: [] }).given]).toEqual(['manifests']);
});

test('values are shown as JSON, and a text as it is', () => {
  expect([undefined, null, 'x', [1], UNKNOWN].map(shown)).toEqual([
    'nothing',
    'null',
    '"x"',
    '[1]',
    'what only Azure knows',
  ]);
  expect(['x', { toString: 5 }, undefined].map(textOf)).toEqual(['x', '{"toString":5}', 'nothing']);
  expect(at({ a: { b: 1 } }, 'a', 'b')).toBe(1);
  expect(at('text', 'length')).toBeUndefined();
  expect(at([1], '0')).toBeUndefined();
});
