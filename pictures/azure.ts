import { block, blocks, texts, type Artefacts, type KubernetesObject, type Resource } from './artefacts';
import { answersInternet, doorsOf, groupOf, rulesOf } from './doors';
import { Drawing, type BoxKind, type Picture } from './picture';
import { lastPart, roleGrants, type RoleGrant } from './roles';
import { objectKey, portsOf } from './workloads';

/** The frame around those who may do something. */
const RIGHTS = 'rights';

const IDENTITY = 'azurerm_user_assigned_identity';

/** What a resource is called by people, where its type does not say it. */
const WORDS: Readonly<Record<string, string>> = {
  azurerm_kubernetes_cluster: 'AKS cluster',
  azurerm_cognitive_account: 'Azure OpenAI account',
  [IDENTITY]: 'identity',
  azurerm_application_load_balancer: 'Application Gateway for Containers',
};

const KINDS: Readonly<Record<string, BoxKind>> = {
  azurerm_kubernetes_cluster: 'compute',
  azurerm_cognitive_account: 'model',
  [IDENTITY]: 'identity',
  azurerm_application_load_balancer: 'network',
  azurerm_private_endpoint: 'network',
  azurerm_private_dns_zone: 'network',
  azurerm_subnet: 'network',
  azurerm_virtual_network: 'network',
};

/** What is told of another resource than itself: a line, a door, or an arrow. */
const TOLD_ELSEWHERE = new Set([
  'azurerm_resource_group',
  'azurerm_virtual_network',
  'azurerm_subnet',
  'azurerm_application_load_balancer_frontend',
  'azurerm_application_load_balancer_security_policy',
  'azurerm_application_load_balancer_subnet_association',
  'azurerm_cognitive_deployment',
  'azurerm_federated_identity_credential',
  'azurerm_kubernetes_cluster_node_pool',
  'azurerm_network_security_rule',
  'azurerm_subnet_network_security_group_association',
  'azurerm_private_dns_zone_virtual_network_link',
  'azurerm_role_assignment',
  'azurerm_role_definition',
  'helm_release',
]);

const INTERNET = 'internet';

/** The Azure side: what there is, how it is reached, and who may do what. */
export function azurePicture(artefacts: Artefacts): Picture {
  const drawing = new Drawing();
  frames(drawing, artefacts);
  for (const resource of artefacts.resources) {
    const isOwn = !TOLD_ELSEWHERE.has(resource.type) && !resource.address.startsWith('data.');
    if (isOwn && !isTold(resource, artefacts)) addResource(drawing, resource, artefacts);
  }
  gateway(drawing, artefacts);
  waysIn(drawing, artefacts);
  betweenSubnets(drawing, artefacts);
  roles(drawing, artefacts);
  return drawing.picture({
    id: 'azure',
    title: 'The Azure side',
    description: 'Network, cluster, account, gateway, and which identity may do what; closed doors are shown closed.',
  });
}

/** What a type of resource is called. */
export function wordsOf(type: string): string {
  return WORDS[type] ?? type.replace(/^(?:data\.)?[a-z]+_/, '').replaceAll('_', ' ');
}

/** What a type of resource is, for its colour. */
export function kindOf(type: string): BoxKind {
  return KINDS[type] ?? 'other';
}

/** Resource groups, networks and subnets. */
function frames(drawing: Drawing, artefacts: Artefacts): void {
  for (const { address, name, values } of artefacts.ofType('azurerm_resource_group')) {
    drawing.box({
      id: address,
      kind: 'other',
      what: `resource group, ${artefacts.text(values['location'])}`,
      name,
      of: [address],
    });
  }
  for (const network of artefacts.ofType('azurerm_virtual_network')) {
    drawing.box({
      id: network.address,
      kind: 'network',
      parent: resourceGroupOf(network, artefacts),
      what: `virtual network ${texts(network.values['address_space']).join(', ')}`,
      name: network.name,
      of: [network.address],
    });
  }
  for (const subnet of artefacts.ofType('azurerm_subnet')) {
    const delegations = blocks(subnet.values['delegation']).map((each) => block(each['service_delegation'])['name']);
    const group = groupOf(subnet, artefacts);
    const told = artefacts.resources.filter(
      (resource) =>
        resource.type === 'azurerm_subnet_network_security_group_association' &&
        artefacts.referenced(resource.values['subnet_id'])?.address === subnet.address,
    );
    drawing.box({
      id: subnet.address,
      kind: 'network',
      parent: parentIn(subnet.values['virtual_network_name'], artefacts) ?? resourceGroupOf(subnet, artefacts),
      what: `subnet ${texts(subnet.values['address_prefixes']).join(', ')}`,
      name: subnet.name,
      lines: [
        ...delegations.map((name) => `delegated to ${lastPart(name)}`),
        ...(group === undefined ? [] : [`security group ${group.name}`]),
      ],
      doors: doorsOf(subnet, artefacts),
      of: [
        subnet.address,
        ...(group === undefined ? [] : [group.address]),
        ...rulesOf(subnet, artefacts).map(({ address }) => address),
        ...told.map(({ address }) => address),
      ],
    });
  }
}

