import { z } from 'zod';
import { DEFAULT_API_VERSION, apiVersionProblem } from './api-versions';
import { ALB_CONTROLLER_NAMESPACE } from './defaults';
import { DIALECTS, type DialectName } from './dialects';
import { IMAGE_NAMES, digestProblem, imageProblem, tagProblem, type ImageName } from './images';
import { IDENTITY_NAME_RULE, nameProblem } from './names';
import { dnsLabel, hostname, judged, port } from './schema-primitives';
import { variableProblem } from './secret-patterns';

/**
 * The bounds of the workload identity webhook, in seconds.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
export const TOKEN_EXPIRATION = { min: 3600, max: 86_400, default: 3600 } as const;

/** Port of the webhook's proxy sidecar, as the webhook has it. */
export const PROXY_SIDECAR_PORT = 8000;

/** A namespace that workloads may live in. */
export const workloadNamespace = dnsLabel.refine(
  (value) => !value.startsWith('kube-') && value !== ALB_CONTROLLER_NAMESPACE,
  `must be a namespace of your own: "kube-" is reserved by Kubernetes, and ${ALB_CONTROLLER_NAMESPACE} is the ALB controller's`,
);

/** Service, Deployment and the names that are derived from it have to fit into one DNS label. */
const workloadName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,48}[a-z0-9]$/,
    'must have 2 to 50 characters: lower case letters, digits and hyphens, first a letter, last no hyphen',
  );

/** Of its own: whatever runs under "default" by accident would have the identity too. */
const ownServiceAccount = dnsLabel.refine(
  (value) => value !== 'default',
  'must not be default, under which every other pod of the namespace runs',
);

const image = judged(imageProblem);
const apiVersion = judged(apiVersionProblem);
const identityName = judged((value) => nameProblem(value, IDENTITY_NAME_RULE));
const tokenExpirationSeconds = z
  .int()
  .min(TOKEN_EXPIRATION.min, `must be from ${TOKEN_EXPIRATION.min} to ${TOKEN_EXPIRATION.max} seconds`)
  .max(TOKEN_EXPIRATION.max, `must be from ${TOKEN_EXPIRATION.min} to ${TOKEN_EXPIRATION.max} seconds`);

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const VARIABLE_NAME_WORDS = 'must be letters, digits and "_", first no digit';
const variableName = z.string().regex(VARIABLE_NAME, VARIABLE_NAME_WORDS);

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const cpu = z.string().regex(/^(?:[1-9]\d*m|\d+(?:\.\d+)?)$/, 'must be a share of processors such as 250m or 0.5');
const memory = z.string().regex(/^[1-9]\d*(?:Ki|Mi|Gi)$/, 'must be an amount of memory such as 128Mi or 2Gi');

const path = z
  .string()
  .max(1000)
  .regex(
    /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/,
    'must begin with "/", have at least one part, none of them "." or "..", and not end in "/", for example /chat',
  );

/** Folders of the kernel and of the tokens that Kubernetes and the workload identity webhook mount. */
const TAKEN_FOLDERS = /^\/(?:proc|sys|dev|var\/run\/secrets|run\/secrets)(?:\/|$)/;

/** A processor share in thousandths: `250m`, `0.5`. */
function millicores(text: string): number {
  return text.endsWith('m') ? Number.parseInt(text, 10) : Number.parseFloat(text) * 1000;
}

const KIBIBYTES: Readonly<Record<string, number>> = { Ki: 1, Mi: 1024, Gi: 1024 * 1024 };

/** An amount of memory in Ki: `128Mi`. */
function kibibytes(text: string): number {
  return Number.parseInt(text, 10) * (KIBIBYTES[text.slice(-2)] ?? 0);
}

/** How people reach a workload. */
const publish = z.discriminatedUnion(
  'by',
  [
    /** A host name of its own, whose DNS record leads to the gateway. */
    z.strictObject({ by: z.literal('hostname'), hostname }),
    /** A path below the gateway's own host name, which the workload does not see. @default path - "/" and its name */
    z.strictObject({ by: z.literal('path'), path: path.optional() }),
    /** A public address of the cluster's load balancer, past the gateway: no TLS, no firewall. */
    z.strictObject({ by: z.literal('load-balancer') }),
    /** From within the cluster alone. */
    z.strictObject({ by: z.literal('nothing') }),
  ],
  'must have "by": hostname, path, load-balancer or nothing',
);

