import { z } from 'zod';

/** A string that a function judges: `undefined` means fine, a text is what is wrong. */
export function judged(problem: (value: string) => string | undefined) {
  return z.string().superRefine((value, ctx) => {
    const message = problem(value);
    if (message) ctx.addIssue({ code: 'custom', message });
  });
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export const dnsLabel = z
  .string()
  .max(63, 'must have at most 63 characters')
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    'must be lower case letters, digits and hyphens, first and last a letter or digit',
  );

/** @see https://datatracker.ietf.org/doc/html/rfc1123#section-2 */
export const hostname = z
  .string()
  .regex(
    /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be a host name in lower case without a wildcard, for example chat.example.com',
  );

/** A TCP port. */
export const port = z.int().min(1).max(65_535);
