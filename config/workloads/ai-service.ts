import { z } from 'zod';
import {
  AI_SERVICE,
  DIALECTS,
  IMAGE_NEEDS,
  MAX_FEDERATED_CREDENTIALS,
  PROXY_SIDECAR_PORT,
  STORE,
  type ModelWorkload,
  type Probe,
} from '../../model';
import { DEFAULT_API_VERSION } from '../defaults';
import { dnsLabel, judged } from '../schema/primitives';
import { IMAGES } from '../tables';
import { identityName, resources, type WorkloadContext } from './parts';

const serviceAccount = z.strictObject({
  /** Its namespace. */
  namespace: dnsLabel,
  /** Its name. */
  serviceAccountName: dnsLabel,
});

/**
 * Upstream's, but for the memory it gets at most, which is 128Mi there. Measured under this pod's environment (Python 3.14,
 * openai 3.6), its code holds 107 MiB of its own after the first description, 128 after a hundred, 142 after five hundred.
 */
const RESOURCES = { cpuRequest: '20m', memoryRequest: '50Mi', cpuLimit: '50m', memoryLimit: '256Mi' };

/** The AKS store demo's ai-service, which writes descriptions of products. */
export const aiService = z.strictObject({
  /** ServiceAccount of the pods, and so the subject of the credential. @default 'ai-service-account' */
  serviceAccountName: dnsLabel.default('ai-service-account'),
  /** Release of the image, 2.2.0 or newer. @default '2.2.0' */
  imageTag: judged(imageTagProblem).default(IMAGES['ai-service'].tag),
  /** Deployment it asks for. @default - the first of `openAi.deployments` */
  deployment: z.string().optional(),
  /** Further ServiceAccounts that may use the same identity. @default - none */
  alsoFederate: z
    .array(serviceAccount)
    .max(
      MAX_FEDERATED_CREDENTIALS - 1,
      `an identity carries at most ${MAX_FEDERATED_CREDENTIALS} federated credentials, and one is the workload's own`,
    )
    .default([]),
  /** Name of the identity in Azure. @default - derived */
  identityName: identityName.optional(),
  /** What it is promised, and what it gets at most. @default 20m and 50Mi, 50m and 256Mi */
  resources: resources(RESOURCES),
});

/** Neither calls the model: a green probe says that the service runs, not that it may use the account. */
const HEALTH: Probe = { by: { path: '/health' }, initialDelaySeconds: 3, periodSeconds: 10, failureThreshold: 10 };

/**
 * The row of ai-service.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/tree/main/src/ai-service
 */
export function aiServiceRow(said: z.output<typeof aiService>, context: WorkloadContext): ModelWorkload {
  const { name, port } = AI_SERVICE;
  return {
    kind: 'ai-service',
    source: 'aiService',
    name,
    partOf: STORE,
    namespace: context.namespace,
    serviceAccountName: said.serviceAccountName,
    identityName: said.identityName ?? context.identityNameOf(name),
    alsoFederate: said.alsoFederate,
    image: context.images['ai-service'],
    needs: IMAGE_NEEDS['ai-service'],
    port,
    deployment: said.deployment ?? context.defaultDeployment,
    apiVersion: DEFAULT_API_VERSION,
    dialect: DIALECTS.store,
    variables: {},
    secretVariables: {},
    resources: said.resources,
    // It imports its libraries for most of a minute on the processor it is given.
    startupProbe: { by: HEALTH.by, initialDelaySeconds: 60, periodSeconds: 5, failureThreshold: 3 },
    readinessProbe: HEALTH,
    livenessProbe: HEALTH,
    replicas: 1,
    skipContainers: [],
    injectProxySidecar: false,
    proxySidecarPort: PROXY_SIDECAR_PORT,
    publish: { by: 'nothing' },
    login: false,
    calledBy: [],
  };
}

/**
 * Older images set a temperature of 0, which the models of today refuse.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/releases
 */
function imageTagProblem(tag: string): string | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(tag);
  if (!match) return 'must be a release such as 2.2.0: a moving tag changes under a running cluster';
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > 2 || (major === 2 && minor >= 2)
    ? undefined
    : 'must be 2.2.0 or newer: older ones send a temperature that gpt-5 models refuse';
}
