import { blocks, texts, type Artefacts, type Fields, type KubernetesObject } from './artefacts';
import { objectKey, workloadsOf, type Workload } from './workloads';

/** Pods that a policy speaks of: those of a workload, or others that no object of the YAML makes. */
export interface Pods {
  readonly id: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** @default - no object of the YAML makes them */
  readonly workload?: Workload;
}

/** A range of IP addresses. */
export interface Range {
  readonly id: string;
  readonly cidr: string;
  readonly except: readonly string[];
}

/** A connection that the network policies let out where it is opened, and in where it ends. */
export interface Connection {
  readonly from: Pods | Range;
  readonly to: Pods | Range;
  /** For example `3000` or `53 UDP`; none where every port is let through. */
  readonly ports: readonly string[];
  /** The policies that say so. */
  readonly of: readonly string[];
}

/** Which way, seen from the pods. */
export type Direction = 'Ingress' | 'Egress';

interface Policy {
  readonly key: string;
  readonly namespace: string;
  readonly spec: Fields;
}

/** What the NetworkPolicies of the YAML come to. */
export interface Connections {
  /** Everybody who is party to a connection, or has pods. */
  readonly pods: readonly Pods[];
  readonly connections: readonly Connection[];
  /** Whether a policy holds the pods of a workload back in a direction. */
  isHeldBack(pods: Pods, direction: Direction): boolean;
}

/**
 * Every connection that is allowed and that at least one of its ends names. What no policy speaks of is allowed to anybody, and is
 * no connection here: {@link Connections.isHeldBack} tells.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export function connectionsOf(artefacts: Artefacts): Connections {
  const policies = artefacts.ofKind('NetworkPolicy').map((object): Policy => ({
    key: objectKey(object),
    namespace: object.metadata.namespace ?? 'default',
    spec: (object['spec'] ?? {}) as Fields,
  }));
  const own = workloadsOf(artefacts).map((workload): Pods => ({
    id: workload.key,
    namespace: workload.namespace,
    labels: workload.labels,
    workload,
  }));
  const pods = [...own, ...strangers(policies, own)];
  const namespaces = artefacts.ofKind('Namespace');
  const isHeldBack = (of: Pods, direction: Direction) => policies.some((policy) => holds(policy, of, direction));

  const found = new Map<string, Connection>();
  const add = (from: Pods | Range, to: Pods | Range, ports: readonly string[] | undefined, of: readonly string[]) => {
    const key = JSON.stringify([from.id, to.id]);
    const before = found.get(key);
    found.set(key, {
      from,
      to,
      ports:
        before?.ports.length === 0 || ports === undefined ? [] : [...new Set([...(before?.ports ?? []), ...ports])],
      of: [...new Set([...(before?.of ?? []), ...of])],
    });
  };
  for (const self of pods) {
    for (const direction of ['Egress', 'Ingress'] as const) {
      for (const { policy, rule } of rulesFor(policies, self, direction)) {
        const ports = portsOf(rule['ports']);
        for (const other of peersOf(rule, direction, policy, pods, namespaces)) {
          const [from, to] = direction === 'Egress' ? [self, other] : [other, self];
          if (from.id === to.id) continue;
          if ('cidr' in other) add(from, to, ports, [policy.key]);
          else {
            const answer = letThrough(
              policies,
              other,
              self,
              direction === 'Egress' ? 'Ingress' : 'Egress',
              pods,
              namespaces,
            );
            for (const { ports: theirs, of } of answer) {
              const both = common(ports, theirs);
              if (both === undefined || both.length > 0) add(from, to, both, [policy.key, ...of]);
            }
          }
        }
      }
    }
  }
  return { pods, connections: [...found.values()], isHeldBack };
}

/** What one end lets through of the other: by rules that name it, or everything where no policy holds it back. */
function letThrough(
  policies: readonly Policy[],
  self: Pods,
  other: Pods,
  direction: Direction,
  pods: readonly Pods[],
  namespaces: readonly KubernetesObject[],
): { ports: readonly string[] | undefined; of: readonly string[] }[] {
  if (!policies.some((policy) => holds(policy, self, direction))) return [{ ports: undefined, of: [] }];
  return rulesFor(policies, self, direction)
    .filter(({ policy, rule }) => peersOf(rule, direction, policy, pods, namespaces).some(({ id }) => id === other.id))
    .map(({ policy, rule }) => ({ ports: portsOf(rule['ports']), of: [policy.key] }));
}

function rulesFor(policies: readonly Policy[], pods: Pods, direction: Direction): { policy: Policy; rule: Fields }[] {
  return policies
    .filter((policy) => holds(policy, pods, direction))
    .flatMap((policy) => blocks(policy.spec[direction.toLowerCase()]).map((rule) => ({ policy, rule })));
}