const probe = z.strictObject({
  /** Path that answers 200 to 399. @default - none: the port is opened and closed again */
  path: z
    .string()
    .regex(/^\/\S*$/, 'must begin with "/"')
    .optional(),
  initialDelaySeconds: z.int().min(0).max(3600).optional(),
  /** @default 10 */
  periodSeconds: z.int().min(1).max(3600).optional(),
  /** @default 1 */
  timeoutSeconds: z.int().min(1).max(300).optional(),
  /** @default 3 */
  failureThreshold: z.int().min(1).max(1000).optional(),
});

/** A chatbot, one for each model that is to be compared. */
export const chatbot = z.strictObject({
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
  /** @default the one named in api-versions.ts */
  apiVersion: apiVersion.default(DEFAULT_API_VERSION),
  /** Pinned reference of another image that reads the same variables. @default - the one of `images` */
  image: image.optional(),
  /** Seconds the projected token of the ServiceAccount lives, 3600 to 86400. @default 3600 */
  tokenExpirationSeconds: tokenExpirationSeconds.default(TOKEN_EXPIRATION.default),
  /**
   * Seconds after which it is started anew, 600 to 86400: it fetches its token for the model once, at its start, and
   * loses its conversation when it ends.
   *
   * @default 3000
   */
  restartAfterSeconds: z.int().min(600).max(86_400).default(3000),
  /** @default { by: 'path' } */
  publish: publish.prefault({ by: 'path' }),
});

