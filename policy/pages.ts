import {
  UNKNOWN,
  at,
  fieldsOf,
  listOf,
  objectsOf,
  selects,
  type Artefacts,
  type Fields,
  type KubernetesObject,
  type Manifests,
  type Resource,
  type Terraform,
  textOf,
} from './artefacts';
import { isInternet, prefixOf } from './azure';

/** Something that is opened with a browser. */
export interface Page {
  /** What publishes it: a Service, an Ingress or a route. */
  readonly object: KubernetesObject;
  /** The Services behind it. */
  readonly backends: readonly Backend[];
}

/** A Service by its name. */
export interface Backend {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** Whether a Service has an address that the internet reaches. */
export function isPublic({ fields, annotations }: KubernetesObject): boolean {
  const isInternal = annotations['service.beta.kubernetes.io/azure-load-balancer-internal'] === 'true';
  return at(fields, 'spec', 'type') === 'LoadBalancer' && !isInternal;
}

/** Whatever is published to the internet. */
export function pagesOf(manifests: Manifests): Page[] {
  return [
    ...manifests
      .of('Service')
      .filter(isPublic)
      .map((object) => ({ object, backends: [object] })),
    ...manifests.of('HTTPRoute').map((object) => ({
      object,
      backends: objectsOf(at(object.fields, 'spec', 'rules'))
        .flatMap((rule) => objectsOf(rule['backendRefs']))
        .map((backend) => backendOf(object, backend)),
    })),
    ...manifests.of('Ingress').map((object) => ({ object, backends: ingressBackends(object) })),
  ].filter(({ backends }) => backends.length > 0);
}

/** Who comes in by a page to one of the Services behind it. */
export function doorOf(
  { manifests, terraform }: Pick<Artefacts, 'manifests' | 'terraform'>,
  page: KubernetesObject,
  backend: Backend,
): 'open' | 'closed' | 'unknown' {
  if (asksForLogin(manifests, backend) || takesKnownAddresses(page)) return 'closed';
  const doors = policiesOf(manifests, page).map((policy) => firewallDoor(terraform, policy));
  if (doors.includes('closed')) return 'closed';
  return doors.includes('unknown') ? 'unknown' : 'open';
}

function backendOf(object: KubernetesObject, { name, namespace }: Fields): Backend {
  return { name: textOf(name), namespace: typeof namespace === 'string' ? namespace : object.namespace };
}

function ingressBackends(object: KubernetesObject): Backend[] {
  const spec = fieldsOf(object.fields['spec']);
  const paths = objectsOf(spec['rules']).flatMap((rule) => objectsOf(at(rule, 'http', 'paths')));
  return [at(spec, 'defaultBackend', 'service'), ...paths.map((path) => at(path, 'backend', 'service'))]
    .filter((service) => service !== undefined)
    .map((service) => backendOf(object, { name: at(service, 'name') }));
}

/** Whether the pods behind a Service run a proxy that sends people to log in. */
function asksForLogin(manifests: Manifests, { namespace, name }: Backend): boolean {
  const service = manifests.find('Service', namespace, name);
  const selector = at(service?.fields, 'spec', 'selector');
  if (selector === undefined) return false;
  const behind = manifests.workloads.filter(
    ({ object, labels }) => object.namespace === namespace && selects({ matchLabels: selector }, labels),
  );
  return (
    behind.length > 0 &&
    behind.every(({ containers }) => containers.some(({ fields }) => isLoginProxy(fields['image'])))
  );
}

/** @see https://oauth2-proxy.github.io/oauth2-proxy/ */
function isLoginProxy(image: unknown): boolean {
  return /(?:^|\/)oauth2-proxy(?:[:@]|$)/.test(textOf(image));
}

function takesKnownAddresses({ fields }: KubernetesObject): boolean {
  const ranges = listOf(at(fields, 'spec', 'loadBalancerSourceRanges'));
  return ranges.length > 0 && ranges.every((range) => prefixOf(range) >= 8);
}

/** The firewall policies that judge what comes in by a route: those of the route, and those of its Gateway. */
function policiesOf(manifests: Manifests, route: KubernetesObject): KubernetesObject[] {
  const gateways = objectsOf(at(route.fields, 'spec', 'parentRefs')).map(
    (parent) => `Gateway/${textOf(parent['name'])}`,
  );
  const targets = [`${route.kind}/${route.name}`, ...gateways];
  return manifests.of('WebApplicationFirewallPolicy').filter(({ fields, namespace }) => {
    const target = at(fields, 'spec', 'targetRef');
    return (
      namespace === route.namespace && targets.includes(`${textOf(at(target, 'kind'))}/${textOf(at(target, 'name'))}`)
    );
  });
}

/** Whether the policy in Azure blocks whoever comes from an address that it does not name. */
function firewallDoor(terraform: Terraform, { fields }: KubernetesObject): 'open' | 'closed' | 'unknown' {
  const policy = terraform.target(
    at(fields, 'spec', 'webApplicationFirewall', 'id'),
    'azurerm_web_application_firewall_policy',
  );
  if (policy === undefined || policy === UNKNOWN) return 'unknown';
  return terraform.blocks(policy, 'custom_rules').some(blocksStrangers) && isOn(terraform, policy) ? 'closed' : 'open';
}

function isOn(terraform: Terraform, policy: Resource): boolean {
  return (terraform.read(policy, 'policy_settings', 'mode') ?? 'Prevention') === 'Prevention';
}

function blocksStrangers(rule: Fields): boolean {
  const conditions = [rule['match_conditions']].flat().map(fieldsOf);
  return (
    rule['action'] === 'Block' &&
    rule['enabled'] !== false &&
    conditions.length === 1 &&
    conditions.every(isOfAddresses)
  );
}

function isOfAddresses({ operator, negation_condition: isNegated, match_values: values }: Fields): boolean {
  return operator === 'IPMatch' && isNegated === true && !listOf(values).some(isInternet);
}
