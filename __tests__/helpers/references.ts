import { LOGIN, STORE_SECRET } from '../../model';
import type { KubernetesObject } from './artefacts';
import { podOf, type Pod } from './pod-security-rules';

// Fields as they stand in the YAML.
// oxlint-disable-next-line typescript/no-explicit-any
type Fields = Record<string, any>;

/** What a namespace holds that no artefact makes. */
const MADE_ELSEWHERE = [`Secret ${STORE_SECRET.name}`, `Secret ${LOGIN.secretName}`, 'ServiceAccount default'];

/** Every name in the objects that leads nowhere, as "who: what". */
export function danglingReferences(objects: readonly KubernetesObject[], alsoThere: readonly string[] = []): string[] {
  return objects.flatMap((object) => {
    const there = new Set([
      ...MADE_ELSEWHERE,
      ...alsoThere,
      ...objects
        .filter(({ metadata }) => metadata.namespace === object.metadata.namespace)
        .flatMap(({ kind, metadata, spec }) => [
          `${kind} ${metadata.name}`,
          // Which cert-manager fills.
          ...(kind === 'Certificate' ? [`Secret ${spec.secretName}`] : []),
        ]),
    ]);
    const pod = podOf(object);
    return [
      ...referencesOf(object, pod).filter((reference) => !there.has(reference)),
      ...selectorProblems(object, pod),
      ...(object.kind === 'Service' ? serviceProblems(object, objects) : []),
      ...(object.kind === 'HTTPRoute' ? backendProblems(object, objects) : []),
      ...budgetProblems(object, objects),
    ].map((problem) => `${object.kind} ${object.metadata.name}: ${problem}`);
  });
}

/** The objects that an object names. */
function referencesOf(object: KubernetesObject, pod: Pod | undefined): string[] {
  if (object.kind === 'HorizontalPodAutoscaler') {
    const { kind, name } = object['spec'].scaleTargetRef;
    return [`${kind} ${name}`];
  }
  if (object.kind === 'HTTPRoute') {
    return (object['spec'].parentRefs as Fields[]).map(({ name }) => `Gateway ${name}`);
  }
  if (object.kind === 'Gateway') {
    return (object['spec'].listeners as Fields[])
      .flatMap(({ tls }) => (tls?.certificateRefs as Fields[] | undefined) ?? [])
      .map(({ name }) => `Secret ${name}`);
  }
  if (object.kind.endsWith('Policy') && object['spec'].targetRef) {
    const { kind, name } = object['spec'].targetRef;
    return [`${kind} ${name}`];
  }
  return pod ? podReferences(pod, object) : [];
}

function podReferences({ spec }: Pod, object: KubernetesObject): string[] {
  const containers = [...((spec['initContainers'] as Fields[]) ?? []), ...(spec['containers'] as Fields[])];
  const ofContainers = containers.flatMap(({ env = [], envFrom = [] }) => [
    ...(env as Fields[]).flatMap(({ valueFrom }) => [
      ...(valueFrom?.secretKeyRef ? [`Secret ${valueFrom.secretKeyRef.name}`] : []),
      ...(valueFrom?.configMapKeyRef ? [`ConfigMap ${valueFrom.configMapKeyRef.name}`] : []),
    ]),
    ...(envFrom as Fields[]).map(({ configMapRef, secretRef }) =>
      configMapRef ? `ConfigMap ${configMapRef.name}` : `Secret ${secretRef.name}`,
    ),
  ]);
  const ofVolumes = ((spec['volumes'] as Fields[]) ?? []).flatMap(({ configMap, secret }) => [
    ...(configMap ? [`ConfigMap ${configMap.name}`] : []),
    ...(secret ? [`Secret ${secret.secretName}`] : []),
  ]);
  return [
    `ServiceAccount ${spec['serviceAccountName'] ?? 'default'}`,
    ...(object.kind === 'StatefulSet' ? [`Service ${object['spec'].serviceName}`] : []),
    ...ofContainers,
    ...ofVolumes,
  ];
}

/** A workload that does not select its own pods, and a mount without a volume or the other way round. */
function selectorProblems(object: KubernetesObject, pod: Pod | undefined): string[] {
  if (!pod || !object['spec'].selector) return [];
  const { matchLabels } = object['spec'].selector;
  const labels = object['spec'].template.metadata.labels;
  const mounts = (pod.spec['containers'] as Fields[]).flatMap(({ volumeMounts = [] }) =>
    (volumeMounts as Fields[]).map(({ name }) => String(name)),
  );
  const volumes = ((pod.spec['volumes'] as Fields[]) ?? []).map(({ name }) => String(name));
  return [
    ...(matches(matchLabels, labels) ? [] : ['its selector does not match its pods']),
    ...mounts.filter((name) => !volumes.includes(name)).map((name) => `volume ${name} is mounted but not there`),
    ...volumes.filter((name) => !mounts.includes(name)).map((name) => `volume ${name} is there but not mounted`),
  ];
}

/** A Service without pods, or with a target port that they do not have. */
function serviceProblems(service: KubernetesObject, objects: readonly KubernetesObject[]): string[] {
  const pods = podsSelected(service['spec'].selector, service, objects);
  if (pods.length !== 1) return [`selects the pods of ${pods.length} workloads`];
  const ports = (pods[0]!.spec['containers'] as Fields[]).flatMap(({ ports: own = [] }) => own as Fields[]);
  return (service['spec'].ports as Fields[])
    .map(({ port, targetPort = port }) => targetPort as number | string)
    .filter((target) => !ports.some(({ name, containerPort }) => name === target || containerPort === target))
    .map((target) => `target port ${target} is on no container`);
}

function budgetProblems(object: KubernetesObject, objects: readonly KubernetesObject[]): string[] {
  if (object.kind !== 'PodDisruptionBudget') return [];
  return podsSelected(object['spec'].selector.matchLabels, object, objects).length === 1
    ? []
    : ['selects the pods of no workload, or of several'];
}

/** A route to a Service or a port that is not there. */
function backendProblems({ metadata, spec }: KubernetesObject, objects: readonly KubernetesObject[]): string[] {
  return (spec.rules as Fields[])
    .flatMap(({ backendRefs = [] }) => backendRefs as Fields[])
    .filter(
      ({ name, port, namespace = metadata.namespace }) =>
        !objects.some(
          (object) =>
            object.kind === 'Service' &&
            object.metadata.name === name &&
            object.metadata.namespace === namespace &&
            (object['spec'].ports as Fields[]).some((own) => own['port'] === port),
        ),
    )
    .map(({ name, port }) => `backend ${name}:${port} is on no Service`);
}

function podsSelected(
  selector: Readonly<Record<string, string>>,
  { metadata }: KubernetesObject,
  objects: readonly KubernetesObject[],
): Pod[] {
  return objects.flatMap((object) => {
    const pod = podOf(object);
    const isSelected =
      pod &&
      object.metadata.namespace === metadata.namespace &&
      matches(selector, object['spec'].template?.metadata.labels ?? {});
    return isSelected ? [pod] : [];
  });
}

function matches(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
