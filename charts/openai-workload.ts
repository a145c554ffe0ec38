import { createHash } from 'node:crypto';
import { ApiObjectMetadataDefinition, Lazy, type ApiObject } from 'cdk8s';
import { EnvValue, k8s, type IStorage, type MountOptions, type PodScheduling, type Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  anyUser,
  labelsOf,
  selectorOf,
  type Autoscaling,
  type ImageNeeds,
  type Probe,
  type Resources,
  type SecretKey,
  type WorkloadPort,
} from '../model';
import { addAutoscaler, addDisruptionBudget } from './availability';
import { labelProblem, uuidProblem } from './checks';
import {
  servicePort,
  type ContainerProps,
  type IWorkloadContainer,
  type InitContainerProps,
} from './hardened-container';
import { HardenedPod } from './hardened-pod';
import {
  IDENTITY_PREFIX,
  USE_WORKLOAD_IDENTITY,
  identityAnnotations,
  podIdentityAnnotations,
} from './workload-identity';

/** Properties of an {@link OpenAiWorkload}. */
export interface OpenAiWorkloadProps {
  /** Name of the Deployment, the Service and the container. */
  readonly name: string;
  /** Namespace of its objects. */
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
  /** Replaces the image's entry point. @default - the image's own */
  readonly command?: readonly string[];
  /** Arguments of the entry point. @default - the image's own */
  readonly args?: readonly string[];
  /** Port the container listens on and the Service offers; probes ask it. */
  readonly port: number;
  /** Further ports of the container and of the Service. @default - none */
  readonly ports?: readonly WorkloadPort[];
  /** Whether the Service has a public address of its own. @default false */
  readonly publicAddress?: boolean;
  /** Name of the ConfigMap. @default - the workload's name and `-config` */
  readonly configMapName?: string;
  /** Variables of the container. They are no place for a secret, and none is needed: the identity is the key. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose values Secrets of the namespace hold. @default - none */
  readonly secretVariables?: Readonly<Record<string, SecretKey>>;
  /** What the container is promised, and what it gets at most. */
  readonly resources: Resources;
  /** Holds the other two probes back until it succeeds. @default - none */
  readonly startupProbe?: Probe;
  /** Decides whether a pod gets requests. @default - none: it gets them once its container runs */
  readonly readinessProbe?: Probe;
  /** Decides whether the container is started anew. @default - none */
  readonly livenessProbe?: Probe;
  /** Number of pods; without effect where `autoscaling` moves it. @default 1 */
  readonly replicas?: number;
  /** Moves the number of pods. @default - the number of pods is fixed */
  readonly autoscaling?: Autoscaling;
  /** How new pods take over: beside the old ones, or after them. @default - beside them, as Kubernetes does */
  readonly strategy?: 'RollingUpdate' | 'Recreate';
  /** Labels of the nodes its pods may run on. @default - any node with Linux */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

const CHECKSUM = 'secure-aks-openai/config-checksum';

/** What the root of a tree is told of each ServiceAccount, so that nobody has to walk the tree to find a twin. */
const SERVICE_ACCOUNT = 'secure-aks-openai/service-account';

/**
 * A workload that calls Azure OpenAI under an identity of its own: ServiceAccount, ConfigMap, Deployment and Service,
 * and what keeps several pods of it up.
 *
 * What is added after it was made reaches its objects too. Each container that is added is as restricted as its own, and
 * gets the identity's token unless `skipContainers` names it.
 *
 * @throws Error if a name or an id is none, if an image is not pinned, if a variable looks like a secret, if another workload has the ServiceAccount
 * already, if the numbers of pods do not fit, or if a property is outside of what the workload identity webhook accepts
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { EnvFieldPaths, EnvValue, Node, NodeTaintQuery, Volume } from 'cdk8s-plus-28';
 * import { OpenAiWorkload } from './charts';
 *
 * const chart = new Chart(new App(), 'summaries');
 * const workload = new OpenAiWorkload(chart, 'workload', {
 *   name: 'summaries',
 *   namespace: 'team',
 *   serviceAccountName: 'summaries-sa',
 *   clientId: '11111111-1111-4111-8111-111111111111',
 *   tenantId: '22222222-2222-4222-8222-222222222222',
 *   image: 'ghcr.io/acme/summaries:1.4.0',
 *   port: 8080,
 *   variables: { AZURE_OPENAI_ENDPOINT: 'https://oai-team.openai.azure.com/' },
 *   resources: { cpuRequest: '50m', memoryRequest: '64Mi', cpuLimit: '500m', memoryLimit: '256Mi' },
 *   readinessProbe: { by: { path: '/ready' } },
 * });
 *
 * const cache = Volume.fromEmptyDir(chart, 'cache', 'cache');
 * workload.mount('/var/cache/app', cache);
 * workload.addVariable('POD_NAME', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME));
 * const sidecar = workload.addContainer({
 *   name: 'log-shipper',
 *   image: 'ghcr.io/acme/log-shipper:2.0.1',
 *   resources: { cpuRequest: '5m', memoryRequest: '16Mi', cpuLimit: '50m', memoryLimit: '32Mi' },
 * });
 * sidecar.mount('/logs', cache, { readOnly: true });
 * workload.scheduling.tolerate(Node.tainted(NodeTaintQuery.is('sku', 'gpu')));
 * workload.podMetadata.addAnnotation('prometheus.io/scrape', 'true');
 * workload.service.metadata.addLabel('team', 'search');
 */
export class OpenAiWorkload extends Construct {
  /** Name of its Deployment, its Service and its container. */
  public readonly name: string;
  /** Namespace of its objects. */
  public readonly namespace: string;
  /** ServiceAccount its pods run under. */
  public readonly serviceAccountName: string;
  /** Name of the ConfigMap that holds its variables. */
  public readonly configMapName: string;
  /** Port its container listens on and its Service offers. */
  public readonly port: number;
  /** The ServiceAccount, which carries the identity. */
  public readonly serviceAccount: ApiObject;
  /** The ConfigMap with its variables. */
  public readonly configMap: ApiObject;
  /** The Deployment. */
  public readonly deployment: ApiObject;
  /** The Service. */
  public readonly service: ApiObject;
  /** The HorizontalPodAutoscaler. @default - the number of pods is fixed */
  public readonly autoscaler?: ApiObject;
  /** The PodDisruptionBudget. @default - there is one pod at most */
  public readonly disruptionBudget?: ApiObject;
  /** Labels and annotations of its pods. */
  public readonly podMetadata: ApiObjectMetadataDefinition;
  /** Which nodes its pods are drawn to, and which taints they tolerate. */
  public readonly scheduling: PodScheduling;
  private readonly pod: HardenedPod;
  private readonly literals = new Map<string, string>();
  private readonly servicePorts: WorkloadPort[];