/** A security group that stands at a subnet. */
function isTold({ type, address }: Resource, artefacts: Artefacts): boolean {
  return (
    type === 'azurerm_network_security_group' &&
    artefacts.ofType('azurerm_subnet').some((subnet) => groupOf(subnet, artefacts)?.address === address)
  );
}

function addResource(drawing: Drawing, resource: Resource, artefacts: Artefacts): void {
  const { address, type, name, values } = resource;
  const parts = partsOf(resource, artefacts);
  const trusted = parts.filter((part) => part.type === 'azurerm_federated_identity_credential');
  const subnet = block(values['default_node_pool'])['vnet_subnet_id'] ?? values['subnet_id'];
  drawing.box({
    id: address,
    kind: kindOf(type),
    parent: type === IDENTITY ? RIGHTS : (parentIn(subnet, artefacts) ?? resourceGroupOf(resource, artefacts)),
    what: wordsOf(type),
    rows: [
      {
        name,
        ...(trusted.length > 0 && {
          note: `for ${trusted.map(({ values }) => subjectOf(values['subject'])).join(', ')}`,
        }),
      },
    ],
    lines: linesOf(resource, parts, artefacts),
    doors: doorsOf(resource, artefacts),
    of: [address, ...parts.map((part) => part.address)],
  });
  for (const connection of blocks(values['private_service_connection'])) {
    const target = artefacts.referenced(connection['private_connection_resource_id']);
    const to = target?.address ?? outside(drawing, connection['private_connection_resource_id']);
    drawing.arrow({ from: address, to, kind: 'connection', label: 'private link', of: [address] });
  }
}

/** What is a part of a resource, and told in its box. */
function partsOf({ address, type }: Resource, artefacts: Artefacts): Resource[] {
  const partTypes: Readonly<Record<string, readonly (readonly [type: string, argument: string])[]>> = {
    azurerm_cognitive_account: [['azurerm_cognitive_deployment', 'cognitive_account_id']],
    azurerm_user_assigned_identity: [['azurerm_federated_identity_credential', 'parent_id']],
    azurerm_kubernetes_cluster: [['azurerm_kubernetes_cluster_node_pool', 'kubernetes_cluster_id']],
    azurerm_private_dns_zone: [['azurerm_private_dns_zone_virtual_network_link', 'private_dns_zone_name']],
    azurerm_application_load_balancer: [
      ['azurerm_application_load_balancer_frontend', 'application_load_balancer_id'],
      ['azurerm_application_load_balancer_security_policy', 'application_load_balancer_id'],
      ['azurerm_application_load_balancer_subnet_association', 'application_load_balancer_id'],
    ],
  };
  const parts = (partTypes[type] ?? []).flatMap(([partType, argument]) =>
    artefacts.ofType(partType).filter(({ values }) => artefacts.referenced(values[argument])?.address === address),
  );
  return type === 'azurerm_kubernetes_cluster' ? [...parts, ...artefacts.ofType('helm_release')] : parts;
}

function linesOf({ type, values, address }: Resource, parts: readonly Resource[], artefacts: Artefacts): string[] {
  switch (type) {
    case 'azurerm_kubernetes_cluster': {
      const pool = block(values['default_node_pool']);
      const network = block(values['network_profile']);
      return [
        `Kubernetes ${artefacts.text(values['kubernetes_version'])}, ${String(values['sku_tier'] ?? 'Free')} tier`,
        `${nodesOf(pool)} × ${String(pool['vm_size'])}`,
        ...parts
          .filter((part) => part.type === 'azurerm_kubernetes_cluster_node_pool')
          .map((part) => `${part.name}: ${nodesOf(part.values)} × ${String(part.values['vm_size'])}`),
        `network policies: ${String(network['network_policy'] ?? 'none')}`,
        ...(values['oidc_issuer_enabled'] === true ? ['OIDC issuer on'] : []),
        ...parts
          .filter((part) => part.type === 'helm_release')
          .map((part) => `${part.name} ${String(part.values['version'] ?? '')}`.trim()),
      ];
    }
    case 'azurerm_cognitive_account':
      return parts.map(({ name, values: deployed }) => {
        const { name: model, version } = block(deployed['model']);
        return `${name === model ? '' : `${name}: `}${String(model)} ${String(version ?? '')}`.trim();
      });
    case 'azurerm_user_assigned_identity':
      return artefacts.resources
        .filter((resource) => isRunAs(resource, address, artefacts))
        .map((resource) => `of ${resource.name}`);
    case 'azurerm_application_load_balancer':
      return parts.flatMap((part) => {
        if (part.type === 'azurerm_application_load_balancer_frontend') return [`frontend ${part.name}`];
        return part.type === 'azurerm_application_load_balancer_security_policy' ? [`firewall ${part.name}`] : [];
      });
    case 'azurerm_private_dns_zone':
      return parts
        .flatMap((part) => artefacts.named(part.values['virtual_network_id']))
        .map(({ name }) => `in ${name}`);
    default:
      return [];
  }
}

