import type { Dialect } from './dialects';
import type { ImageNeeds } from './image-needs';
import type { ImageBuild } from './registry';
import { AI_SERVICE } from './vocabulary';

/** A ServiceAccount by its two names: what a federated credential trusts, and what a pod runs under. */
export interface ServiceAccountRef {
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly serviceAccountName: string;
}

/** How people reach a workload. */
export type Publish =
  /** Through the gateway, at a host name of its own. */
  | { readonly by: 'hostname'; readonly hostname: string }
  /** Through the gateway, below its own host name; the workload does not see the path. */
  | { readonly by: 'path'; readonly path: string }
  /** By a public Service, past the gateway: no TLS, no firewall. */
  | { readonly by: 'load-balancer' }
  /** From within the cluster alone. */
  | { readonly by: 'nothing' };

/** What a container is promised, and what it gets at most, as Kubernetes spells quantities (`50m`, `128Mi`). */
export interface Resources {
  /** Processor time it is promised. */
  readonly cpuRequest: string;
  /** Memory it is promised. */
  readonly memoryRequest: string;
  /** Processor time it gets at most. */
  readonly cpuLimit: string;
  /** Memory it gets at most. */
  readonly memoryLimit: string;
}

/** How a kubelet asks a container whether it is well, and how often. */
export interface Probe {
  /** A path that answers 200 to 399, the port that accepts a connection, or a command that ends with 0. */
  readonly by: { readonly path: string } | 'port' | { readonly command: readonly string[] };
  /** Seconds before the first. @default 0 */
  readonly initialDelaySeconds?: number;
  /** Seconds from one to the next. @default 10 */
  readonly periodSeconds?: number;
  /** Seconds an answer may take. @default 1 */
  readonly timeoutSeconds?: number;
  /** Failures in a row that count. @default 3 */
  readonly failureThreshold?: number;
  /** Seconds the container gets to end once the probe has failed. @default - the pod's, 30 */
  readonly terminationGracePeriodSeconds?: number;
}

/** The probes of a container. */
export interface Probes {
  /** Holds the other two back until it succeeds. @default - none */
  readonly startupProbe?: Probe;
  /** Decides whether the container gets requests. @default - none */
  readonly readinessProbe?: Probe;
  /** Decides whether the container is started anew. @default - none */
  readonly livenessProbe?: Probe;
}

/** A port of a container, and what the Service calls it. */
export interface WorkloadPort {
  /** Name of the Service's port. */
  readonly name: string;
  /** Port the container listens on. */
  readonly port: number;
  /** Port of the Service. @default - the container's */
  readonly servicePort?: number;
}

/** A value in a Secret. */
export interface SecretKey {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Key in it. */
  readonly key: string;
}

/** Between which numbers of pods a workload moves, and what moves it. */
export interface Autoscaling {
  /** Least pods. */
  readonly minReplicas: number;
  /** Most pods. */
  readonly maxReplicas: number;
  /** Share of the requested processor time that is aimed at, in percent. */
  readonly targetCpuPercent: number;
}

/**
 * A workload that calls a model under an identity of its own. ai-service, chatbots and the user's own workloads are rows of
 * this one kind: the infrastructure makes an identity, a credential and a role of each, the charts its objects.
 */
export interface ModelWorkload extends ServiceAccountRef, Probes {
  /** Which kind it is, by the name of the file of config/workloads/ that made the row. */
  readonly kind: string;
  /** Where the environment's file describes it, such as `chatbots.0`. */
  readonly source: string;
  /** Name of its objects, key of its identity in the contract, and part of logical ids. */
  readonly name: string;
  /** The application it belongs to, as a label. */
  readonly partOf: string;
  /** Name of its identity in Azure. */
  readonly identityName: string;
  /** Further ServiceAccounts that may use the identity. */
  readonly alsoFederate: readonly ServiceAccountRef[];
  /** Reference of its image. */
  readonly image: string;
  /** What the image is built from, in the registry. @default - it is built elsewhere */
  readonly build?: ImageBuild;
  /** What the image needs to run. */
  readonly needs: ImageNeeds;
  /** Port its container listens on and its Service offers. */
  readonly port: number;
  /** Name of the model deployment it calls. */
  readonly deployment: string;
  /** Version of Azure OpenAI's data plane that it asks for. */
  readonly apiVersion: string;
  /** In which variables it is told how to reach the model. */
  readonly dialect: Dialect;
  /** Variables beside those of the dialect. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose values Secrets of its namespace hold. */
  readonly secretVariables: Readonly<Record<string, SecretKey>>;
  /** What it is promised, and what it gets at most. */
  readonly resources: Resources;
  /** Number of pods where no autoscaler moves it. */
  readonly replicas: number;
  /** Moves the number of pods by their load. @default - the number of pods is fixed */
  readonly autoscaling?: Autoscaling;
  /** How new pods take over: beside the old ones, or after them. @default - beside them, as Kubernetes does */
  readonly strategy?: 'RollingUpdate' | 'Recreate';
  /** Seconds a projected token lives, 3600 to 86400. @default - the ServiceAccount's 3600 */
  readonly tokenExpirationSeconds?: number;
  /** Containers of the pod that get no token. */
  readonly skipContainers: readonly string[];
  /** Whether the webhook puts a proxy beside it that answers like a virtual machine's metadata service. */
  readonly injectProxySidecar: boolean;
  /** Port of that proxy. */
  readonly proxySidecarPort: number;
  /** How people reach it. */
  readonly publish: Publish;
  /** Whether whoever opens its page logs in first, where the gateway has a login. */
  readonly login: boolean;
  /** Names of the workloads of its namespace that may open connections to it. */
  readonly calledBy: readonly string[];
}

/** The store's ai-service, where the environment runs it. */
export function aiServiceOf({
  workloads,
}: {
  readonly workloads: readonly ModelWorkload[];
}): ModelWorkload | undefined {
  return workloads.find(({ kind }) => kind === AI_SERVICE.name);
}

/** Ports that public Services open to the internet, past the gateway, each once and in order. */
export function publicPortsOf({ workloads }: { readonly workloads: readonly ModelWorkload[] }): number[] {
  const ports = workloads.filter(({ publish }) => publish.by === 'load-balancer').map(({ port }) => port);
  return [...new Set(ports)].toSorted((a, b) => a - b);
}
