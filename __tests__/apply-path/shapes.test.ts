import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { duration, longestChain, schedule, unavoidable } from '../../apply-path/chain';
import { readGraph, type Graph } from '../../apply-path/graph';
import { SHAPES, jsonOf, stackOf, type Shape } from '../../apply-path/shapes';
import type { Action } from '../../apply-path/times';

/** What has to be done beside the longest chain. */
const BESIDE = [
  'azurerm_cognitive_account',
  'azurerm_cognitive_deployment',
  'azurerm_private_endpoint',
  'azurerm_application_load_balancer',
];

/** The most that the longest chain may be of what is unavoidable. */
const LIMIT = 1.15;

/** What is wrong with the longest chain; nothing, where all is well. */
function problemsOf(graph: Graph, action: Action): string[] {
  const turns = schedule(graph, action);
  const onChain = longestChain(turns).filter(({ type }) => BESIDE.includes(type));
  const multiple = duration(turns) / unavoidable(graph, action);
  return [
    ...onChain.map(({ address }) => `${address} is on the longest chain`),
    ...(multiple > LIMIT ? [`${multiple.toFixed(2)} times what is unavoidable`] : []),
  ];
}

const members = (graph: Graph, action: Action) => longestChain(schedule(graph, action)).map(({ address }) => address);

const TO_CLUSTER = [
  'azurerm_resource_group.resource-group',
  'azurerm_virtual_network.network_39EEAA36',
  'azurerm_subnet.network_aks-subnet_968AF2EA',
  'azurerm_role_assignment.cluster_control-plane-subnet_B7B89AC7',
  'azurerm_kubernetes_cluster.cluster_611F8AFF',
];
const FROM_CLUSTER = [
  'azurerm_kubernetes_cluster.cluster_611F8AFF',
  'azurerm_subnet_network_security_group_association.network_aks-subnet-nsg_association_A4566172',
  'azurerm_subnet.network_aks-subnet_968AF2EA',
  'azurerm_virtual_network.network_39EEAA36',
  'azurerm_resource_group.resource-group',
];
const ASSOCIATION = 'azurerm_application_load_balancer_subnet_association.alb-gateway_subnet-association_2A5F2CD5';
const RELEASE = 'helm_release.alb-gateway_controller_58868CCA';
const FIREWALL = 'azurerm_application_load_balancer_security_policy.alb-gateway_security-policy_CF2F3D60';

/** The longest chains, by address. */
const CHAINS: Readonly<Record<Shape, Readonly<Record<Action, readonly string[]>>>> = {
  'bring-your-own gateway, service endpoint': {
    create: [...TO_CLUSTER, ASSOCIATION],
    destroy: [ASSOCIATION, ...FROM_CLUSTER],
  },
  'managed gateway': {
    create: [...TO_CLUSTER, 'azurerm_role_assignment.alb-gateway_configuration-manager_EB8F30AD', RELEASE],
    destroy: [
      RELEASE,
      'azurerm_federated_identity_credential.cluster_alb-controller_credential-azure-alb-system_alb-controller-sa_39F28E57',
      ...FROM_CLUSTER,
    ],
  },
  'private endpoint': {
    create: [...TO_CLUSTER, ASSOCIATION],
    destroy: [ASSOCIATION, ...FROM_CLUSTER],
  },
  'two more workloads': {
    create: [...TO_CLUSTER, ASSOCIATION],
    destroy: [ASSOCIATION, ...FROM_CLUSTER],
  },
  // By some seconds the cluster waits longer for the workspace, which its agents ask for, than for its network.
  'watched, with Grafana': {
    create: [
      'azurerm_resource_group.resource-group',
      'azurerm_log_analytics_workspace.monitoring_log-analytics_4A28E6D4',
      'azurerm_kubernetes_cluster.cluster_611F8AFF',
      ASSOCIATION,
    ],
    destroy: [ASSOCIATION, ...FROM_CLUSTER],
  },
  firewall: {
    create: [...TO_CLUSTER, ASSOCIATION, FIREWALL],
    destroy: [FIREWALL, ASSOCIATION, ...FROM_CLUSTER],
  },
};

const ACTIONS: readonly Action[] = ['create', 'destroy'];

describe.each(Object.keys(SHAPES) as Shape[])('%s', (shape) => {
  const graph = readGraph(jsonOf(stackOf(shape)));

  test.each(ACTIONS)('%s: what can be done beside the cluster is', (action) => {
    expect(problemsOf(graph, action)).toEqual([]);
  });

  test.each(ACTIONS)('%s: the longest chain has these members', (action) => {
    expect(members(graph, action)).toEqual(CHAINS[shape][action]);
  });
});

describe('what has to be beside the longest chain', () => {
  test('is in the stacks that are judged', () => {
    const graphs = (Object.keys(SHAPES) as Shape[]).map((shape) => readGraph(jsonOf(stackOf(shape))));
    const types = new Set(graphs.flatMap((graph) => [...graph.values()].map(({ type }) => type)));

    expect(BESIDE.filter((type) => !types.has(type))).toEqual([]);
  });

  test.each<[Shape, RegExp]>([
    ['managed gateway', /^azurerm_cognitive_account\./],
    ['private endpoint', /^azurerm_private_endpoint\./],
    ['bring-your-own gateway, service endpoint', /^azurerm_application_load_balancer\./],
  ])('is told where the cluster of the shape %s waits for %s', (shape, needed) => {
    // GIVEN
    const stack = stackOf(shape);
    const address = [...readGraph(jsonOf(stackOf(shape))).keys()].find((known) => needed.test(known))!;
    const cluster = stack.node.findAll().find((node) => node instanceof KubernetesCluster)!;

    // WHEN
    cluster.dependsOn!.push(address);

    // THEN
    const graph = readGraph(jsonOf(stack));
    expect(problemsOf(graph, 'create')).toContain(`${address} is on the longest chain`);
    expect(members(graph, 'create')).not.toEqual(CHAINS[shape].create);
  });

  test('is told where it takes the cluster to go first', () => {
    // GIVEN
    const stack = stackOf('managed gateway');
    const account = [...readGraph(jsonOf(stackOf('managed gateway'))).keys()].find((address) =>
      address.startsWith('azurerm_cognitive_account.'),
    )!;
    const cluster = stack.node.findAll().find((node) => node instanceof KubernetesCluster)!;

    // WHEN
    cluster.dependsOn!.push(account);

    // THEN
    expect(problemsOf(readGraph(jsonOf(stack)), 'destroy')).toEqual([
      `${account} is on the longest chain`,
      expect.stringMatching(/^1\.\d\d times what is unavoidable$/),
    ]);
  });
});