function isRunAs({ values }: Resource, identity: string, artefacts: Artefacts): boolean {
  return blocks(block(values['identity'])['identity_ids']).some((id) => artefacts.referenced(id)?.address === identity);
}

function nodesOf(pool: Resource['values']): string {
  return pool['auto_scaling_enabled'] === true
    ? `${pool['min_count']}–${pool['max_count']}`
    : String(pool['node_count'] ?? 1);
}

/** The gateway at its subnet. Where its controller makes it, the YAML alone knows of it. */
function gateway(drawing: Drawing, artefacts: Artefacts): void {
  const associations = artefacts.ofType('azurerm_application_load_balancer_subnet_association');
  for (const { address, values } of associations) {
    const from =
      parentIn(values['application_load_balancer_id'], artefacts) ??
      outside(drawing, values['application_load_balancer_id']);
    const to = parentIn(values['subnet_id'], artefacts) ?? outside(drawing, values['subnet_id']);
    drawing.arrow({ from, to, kind: 'connection', of: [address] });
  }
  const made = artefacts.ofKind('ApplicationLoadBalancer').map((object) => {
    const id = drawing.box({
      id: objectKey(object),
      kind: 'network',
      what: 'Application Gateway for Containers',
      name: object.metadata.name,
      lines: ['made by its controller'],
      of: [objectKey(object)],
    });
    for (const associated of texts(object['spec']?.associations)) {
      const subnet = associatedSubnet(object, associated, artefacts);
      drawing.arrow({ from: id, to: subnet?.address ?? outside(drawing, associated), kind: 'connection', of: [id] });
    }
    return id;
  });
  const balancers = [...artefacts.ofType('azurerm_application_load_balancer').map(({ address }) => address), ...made];
  for (const listening of artefacts.ofKind('Gateway')) {
    for (const to of balancers) {
      internetTo(drawing, to, portsOf(blocks(listening['spec']?.listeners)), [objectKey(listening)]);
    }
  }
  for (const policy of artefacts.ofType('azurerm_application_load_balancer_security_policy')) {
    const to = parentIn(policy.values['application_load_balancer_id'], artefacts);
    const from = outside(drawing, policy.values['web_application_firewall_policy_id'], 'firewall policy');
    if (to !== undefined) drawing.arrow({ from, to, kind: 'right', label: 'firewall', of: [policy.address] });
  }
}

/** The subnet of a load balancer that its controller makes. The id of a preview is made up: the one that is delegated is meant. */
function associatedSubnet({ metadata }: KubernetesObject, id: string, artefacts: Artefacts): Resource | undefined {
  const isPreview = metadata.annotations?.['secure-aks-openai/preview'] !== undefined;
  return artefacts
    .ofType('azurerm_subnet')
    .find(({ name, values }) => (isPreview ? blocks(values['delegation']).length > 0 : name === lastPart(id)));
}

/** How clusters and whatever holds data are reached. */
function waysIn(drawing: Drawing, artefacts: Artefacts): void {
  for (const cluster of artefacts.ofType('azurerm_kubernetes_cluster')) {
    const ranges = texts(block(cluster.values['api_server_access_profile'])['authorized_ip_ranges']);
    const of = [cluster.address];
    if (cluster.values['private_cluster_enabled'] === true) {
      drawing.arrow({ from: internet(drawing), to: cluster.address, kind: 'closed', label: 'API server', of });
    } else if (ranges.length > 0) {
      const from = drawing.box({
        id: 'ranges',
        kind: 'outside',
        what: 'IP ranges',
        rows: ranges.map((name) => ({ name })),
      });
      drawing.arrow({ from, to: cluster.address, kind: 'connection', label: 'API server', of });
    } else internetTo(drawing, cluster.address, 'API server', of);
    for (const service of artefacts.ofKind('Service').filter(isPublic)) {
      const allowed = texts(service['spec'].loadBalancerSourceRanges);
      const label = portsOf(blocks(service['spec'].ports));
      const name = `${service.metadata.name} ${label}`;
      if (allowed.length === 0) internetTo(drawing, cluster.address, name, [objectKey(service)]);
      else {
        const from = drawing.box({
          id: `ranges ${allowed.join(' ')}`,
          kind: 'outside',
          what: 'IP ranges',
          rows: allowed.map((range) => ({ name: range })),
        });
        drawing.arrow({ from, to: cluster.address, kind: 'connection', label: name, of: [objectKey(service)] });
      }
    }
  }
  for (const account of artefacts.ofType('azurerm_cognitive_account')) {
    const { address, values } = account;
    if (answersInternet(account)) internetTo(drawing, address, 'HTTPS', [address]);
    else drawing.arrow({ from: internet(drawing), to: address, kind: 'closed', label: 'denied', of: [address] });
    for (const rule of blocks(block(values['network_acls'])['virtual_network_rules'])) {
      const from = parentIn(rule['subnet_id'], artefacts) ?? outside(drawing, rule['subnet_id'], 'subnet');
      drawing.arrow({ from, to: address, kind: 'connection', label: 'service endpoint', of: [address] });
    }
  }
}

