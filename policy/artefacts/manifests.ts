import { at, fieldsOf, isFields, listOf, objectsOf, type Fields, textOf } from './values';

/** A Kubernetes object. */
export interface KubernetesObject {
  /** Kind, namespace if it has one, and name, for example `Deployment/dev/store-front`. */
  readonly address: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The namespace that it names. @default - the one that `kubectl` is set to, or none for what belongs to the whole cluster */
  readonly namespace?: string;
  readonly labels: Fields;
  readonly annotations: Fields;
  /** The object as it is written. */
  readonly fields: Fields;
}

/** A container of a pod. */
export interface Container {
  readonly name: string;
  /** Whether it has to end before the others start. */
  readonly isInit: boolean;
  readonly fields: Fields;
}

/** An object that makes pods, or is one. */
export interface Workload {
  readonly object: KubernetesObject;
  /** Labels of its pods. */
  readonly labels: Fields;
  /** The spec of its pods. */
  readonly pod: Fields;
  readonly containers: readonly Container[];
}

/** Where the pod stands in what makes one. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The Kubernetes objects of one environment, parsed from its YAML. */
export class Manifests {
  public readonly objects: readonly KubernetesObject[];
  /** What makes pods. */
  public readonly workloads: readonly Workload[];

  /** @param documents the documents of the YAML, parsed; a list stands for its items, and an empty one for nothing */
  public constructor(documents: readonly unknown[]) {
    this.objects = documents.flatMap(itemsOf).map(objectOf);
    this.workloads = this.objects.flatMap(workloadsOf);
  }

  /** The objects of some kinds, in order. */
  public of(...kinds: readonly string[]): KubernetesObject[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }

  /** The object of a kind by its namespace and name. */
  public find(kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.objects.find(
      (object) => object.kind === kind && object.namespace === namespace && object.name === name,
    );
  }
}

/** Whether a selector of labels picks what has these; one that says nothing picks all. */
export function selects(selector: unknown, labels: Fields): boolean {
  const matchLabels = Object.entries(fieldsOf(at(selector, 'matchLabels')));
  return (
    matchLabels.every(([key, value]) => labels[key] === value) &&
    objectsOf(at(selector, 'matchExpressions')).every((expression) => isMet(expression, labels))
  );
}

function isMet({ key, operator, values }: Fields, labels: Fields): boolean {
  const has = Object.hasOwn(labels, textOf(key));
  switch (operator) {
    case 'In':
      return listOf(values).includes(labels[textOf(key)]);
    case 'NotIn':
      return !listOf(values).includes(labels[textOf(key)]);
    case 'Exists':
      return has;
    default:
      return !has;
  }
}

function itemsOf(document: unknown): Fields[] {
  if (!isFields(document)) return [];
  return Array.isArray(document['items']) ? document['items'].flatMap(itemsOf) : [document];
}

function objectOf(fields: Fields): KubernetesObject {
  const [kind, name] = [textOf(fields['kind']), textOf(at(fields, 'metadata', 'name'))];
  const namespace = at(fields, 'metadata', 'namespace');
  const base = {
    apiVersion: textOf(fields['apiVersion']),
    kind,
    name,
    labels: fieldsOf(at(fields, 'metadata', 'labels')),
    annotations: fieldsOf(at(fields, 'metadata', 'annotations')),
    fields,
  };
  return typeof namespace === 'string'
    ? { ...base, address: `${kind}/${namespace}/${name}`, namespace }
    : { ...base, address: `${kind}/${name}` };
}

function workloadsOf(object: KubernetesObject): Workload[] {
  const path = Object.hasOwn(POD_PATHS, object.kind) ? POD_PATHS[object.kind] : undefined;
  if (!path) return [];
  const template = at(object.fields, ...path);
  const pod = fieldsOf(at(template, 'spec'));
  return [
    {
      object,
      labels: fieldsOf(at(template, 'metadata', 'labels')),
      pod,
      containers: [...containersOf(pod['initContainers'], true), ...containersOf(pod['containers'], false)],
    },
  ];
}

function containersOf(list: unknown, isInit: boolean): Container[] {
  return objectsOf(list).map((fields) => ({
    name: textOf(fields['name']),
    // One that is restarted runs beside the others.
    isInit: isInit && fields['restartPolicy'] !== 'Always',
    fields,
  }));
}
