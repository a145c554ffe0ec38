import { blocks, texts, type Artefacts, type Fields } from './artefacts';
import { connectionsOf, type Connections, type Direction, type Pods, type Range } from './connections';
import { Drawing, type Door, type Picture } from './picture';
import { objectKey, trustsOf, type Workload } from './workloads';

const DIRECTIONS: readonly Direction[] = ['Ingress', 'Egress'];

/** The cluster side: namespaces, workloads, and the connections that the network policies allow. */
export function clusterPicture(artefacts: Artefacts): Picture {
  const drawing = new Drawing();
  const found = connectionsOf(artefacts);
  namespaces(drawing, artefacts, found);
  const federated = new Set(
    trustsOf(artefacts).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
  );
  for (const { workload } of found.pods) {
    if (workload !== undefined) addWorkload(drawing, workload, federated, found);
  }
  for (const { from, to, ports, of } of found.connections) {
    if (isForAll(of, artefacts)) continue;
    drawing.arrow({
      from: endOf(drawing, from, artefacts),
      to: endOf(drawing, to, artefacts),
      kind: 'connection',
      label: ports.length === 0 ? 'any port' : ports.map((port) => `:${port}`).join(', '),
      of,
    });
  }
  return drawing.picture({
    id: 'cluster',
    title: 'The cluster side',
    description:
      'Namespaces, workloads, and every connection that the network policies allow; what has no arrow is denied.',
  });
}

/** The frame of each namespace, with what its policies say of all its pods. */
function namespaces(drawing: Drawing, artefacts: Artefacts, { pods }: Connections): void {
  const made = artefacts.ofKind('Namespace');
  const names = new Set([
    ...made.map(({ metadata }) => metadata.name),
    ...pods.flatMap(({ workload }) => (workload ? [workload.namespace] : [])),
  ]);
  for (const name of names) {
    const object = made.find(({ metadata }) => metadata.name === name);
    const forAll = artefacts.objects.filter((each) => each.metadata.namespace === name && isPolicyForAll(each));
    const types = new Set(forAll.flatMap(({ spec }) => texts(spec.policyTypes)));
    const notDrawn = artefacts
      .ofKind('CiliumNetworkPolicy')
      .filter((each) => each.metadata.namespace === name && !forAll.includes(each));
    const grants = forAll.filter(({ spec }) => rulesOf(spec as Fields).length > 0).map(({ metadata }) => metadata.name);
    drawing.box({
      id: namespaceId(name),
      kind: 'compute',
      what: object === undefined ? 'namespace, not of this YAML' : 'namespace',
      name,
      lines: [
        ...(grants.length > 0 ? [`for all pods: ${grants.join(', ')}`] : []),
        ...notDrawn.map(({ kind, metadata }) => `not drawn: ${kind} ${metadata.name}`),
      ],
      doors: pods.some(({ workload }) => workload?.namespace === name) ? namespaceDoors(types) : [],
      of: [...(object ? [objectKey(object)] : []), ...[...forAll, ...notDrawn].map(objectKey)],
    });
  }
}

function namespaceDoors(types: ReadonlySet<string>): Door[] {
  const isDenied = (type: string) => types.has(type);
  const [denied, free] = [DIRECTIONS.filter(isDenied), DIRECTIONS.filter((type) => !isDenied(type))];
  return [
    ...(denied.length > 0 ? [{ state: 'closed', text: `${wordsFor(denied)}: only what is drawn` } as const] : []),
    ...(free.length > 0 ? [{ state: 'open', text: `${wordsFor(free)}: not denied by default` } as const] : []),
  ];
}

function wordsFor(directions: readonly Direction[]): string {
  return directions.map((direction) => (direction === 'Ingress' ? 'in' : 'out')).join(' and ');
}

/** A policy of Kubernetes or of Cilium that holds for every pod of its namespace. */
function isPolicyForAll({ kind, spec }: Fields): boolean {
  const selector = (
    kind === 'NetworkPolicy' ? spec?.podSelector : kind === 'CiliumNetworkPolicy' ? spec?.endpointSelector : { none: 0 }
  ) as Fields;
  return selector !== undefined && Object.keys(selector).length === 0;
}

function isForAll(of: readonly string[], artefacts: Artefacts): boolean {
  return of.every((key) => artefacts.objects.some((object) => objectKey(object) === key && isPolicyForAll(object)));
}

function rulesOf(spec: Fields): Fields[] {
  return [...blocks(spec['egress']), ...blocks(spec['ingress'])];
}

function addWorkload(drawing: Drawing, workload: Workload, federated: ReadonlySet<string>, found: Connections): void {
  const { key, kind, name, namespace, serviceAccount } = workload;
  const pods = found.pods.find(({ id }) => id === key)!;
  const isFederated = federated.has(`${namespace}/${serviceAccount}`);
  drawing.box({
    id: key,
    kind: isFederated ? 'identity' : 'compute',
    parent: namespaceId(namespace),
    what: isFederated ? `${kind}, with identity` : kind,
    name,
    doors: DIRECTIONS.filter((direction) => !found.isHeldBack(pods, direction)).map((direction) => ({
      state: 'open',
      text: direction === 'Ingress' ? 'takes from anybody' : 'opens anything',
    })),
    of: [key],
  });
}

function endOf(drawing: Drawing, end: Pods | Range, artefacts: Artefacts): string {
  if ('cidr' in end) return rangeBox(drawing, end, artefacts);
  if (end.workload !== undefined) return end.id;
  const inside = drawing.has(namespaceId(end.namespace));
  return drawing.box({
    id: end.id,
    kind: 'outside',
    ...(inside && { parent: namespaceId(end.namespace) }),
    what: inside ? 'pods made later' : `pods in ${end.namespace}`,
    name:
      Object.entries(end.labels)
        .map(([label, value]) => `${label.split('/').at(-1)}=${value}`)
        .join(', ') || 'all',
  });
}

/** A range, by the name of the subnet that has it. */
function rangeBox(drawing: Drawing, { id, cidr, except }: Range, artefacts: Artefacts): string {
  const subnet = artefacts
    .ofType('azurerm_subnet')
    .find(({ values }) => texts(values['address_prefixes']).includes(cidr));
  if (subnet !== undefined) {
    const isGateway = blocks(subnet.values['delegation']).length > 0;
    return drawing.box({
      id,
      kind: 'network',
      what: isGateway ? 'gateway, from its subnet' : 'subnet',
      name: subnet.name,
      note: cidr,
    });
  }
  const isInternet = cidr === '0.0.0.0/0' || cidr === '::/0';
  return drawing.box({
    id,
    kind: 'outside',
    what: isInternet ? 'addresses' : 'IP range',
    name: isInternet ? 'Internet' : cidr,
    ...(except.length > 0 && { note: isInternet ? 'no private range' : `but ${except.join(', ')}` }),
  });
}

function namespaceId(name: string): string {
  return `Namespace ${name}`;
}
