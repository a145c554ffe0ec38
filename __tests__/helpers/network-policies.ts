import type { KubernetesObject } from './artefacts';

// A policy's fields as they stand in the YAML.
// oxlint-disable-next-line typescript/no-explicit-any
type Fields = Record<string, any>;

/** One end of a connection: a pod by namespace and labels, or an address outside of the cluster. */
export type Endpoint =
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly address: string };

/** A connection that somebody opens. */
export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** Whether the policies let a connection out where it is opened and in where it ends. */
export function isAllowed(policies: readonly KubernetesObject[], connection: Connection): boolean {
  return isOpen(policies, connection, 'Egress') && isOpen(policies, connection, 'Ingress');
}

/**
 * Every TCP connection the policies allow among parties, as "from > to : port". At least one end is in the namespace:
 * what others do among themselves is none of its business.
 */
export function allowedConnections(
  policies: readonly KubernetesObject[],
  parties: Readonly<Record<string, Endpoint>>,
  ports: readonly number[],
  namespace: string,
): string[] {
  const isOurs = (endpoint: Endpoint): boolean => 'namespace' in endpoint && endpoint.namespace === namespace;
  const all = Object.entries(parties);
  return all.flatMap(([from, source]) =>
    all
      .filter(([, target]) => isOurs(source) || isOurs(target))
      .flatMap(([to, target]) =>
        ports
          .filter((port) => isAllowed(policies, { from: source, to: target, port }))
          .map((port) => `${from} > ${to} : ${port}`),
      ),
  );
}

/**
 * Whether one side lets a connection pass: a pod that no policy of that direction selects lets everything, any other
 * what at least one rule names. An address outside is under no policy.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
function isOpen(
  policies: readonly KubernetesObject[],
  { from, to, port, protocol = 'TCP' }: Connection,
  direction: 'Ingress' | 'Egress',
): boolean {
  const [self, other] = direction === 'Egress' ? [from, to] : [to, from];
  if ('address' in self) return true;
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === self.namespace &&
      (spec.policyTypes as string[]).includes(direction) &&
      selects(spec.podSelector, self.labels),
  );
  if (selecting.length === 0) return true;
  const rules = selecting.flatMap(({ spec }) => (spec[direction.toLowerCase()] as Fields[] | undefined) ?? []);
  return rules.some(
    (rule) =>
      namesPeer(rule[direction === 'Egress' ? 'to' : 'from'], other, self.namespace) &&
      namesPort(rule['ports'], port, protocol),
  );
}

/** No list names everybody. */
function namesPeer(peers: Fields[] | undefined, endpoint: Endpoint, ownNamespace: string): boolean {
  if (peers === undefined || peers.length === 0) return true;
  return peers.some(({ ipBlock, namespaceSelector, podSelector }) => {
    // A range is about addresses outside: what a pod's address matches differs from one engine to the next.
    if (ipBlock) return 'address' in endpoint && inRange(endpoint.address, ipBlock);
    if ('address' in endpoint) return false;
    const isNamespace = namespaceSelector
      ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': endpoint.namespace })
      : endpoint.namespace === ownNamespace;
    return isNamespace && (podSelector === undefined || selects(podSelector, endpoint.labels));
  });
}

function namesPort(ports: Fields[] | undefined, port: number, protocol: string): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some(
    (rule) =>
      (rule['protocol'] ?? 'TCP') === protocol &&
      (rule['port'] === undefined || (rule['port'] <= port && port <= (rule['endPort'] ?? rule['port']))),
  );
}

function selects(selector: Fields, labels: Readonly<Record<string, string>>): boolean {
  if (selector['matchExpressions'] !== undefined) throw new Error('matchExpressions are not understood here');
  return Object.entries((selector['matchLabels'] as Record<string, string>) ?? {}).every(
    ([key, value]) => labels[key] === value,
  );
}

function inRange(address: string, { cidr, except = [] }: Fields): boolean {
  return contains(cidr as string, address) && !(except as string[]).some((range) => contains(range, address));
}

/** Whether a range of IPv4 addresses holds an address. */
function contains(cidr: string, address: string): boolean {
  const [base = '', bits = ''] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(base) / size) === Math.floor(toNumber(address) / size);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
