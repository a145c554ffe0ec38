import { EnvValue, Volume, k8s, type IStorage, type MountOptions } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  identityVariableProblem,
  imageProblem,
  secretVariableProblem,
  variableProblem,
  type ImageNeeds,
  type Probe,
  type Probes,
  type Resources,
  type RestrictedNeeds,
  type SecretKey,
  type WorkloadPort,
} from '../model';
import { ifAny } from './if-any';
import { containerSecurityContext, writableVolumeName } from './pod-security';

/** A port that a container listens on. */
export interface ContainerPort {
  /** Name by which others may refer to it. @default - none */
  readonly name?: string;
  /** The port, 1 to 65535. */
  readonly port: number;
}

/** Properties of a container that is added to a workload to run before its own. */
export interface InitContainerProps {
  /** Its name, which no other container of the pod has. */
  readonly name: string;
  /** Reference of the image, with a tag or digest that does not move. */
  readonly image: string;
  /** What the image needs to run. @default - any user but root, and a /tmp of its own to write to */
  readonly needs?: RestrictedNeeds;
  /** Replaces the image's entry point. @default - the image's own */
  readonly command?: readonly string[];
  /** Arguments of the entry point. @default - the image's own */
  readonly args?: readonly string[];
  /** Variables, none of them a secret. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Variables whose values Secrets of the namespace hold. @default - none */
  readonly secretVariables?: Readonly<Record<string, SecretKey>>;
  /** What it is promised, and what it gets at most: a cluster with Azure Policy refuses a container without limits. */
  readonly resources: Resources;
}

/** Properties of a container that is added to a workload to run beside its own. */
export interface ContainerProps extends InitContainerProps, Probes {
  /** Ports it listens on; the first is the one that probes ask. @default - none */
  readonly ports?: readonly ContainerPort[];
}

/** A container of a workload. */
export interface IWorkloadContainer {
  /** Its name. */
  readonly name: string;
  /** Reference of its image. */
  readonly image: string;

  /**
   * Mounts a volume, which becomes one of the pod's if it is not yet.
   *
   * @param path where it stands in the container
   * @throws Error if something is mounted there already, or if the pod has another volume of that name
   */
  mount(path: string, storage: IStorage, options?: MountOptions): void;

  /**
   * Adds a variable.
   *
   * @param value a text, or where Kubernetes finds it
   * @throws Error if there is a variable of that name, if it is one that tells the identity, or if it looks like a secret
   */
  addVariable(name: string, value: string | EnvValue): void;
}

/** The pod that a container belongs to. */
export interface ContainerHost {
  /** The construct that volumes for its containers belong to. */
  readonly scope: Construct;
  /** What the image of its own container needs. */
  readonly needs: ImageNeeds;
  /** Gives it a volume, unless it has that one. */
  addVolume(volume: Volume): void;
  /** Throws an error that says where it happened. */
  fail(problem: string): never;
}

/** Properties of a {@link HardenedContainer}: a pod's own container may need more than an added one, and have a ConfigMap. */
export interface HardenedContainerProps extends Omit<ContainerProps, 'needs'> {
  /** What the image needs to run. */
  readonly needs: ImageNeeds;
  /** The container that volumes of its own are for. @default - the pod's own */
  readonly owner?: string;
  /** ConfigMap whose entries become variables. @default - none */
  readonly configMapName?: string;
}

/** A container that can do what its image needs and nothing else: each container of a workload is made here. */
export class HardenedContainer implements IWorkloadContainer {
  /** Its name. */
  public readonly name: string;
  /** Reference of its image. */
  public readonly image: string;
  private readonly isThePodsOwn: boolean;
  private readonly fixed: k8s.Container;
  private readonly ports: ContainerPort[] = [];
  private readonly env: k8s.EnvVar[] = [];
  private readonly mounts: k8s.VolumeMount[] = [];

  public constructor(
    private readonly pod: ContainerHost,
    props: HardenedContainerProps,
  ) {
    this.name = props.name;
    this.image = props.image;
    this.isThePodsOwn = props.owner === undefined;
    const unpinned = imageProblem(props.image);
    if (unpinned) this.fail(`'image' ${unpinned}, got '${props.image}'`);
    for (const port of props.ports ?? []) this.addPort(port);
    for (const [name, value] of Object.entries(props.variables ?? {})) this.addVariable(name, value);
    for (const [name, key] of Object.entries(props.secretVariables ?? {})) this.addSecretVariable(name, key);
    for (const folder of props.needs.writable) {
      const volume = writableVolumeName(folder, props.owner);
      this.mount(folder, Volume.fromEmptyDir(pod.scope, `${props.name}-${volume}`, volume));
    }
    this.fixed = {
      name: props.name,
      image: props.image,
      command: props.command && [...props.command],
      args: props.args && [...props.args],
      envFrom: props.configMapName === undefined ? undefined : [{ configMapRef: { name: props.configMapName } }],
      resources: resourceRequirements(props.resources),
      startupProbe: props.startupProbe && this.probe('startupProbe', props.startupProbe),
      readinessProbe: props.readinessProbe && this.probe('readinessProbe', props.readinessProbe),
      livenessProbe: props.livenessProbe && this.probe('livenessProbe', props.livenessProbe),
      securityContext: containerSecurityContext(props.needs, pod.needs),
    };
  }

