import { z } from 'zod';
import {
  DIALECTS,
  PROXY_SIDECAR_PORT,
  TOKEN_EXPIRATION,
  dialectOf,
  secretVariableProblem,
  variableProblem,
  type DialectName,
  type ModelWorkload,
  type Probe,
} from '../../model';
import { DEFAULT_API_VERSION } from '../defaults';
import { dnsLabel, port, unlessInvalid, workloadNamespace } from '../schema/primitives';
import {
  NOT_BOTH,
  apiVersion,
  build,
  defaultServiceAccountName,
  identityName,
  image,
  ownServiceAccount,
  path,
  publish,
  resolvePublish,
  resources,
  tokenExpirationSeconds,
  workloadName,
  type WorkloadContext,
} from './parts';

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const VARIABLE_NAME_WORDS = 'must be letters, digits and "_", first no digit';
const variableName = z.string().regex(VARIABLE_NAME, VARIABLE_NAME_WORDS);
/** It holds what everybody may read: an address, a name, a version. */
const connectionVariableName = variableName.superRefine((name, ctx) => {
  const message = variableProblem(name, '');
  if (message) ctx.addIssue({ code: 'custom', message });
});

/** Folders of the kernel and of the tokens that Kubernetes and the workload identity webhook mount. */
const TAKEN_FOLDERS = /^\/(?:proc|sys|dev|var\/run\/secrets|run\/secrets)(?:\/|$)/;

const probe = z.strictObject({
  /** Path that answers 200 to 399. @default - none: the port is opened and closed again */
  path: z
    .string()
    .regex(/^\/\S*$/, 'must begin with "/"')
    .optional(),
  /** Seconds before the first. @default 0 */
  initialDelaySeconds: z.int().min(0).max(3600).optional(),
  /** Seconds from one to the next. @default 10 */
  periodSeconds: z.int().min(1).max(3600).optional(),
  /** Seconds an answer may take. @default 1 */
  timeoutSeconds: z.int().min(1).max(300).optional(),
  /** Failures in a row that count. @default 3 */
  failureThreshold: z.int().min(1).max(1000).optional(),
});

