import { CROSS_CHECKS, resolvedModelVersion } from './checks';
import { defaultPath, defaultServiceAccountName } from './checks-workloads';
import { CHATBOT_PORT, MAX_PODS, NETWORK_POLICY, POD_CIDR, type NetworkPolicy } from './defaults';
import { formatProblems, toProblems, valueAt } from './format-issues';
import { IMAGE_NAMES, resolveImage, type ImageName } from './images';
import { retirementAdvice, type DeploymentSku } from './models';
import { deriveNames, workloadIdentityName, type Names } from './names';
import { environmentSchema, type EnvironmentInput, type ParsedEnvironment } from './schema';
import { KUBERNETES_VERSIONS } from './versions';

/** A model deployment with nothing left open. */
export interface DeploymentConfig {
  readonly name: string;
  readonly model: string;
  readonly version: string;
  readonly sku: DeploymentSku;
  /** Thousands of tokens a minute. */
  readonly capacity: number;
}

/** A ServiceAccount that an identity is federated with. */
export interface ServiceAccountRef {
  readonly namespace: string;
  readonly serviceAccountName: string;
}

/** A workload's identity: one place for the credential's subject and for the chart's ServiceAccount. */
export interface WorkloadIdentityConfig extends ServiceAccountRef {
  /** Key of the workload in the contract, and part of logical ids. */
  readonly workload: string;
  /** Name of the identity in Azure. */
  readonly identityName: string;
  /** Further ServiceAccounts that may use it. */
  readonly alsoFederate: readonly ServiceAccountRef[];
}

/** How people reach a workload, with nothing left open. */
export type PublishConfig =
  | { readonly by: 'hostname'; readonly hostname: string }
  | { readonly by: 'path'; readonly path: string }
  | { readonly by: 'load-balancer' }
  | { readonly by: 'nothing' };

/** A chatbot with nothing left open. */
export interface ChatbotConfig extends Omit<ParsedEnvironment['chatbots'][number], 'publish'> {
  readonly serviceAccountName: string;
  readonly image: string;
  readonly publish: PublishConfig;
}

/** A workload of the user's own with nothing left open. */
export interface WorkloadConfig extends Omit<ParsedEnvironment['workloads'][number], 'publish'> {
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly publish: PublishConfig;
}

/** An environment with every default filled in and every rule held. */
export interface EnvironmentConfig extends Omit<
  ParsedEnvironment,
  'names' | 'cluster' | 'openAi' | 'aiService' | 'chatbots' | 'workloads' | 'images'
> {
  readonly names: Names;
  readonly cluster: Omit<ParsedEnvironment['cluster'], 'networkPolicy' | 'nodePool'> & {
    readonly networkPolicy: NetworkPolicy;
    readonly nodePool: ParsedEnvironment['cluster']['nodePool'] & { readonly maxPods: number };
  };
  readonly openAi: Omit<ParsedEnvironment['openAi'], 'deployments'> & {
    readonly deployments: readonly DeploymentConfig[];
  };
  readonly aiService: ParsedEnvironment['aiService'] & { readonly deployment: string };
  readonly chatbots: readonly ChatbotConfig[];
  readonly workloads: readonly WorkloadConfig[];
  /** The reference of each image that this project knows. */
  readonly images: Readonly<Record<ImageName, string>>;
  /** One identity for each workload that calls a model. */
  readonly workloadIdentities: readonly WorkloadIdentityConfig[];
}

/** An environment that breaks a rule. The message lists every problem. */
export class ConfigError extends Error {
  public constructor(source: string, problems: readonly string[] | string) {
    super(`${source} is not valid:\n${typeof problems === 'string' ? problems : problems.join('\n')}`);
    this.name = 'ConfigError';
  }
}

const checkedSchema = environmentSchema.superRefine(
  (environment, ctx) => {
    const invalid = ctx.issues
      .filter((issue) => issue.code !== 'unrecognized_keys')
      .map((issue) => (issue.path ?? []).map(String).join('.'));
    for (const { reads, check } of CROSS_CHECKS) {
      if (reads.some((field) => invalid.some((path) => covers(field, path) || covers(path, field)))) continue;
      check(environment, (path, message, value = valueAt(path.split('.'), environment)) =>
        ctx.addIssue({ code: 'custom', path: path.split('.'), message, params: { judged: value } }),
      );
    }
  },
  // The rules run beside other errors too, so that a user hears of everything at once.
  { when: () => true },
);

/**
 * Checks an environment and fills in what it leaves open.
 *
 * @param source where it came from, for the message
 * @throws {ConfigError} naming every problem with its path, what it got and what is allowed
 */
export function parseEnvironment(input: EnvironmentInput, source = 'the environment'): EnvironmentConfig {
  const result = checkedSchema.safeParse(input);
  if (!result.success) throw new ConfigError(source, formatProblems(toProblems(result.error.issues, input)));
  return resolve(result.data);
}

/** The namespaces that workloads of the environment live in, its own first. */
export function namespacesOf({ namespace, workloadIdentities }: EnvironmentConfig): string[] {
  return [...new Set([namespace, ...workloadIdentities.map((identity) => identity.namespace)])];
}

