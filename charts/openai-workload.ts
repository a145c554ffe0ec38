import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { imageProblem, variableProblem } from '../config';
import { addDisruptionBudget, topologySpread } from './availability';
import { anyUser } from './image-needs';
import { labelsOf, selectorOf } from './labels';
import { hardenedContainer, hardenedPod, type ImageNeeds } from './pod-security';
import { USE_WORKLOAD_IDENTITY, identityAnnotations, podIdentityAnnotations } from './workload-identity';

/** What an {@link OpenAiWorkload} is made of. */
export interface OpenAiWorkloadProps {
  /** Name of the Deployment, the Service and the container. */
  readonly name: string;
  readonly namespace: string;
  /** What it belongs to, as a label. @default - to itself */
  readonly partOf?: string;
  /** The ServiceAccount that the identity's federated credential names. */
  readonly serviceAccountName: string;
  /** Client id of the identity, a UUID. */
  readonly clientId: string;
  /** Tenant of the identity, a UUID. */
  readonly tenantId: string;
  /** Seconds a projected token lives, 3600 to 86400. @default 3600 */
  readonly tokenExpirationSeconds?: number;
  /** Containers of the pod that get no token. @default - none */
  readonly skipContainers?: readonly string[];
  /** Whether the webhook puts its proxy beside the container. @default false */
  readonly injectProxySidecar?: boolean;
  /** Port of that proxy, 1 to 65535. @default 8000 */
  readonly proxySidecarPort?: number;
  /** Reference of the image, with a tag or digest that does not move. */
  readonly image: string;
  /** What the image needs to run. @default - any user but root, and a /tmp to write to */
  readonly needs?: ImageNeeds;
  /** Port the container listens on and the Service offers. */
  readonly port: number;
  /** Whether the Service has a public address of its own. @default false */
  readonly publicAddress?: boolean;
  /** Name of the ConfigMap. @default - the workload's name and `-config` */
  readonly configMapName?: string;
  /** Variables of the container. They are no place for a secret, and none is needed: the identity is the key. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose values Secrets of the namespace hold. @default - none */
  readonly secretVariables?: Readonly<Record<string, SecretKey>>;
  readonly resources: k8s.ResourceRequirements;
  readonly startupProbe?: k8s.Probe;
  readonly readinessProbe?: k8s.Probe;
  readonly livenessProbe?: k8s.Probe;
  /** Number of pods; without effect where `autoscaling` moves it. @default 1 */
  readonly replicas?: number;
  /** @default - the number of pods is fixed */
  readonly autoscaling?: AutoscalingProps;
  /** How new pods take over: beside the old ones, or after them. @default - beside them, as Kubernetes does */
  readonly strategy?: 'RollingUpdate' | 'Recreate';
}

/** A value in a Secret. */
export interface SecretKey {
  readonly secretName: string;
  readonly key: string;
}

/** Between which numbers of pods a workload moves, and what moves it. */
export interface AutoscalingProps {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Share of the requested processor time that is aimed at, in percent. */
  readonly targetCpuPercent: number;
}

const CHECKSUM = 'secure-aks-openai/config-checksum';

