import { reversed, without, type Graph, type Need, type Vertex } from './graph';
import { secondsOf, type Action } from './times';

/** When a resource is made or taken away, in seconds from the beginning. */
export interface Turn {
  readonly address: string;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** What it waits for longest. @default - it is among the first */
  readonly after?: string;
}

/** When each resource has its turn, by address, if everything begins as soon as what it needs is done. */
export type Schedule = ReadonlyMap<string, Turn>;

/**
 * Lays a graph out in time.
 *
 * @throws if resources need each other in a circle
 */
export function schedule(graph: Graph, action: Action): Schedule {
  const order = action === 'create' ? graph : reversed(graph);
  const turns = new Map<string, Turn>();
  const turnOf = (address: string, path: readonly string[]): Turn => {
    if (path.includes(address)) throw new Error(`a circle of needs: ${[...path, address].join(' -> ')}`);
    const known = turns.get(address);
    if (known !== undefined) return known;
    const { type, needs } = order.get(address)!;
    const last = latest([...needs.keys()].map((needed) => turnOf(needed, [...path, address])));
    const start = last?.end ?? 0;
    const turn = { address, type, start, end: start + secondsOf(type, action), after: last?.address };
    turns.set(address, turn);
    return turn;
  };
  for (const address of order.keys()) turnOf(address, []);
  return turns;
}

/** The chain that decides how long it all takes, from its first member to its last. */
export function longestChain(turns: Schedule): Turn[] {
  const chain: Turn[] = [];
  for (let turn = latest([...turns.values()]); turn !== undefined; turn = turns.get(turn.after ?? '')) {
    chain.unshift(turn);
  }
  return chain;
}

/** How long it all takes, in seconds. */
export function duration(turns: Schedule): number {
  return latest([...turns.values()])?.end ?? 0;
}

/** The one that ends last; of several, the first by address. */
function latest(turns: readonly Turn[]): Turn | undefined {
  return turns.toSorted((a, b) => b.end - a.end || (a.address < b.address ? -1 : 1))[0];
}

const TO_CLUSTER = [
  'azurerm_resource_group',
  'azurerm_virtual_network',
  'azurerm_subnet',
  'azurerm_subnet_network_security_group_association',
  'azurerm_kubernetes_cluster',
];

/**
 * What cannot be had in another order, each line a chain of types. The associations are of these because AKS refuses a cluster
 * in a network that is being changed: the security group's comes before the cluster, the load balancer's after it.
 */
const UNAVOIDABLE: readonly (readonly string[])[] = [
  [...TO_CLUSTER, 'azurerm_federated_identity_credential', 'helm_release'],
  [...TO_CLUSTER, 'azurerm_role_assignment', 'helm_release'],
  [...TO_CLUSTER, 'azurerm_application_load_balancer_subnet_association'],
];

/** How long it would take if there were nothing but the longest of the chains that cannot be avoided, in seconds. */
export function unavoidable(graph: Graph, action: Action): number {
  const types = new Set([...graph.values()].map(({ type }) => type));
  const times = UNAVOIDABLE.filter((chain) => chain.every((type) => types.has(type))).map((chain) =>
    chain.reduce((sum, type) => sum + secondsOf(type, action), 0),
  );
  return Math.max(0, ...times);
}

/** What is longer because the network has to be at rest while the cluster is made, in seconds. */
export function costOfRest(graph: Graph, action: Action): number {
  return duration(schedule(graph, action)) - duration(schedule(without(graph, isForRest), action));
}

function isForRest(from: Vertex, to: Vertex, need: Need): boolean {
  if (need === 'reference') return false;
  return from.type === 'azurerm_kubernetes_cluster'
    ? ['azurerm_subnet', 'azurerm_subnet_network_security_group_association'].includes(to.type)
    : from.type === 'azurerm_application_load_balancer_subnet_association' && to.type === 'azurerm_kubernetes_cluster';
}
