import { block, blocks, texts, type Artefacts, type Fields } from '../artefacts';
import { wordsOf } from '../azure';
import { connectionsOf, type Pods, type Range } from '../connections';
import { doorsOf, rulesOf } from '../doors';
import type { Door } from '../picture';
import { roleGrants } from '../roles';
import { portsOf, trustsOf, workloadsOf } from '../workloads';

/** What a row says, cell by cell; a door is shown by its sign. */
export type Cells = readonly (string | Door)[];

/** Everything in Azure: name, type, and Terraform address. */
export function resourceRows(artefacts: Artefacts): Cells[] {
  return artefacts.resources
    .filter(({ address }) => !address.startsWith('data.'))
    .map(({ name, type, address }) => [name, wordsOf(type), address]);
}

/** Everything in the cluster: name, kind, and namespace. */
export function objectRows(artefacts: Artefacts): Cells[] {
  return artefacts.objects.map(({ kind, metadata }) => [metadata.name, kind, metadata.namespace ?? '—']);
}

/** Role assignments of Azure: who, what they are, role, and on what. */
export function roleRows(artefacts: Artefacts): Cells[] {
  return roleGrants(artefacts).map(({ principal, type, holder, role, on, target, onNodes }) => [
    principal,
    holder === undefined ? type : wordsOf(holder.type),
    role,
    `${onNodes || target === undefined ? '' : `${wordsOf(target.type)} `}${on}`,
  ]);
}

/** Which ServiceAccount is taken for which identity. */
export function trustRows(artefacts: Artefacts): Cells[] {
  return trustsOf(artefacts).map(({ namespace, serviceAccount, identity, credential }) => [
    `${namespace}/${serviceAccount}`,
    identity.name,
    texts(credential.values['audience']).join(', '),
  ]);
}

