import { z } from 'zod';

const waiver = z.strictObject({
  /** Id of the rule, as `npm run policy` prints it. */
  rule: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/, 'must be the id of a rule, for example page-tls'),
  /** Address of what the finding is on, as `npm run policy` prints it. */
  on: z.string().min(1).max(500),
  /** Why it is meant: 10 to 500 characters, for whoever comes next. */
  reason: z.string().min(10).max(500),
  /** The last day on which it holds: a finding that is meant for ever is looked at again one day. */
  until: z.iso.date('must be a day, for example 2027-06-30'),
});

/** What the artefacts are judged by, beside the rules that hold for all. */
export const policy = z.strictObject({
  /** Findings that are meant. One that covers nothing, or is past its day, is refused. @default - none */
  waivers: z
    .array(waiver)
    .max(200)
    .refine(
      (list) => new Set(list.map(({ rule, on }) => `${rule} ${on}`)).size === list.length,
      'must name each rule and object once',
    )
    .default([]),
  /** Whether every image has to be named by its digest. @default false */
  imageDigests: z.boolean().default(false),
  /**
   * Registries that images may come from; an image from elsewhere is refused. `*.` stands for any name before it.
   *
   * @default - known public ones, and any of Azure's: an image from elsewhere is a warning
   */
  imageRegistries: z
    .array(
      z.string().regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/, 'must be a host, for example ghcr.io'),
    )
    .max(50)
    .default([]),
});
