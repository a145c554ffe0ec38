import { PodScheduling, type AbstractPod, type Volume, type k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { anyUser, selectorOf, type ImageNeeds } from '../model';
import { topologySpread } from './availability';
import {
  HardenedContainer,
  type ContainerHost,
  type ContainerProps,
  type HardenedContainerProps,
  type InitContainerProps,
} from './hardened-container';
import { ifAny } from './if-any';
import { podSecurityContext } from './pod-security';

/** Properties of a {@link HardenedPod}. */
export interface HardenedPodProps {
  /** The workload's own container. */
  readonly container: HardenedContainerProps;
  /** ServiceAccount it runs under. @default - the namespace's own */
  readonly serviceAccountName?: string;
  /** Whether variables about the namespace's Services are put into its containers. @default true */
  readonly serviceLinks?: boolean;
  /** Labels of the nodes it may run on, beside that of Linux. @default - any */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Pods of its workload there are at most, which are spread where there are several. @default 1 */
  readonly maxReplicas?: number;
}

/**
 * The pod of a workload, of the store's as of one that calls a model: hardened, and open to additions until it is
 * rendered.
 *
 * cdk8s-plus-28's Deployment and StatefulSet know no seccomp profile of a pod, no `enableServiceLinks` and no topology
 * spread, and all its classes of objects write defaults that cannot be left out; its NetworkPolicy takes one peer a rule.
 * So the objects of these charts are of its generated `k8s` classes. What a user adds is of its own classes where those
 * can say it: volumes, variables from elsewhere, scheduling.
 */
export class HardenedPod implements ContainerHost {
  /** What the image of its own container needs. */
  public readonly needs: ImageNeeds;
  /** Its own container. */
  public readonly container: HardenedContainer;
  /** Which nodes it is drawn to and which taints it tolerates. */
  public readonly scheduling: PodScheduling;
  private readonly serviceAccountName?: string;
  private readonly serviceLinks?: boolean;
  private readonly nodeSelector: Readonly<Record<string, string>>;
  private readonly maxReplicas: number;
  private readonly storage: Volume[] = [];
  private readonly sidecars: HardenedContainer[] = [];
  private readonly initial: HardenedContainer[] = [];

  public constructor(
    public readonly scope: Construct,
    props: HardenedPodProps,
  ) {
    const { name, needs } = props.container;
    this.needs = needs;
    this.serviceAccountName = props.serviceAccountName;
    this.serviceLinks = props.serviceLinks;
    this.nodeSelector = { 'kubernetes.io/os': 'linux', ...props.nodeSelector };
    this.maxReplicas = props.maxReplicas ?? 1;
    this.container = new HardenedContainer(this, props.container);
    // Of the pod it reads the name, for a message.
    this.scheduling = new PodScheduling({ podMetadata: { name } } as AbstractPod);
  }

  /** Containers that run beside its own. */
  public get containers(): HardenedContainer[] {
    return [...this.sidecars];
  }

  /** Containers that run before its own, one after the other. */
  public get initContainers(): HardenedContainer[] {
    return [...this.initial];
  }

  /** Its volumes, one for each folder that an image writes to among them. */
  public get volumes(): Volume[] {
    return [...this.storage];
  }

  /** Adds a container beside its own. */
  public addContainer(props: ContainerProps): HardenedContainer {
    return this.add(this.sidecars, props);
  }

  /** Adds a container that has to end well before its own starts. */
  public addInitContainer(props: InitContainerProps): HardenedContainer {
    return this.add(this.initial, props);
  }

  /** Gives it a volume, unless it has that one. */
  public addVolume(volume: Volume): void {
    if (this.storage.includes(volume)) return;
    if (this.storage.some(({ name }) => name === volume.name)) {
      this.fail(`'${volume.name}' must be the name of one volume of the pod: another has it`);
    }
    this.storage.push(volume);
  }

  /** Throws an error that says where it happened. */
  public fail(problem: string): never {
    throw new Error(`${problem} [${this.scope.node.path}]`);
  }

  /**
   * What Kubernetes is told of it. The token of the API server stays out: none of the workloads talks to it, and the
   * workload identity webhook projects a token of its own.
   */
  public toKube(): k8s.PodSpec {
    const { affinity, nodeName, tolerations } = rendered(this.scheduling);
    return {
      automountServiceAccountToken: false,
      securityContext: podSecurityContext(this.needs),
      serviceAccountName: this.serviceAccountName,
      enableServiceLinks: this.serviceLinks,
      nodeSelector: this.nodeSelector,
      affinity,
      nodeName,
      tolerations,
      topologySpreadConstraints: topologySpread({
        selector: selectorOf(this.container.name),
        replicas: this.maxReplicas,
      }),
      volumes: ifAny(this.storage.map(rendered)),
      initContainers: ifAny(this.initial.map((container) => container.toKube())),
      containers: [this.container, ...this.sidecars].map((container) => container.toKube()),
    };
  }

  private add(list: HardenedContainer[], props: ContainerProps): HardenedContainer {
    if ([this.container, ...this.initial, ...this.sidecars].some(({ name }) => name === props.name)) {
      this.fail(`'name' must be one that no container of the pod has, got '${props.name}'`);
    }
    const container = new HardenedContainer(this, {
      name: props.name,
      image: props.image,
      needs: props.needs ?? anyUser('/tmp'),
      owner: props.name,
      command: props.command,
      args: props.args,
      ports: props.ports,
      variables: props.variables,
      secretVariables: props.secretVariables,
      resources: props.resources,
      startupProbe: props.startupProbe,
      readinessProbe: props.readinessProbe,
      livenessProbe: props.livenessProbe,
    });
    list.push(container);
    return container;
  }
}

/** What cdk8s-plus-28 tells Kubernetes of one of its own classes. */
function rendered<T>(value: { _toKube(): T }): T {
  // oxlint-disable-next-line eslint/no-underscore-dangle -- this is what it calls the method
  return value._toKube();
}