/** What the security group of a subnet lets in from other subnets. */
function betweenSubnets(drawing: Drawing, artefacts: Artefacts): void {
  const subnets = artefacts.ofType('azurerm_subnet');
  for (const to of subnets) {
    for (const { address, values } of rulesOf(to, artefacts)) {
      const from = subnets.find((subnet) =>
        blocks(subnet.values['address_prefixes']).includes(values['source_address_prefix']),
      );
      if (values['access'] !== 'Allow' || values['direction'] !== 'Inbound' || !from || from === to) continue;
      const ports =
        values['destination_port_range'] === '*' ? '' : ` ${String(values['destination_port_range'] ?? '')}`;
      const label = `${values['protocol'] === '*' ? 'any' : String(values['protocol']).toUpperCase()}${ports}`;
      drawing.arrow({ from: from.address, to: to.address, kind: 'connection', label, of: [address] });
    }
  }
}

/**
 * Who may do what on what, beside the network: what an identity may do is named again there, since an arrow for each right across
 * the network would hide it.
 */
function roles(drawing: Drawing, artefacts: Artefacts): void {
  for (const grant of roleGrants(artefacts)) {
    const { assignment, role, definition, holder, principal, target, on, onNodes } = grant;
    const of = [assignment.address, ...(definition ? [definition.address] : [])];
    const frame = drawing.box({ id: RIGHTS, kind: 'identity', what: 'who may do what', name: 'Identities and roles' });
    const isIdentity = holder?.type === IDENTITY;
    const from = isIdentity ? holder.address : `principal ${principal}`;
    if (!isIdentity) {
      drawing.box({
        id: from,
        kind: 'outside',
        parent: frame,
        what: wordsForHolder(grant),
        name: holder?.name ?? principal,
      });
    }
    const to = drawing.box({
      id: `scope ${onNodes ? on : (target?.address ?? on)}`,
      kind: onNodes || target === undefined ? 'other' : kindOf(target.type),
      parent: frame,
      what: onNodes ? 'of the cluster' : target === undefined ? 'made elsewhere' : wordsOf(target.type),
      name: on,
    });
    drawing.arrow({ from, to, kind: 'right', label: role, of });
  }
}

function wordsForHolder({ holder, type }: RoleGrant): string {
  return holder === undefined ? type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase() : wordsOf(holder.type);
}

function internetTo(drawing: Drawing, to: string, label: string, of: readonly string[]): void {
  drawing.arrow({ from: internet(drawing), to, kind: 'connection', label, of });
}

function internet(drawing: Drawing): string {
  return drawing.box({ id: INTERNET, kind: 'outside', what: 'anybody', name: 'Internet' });
}

/** Something that the artefacts name by its id and do not make. */
function outside(drawing: Drawing, id: unknown, what = 'made elsewhere'): string {
  return drawing.box({ id: `outside ${String(id)}`, kind: 'other', what, name: lastPart(id) });
}

function isPublic(service: KubernetesObject): boolean {
  return (
    service['spec']?.type === 'LoadBalancer' &&
    service.metadata.annotations?.['service.beta.kubernetes.io/azure-load-balancer-internal'] !== 'true'
  );
}

/** The box of the resource that a value refers to. */
function parentIn(value: unknown, artefacts: Artefacts): string | undefined {
  const found = artefacts.referenced(value);
  return found?.address.startsWith('data.') ? undefined : found?.address;
}

function resourceGroupOf({ values }: Resource, artefacts: Artefacts): string | undefined {
  const groups = artefacts.ofType('azurerm_resource_group');
  const name = artefacts.text(values['resource_group_name'] ?? '');
  return groups.find((group) => group.name === name)?.address;
}

/** `dev/app` of `system:serviceaccount:dev:app`. */
export function subjectOf(subject: unknown): string {
  return String(subject)
    .replace(/^system:serviceaccount:/, '')
    .replace(':', '/');
}