/** A workload of the user's own that calls a model. */
export const workload = z.strictObject({
  /** Name of its objects and of its identity: 2 to 50 characters. */
  name: workloadName,
  /** Pinned reference of the image. */
  image,
  /** Port the container listens on and the Service offers. */
  port,
  /** One of `openAi.deployments`. */
  deployment: z.string(),
  /**
   * In which variables it finds endpoint, deployment and API version: `store` (AZURE_OPENAI_…), `langchain`
   * (OPENAI_API_…), or the three names.
   */
  dialect: z.union(
    [
      z.enum(Object.keys(DIALECTS) as DialectName[]),
      z.strictObject({ endpoint: variableName, deployment: variableName, apiVersion: variableName }),
    ],
    `must be ${Object.keys(DIALECTS).join(', ')} or { endpoint, deployment, apiVersion } with the names of its variables`,
  ),
  /** @default the one named in api-versions.ts */
  apiVersion: apiVersion.default(DEFAULT_API_VERSION),
  /** Namespace of its objects. @default - the environment's */
  namespace: workloadNamespace.optional(),
  /** ServiceAccount of the pods, and so the subject of the credential. @default - its name and `-sa` */
  serviceAccountName: ownServiceAccount.optional(),
  /** Name of the identity in Azure. @default - derived */
  identityName: identityName.optional(),
  /** Further variables, none of them a secret. @default - none */
  variables: z
    .record(z.string(), z.string())
    .superRefine((variables, ctx) => {
      for (const [name, value] of Object.entries(variables)) {
        const message = VARIABLE_NAME.test(name) ? variableProblem(name, value) : `${VARIABLE_NAME_WORDS}, as a name`;
        if (message) ctx.addIssue({ code: 'custom', path: [name], message, params: { secret: true } });
      }
    })
    .default({}),
  /** Variables whose values Secrets of the namespace hold, which this project neither makes nor reads. @default - none */
  secretVariables: z
    .record(
      variableName,
      z.strictObject({
        secretName: dnsLabel,
        key: z.string().regex(/^[A-Za-z0-9._-]{1,253}$/, 'must be letters, digits, ".", "_" and "-"'),
      }),
    )
    .default({}),
  /** @default - each 10 s, whether the port opens */
  readinessProbe: probe.prefault({}),
  /** @default - none */
  livenessProbe: probe.optional(),
  /** @default - none */
  startupProbe: probe.optional(),
  /** What it is promised, and what it gets at most. @default 50m and 64Mi, 500m and 256Mi */
  resources: z
    .strictObject({
      cpuRequest: cpu.default('50m'),
      memoryRequest: memory.default('64Mi'),
      cpuLimit: cpu.default('500m'),
      memoryLimit: memory.default('256Mi'),
    })
    .superRefine(({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }, ctx) => {
      const refuse = (path: string, limit: string) =>
        ctx.addIssue({
          code: 'custom',
          path: [path],
          message: `must be at most the limit ${limit}: raise the limit too`,
        });
      if (millicores(cpuRequest) > millicores(cpuLimit)) refuse('cpuRequest', cpuLimit);
      if (kibibytes(memoryRequest) > kibibytes(memoryLimit)) refuse('memoryRequest', memoryLimit);
    })
    .prefault({}),
  /** User id it runs as, not root. @default 10001 */
  runAsUser: z.int().min(1).max(2_147_483_647).default(10_001),
  /** Folders it writes to, as absolute paths; all else is read-only. @default /tmp */
  writableFolders: z
    .array(
      path.refine(
        (folder) => !TAKEN_FOLDERS.test(folder),
        'must not lie in /proc, /sys, /dev, /run/secrets or /var/run/secrets: the node mounts those',
      ),
    )
    .max(20)
    .refine((folders) => new Set(folders).size === folders.length, 'must name a folder once')
    .default(['/tmp']),
  /** Number of pods, 1 to 100; left out with `autoscaling`. @default 1 */
  replicas: z.int().min(1).max(100).optional(),
  /** @default - the number of pods is fixed */
  autoscaling: z
    .strictObject({
      /** 1 to 100. */
      minReplicas: z.int().min(1).max(100),
      /** 1 to 1000. */
      maxReplicas: z.int().min(1).max(1000),
      /** Share of the requested processor time that is aimed at, 1 to 100. @default 70 */
      targetCpuPercent: z.int().min(1).max(100).default(70),
    })
    .optional(),
  /** Seconds a projected token lives, 3600 to 86400. @default 3600 */
  tokenExpirationSeconds: tokenExpirationSeconds.default(TOKEN_EXPIRATION.default),
  /** Containers of the pod that get no token, such as injected sidecars; not the workload's own. @default - none */
  skipContainers: z.array(dnsLabel).max(20).default([]),
  /**
   * Whether the webhook puts a proxy beside it that answers like a virtual machine's metadata service, for libraries
   * that know no workload identity. Its init container changes the pod's network as root, so the workload needs a
   * namespace apart.
   *
   * @default false
   */
  injectProxySidecar: z.boolean().default(false),
  /** Port of that proxy. @default 8000 */
  proxySidecarPort: port.default(PROXY_SIDECAR_PORT),
  /** @default { by: 'nothing' } */
  publish: publish.prefault({ by: 'nothing' }),
  /**
   * Names of the workloads of its namespace that may open connections to it; the network policies refuse all others.
   *
   * @default - none
   */
  calledBy: z.array(dnsLabel).max(50).default([]),
});

const override = z.strictObject({
  /** Host of the registry. @default - the environment's `images.registry`, or upstream's */
  registry: hostname.optional(),
  /** Tag of a release. @default - the one named in images.ts */
  tag: judged(tagProblem).optional(),
  /** Digest; it wins over the tag. @default - the tag decides */
  digest: judged(digestProblem).optional(),
});

/** Where images come from, when not from where images.ts says. */
export const images = z.strictObject({
  /** A registry that mirrors all of them under the same repositories. @default - upstream's */
  registry: hostname.optional(),
  ...(Object.fromEntries(IMAGE_NAMES.map((name) => [name, override.prefault({})])) as Record<
    ImageName,
    z.ZodPrefault<typeof override>
  >),
  /** Its tag is `aiService.imageTag`, which has a lower bound. */
  'ai-service': override.omit({ tag: true }).prefault({}),
});

/** Which parts of the store run. */
export const store = z.strictObject({
  /** Whether the AKS store demo runs. @default true */
  enabled: z.boolean().default(true),
  /** Whether ai-service runs, and the store asks it for descriptions. @default true */
  ai: z.boolean().default(true),
});