/** Bindings of Kubernetes: who, role, and where. */
export function bindingRows(artefacts: Artefacts): Cells[] {
  return artefacts.objects
    .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    .flatMap((binding) =>
      blocks(binding['subjects']).map(({ kind, namespace, name }) => [
        `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
        `${binding['roleRef']?.kind} ${binding['roleRef']?.name}`,
        binding.metadata.namespace ?? 'everywhere',
      ]),
    );
}

/** The doors of Azure: whose, and how far it is open; the open ones first. */
export function doorRows(artefacts: Artefacts): Cells[] {
  return artefacts.resources
    .filter(({ address }) => !address.startsWith('data.'))
    .flatMap((resource) =>
      doorsOf(resource, artefacts).map((door) => [resource.name, wordsOf(resource.type), door] as const),
    )
    .toSorted(([, , a], [, , b]) => OPEN_FIRST.indexOf(a.state) - OPEN_FIRST.indexOf(b.state));
}

const OPEN_FIRST: readonly Door['state'][] = ['open', 'limited', 'closed'];

/** What people reach: pages of the gateway, and Services with an address of their own. */
export function entranceRows(artefacts: Artefacts): Cells[] {
  const routes = artefacts.objects.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute');
  const services = artefacts.ofKind('Service').filter(({ spec }) => spec?.type === 'LoadBalancer');
  return [
    ...routes.map(({ metadata, spec }) => {
      const rules = blocks(spec?.rules);
      const paths = rules.flatMap((rule) => blocks(rule['matches']).map(({ path }) => String(path?.value ?? '/')));
      const backends = rules.flatMap((rule) => blocks(rule['backendRefs']).map(({ name, port }) => `${name}:${port}`));
      return [
        metadata.name,
        texts(spec?.hostnames).join(', ') || 'any other name',
        [...new Set(paths)].join(', ') || '/',
        [...new Set(backends)].join(', ') || 'a redirect',
        ANYBODY,
      ];
    }),
    ...services.map(({ metadata, spec }) => {
      const ranges = texts(spec.loadBalancerSourceRanges);
      const door: Door = ranges.length > 0 ? { state: 'limited', text: ranges.join(', ') } : ANYBODY;
      return [metadata.name, 'an address of its own', '/', portsOf(blocks(spec.ports)), door];
    }),
  ];
}

const ANYBODY: Door = { state: 'open', text: 'any address' };

/** The rules of the network security groups, subnet by subnet, in the order in which they count. */
export function securityRuleRows(artefacts: Artefacts): Cells[] {
  return artefacts.ofType('azurerm_subnet').flatMap((subnet) =>
    rulesOf(subnet, artefacts)
      .toSorted((a, b) => Number(a.values['priority']) - Number(b.values['priority']))
      .map(({ values }) => [
        subnet.name,
        String(values['priority']),
        String(values['name']),
        `${values['access']} ${String(values['direction']).toLowerCase()}`,
        artefacts.text(values['source_address_prefix'] ?? values['source_address_prefixes']),
        `${values['protocol'] === '*' ? 'any' : values['protocol']} ${artefacts.text(values['destination_port_range'] ?? values['destination_port_ranges'])}`,
      ]),
  );
}

/** What the network policies allow, by whom it reaches: to, from, and ports. */
export function connectionRows(artefacts: Artefacts): Cells[] {
  return connectionsOf(artefacts)
    .connections.map(({ from, to, ports }) => [
      endName(to),
      endName(from),
      ports.length === 0 ? 'any' : ports.toSorted().join(', '),
    ])
    .toSorted(([a, b], [c, d]) => `${a} ${b}`.localeCompare(`${c} ${d}`, 'en'));
}

function endName(end: Pods | Range): string {
  if ('cidr' in end) return end.except.length === 0 ? end.cidr : `${end.cidr} but ${end.except.join(', ')}`;
  const name =
    end.workload?.name ??
    Object.entries(end.labels)
      .map(([label, value]) => `${label}=${value}`)
      .join(', ');
  return `${end.namespace}/${name || '*'}`;
}

/** Dated facts about versions, which the artefacts do not hold. */
export interface DatedTables {
  readonly kubernetes: Dated<Readonly<Record<string, { readonly endOfLife?: string | undefined }>>>;
  readonly models: Dated<
    readonly { readonly name: string; readonly version: string; readonly retires?: string | undefined }[]
  >;
}

interface Dated<Rows> {
  /** The day on which they were read. */
  readonly asOf: string;
  readonly source: string;
  readonly rows: Rows;
}

const NOT_KNOWN = 'not in the table';

/**
 * What runs in which version, and until when.
 *
 * @param today as an ISO date
 */
export function versionRows(artefacts: Artefacts, { kubernetes, models }: DatedTables, today: string): Cells[] {
  const clusters = artefacts.ofType('azurerm_kubernetes_cluster').map(({ name, values }) => {
    const version = artefacts.text(values['kubernetes_version']);
    const minor = version.split('.').slice(0, 2).join('.');
    const end = Object.hasOwn(kubernetes.rows, minor) ? kubernetes.rows[minor]?.endOfLife : undefined;
    return [name, `Kubernetes ${version}`, endOf(end, today), kubernetes.asOf];
  });
  const deployments = artefacts.ofType('azurerm_cognitive_deployment').map(({ name, values }) => {
    const model = block(values['model']);
    const row = models.rows.find((each) => each.name === model['name'] && each.version === model['version']);
    return [name, `${model['name']} ${model['version'] ?? ''}`.trim(), endOf(row?.retires, today), models.asOf];
  });
  const releases = artefacts
    .ofType('helm_release')
    .map(({ name, values }) => [name, `chart ${String(values['version'] ?? 'newest')}`, '—', '—']);
  const providers = Object.entries(artefacts.providers).map(([name, version]) => [
    name,
    `provider ${version}`,
    '—',
    '—',
  ]);
  return [...clusters, ...deployments, ...releases, ...providers, ...imageRows(artefacts)];
}

function endOf(end: string | undefined, today: string): string {
  if (end === undefined) return NOT_KNOWN;
  return today.slice(0, end.length) >= end ? `ended ${end}` : end;
}

function imageRows(artefacts: Artefacts): Cells[] {
  const images = workloadsOf(artefacts).flatMap(({ pod }) =>
    [...blocks(pod['initContainers']), ...blocks(pod['containers'])].map((container: Fields) =>
      String(container['image']),
    ),
  );
  return [...new Set(images)].toSorted().map((image) => {
    const [, name = image, version = 'latest'] = /^(.*?)(?::([^/@]+))?(?:@.*)?$/.exec(image) ?? [];
    return [name, `image ${image.includes('@') ? `${version} ${image.split('@')[1]}` : version}`, '—', '—'];
  });
}

/** Whether the YAML holds made-up values, as of an environment that is not deployed. */
export function isPreview(artefacts: Artefacts): boolean {
  return artefacts.objects.some(({ metadata }) => metadata.annotations?.['secure-aks-openai/preview'] !== undefined);
}

/** What is counted at the top of the page. */
export function counts(artefacts: Artefacts): readonly string[] {
  const open = [...doorRows(artefacts), ...entranceRows(artefacts)]
    .flat()
    .filter((cell) => typeof cell !== 'string' && cell.state === 'open');
  return [
    counted(resourceRows(artefacts).length, 'resource'),
    counted(artefacts.objects.length, 'object'),
    counted(roleRows(artefacts).length, 'role assignment'),
    counted(open.length, 'open door'),
  ];
}

/** How many there are of something, in words. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
