/** What of an object is read here, in the YAML and in the cluster alike. */
export interface KubeObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly managedFields?: readonly FieldsOfManager[];
  };
  readonly spec?: {
    readonly replicas?: number;
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
  };
}

/** What a field manager holds of an object. */
export interface FieldsOfManager {
  readonly manager?: string;
  readonly operation?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** Who moves the number of pods of a Deployment from now on. */
export interface HandOver {
  readonly name: string;
  readonly namespace: string;
  /** Pods that the Deployment has meanwhile: those of now on the way to an autoscaler, those of the YAML on the way back. */
  readonly replicas: number;
  readonly to: 'autoscaler' | 'yaml';
}

/** The field manager of `kubectl apply --server-side`, and so of every field of the YAML. */
const YAML = 'kubectl';
/** The field manager in which the autoscaler's controller runs. */
const CONTROLLER = 'kube-controller-manager';
/** Holds the number of pods while neither of them says it. */
export const KEEPER = 'secure-aks-openai-replicas';

/**
 * The Deployments whose number of pods changes hands with an apply of this YAML.
 *
 * A field that its last manager no longer applies goes back to its default, one pod; and one that another manager has set
 * cannot be applied. So somebody else holds the number between the two.
 *
 * @param yaml what is about to be applied
 * @param live Deployments and autoscalers of the same namespaces, with their managed fields
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
export function handOvers(yaml: readonly KubeObject[], live: readonly KubeObject[]): HandOver[] {
  return yaml.filter(isDeployment).flatMap((deployment): HandOver[] => {
    const { name, namespace } = deployment.metadata;
    const found = live.filter(isDeployment).find((other) => isSame(deployment, other));
    const now = found?.spec?.replicas;
    if (found === undefined || now === undefined) return [];
    const replicas = deployment.spec?.replicas;
    if (replicas === undefined) {
      return holdersOf(found).includes(YAML) ? [{ name, namespace, replicas: now, to: 'autoscaler' }] : [];
    }
    const autoscalers = live.filter((other) => isAutoscalerOf(deployment, other));
    const isKept = yaml.some((other) => isAutoscalerOf(deployment, other));
    // Somebody else's goes on moving the number, and the API server will say so.
    if (isKept || !autoscalers.every((autoscaler) => isOurs(autoscaler, name))) return [];
    const isHeld = holdersOf(found).some((holder) => holder === CONTROLLER || holder === KEEPER);
    return autoscalers.length > 0 || (isHeld && now !== replicas) ? [{ name, namespace, replicas, to: 'yaml' }] : [];
  });
}

/** Nothing but the number of pods of a Deployment, to be applied by who holds it meanwhile. */
export function numberOfPods({ name, namespace, replicas }: HandOver): object {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { replicas } };
}

function isDeployment({ kind }: KubeObject): boolean {
  return kind === 'Deployment';
}

function isSame({ metadata: one }: KubeObject, { metadata: other }: KubeObject): boolean {
  return one.name === other.name && one.namespace === other.namespace;
}

function isAutoscalerOf({ metadata }: KubeObject, { kind, metadata: own, spec }: KubeObject): boolean {
  const target = spec?.scaleTargetRef;
  return (
    kind === 'HorizontalPodAutoscaler' &&
    own.namespace === metadata.namespace &&
    target?.kind === 'Deployment' &&
    target.name === metadata.name
  );
}

/** Whether an earlier YAML made it: the charts call it like its Deployment. */
function isOurs({ metadata }: KubeObject, deployment: string): boolean {
  return metadata.name === deployment && (metadata.managedFields ?? []).some(isOfYaml);
}

function isOfYaml({ manager, operation }: FieldsOfManager): boolean {
  return manager === YAML && operation === 'Apply';
}

/** The field managers that hold the number of pods. `kubectl scale` is one too, and not the YAML's. */
function holdersOf({ metadata }: KubeObject): (string | undefined)[] {
  return (metadata.managedFields ?? [])
    .filter(({ fieldsV1 }) => 'f:replicas' in ((fieldsV1?.['f:spec'] as object | undefined) ?? {}))
    .map((fields) => (fields.manager === YAML && !isOfYaml(fields) ? undefined : fields.manager));
}
