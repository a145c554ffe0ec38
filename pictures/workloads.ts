import { blocks, texts, type Artefacts, type Fields, type KubernetesObject } from './artefacts';
import { roleGrants, type RoleGrant } from './roles';
import type { Resource } from './artefacts';

/** Something with pods. */
export interface Workload {
  /** As {@link objectKey} says it. */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Name of its ServiceAccount. */
  readonly serviceAccount: string;
  /** The values of its containers' variables, those of its ConfigMaps among them. */
  readonly values: readonly string[];
  readonly pod: Fields;
}

/** A ServiceAccount that an identity trusts: the way of its token. */
export interface Trust {
  readonly credential: Resource;
  readonly identity: Resource;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What the identity may do. */
  readonly grants: readonly RoleGrant[];
}

const DEFAULT_NAMESPACE = 'default';

/** How an object is called wherever it is counted: `<kind> <namespace>/<name>`. */
export function objectKey({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

/** Everything with pods, in the order of the file. */
export function workloadsOf(artefacts: Artefacts): Workload[] {
  return artefacts.objects.flatMap((object) => {
    const template = templateOf(object);
    if (template === undefined) return [];
    const { kind, metadata } = object;
    const namespace = metadata.namespace ?? DEFAULT_NAMESPACE;
    const pod = (template['spec'] ?? {}) as Fields;
    return {
      key: objectKey(object),
      kind,
      name: metadata.name,
      namespace,
      labels: (template['metadata']?.labels ?? {}) as Record<string, string>,
      serviceAccount: String(pod['serviceAccountName'] ?? 'default'),
      values: valuesOf(pod, namespace, artefacts),
      pod,
    };
  });
}

/** Every credential with what its identity may do, by address. */
export function trustsOf(artefacts: Artefacts): Trust[] {
  const grants = roleGrants(artefacts);
  return artefacts.ofType('azurerm_federated_identity_credential').flatMap((credential) => {
    const identity = artefacts.referenced(credential.values['parent_id']);
    const [, , namespace = '', serviceAccount = ''] = String(credential.values['subject']).split(':');
    if (identity === undefined) return [];
    return {
      credential,
      identity,
      namespace,
      serviceAccount,
      grants: grants.filter(({ holder }) => holder?.address === identity.address),
    };
  });
}

/** Ports of a Service or listeners of a Gateway, as `HTTP 80, HTTPS 443`. */
export function portsOf(ports: readonly Fields[]): string {
  return [...new Set(ports.map(({ protocol = 'TCP', port }) => `${protocol} ${port}`))].join(', ');
}

/** The workloads that a Service sends to. */
export function behind(service: KubernetesObject, workloads: readonly Workload[]): Workload[] {
  const selector = (service['spec']?.selector ?? {}) as Record<string, string>;
  if (Object.keys(selector).length === 0) return [];
  return workloads.filter(
    ({ namespace, labels }) =>
      namespace === (service.metadata.namespace ?? DEFAULT_NAMESPACE) &&
      Object.entries(selector).every(([name, value]) => labels[name] === value),
  );
}

function templateOf({ kind, spec, metadata }: KubernetesObject): Fields | undefined {
  if (kind === 'Pod') return { metadata, spec };
  if (kind === 'CronJob') return spec?.jobTemplate?.spec?.template as Fields | undefined;
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet'].includes(kind) ? spec?.template : undefined;
}

function valuesOf(pod: Fields, namespace: string, artefacts: Artefacts): string[] {
  const maps = artefacts.ofKind('ConfigMap').filter(({ metadata }) => metadata.namespace === namespace);
  const dataOf = (name: unknown) => maps.find(({ metadata }) => metadata.name === name)?.['data'] as Fields | undefined;
  return blocks(pod['containers']).flatMap(({ env, envFrom }) => [
    ...blocks(env).flatMap(({ value, valueFrom }) => {
      const { name, key } = (valueFrom?.configMapKeyRef ?? {}) as Fields;
      return texts(value ?? dataOf(name)?.[key]);
    }),
    ...blocks(envFrom).flatMap(({ configMapRef }) => Object.values(dataOf(configMapRef?.name) ?? {}).map(String)),
  ]);
}