/**
 * A workload that calls Azure OpenAI under an identity of its own: ServiceAccount, ConfigMap, Deployment and Service,
 * and what keeps several pods of it up.
 *
 * @throws Error if the image is not pinned, if a variable looks like a secret, if another workload has the ServiceAccount
 * already, if the numbers of pods do not fit, or if a property is outside of what the workload identity webhook accepts
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export class OpenAiWorkload extends Construct {
  public readonly namespace: string;
  public readonly serviceAccountName: string;

  public constructor(scope: Construct, id: string, props: OpenAiWorkloadProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.serviceAccountName = props.serviceAccountName;
    this.check(props);

    const labels = labelsOf(props.name, props.partOf ?? props.name);
    const selector = selectorOf(props.name);
    const metadata = { name: props.name, namespace: props.namespace, labels };
    const configMapName = props.configMapName ?? `${props.name}-config`;
    const replicas = props.replicas ?? 1;
    const mostReplicas = props.autoscaling?.maxReplicas ?? replicas;

    new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: { ...metadata, name: props.serviceAccountName, annotations: identityAnnotations(props) },
    });
    new k8s.KubeConfigMap(this, 'config-map', {
      metadata: { ...metadata, name: configMapName },
      data: { ...props.variables },
    });
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        // Left to the autoscaler where there is one: a number here would undo its work at each apply.
        replicas: props.autoscaling === undefined ? replicas : undefined,
        strategy: props.strategy === undefined ? undefined : { type: props.strategy },
        selector: { matchLabels: selector },
        template: {
          metadata: {
            labels: { ...labels, ...USE_WORKLOAD_IDENTITY },
            annotations: { ...podIdentityAnnotations(props), [CHECKSUM]: checksum(props.variables) },
          },
          spec: podSpec(props, configMapName, mostReplicas),
        },
      },
    });
    new k8s.KubeService(this, 'service', { metadata, spec: serviceSpec(props, selector) });
    if (props.autoscaling) addAutoscaler(this, metadata, props.autoscaling);
    addDisruptionBudget(this, 'disruption-budget', { ...metadata, selector, replicas: mostReplicas });
  }

  /** What an environment is asked for too; here for whoever makes a workload without one. */
  private check({ name, image, variables, skipContainers = [], replicas = 1, autoscaling }: OpenAiWorkloadProps): void {
    const fail = (problem: string): never => {
      throw new Error(`${problem} [${this.node.path}]`);
    };
    const unpinned = imageProblem(image);
    if (unpinned) fail(`'image' ${unpinned}, got '${image}'`);
    for (const [variable, value] of Object.entries(variables)) {
      const secret = variableProblem(variable, value);
      if (secret) fail(`'variables.${variable}' ${secret}`);
    }
    if (skipContainers.includes(name)) {
      fail(`'skipContainers' must not hold '${name}': its own container would have no identity`);
    }
    if (!Number.isInteger(replicas) || replicas < 1) {
      fail(`'replicas' must be a whole number from 1, got ${replicas}`);
    }
    if (autoscaling && (autoscaling.minReplicas < 1 || autoscaling.minReplicas > autoscaling.maxReplicas)) {
      fail(
        `'autoscaling.minReplicas' must be from 1 to 'maxReplicas' ${autoscaling.maxReplicas}, got ${autoscaling.minReplicas}`,
      );
    }
    const twin = this.node.root.node
      .findAll()
      .find(
        (other) =>
          other instanceof OpenAiWorkload &&
          other !== this &&
          other.namespace === this.namespace &&
          other.serviceAccountName === this.serviceAccountName,
      );
    if (twin) {
      fail(
        `'serviceAccountName' must be its own: '${twin.node.path}' has '${this.namespace}/${this.serviceAccountName}', and pods of one ServiceAccount share an identity`,
      );
    }
  }
}

function podSpec(props: OpenAiWorkloadProps, configMapName: string, mostReplicas: number): k8s.PodSpec {
  const needs = props.needs ?? anyUser('/tmp');
  return {
    ...hardenedPod(needs),
    serviceAccountName: props.serviceAccountName,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    topologySpreadConstraints: topologySpread({ selector: selectorOf(props.name), replicas: mostReplicas }),
    // Otherwise each Service of the namespace becomes variables of every container, and some images read such names:
    // a Service called gradio-server would tell Gradio its port.
    enableServiceLinks: false,
    containers: [
      {
        name: props.name,
        image: props.image,
        ports: [{ containerPort: props.port }],
        envFrom: [{ configMapRef: { name: configMapName } }],
        env: secretVariables(props),
        resources: props.resources,
        startupProbe: props.startupProbe,
        readinessProbe: props.readinessProbe,
        livenessProbe: props.livenessProbe,
        ...hardenedContainer(needs),
      },
    ],
  };
}

function secretVariables({ secretVariables: variables = {} }: OpenAiWorkloadProps): k8s.EnvVar[] | undefined {
  const entries = Object.entries(variables).map(([name, { secretName, key }]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secretName, key } },
  }));
  return entries.length === 0 ? undefined : entries;
}

function serviceSpec({ port, publicAddress = false }: OpenAiWorkloadProps, selector: Record<string, string>) {
  const ports = [{ name: 'http', port, targetPort: k8s.IntOrString.fromNumber(port) }];
  return publicAddress
    ? // Keeps the address of who calls, which the NetworkPolicy judges: otherwise a call comes from some node.
      { type: 'LoadBalancer', externalTrafficPolicy: 'Local', selector, ports }
    : { type: 'ClusterIP', selector, ports };
}

function addAutoscaler(
  scope: Construct,
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> },
  { minReplicas, maxReplicas, targetCpuPercent }: AutoscalingProps,
): void {
  new k8s.KubeHorizontalPodAutoscalerV2(scope, 'autoscaler', {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          // Of its own container alone: a sidecar that is injected has no request to take a share of.
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: metadata.name,
            target: { type: 'Utilization', averageUtilization: targetCpuPercent },
          },
        },
      ],
    },
  });
}

/** Changes with the variables, which a running pod would not read again: so a changed ConfigMap starts new pods. */
function checksum(variables: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(variables).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
