import { z } from 'zod';
import {
  CHATBOT_PORT,
  DIALECTS,
  IMAGE_NEEDS,
  PROXY_SIDECAR_PORT,
  TOKEN_EXPIRATION,
  type ModelWorkload,
  type Probe,
  type Publish,
} from '../../model';
import { DEFAULT_API_VERSION } from '../defaults';
import { unlessInvalid } from '../schema/primitives';
import {
  NOT_BOTH,
  apiVersion,
  build,
  defaultServiceAccountName,
  identityName,
  image,
  ownServiceAccount,
  publish,
  resolvePublish,
  resources,
  tokenExpirationSeconds,
  workloadName,
  type WorkloadContext,
} from './parts';

/** An estimate for Gradio and LangChain in one process; upstream names neither requests nor limits. */
const RESOURCES = { cpuRequest: '50m', memoryRequest: '256Mi', cpuLimit: '500m', memoryLimit: '768Mi' };

/** A chatbot, one for each model that is to be compared. */
export const chatbot = z
  .strictObject({
    /** Name of its objects and of its identity: 2 to 50 characters. */
    name: workloadName,
    /** One of `openAi.deployments`. */
    deployment: z.string(),
    /** ServiceAccount of the pod, and so the subject of the credential. @default - its name and `-sa` */
    serviceAccountName: ownServiceAccount.optional(),
    /** Name of the identity in Azure. @default - derived */
    identityName: identityName.optional(),
    /** Randomness of the answers, 0 to 2; gpt-5 models take 1 alone. @default 1 */
    temperature: z.number().min(0).max(2).default(1),
    /** Version of the account's data plane that it asks for. @default '2024-12-01-preview' */
    apiVersion: apiVersion.default(DEFAULT_API_VERSION),
    /** Pinned reference of another image that reads the same variables. @default - the one of `images` */
    image: image.optional(),
    /**
     * What the image is built from, in the place of a reference: `npm run mirror` lets the registry build it, which `registry` or
     * `existing.registry` says.
     *
     * @default - it is built elsewhere
     */
    build: build.optional(),
    /** Seconds the projected token of the ServiceAccount lives, 3600 to 86400. @default 3600 */
    tokenExpirationSeconds: tokenExpirationSeconds.default(TOKEN_EXPIRATION.default),
    /**
     * Seconds after which it is started anew, 600 to 86400: it fetches its token for the model once, at its start, and
     * loses its conversation when it ends.
     *
     * @default 3000
     */
    restartAfterSeconds: z.int().min(600).max(86_400).default(3000),
    /** What it is promised, and what it gets at most. @default 50m and 256Mi, 500m and 768Mi */
    resources: resources(RESOURCES),
    /** How people reach it. @default { by: 'path' } */
    publish: publish.prefault({ by: 'path' }),
    /** Whether whoever opens its page logs in first, where `gateway.login` says how. @default true */
    login: z.boolean().default(true),
  })
  .superRefine(
    ({ image: reference, build: said }, ctx) => {
      if (reference !== undefined && said) ctx.addIssue({ code: 'custom', path: ['image'], message: NOT_BOTH });
    },
    unlessInvalid('image', 'build'),
  );

type Chatbot = z.output<typeof chatbot>;

/** Its page answers once the libraries are imported. */
const PAGE: Pick<Probe, 'by'> = { by: { path: '/' } };

/**
 * The row of a chatbot, a web page to talk with one model.
 *
 * @param index its place among `chatbots`
 * @see https://github.com/jsburckhardt/gradio-aks
 */
export function chatbotRow(said: Chatbot, index: number, context: WorkloadContext): ModelWorkload {
  const { name } = said;
  const published = resolvePublish(name, said.publish);
  return {
    kind: 'chatbot',
    source: `chatbots.${index}`,
    name,
    partOf: name,
    namespace: context.namespace,
    serviceAccountName: said.serviceAccountName ?? defaultServiceAccountName(name),
    identityName: said.identityName ?? context.identityNameOf(name),
    alsoFederate: [],
    image: said.build ? context.builtImageOf(name) : (said.image ?? context.images.chatbot),
    build: said.build,
    needs: IMAGE_NEEDS.chatbot,
    port: CHATBOT_PORT,
    deployment: said.deployment,
    apiVersion: said.apiVersion,
    dialect: DIALECTS.langchain,
    variables: variables(said.temperature, published),
    secretVariables: {},
    resources: said.resources,
    startupProbe: { ...PAGE, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...PAGE, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: youngerThan(said.restartAfterSeconds),
    // The conversation is a variable of the one process, shared by all who talk with it: a second pod would answer
    // every other message without having heard the first.
    replicas: 1,
    strategy: 'Recreate',
    tokenExpirationSeconds: said.tokenExpirationSeconds,
    skipContainers: [],
    injectProxySidecar: false,
    proxySidecarPort: PROXY_SIDECAR_PORT,
    publish: published,
    login: said.login,
    calledBy: [],
  };
}

function variables(temperature: number, published: Publish): Record<string, string> {
  return {
    TEMPERATURE: String(temperature),
    // Its libraries keep caches in the home of their user, who has none.
    HOME: '/tmp',
    GRADIO_ANALYTICS_ENABLED: 'False',
    // Gradio then asks for its scripts below the path that the gateway takes away:
    // https://github.com/gradio-app/gradio/issues/4968
    ...(published.by === 'path' ? { GRADIO_ROOT_PATH: published.path } : {}),
  };
}

/**
 * Fails once the container's first process is older than that, and so has it started anew.
 *
 * The chatbot fetches its token for the model once, when it starts, and never again: from the moment that token expires
 * the page still answers, and every message fails. No request can tell without calling the model, but the age of the
 * process can. A token of Entra lives 60 minutes at least, so the default stays below that.
 *
 * @see https://github.com/jsburckhardt/gradio-aks/blob/main/src/llm.py
 * @see https://learn.microsoft.com/entra/identity-platform/configurable-token-lifetimes#access-tokens
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function youngerThan(seconds: number): Probe {
  const script = [
    'import os',
    'started = int(open("/proc/1/stat").read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")',
    'now = float(open("/proc/uptime").read().split()[0])',
    `raise SystemExit(now - started > ${seconds})`,
  ].join('; ');
  return {
    by: { command: ['python', '-c', script] },
    periodSeconds: 30,
    timeoutSeconds: 10,
    failureThreshold: 1,
    // As the first process of its container, Python takes no notice of being asked to end.
    terminationGracePeriodSeconds: 5,
  };
}