/**
 * What is worth knowing but stops nothing: models and Kubernetes versions near their end.
 *
 * @param today as an ISO date, so that the answer depends on nothing else
 */
export function advice(environment: EnvironmentConfig, today: string): string[] {
  const kubernetes = environment.cluster.kubernetesVersion;
  const endOfLife = KUBERNETES_VERSIONS[kubernetes]?.endOfLife;
  return [
    ...(environment.cluster.admins.length === 0
      ? [
          'cluster.admins is empty: Helm can log in only if the deployer has "Azure Kubernetes Service RBAC Cluster Admin" from elsewhere',
        ]
      : []),
    ...environment.openAi.deployments.flatMap(({ model, version }) => retirementAdvice(model, version, today) ?? []),
    ...[...environment.chatbots, ...environment.workloads]
      .filter(({ publish }) => publish.by === 'load-balancer')
      .map(({ name }) => `${name} has a public address past the gateway: nothing encrypts or filters what reaches it`),
    ...(endOfLife !== undefined && today.slice(0, 7) >= endOfLife
      ? [`Kubernetes ${kubernetes} loses standard support in ${endOfLife}: raise cluster.kubernetesVersion`]
      : []),
  ];
}

/** The ports of workloads that have a public address of their own, each once. */
export function portsPastTheGateway({ chatbots, workloads }: EnvironmentConfig): number[] {
  const ports = [...chatbots.map((chatbot) => ({ ...chatbot, port: CHATBOT_PORT })), ...workloads]
    .filter(({ publish }) => publish.by === 'load-balancer')
    .map(({ port }) => port);
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

function resolve(parsed: ParsedEnvironment): EnvironmentConfig {
  const { cluster, openAi, aiService } = parsed;
  const seed = { project: parsed.project, environment: parsed.name, subscriptionId: parsed.subscriptionId };
  const deployments = openAi.deployments.map((deployment) => ({
    ...deployment,
    model: deployment.model ?? deployment.name,
    version: resolvedModelVersion(deployment),
  }));
  const images = resolveImages(parsed);
  const chatbots = parsed.chatbots.map((chatbot) => ({
    ...chatbot,
    serviceAccountName: chatbot.serviceAccountName ?? defaultServiceAccountName(chatbot.name),
    image: chatbot.image ?? images.chatbot,
    publish: resolvePublish(chatbot),
  }));
  const workloads = parsed.workloads.map((workload) => ({
    ...workload,
    namespace: workload.namespace ?? parsed.namespace,
    serviceAccountName: workload.serviceAccountName ?? defaultServiceAccountName(workload.name),
    publish: resolvePublish(workload),
  }));
  const aiServiceIdentity = { ...aiService, name: 'ai-service', namespace: parsed.namespace };
  const callers = [
    ...(parsed.store.ai ? [aiServiceIdentity] : []),
    ...chatbots.map((chatbot) => ({ ...chatbot, namespace: parsed.namespace, alsoFederate: [] })),
    ...workloads.map((workload) => ({ ...workload, alsoFederate: [] })),
  ];
  return {
    ...parsed,
    names: { ...deriveNames(seed), ...withoutUndefined(parsed.names) },
    cluster: {
      ...cluster,
      podCidr: cluster.networkMode === 'overlay' ? (cluster.podCidr ?? POD_CIDR) : undefined,
      networkPolicy: cluster.networkPolicy ?? NETWORK_POLICY[cluster.networkMode],
      nodePool: { ...cluster.nodePool, maxPods: cluster.nodePool.maxPods ?? MAX_PODS[cluster.networkMode] },
    },
    openAi: { ...openAi, deployments },
    aiService: { ...aiService, deployment: aiService.deployment ?? deployments[0]!.name },
    chatbots,
    workloads,
    images,
    workloadIdentities: callers.map(({ name, namespace, serviceAccountName, identityName, alsoFederate }) => ({
      workload: name,
      namespace,
      serviceAccountName,
      identityName: identityName ?? workloadIdentityName(seed, name),
      alsoFederate,
    })),
  };
}

function resolveImages({ images, aiService }: ParsedEnvironment): Record<ImageName, string> {
  const overrides = { ...images, 'ai-service': { ...images['ai-service'], tag: aiService.imageTag } };
  const references = IMAGE_NAMES.map((name) => [name, resolveImage(name, overrides[name], images.registry)]);
  return Object.fromEntries(references) as Record<ImageName, string>;
}

function resolvePublish({ name, publish }: ParsedEnvironment['chatbots' | 'workloads'][number]): PublishConfig {
  return publish.by === 'path' ? { ...publish, path: publish.path ?? defaultPath(name) } : publish;
}

/** Whether a problem at `inner` lies at or below `outer`; `*` stands for any entry of a list. */
function covers(outer: string, inner: string): boolean {
  if (outer === '') return true;
  const path = inner.split('.');
  return outer.split('.').every((part, index) => part === path[index] || part === '*' || path[index] === '*');
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as never;
}