/** Whether a policy selects pods for a direction. Without `policyTypes`, egress counts where it has such rules. */
function holds({ namespace, spec }: Policy, pods: Pods, direction: Direction): boolean {
  const types = texts(spec['policyTypes'] ?? ['Ingress', ...(spec['egress'] === undefined ? [] : ['Egress'])]);
  return namespace === pods.namespace && types.includes(direction) && selects(spec['podSelector'], pods.labels);
}

/** Whom a rule names. A rule that names nobody lets everybody through: the internet, and every pod that is known. */
function peersOf(
  rule: Fields,
  direction: Direction,
  { namespace }: Policy,
  pods: readonly Pods[],
  namespaces: readonly KubernetesObject[],
): (Pods | Range)[] {
  const peers = blocks(rule[direction === 'Egress' ? 'to' : 'from']);
  if (peers.length === 0) return [rangeOf({ cidr: '0.0.0.0/0' }), ...pods];
  return peers.flatMap(({ ipBlock, namespaceSelector, podSelector }): readonly (Pods | Range)[] => {
    if (ipBlock) return [rangeOf(ipBlock as Fields)];
    return pods.filter(
      (candidate) =>
        (namespaceSelector
          ? selects(namespaceSelector as Fields, labelsOf(candidate.namespace, namespaces))
          : candidate.namespace === namespace) && selects(podSelector as Fields | undefined, candidate.labels),
    );
  });
}

function rangeOf({ cidr, except }: Fields): Range {
  return { id: `range ${cidr} ${texts(except).join(' ')}`.trim(), cidr: String(cidr), except: texts(except) };
}

/** Pods that policies name by labels and that no workload of the YAML has: those of others, or of a later Job. */
function strangers(policies: readonly Policy[], own: readonly Pods[]): Pods[] {
  const named = policies.flatMap(({ namespace, spec }) => [
    { namespace, podSelector: spec['podSelector'] as Fields | undefined },
    ...[...blocks(spec['egress']), ...blocks(spec['ingress'])]
      .flatMap((rule) => [...blocks(rule['to']), ...blocks(rule['from'])])
      .filter(({ ipBlock }) => ipBlock === undefined)
      .map(({ namespaceSelector, podSelector }) => ({
        namespace: namespaceSelector ? namespaceNamed(namespaceSelector as Fields) : namespace,
        podSelector: podSelector as Fields | undefined,
      })),
  ]);
  const made = named.flatMap(({ namespace, podSelector }): Pods[] => {
    const labels = (podSelector?.['matchLabels'] ?? {}) as Record<string, string>;
    const isKnown = own.some((pods) => pods.namespace === namespace && selects(podSelector, pods.labels));
    const isAll = Object.keys(labels).length === 0 && own.some((pods) => pods.namespace === namespace);
    if (namespace === undefined || isKnown || isAll) return [];
    const names = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    return [{ id: `pods ${namespace} ${names.join(',')}`, namespace, labels }];
  });
  return [...new Map(made.map((pods) => [pods.id, pods])).values()];
}

function namespaceNamed(selector: Fields): string | undefined {
  return (selector['matchLabels'] as Record<string, string> | undefined)?.['kubernetes.io/metadata.name'];
}

function labelsOf(namespace: string, namespaces: readonly KubernetesObject[]): Readonly<Record<string, string>> {
  const labels = namespaces.find(({ metadata }) => metadata.name === namespace)?.metadata.labels;
  return { ...labels, 'kubernetes.io/metadata.name': namespace };
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
function selects(selector: Fields | undefined, labels: Readonly<Record<string, string>>): boolean {
  const isEqual = Object.entries((selector?.['matchLabels'] ?? {}) as Record<string, string>).every(
    ([name, value]) => labels[name] === value,
  );
  return (
    isEqual &&
    blocks(selector?.['matchExpressions']).every(({ key, operator, values }) => {
      const value = labels[String(key)];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isAmong = value !== undefined && texts(values).includes(value);
      return operator === 'In' ? isAmong : !isAmong;
    })
  );
}

/** Ports of a rule as text; `undefined` where it names none, which is every port. */
function portsOf(ports: unknown): string[] | undefined {
  if (blocks(ports).length === 0) return undefined;
  return blocks(ports).map(({ port = 'all', endPort, protocol = 'TCP' }) =>
    [`${port}${endPort === undefined ? '' : `–${endPort}`}`, ...(protocol === 'TCP' ? [] : [protocol])].join(' '),
  );
}

function common(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : a.filter((port) => b.includes(port));
}