/** A workload of the user's own that calls a model. */
export const workload = z
  .strictObject({
    /** Name of its objects and of its identity: 2 to 50 characters. */
    name: workloadName,
    /** Pinned reference of the image; this or `build` is said. @default - it is built */
    image: image.optional(),
    /**
     * What the image is built from, in the place of a reference: `npm run mirror` lets the registry build it, which `registry` or
     * `existing.registry` says.
     *
     * @default - it is built elsewhere
     */
    build: build.optional(),
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
        z.strictObject({
          /** Variable of the account's base address. */
          endpoint: connectionVariableName,
          /** Variable of the deployment's name. */
          deployment: connectionVariableName,
          /** Variable of the API version. */
          apiVersion: connectionVariableName,
        }),
      ],
      `must be ${Object.keys(DIALECTS).join(', ')} or { endpoint, deployment, apiVersion } with the names of its variables`,
    ),
    /** Version of the account's data plane that it asks for. @default '2024-12-01-preview' */
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
    /** Variables whose values Secrets of the namespace hold, which this project neither makes nor reads; no key. @default - none */
    secretVariables: z
      .record(
        variableName,
        z.strictObject({
          /** Name of the Secret. */
          secretName: dnsLabel,
          /** Key in it. */
          key: z.string().regex(/^[A-Za-z0-9._-]{1,253}$/, 'must be letters, digits, ".", "_" and "-"'),
        }),
      )
      .superRefine((variables, ctx) => {
        for (const [name, { key }] of Object.entries(variables)) {
          const message = secretVariableProblem(name, key);
          if (message) ctx.addIssue({ code: 'custom', path: [name], message, params: { secret: true } });
        }
      })
      .default({}),
    /** Decides whether it gets requests. @default - each 10 s, whether the port opens */
    readinessProbe: probe.prefault({}),
    /** Decides whether it is started anew. @default - none */
    livenessProbe: probe.optional(),
    /** Holds the other two back until it succeeds. @default - none */
    startupProbe: probe.optional(),
    /** What it is promised, and what it gets at most. @default 50m and 64Mi, 500m and 256Mi */
    resources: resources({ cpuRequest: '50m', memoryRequest: '64Mi', cpuLimit: '500m', memoryLimit: '256Mi' }),
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
    /** Moves the number of pods by their load. @default - the number of pods is fixed */
    autoscaling: z
      .strictObject({
        /** Least pods, 1 to 100. */
        minReplicas: z.int().min(1).max(100),
        /** Most pods, 1 to 1000. */
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
    /** How people reach it. @default { by: 'nothing' } */
    publish: publish.prefault({ by: 'nothing' }),
    /** Whether whoever opens its page logs in first, in the way of `gateway.login`. @default false */
    login: z.boolean().default(false),
    /**
     * Names of the workloads of its namespace that may open connections to it; the network policies refuse all others.
     *
     * @default - none
     */
    calledBy: z.array(dnsLabel).max(50).default([]),
  })
  .superRefine(
    ({ replicas, autoscaling }, ctx) => {
      if (!autoscaling) return;
      const refuse = (path: string[], message: string) => ctx.addIssue({ code: 'custom', path, message });
      if (replicas !== undefined) {
        refuse(['replicas'], 'must be left out with autoscaling, which moves the number of pods');
      }
      if (autoscaling.minReplicas > autoscaling.maxReplicas) {
        refuse(['autoscaling', 'minReplicas'], `must be at most maxReplicas ${autoscaling.maxReplicas}`);
      }
    },
    unlessInvalid('replicas', 'autoscaling'),
  )
  .superRefine(
    ({ image: reference, build: said }, ctx) => {
      if (reference !== undefined && said) ctx.addIssue({ code: 'custom', path: ['image'], message: NOT_BOTH });
      if (reference === undefined && !said) {
        ctx.addIssue({
          code: 'custom',
          path: ['image'],
          message: 'must be said, or build: { context } with the folder that it is built from',
        });
      }
    },
    unlessInvalid('image', 'build'),
  );

type Workload = z.output<typeof workload>;

/**
 * The row of a workload of the user's own.
 *
 * @param index its place among `workloads`
 */
export function workloadRow(said: Workload, index: number, context: WorkloadContext): ModelWorkload {
  const { name, runAsUser } = said;
  return {
    kind: 'workload',
    source: `workloads.${index}`,
    name,
    partOf: name,
    namespace: said.namespace ?? context.namespace,
    serviceAccountName: said.serviceAccountName ?? defaultServiceAccountName(name),
    identityName: said.identityName ?? context.identityNameOf(name),
    alsoFederate: [],
    image: said.image ?? context.builtImageOf(name),
    build: said.build,
    needs: { level: 'restricted', user: runAsUser, group: runAsUser, writable: said.writableFolders },
    port: said.port,
    deployment: said.deployment,
    apiVersion: said.apiVersion,
    dialect: dialectOf(said.dialect),
    variables: said.variables,
    secretVariables: said.secretVariables,
    resources: said.resources,
    startupProbe: said.startupProbe && probeOf(said.startupProbe),
    readinessProbe: probeOf(said.readinessProbe),
    livenessProbe: said.livenessProbe && probeOf(said.livenessProbe),
    replicas: said.replicas ?? 1,
    autoscaling: said.autoscaling,
    tokenExpirationSeconds: said.tokenExpirationSeconds,
    skipContainers: said.skipContainers,
    injectProxySidecar: said.injectProxySidecar,
    proxySidecarPort: said.proxySidecarPort,
    publish: resolvePublish(name, said.publish),
    login: said.login,
    calledBy: said.calledBy,
  };
}

function probeOf({ path, ...timing }: z.output<typeof probe>): Probe {
  return { by: path === undefined ? 'port' : { path }, ...timing };
}
