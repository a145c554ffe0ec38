import {
  Manifests,
  Terraform,
  at,
  listOf,
  objectsOf,
  textOf,
  type KubernetesObject,
  type ParsedArtefacts,
  type Resource,
} from '../policy/artefacts';
import { pagesOf } from '../policy/pages';

/** Somebody who can reach something. */
export interface Door {
  readonly who: string;
  readonly what: string;
  readonly credential: string;
  readonly from: string;
}

const ACCOUNT = 'azurerm_cognitive_account';

/** Every way that artefacts open: roles in Azure, pages, and connections between pods. */
export function doorsOf({ terraform: json, manifests: documents = [] }: ParsedArtefacts): Door[] {
  const terraform = new Terraform(json);
  const manifests = new Manifests(documents);
  return [
    ...terraform.of('azurerm_role_assignment').map((assignment) => roleDoor(terraform, assignment)),
    ...terraform.of('azurerm_kubernetes_cluster').map((cluster) => ({
      who: 'whoever has a role on the cluster',
      what: 'its API server',
      credential: 'a login to Microsoft Entra',
      from: apiServerRanges(terraform, cluster),
    })),
    ...pagesOf(manifests).map((page) => ({
      who: 'anybody',
      what: `the page of ${[...new Set(page.backends.map(({ name }) => name))].join(', ')}`,
      credential: 'none',
      from: 'the internet, through the load balancer',
    })),
    ...manifests.of('NetworkPolicy').flatMap(connectionDoors),
  ];
}

function roleDoor(terraform: Terraform, assignment: Resource): Door {
  const scope = terraform.reference(assignment.args['scope']);
  const principal = terraform.reference(assignment.args['principal_id'])?.resource;
  const what = scope
    ? `${typeName(scope.resource)}${scope.attribute === 'id' ? '' : ` (${scope.attribute})`}`
    : 'elsewhere';
  const role = textOf(terraform.read(assignment, 'role_definition_name'));
  const subjects = terraform
    .of('azurerm_federated_identity_credential')
    .filter(({ args }) => terraform.target(args['parent_id']) === principal)
    .map((credential) =>
      textOf(terraform.read(credential, 'subject')).replace('system:serviceaccount:', '').replace(':', '/'),
    );
  const isPerson = principal === undefined;
  const who = isPerson ? 'the person' : (subjects[0] ?? 'the control plane of the cluster');
  return {
    who: subjects.length > 0 ? `pods of ServiceAccount ${who}` : who,
    what: `${role} on the ${what}`,
    credential: isPerson
      ? 'a login to Microsoft Entra'
      : subjects.length > 0
        ? 'the token of the ServiceAccount, traded at Microsoft Entra'
        : 'its managed identity',
    from: fromOf(terraform, scope?.resource),
  };
}

function apiServerRanges(terraform: Terraform, cluster: Resource): string {
  const ranges = listOf(terraform.read(cluster, 'api_server_access_profile', 'authorized_ip_ranges'));
  return ranges.length === 0 ? 'anywhere, until the environment names addresses' : ranges.map(textOf).join(', ');
}

/** The account has a network of its own; whatever else is asked of Azure is asked of its public API. */
function fromOf(terraform: Terraform, resource: Resource | undefined): string {
  if (resource?.type !== ACCOUNT) return 'anywhere, by Azure’s API';
  const subnets = terraform
    .blocks(resource, 'network_acls', 'virtual_network_rules')
    .map(({ subnet_id: id }) => terraform.target(id))
    .flatMap((subnet) => (typeof subnet === 'object' ? [shortName(subnet)] : []));
  return subnets.length > 0 ? `the subnet ${subnets.join(', ')} alone` : 'the private endpoint alone';
}

function connectionDoors({ namespace = 'default', fields }: KubernetesObject): Door[] {
  const to = selected(at(fields, 'spec', 'podSelector'));
  return objectsOf(at(fields, 'spec', 'ingress')).flatMap((rule) =>
    objectsOf(rule['from']).map((peer) => ({
      who: at(peer, 'ipBlock', 'cidr') === undefined ? `pods of ${selected(peer['podSelector'])}` : 'the load balancer',
      what: `${to} at port ${listOf(rule['ports'])
        .map((port) => textOf(at(port, 'port')))
        .join(', ')}`,
      credential: 'none: the network decides',
      from: textOf(
        at(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name') ??
          at(peer, 'ipBlock', 'cidr') ??
          namespace,
      ),
    })),
  );
}

/** What a selector picks, by its labels' values. */
function selected(selector: unknown): string {
  return Object.values((at(selector, 'matchLabels') as Record<string, unknown> | undefined) ?? {})
    .map(textOf)
    .join(', ');
}

function typeName({ type }: Resource): string {
  return type.replace(/^azurerm_/, '').replaceAll('_', ' ');
}

/** The hash at the end of an address tells a reader nothing. */
function shortName({ address }: Resource): string {
  return address.replace(/^\w+\./, '').replace(/_[0-9A-F]{8}$/, '');
}