  public mount(path: string, storage: IStorage, options: MountOptions = {}): void {
    if (this.mounts.some(({ mountPath }) => mountPath === path)) {
      this.fail(`'path' must be one where nothing is mounted yet, got '${path}'`);
    }
    const volume = storage.asVolume();
    this.pod.addVolume(volume);
    this.mounts.push({
      name: volume.name,
      mountPath: path,
      readOnly: options.readOnly,
      subPath: options.subPath,
      subPathExpr: options.subPathExpr,
      mountPropagation: options.propagation,
    });
  }

  public addVariable(name: string, value: string | EnvValue): void {
    const { value: text, valueFrom } = typeof value === 'string' ? EnvValue.fromValue(value) : value;
    if (valueFrom === undefined) this.assertNoSecret(name, text);
    else this.assertNoKey('variables', name, valueFrom.secretKeyRef?.key);
    this.addToEnv({ name, value: text, valueFrom });
  }

  /** Adds a variable whose value a Secret of the namespace holds. */
  public addSecretVariable(name: string, { secretName, key }: SecretKey): void {
    this.assertNoKey('secretVariables', name, key);
    this.addToEnv({ name, valueFrom: { secretKeyRef: { name: secretName, key } } });
  }

  /** Adds a port it listens on. */
  public addPort(added: ContainerPort): void {
    if (!Number.isInteger(added.port) || added.port < 1 || added.port > 65_535) {
      this.fail(`'port' must be a whole number from 1 to 65535, got ${added.port}`);
    }
    if (this.ports.some(({ name, port }) => port === added.port || (name !== undefined && name === added.name))) {
      this.fail(`'port' must have a number and a name of its own, got ${added.port} '${added.name ?? ''}'`);
    }
    this.ports.push(added);
  }

  /** Throws if there is a variable of that name. */
  public assertNoVariable(variable: string): void {
    if (this.env.some(({ name }) => name === variable)) this.fail(`'variables.${variable}' must not be set twice`);
  }

  /** Throws if a variable's text looks like a secret. */
  public assertNoSecret(variable: string, text: string): void {
    const problem = variableProblem(variable, text);
    if (problem) this.fail(`'variables.${variable}' ${problem}`);
  }

  public toKube(): k8s.Container {
    return {
      ...this.fixed,
      ports: ifAny(this.ports.map(({ name, port }) => ({ name, containerPort: port }))),
      env: ifAny(this.env),
      volumeMounts: ifAny(this.mounts),
    };
  }

  /** Throws if a variable from elsewhere would be a key, or stand in the way of the identity. */
  private assertNoKey(property: string, name: string, key?: string): void {
    const problem = key === undefined ? identityVariableProblem(name) : secretVariableProblem(name, key);
    if (problem) this.fail(`'${property}.${name}' ${problem}`);
  }

  private addToEnv(variable: k8s.EnvVar): void {
    this.assertNoVariable(variable.name);
    this.env.push(variable);
  }

  private probe(property: keyof Probes, { by, ...timing }: Probe): k8s.Probe {
    if (typeof by === 'object' && 'command' in by) return { exec: { command: [...by.command] }, ...timing };
    const [first] = this.ports;
    if (!first) return this.fail(`'${property}' asks a port, and the container has none: add one to 'ports'`);
    const port = k8s.IntOrString.fromNumber(first.port);
    return by === 'port' ? { tcpSocket: { port }, ...timing } : { httpGet: { path: by.path, port }, ...timing };
  }

  private fail(problem: string): never {
    return this.pod.fail(this.isThePodsOwn ? problem : `container '${this.name}': ${problem}`);
  }
}

/** The port of a Service that leads to one of a container. */
export function servicePort({ name, port, servicePort: offered = port }: WorkloadPort): k8s.ServicePort {
  return { name, port: offered, targetPort: k8s.IntOrString.fromNumber(port) };
}

function resourceRequirements(resources: Resources): k8s.ResourceRequirements {
  return {
    requests: quantities(resources.cpuRequest, resources.memoryRequest),
    limits: quantities(resources.cpuLimit, resources.memoryLimit),
  };
}

function quantities(cpu: string, memory: string): Record<string, k8s.Quantity> {
  return { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory) };
}
