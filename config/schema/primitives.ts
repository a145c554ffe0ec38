import { z } from 'zod';
import {
  ALB_CONTROLLER,
  PRINCIPAL_TYPES,
  cidrProblem,
  dnsLabelProblem,
  hostNameProblem,
  publicCidrProblem,
  resourceIdProblem,
  spellResourceId,
  type ResourceType,
} from '../../model';

/** A string that a function judges: `undefined` means fine, a text is what is wrong. */
export function judged(problem: (value: string) => string | undefined) {
  return z.string().superRefine((value, ctx) => {
    const message = problem(value);
    if (message) ctx.addIssue({ code: 'custom', message });
  });
}

/** An issue, as far as it says what it is about. */
interface FieldIssue {
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
}

/**
 * Lets a check of an object run beside issues of other fields, so that a user hears of everything at once, but not where a
 * field that it reads, or the object itself, is invalid already.
 */
export function unlessInvalid(...fields: readonly string[]) {
  const read = new Set<PropertyKey | undefined>([undefined, ...fields]);
  return {
    when: ({ issues }: { readonly issues: readonly FieldIssue[] }) =>
      !issues.some(({ code, path }) => read.has(path?.[0]) && code !== 'unrecognized_keys'),
  };
}

/** The name of something in Kubernetes. */
export const dnsLabel = judged(dnsLabelProblem);

/** A name that people open, or that a Gateway listens to. */
export const hostname = judged(hostNameProblem);

/** The resource id of something that exists already, in the case in which the provider takes it. */
export function resourceId(type: ResourceType) {
  return judged((id) => resourceIdProblem(id, type)).transform((id) => spellResourceId(id, type));
}

/** A TCP port. */
export const port = z.int().min(1).max(65_535);

/** A namespace that workloads may live in. */
export const workloadNamespace = dnsLabel.refine(
  (value) => !value.startsWith('kube-') && value !== ALB_CONTROLLER.namespace,
  `must be a namespace of your own: "kube-" is reserved by Kubernetes, and ${ALB_CONTROLLER.namespace} is the ALB controller's`,
);

/**
 * An IPv4 range.
 *
 * @param example one that this property takes
 */
export function cidr(example: string) {
  return judged((value) => cidrProblem(value, example));
}

/** A range of the internet: whoever comes from a private one never reaches a public address by it. */
export const publicCidr = judged(publicCidrProblem);

const principal = z.strictObject({
  /** Object id of the principal in Microsoft Entra, a UUID. */
  objectId: z.guid('must be a UUID: the object id that "az ad signed-in-user show --query id" prints'),
  /** What the object id is of. @default 'User' */
  principalType: z.enum(PRINCIPAL_TYPES).default('User'),
});

/** People, groups and service principals. */
export const principals = z
  .array(principal)
  .max(50)
  .refine(
    (list) => new Set(list.map(({ objectId }) => objectId.toLowerCase())).size === list.length,
    'must name each object id once',
  );
