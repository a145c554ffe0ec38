import { block, blocks, texts, type Artefacts, type Fields, type KubernetesObject, type Resource } from './artefacts';
import { connectionsOf, type Connection } from './connections';
import { Drawing, type Picture } from './picture';
import { behind, objectKey, portsOf, trustsOf, workloadsOf, type Trust, type Workload } from './workloads';

const BROWSER = 'browser';

/** A request's way: from a browser through the gateway and a page to the model. */
export function requestPicture(artefacts: Artefacts): Picture {
  const drawing = new Drawing();
  const workloads = workloadsOf(artefacts);
  const { connections } = connectionsOf(artefacts);
  const trusts = trustsOf(artefacts);
  const callers = new Map(workloads.map((workload) => [workload.key, accountsOf(workload, trusts)]));
  const entrances = [...pages(drawing, artefacts, workloads), ...publicServices(drawing, artefacts, workloads)];
  for (const { workload } of entrances) addWorkload(drawing, workload);
  const isCaller = (key: string) => callers.get(key)!.length > 0;
  for (const { from, to, ports, of } of onTheWay(
    entrances.map(({ workload }) => workload),
    connections,
    isCaller,
  )) {
    drawing.arrow({
      from: addWorkload(drawing, from),
      to: addWorkload(drawing, to),
      kind: 'connection',
      label: ports.map((port) => `:${port}`).join(', '),
      of,
    });
  }
  for (const workload of workloads.filter(({ key }) => drawing.has(key) || isCaller(key))) {
    for (const account of callers.get(workload.key)!) toModel(drawing, workload, account, artefacts);
  }
  return drawing.picture({
    id: 'request',
    title: 'The way of a request',
    description: 'From a browser through the gateway and a page to a service, and from there to the model.',
  });
}

interface Entrance {
  readonly workload: Workload;
}

/** The gateway with its pages, and what is behind each. */
function pages(drawing: Drawing, artefacts: Artefacts, workloads: readonly Workload[]): Entrance[] {
  const services = artefacts.ofKind('Service');
  return artefacts.objects
    .filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute')
    .flatMap((route) => {
      const namespace = route.metadata.namespace ?? 'default';
      const gateways = blocks(route['spec']?.parentRefs).map((parent) =>
        gatewayBox(drawing, parent, namespace, artefacts),
      );
      const rules = blocks(route['spec']?.rules).filter((rule) => blocks(rule['backendRefs']).length > 0);
      const id = drawing.box({
        id: objectKey(route),
        kind: 'network',
        what: rules.length === 0 ? 'redirect' : 'page',
        name: rules.length === 0 ? redirectOf(route) : pathsOf(rules),
        note: texts(route['spec']?.hostnames).join(', ') || 'any other name',
        of: [objectKey(route)],
      });
      for (const gateway of gateways) drawing.arrow({ from: gateway, to: id, kind: 'connection', of: [id] });
      return rules.flatMap((rule) =>
        blocks(rule['backendRefs']).flatMap((backend) => {
          const service = services.find(
            ({ metadata }) =>
              metadata.name === backend['name'] &&
              (metadata.namespace ?? 'default') === (backend['namespace'] ?? namespace),
          );
          if (service === undefined) return [];
          return behind(service, workloads).map((workload) => {
            const to = addWorkload(drawing, workload, service);
            const of = [id, objectKey(service)];
            drawing.arrow({
              from: id,
              to,
              kind: 'connection',
              label: `:${backend['port']}`,
              of,
            });
            return { workload };
          });
        }),
      );
    });
}

/** What answers at an address of its own, past the gateway. */
function publicServices(drawing: Drawing, artefacts: Artefacts, workloads: readonly Workload[]): Entrance[] {
  return artefacts
    .ofKind('Service')
    .filter(({ spec }) => spec?.type === 'LoadBalancer')
    .flatMap((service) =>
      behind(service, workloads).map((workload) => {
        const ranges = texts(service['spec'].loadBalancerSourceRanges);
        const id = drawing.box({
          id: objectKey(service),
          kind: 'network',
          what: 'public Service',
          name: service.metadata.name,
          doors: [
            ranges.length > 0 ? { state: 'limited', text: ranges.join(', ') } : { state: 'open', text: 'any address' },
          ],
          of: [objectKey(service)],
        });
        const label = portsOf(blocks(service['spec'].ports));
        drawing.arrow({ from: browser(drawing), to: id, kind: 'connection', label, of: [id] });
        drawing.arrow({ from: id, to: addWorkload(drawing, workload), kind: 'connection', of: [id] });
        return { workload };
      }),
    );
}

function gatewayBox(drawing: Drawing, { name, namespace }: Fields, own: string, artefacts: Artefacts): string {
  const found = artefacts
    .ofKind('Gateway')
    .find(({ metadata }) => metadata.name === name && (metadata.namespace ?? 'default') === (namespace ?? own));
  const firewall = artefacts
    .ofKind('WebApplicationFirewallPolicy')
    .filter(({ spec }) => block(spec?.targetRef)['name'] === name);
  const key = found === undefined ? `Gateway ${String(name)}` : objectKey(found);
  const isNew = !drawing.has(key);
  const id = drawing.box({
    id: key,
    kind: 'network',
    what: 'gateway',
    name: String(name),
    lines: firewall.length > 0 ? ['behind a firewall'] : [],
    of: [...(found === undefined ? [] : [key]), ...firewall.map(objectKey)],
  });
  const label = portsOf(blocks(found?.['spec']?.listeners));
  if (isNew) drawing.arrow({ from: browser(drawing), to: id, kind: 'connection', label, of: [key] });
  return id;
}

