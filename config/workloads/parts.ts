import { z } from 'zod';
import {
  IDENTITY_NAME_RULE,
  TOKEN_EXPIRATION,
  imageProblem,
  nameProblem,
  type Publish,
  type Resources,
} from '../../model';
import { DEFAULT_API_VERSION } from '../defaults';
import { dnsLabel, hostname, judged } from '../schema/primitives';
import type { ImageName } from '../tables';

/** What the rows of an environment's workloads are filled in from, beside what the environment says of each. */
export interface WorkloadContext {
  /** The environment's own namespace. */
  readonly namespace: string;
  /** The deployment of a workload that names none. */
  readonly defaultDeployment: string;
  /** The reference of each image. */
  readonly images: Readonly<Record<ImageName, string>>;
  /** Derives the name of a workload's identity. */
  readonly identityNameOf: (workload: string) => string;
  /** The reference of a workload's image that is built, until the lock says its digest. */
  readonly builtImageOf: (workload: string) => string;
}

/** Service, Deployment and the names that are derived from it have to fit into one DNS label. */
export const workloadName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,48}[a-z0-9]$/,
    'must have 2 to 50 characters: lower case letters, digits and hyphens, first a letter, last no hyphen',
  );

/** Of its own: whatever runs under "default" by accident would have the identity too. */
export const ownServiceAccount = dnsLabel.refine(
  (value) => value !== 'default',
  'must not be default, under which every other pod of the namespace runs',
);

export const image = judged(imageProblem);

/** A relative path with slashes, on every system. */
const relativePath = z
  .string()
  .max(500)
  .regex(/^(?![/\\]|[A-Za-z]+:)[^\\]+$/, 'must be a relative path with slashes, for example apps/chat');

/** What the image of a workload is built from. */
export const build = z.strictObject({
  /** The folder, relative to the project's, for example `apps/chat`. */
  context: relativePath,
  /** The Dockerfile, relative to that folder. @default 'Dockerfile' */
  dockerfile: relativePath.default('Dockerfile'),
});

export const NOT_BOTH = 'must be left out with build, which makes the image';
export const apiVersion = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/, `must be a date such as ${DEFAULT_API_VERSION}`);
export const identityName = judged((value) => nameProblem(value, IDENTITY_NAME_RULE));

const TOKEN_EXPIRATION_BOUNDS = `must be from ${TOKEN_EXPIRATION.min} to ${TOKEN_EXPIRATION.max} seconds`;
export const tokenExpirationSeconds = z
  .int()
  .min(TOKEN_EXPIRATION.min, TOKEN_EXPIRATION_BOUNDS)
  .max(TOKEN_EXPIRATION.max, TOKEN_EXPIRATION_BOUNDS);

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const cpu = (example: string) =>
  z.string().regex(/^(?:[1-9]\d*m|\d+(?:\.\d+)?)$/, `must be a share of processors, for example ${example}`);
const memory = (example: string) =>
  z.string().regex(/^[1-9]\d*(?:Ki|Mi|Gi)$/, `must be an amount of memory in Ki, Mi or Gi, for example ${example}`);

/** A processor share in thousandths: `250m`, `0.5`. */
function millicores(text: string): number {
  return text.endsWith('m') ? Number.parseInt(text, 10) : Number.parseFloat(text) * 1000;
}

const KIBIBYTES: Readonly<Record<string, number>> = { Ki: 1, Mi: 1024, Gi: 1024 * 1024 };

/** An amount of memory in Ki: `128Mi`. */
function kibibytes(text: string): number {
  return Number.parseInt(text, 10) * (KIBIBYTES[text.slice(-2)] ?? 0);
}

/**
 * What a container is promised, and what it gets at most.
 *
 * @param defaults what stands where nothing is said
 */
export function resources(defaults: Resources) {
  return z
    .strictObject({
      /** Processor time it is promised. @default - its workload's own */
      cpuRequest: cpu(defaults.cpuRequest).default(defaults.cpuRequest),
      /** Memory it is promised. @default - its workload's own */
      memoryRequest: memory(defaults.memoryRequest).default(defaults.memoryRequest),
      /** Processor time it gets at most. @default - its workload's own */
      cpuLimit: cpu(defaults.cpuLimit).default(defaults.cpuLimit),
      /** Memory it gets at most. @default - its workload's own */
      memoryLimit: memory(defaults.memoryLimit).default(defaults.memoryLimit),
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
    .prefault({});
}

export const path = z
  .string()
  .max(1000)
  .regex(
    /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/,
    'must begin with "/", have at least one part, none of them "." or "..", and not end in "/", for example /chat',
  );

/** How people reach a workload. */
export const publish = z.discriminatedUnion(
  'by',
  [
    z.strictObject({
      by: z.literal('hostname'),
      /** A host name of its own, whose DNS record leads to the gateway. */
      hostname,
    }),
    z.strictObject({
      by: z.literal('path'),
      /** A path below the gateway's own host name, which the workload does not see. @default - "/" and its name */
      path: path.optional(),
    }),
    /** A public address of the cluster's load balancer, past the gateway: no TLS, no firewall. */
    z.strictObject({ by: z.literal('load-balancer') }),
    /** From within the cluster alone. */
    z.strictObject({ by: z.literal('nothing') }),
  ],
  'must have "by": hostname, path, load-balancer or nothing',
);

/** The ServiceAccount of a workload that names none. */
export function defaultServiceAccountName(name: string): string {
  return `${name}-sa`;
}

/** How a workload is published, with the path of one that names none. */
export function resolvePublish(name: string, said: z.output<typeof publish>): Publish {
  return said.by === 'path' ? { by: 'path', path: said.path ?? `/${name}` } : said;
}