  public constructor(scope: Construct, id: string, props: OpenAiWorkloadProps) {
    super(scope, id);
    const { name, namespace, serviceAccountName, autoscaling, replicas = 1, publicAddress = false } = props;
    this.name = name;
    this.namespace = namespace;
    this.serviceAccountName = serviceAccountName;
    this.configMapName = props.configMapName ?? `${name}-config`;
    this.port = props.port;

    const labels = labelsOf(name, props.partOf ?? name);
    const selector = selectorOf(name);
    const metadata = { name, namespace, labels };
    const maxReplicas = autoscaling?.maxReplicas ?? replicas;

    this.pod = podOf(this, props, this.configMapName, maxReplicas);
    this.scheduling = this.pod.scheduling;
    this.checkNames(props);
    this.check(replicas, autoscaling, props.skipContainers);
    this.claimServiceAccount();
    this.servicePorts = [{ name: 'http', port: props.port }];
    for (const [variable, value] of Object.entries(props.variables)) this.addVariable(variable, value);
    for (const port of props.ports ?? []) this.addPort(port);

    this.serviceAccount = new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: {
        name: serviceAccountName,
        namespace,
        labels,
        annotations: identityAnnotations({
          clientId: props.clientId,
          tenantId: props.tenantId,
          tokenExpirationSeconds: props.tokenExpirationSeconds,
        }),
      },
    });
    this.configMap = new k8s.KubeConfigMap(this, 'config-map', {
      metadata: { name: this.configMapName, namespace, labels },
      data: Lazy.any({ produce: () => this.variables }),
    });
    this.deployment = new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        // Left to the autoscaler where there is one: a number here would undo its work at each apply.
        replicas: autoscaling === undefined ? replicas : undefined,
        strategy: props.strategy === undefined ? undefined : { type: props.strategy },
        selector: { matchLabels: selector },
        template: Lazy.any({ produce: () => ({ metadata: this.podMetadata.toJson(), spec: this.pod.toKube() }) }),
      },
    });
    this.podMetadata = new ApiObjectMetadataDefinition({
      apiObject: this.deployment,
      labels: { ...labels, ...USE_WORKLOAD_IDENTITY },
      annotations: {
        ...podIdentityAnnotations({
          tokenExpirationSeconds: props.tokenExpirationSeconds,
          skipContainers: props.skipContainers,
          injectProxySidecar: props.injectProxySidecar,
          proxySidecarPort: props.proxySidecarPort,
        }),
        [CHECKSUM]: Lazy.any({ produce: () => checksum([this.identity, this.variables]) }),
      },
    });
    this.service = new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        type: publicAddress ? 'LoadBalancer' : 'ClusterIP',
        // Keeps the address of who calls, which the NetworkPolicy judges: otherwise a call comes from some node.
        externalTrafficPolicy: publicAddress ? 'Local' : undefined,
        selector,
        ports: Lazy.any({ produce: () => this.servicePorts.map(servicePort) }),
      },
    });
    this.autoscaler = autoscaling && addAutoscaler(this, 'autoscaler', metadata, autoscaling);
    this.disruptionBudget = addDisruptionBudget(this, 'disruption-budget', {
      name,
      namespace,
      labels,
      selector,
      replicas: maxReplicas,
    });
  }

  /** The variables that its ConfigMap holds. */
  public get variables(): Record<string, string> {
    return Object.fromEntries(this.literals);
  }

  /** The ports of its container and of its Service. */
  public get ports(): WorkloadPort[] {
    return [...this.servicePorts];
  }

  /** The containers that were added beside its own. */
  public get containers(): IWorkloadContainer[] {
    return this.pod.containers;
  }

  /** The containers that run before its own, one after the other. */
  public get initContainers(): IWorkloadContainer[] {
    return this.pod.initContainers;
  }

  /** The volumes of its pods, one for each folder that an image writes to among them. */
  public get volumes(): Volume[] {
    return this.pod.volumes;
  }

  /**
   * Adds a volume to its pods.
   *
   * @throws Error if another has its name
   */
  public addVolume(volume: Volume): void {
    this.pod.addVolume(volume);
  }

  /**
   * Mounts a volume into its container, which becomes one of its pods' if it is not yet.
   *
   * @param path where it stands in the container
   * @throws Error if something is mounted there already, or if another volume has its name
   */
  public mount(path: string, storage: IStorage, options?: MountOptions): void {
    this.pod.container.mount(path, storage, options);
  }

  /**
   * Adds a variable to its container: a text to its ConfigMap, any other as a reference.
   *
   * @throws Error if there is a variable of that name, or if the text looks like a secret
   */
  public addVariable(name: string, value: string | EnvValue): void {
    const { value: text, valueFrom } = typeof value === 'string' ? EnvValue.fromValue(value) : value;
    this.assertNoVariable(name);
    if (valueFrom === undefined) {
      this.pod.container.assertNoSecret(name, text);
      this.literals.set(name, text);
    } else {
      this.pod.container.addVariable(name, value);
    }
  }

  /**
   * Adds a variable whose value a Secret of its namespace holds.
   *
   * @throws Error if there is a variable of that name
   */
  public addSecretVariable(name: string, key: SecretKey): void {
    this.assertNoVariable(name);
    this.pod.container.addSecretVariable(name, key);
  }

  /**
   * Adds a port to its container and to its Service. In an environment, a NetworkPolicy has to open it.
   *
   * @throws Error if the port, its name or the Service's port is taken
   */
  public addPort(port: WorkloadPort): void {
    const offered = port.servicePort ?? port.port;
    if (this.servicePorts.some((other) => other.name === port.name || (other.servicePort ?? other.port) === offered)) {
      this.pod.fail(`'port' must have a name and a port of the Service of its own, got '${port.name}' ${offered}`);
    }
    this.pod.container.addPort({ name: port.name, port: port.port });
    this.servicePorts.push(port);
  }

  /**
   * Adds a container beside its own.
   *
   * @throws Error if another container has its name, if its image is not pinned, or if a variable looks like a secret
   */
  public addContainer(props: ContainerProps): IWorkloadContainer {
    return this.pod.addContainer(props);
  }

  /**
   * Adds a container that has to end well before its own starts.
   *
   * @throws Error if another container has its name, if its image is not pinned, or if a variable looks like a secret
   */
  public addInitContainer(props: InitContainerProps): IWorkloadContainer {
    return this.pod.addInitContainer(props);
  }

  /** What the webhook reads of the ServiceAccount when it lets a pod in. */
  private get identity(): Record<string, string> {
    const { annotations = {} } = this.serviceAccount.metadata.toJson() as { annotations?: Record<string, string> };
    return Object.fromEntries(Object.entries(annotations).filter(([name]) => name.startsWith(IDENTITY_PREFIX)));
  }

  private assertNoVariable(name: string): void {
    if (this.literals.has(name)) this.pod.fail(`'variables.${name}' must not be set twice`);
    this.pod.container.assertNoVariable(name);
  }

  private checkNames({ clientId, tenantId }: OpenAiWorkloadProps): void {
    const problem =
      labelProblem('name', this.name) ??
      labelProblem('namespace', this.namespace) ??
      labelProblem('serviceAccountName', this.serviceAccountName) ??
      labelProblem('configMapName', this.configMapName) ??
      uuidProblem('clientId', clientId) ??
      uuidProblem('tenantId', tenantId);
    if (problem) this.pod.fail(problem);
  }

  private check(replicas: number, autoscaling?: Autoscaling, skipContainers: readonly string[] = []): void {
    if (!Number.isInteger(replicas) || replicas < 1) {
      this.pod.fail(`'replicas' must be a whole number from 1, got ${replicas}`);
    }
    if (autoscaling && (autoscaling.minReplicas < 1 || autoscaling.minReplicas > autoscaling.maxReplicas)) {
      this.pod.fail(
        `'autoscaling.minReplicas' must be from 1 to 'maxReplicas' ${autoscaling.maxReplicas}, got ${autoscaling.minReplicas}`,
      );
    }
    if (skipContainers.includes(this.name)) {
      this.pod.fail(`'skipContainers' must not hold '${this.name}': its own container would have no identity`);
    }
  }

  /** Pods of one ServiceAccount share an identity, so no two workloads may have the same. */
  private claimServiceAccount(): void {
    const { path, root } = this.node;
    const claimed = `${this.namespace}/${this.serviceAccountName}`;
    const twin = root.node.metadata.find(({ type, data }) => type === SERVICE_ACCOUNT && data.claimed === claimed);
    if (twin) {
      this.pod.fail(
        `'serviceAccountName' must be its own: '${twin.data.path}' has '${claimed}', and pods of one ServiceAccount share an identity`,
      );
    }
    root.node.addMetadata(SERVICE_ACCOUNT, { claimed, path });
  }
}

function podOf(scope: Construct, props: OpenAiWorkloadProps, configMapName: string, maxReplicas: number): HardenedPod {
  return new HardenedPod(scope, {
    serviceAccountName: props.serviceAccountName,
    // Otherwise each Service of the namespace becomes variables of every container, and some images read such names:
    // a Service called gradio-server would tell Gradio its port.
    serviceLinks: false,
    nodeSelector: props.nodeSelector,
    maxReplicas,
    container: {
      name: props.name,
      image: props.image,
      needs: props.needs ?? anyUser('/tmp'),
      command: props.command,
      args: props.args,
      ports: [{ port: props.port }],
      configMapName,
      secretVariables: props.secretVariables,
      resources: props.resources,
      startupProbe: props.startupProbe,
      readinessProbe: props.readinessProbe,
      livenessProbe: props.livenessProbe,
    },
  });
}

/**
 * Changes with what a pod reads at its start alone, its identity and its variables, so that a change starts new pods.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
function checksum(read: readonly Readonly<Record<string, string>>[]): string {
  const sorted = read.map((entries) => Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