/** Where a route without a Service sends whoever comes. */
function redirectOf(route: KubernetesObject): string {
  const filters = blocks(route['spec']?.rules).flatMap((rule) => blocks(rule['filters']));
  const { scheme, hostname } = (filters.find(({ requestRedirect }) => requestRedirect)?.['requestRedirect'] ??
    {}) as Fields;
  return `to ${String(scheme ?? hostname ?? 'nowhere')}`;
}

/** The paths of a page. */
function pathsOf(rules: readonly Fields[]): string {
  const matches = rules.flatMap((rule) => (blocks(rule['matches']).length === 0 ? [{}] : blocks(rule['matches'])));
  return [...new Set(matches.map((match: Fields) => String(match['path']?.value ?? '/')))].join(', ');
}

/** The connections on some way from a page to a workload that calls a model. */
function onTheWay(
  entrances: readonly Workload[],
  connections: readonly Connection[],
  isCaller: (key: string) => boolean,
): { from: Workload; to: Workload; ports: readonly string[]; of: readonly string[] }[] {
  const between = connections.flatMap(({ from, to, ...rest }) =>
    'workload' in from && 'workload' in to && from.workload && to.workload
      ? [{ ...rest, from: from.workload, to: to.workload }]
      : [],
  );
  const forth = reach(
    entrances.map(({ key }) => key),
    (key) => between.filter(({ from }) => from.key === key).map(({ to }) => to.key),
  );
  const callers = [...new Set(between.map(({ to }) => to.key))].filter(isCaller);
  const back = reach(callers, (key) => between.filter(({ to }) => to.key === key).map(({ from }) => from.key));
  return between.filter(({ from, to }) => [from, to].every(({ key }) => forth.has(key) && back.has(key)));
}

function reach(starts: readonly string[], next: (key: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const key of reached) for (const other of next(key)) reached.add(other);
  return reached;
}

function addWorkload(drawing: Drawing, { key, name, kind, namespace }: Workload, service?: KubernetesObject): string {
  const parent = drawing.box({ id: `Namespace ${namespace}`, kind: 'compute', what: 'namespace', name: namespace });
  const of = [key, ...(service ? [objectKey(service)] : [])];
  const front = service?.metadata.name;
  const note = front === undefined || front === name ? undefined : `Service ${front}`;
  return drawing.box({ id: key, kind: 'compute', parent, what: kind, name, note, of });
}

/** The accounts that a workload may call, by its ServiceAccount's identity. */
function accountsOf({ namespace, serviceAccount }: Workload, trusts: readonly Trust[]): Resource[] {
  return trusts
    .filter((trust) => trust.namespace === namespace && trust.serviceAccount === serviceAccount)
    .flatMap(({ grants }) =>
      grants.flatMap(({ target }) => (target?.type === 'azurerm_cognitive_account' ? [target] : [])),
    );
}

/** From a workload to the deployment that its variables name, or to the account where they name none. */
function toModel(drawing: Drawing, workload: Workload, account: Resource, artefacts: Artefacts): void {
  const frame = drawing.box({
    id: account.address,
    kind: 'model',
    what: 'Azure OpenAI account',
    name: account.name,
    lines: [`by ${wayTo(account, artefacts)}`],
    of: [account.address],
  });
  const deployments = artefacts
    .ofType('azurerm_cognitive_deployment')
    .filter(({ values }) => artefacts.referenced(values['cognitive_account_id'])?.address === account.address);
  for (const { address, name, values } of deployments) {
    const { name: model } = block(values['model']);
    drawing.box({
      id: address,
      kind: 'model',
      parent: frame,
      what: 'deployment',
      name,
      ...(model !== name && { note: String(model) }),
      of: [address],
    });
  }
  const called = deployments.filter(({ name }) => workload.values.includes(name)).map(({ address }) => address);
  for (const to of called.length > 0 ? called : [frame]) {
    drawing.arrow({ from: addWorkload(drawing, workload), to, kind: 'connection', of: [workload.key] });
  }
}

function wayTo(account: Resource, artefacts: Artefacts): string {
  const isLinked = artefacts
    .ofType('azurerm_private_endpoint')
    .some(({ values }) =>
      blocks(values['private_service_connection']).some(
        (connection) => artefacts.referenced(connection['private_connection_resource_id'])?.address === account.address,
      ),
    );
  if (isLinked) return 'private endpoint';
  const rules = blocks(block(account.values['network_acls'])['virtual_network_rules']);
  return rules.length > 0 ? 'service endpoint' : 'HTTPS';
}

function browser(drawing: Drawing): string {
  return drawing.box({ id: BROWSER, kind: 'outside', what: 'anybody', name: 'Browser' });
}
