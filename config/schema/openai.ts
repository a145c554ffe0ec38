import { z } from 'zod';
import { DEPLOYMENT_SKUS, OPENAI_ACCESS } from '../../model';
import { DEFAULT_MODEL, modelProblem } from '../tables/models';
import { principals, unlessInvalid } from './primitives';

const deployment = z
  .strictObject({
    /** Name of the deployment, 2 to 64 characters: what a workload asks for. */
    name: z
      .string()
      .regex(
        /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}[a-zA-Z0-9]$/,
        'must have 2 to 64 characters: letters, digits, ".", "_" and "-", first and last a letter or digit',
      ),
    /** The model. @default - the deployment's name */
    model: z.string().optional(),
    /** Version of the model. @default - the one tables/models.ts names first */
    version: z.string().optional(),
    /** Deployment type: where requests are processed, and what a quota counts. @default 'GlobalStandard' */
    sku: z.enum(DEPLOYMENT_SKUS).default('GlobalStandard'),
    /** Thousands of tokens a minute. @default 120 */
    capacity: z.int().min(1).max(100_000).default(120),
  })
  .superRefine(
    ({ name, model, version }, ctx) => {
      const unknown = modelProblem(model ?? name, undefined);
      if (unknown && model === undefined) {
        const message = `${unknown}; or say beside it which "model" it deploys`;
        ctx.addIssue({ code: 'custom', path: ['name'], message });
      } else if (unknown) {
        ctx.addIssue({ code: 'custom', path: ['model'], message: unknown });
      } else {
        const message = modelProblem(model ?? name, version);
        if (message) ctx.addIssue({ code: 'custom', path: ['version'], message });
      }
    },
    unlessInvalid('name', 'model', 'version'),
  );

/** The Azure OpenAI account. */
export const openAi = z.strictObject({
  /** Which way leads to the account. @default 'service-endpoint' */
  access: z.enum(OPENAI_ACCESS).default('service-endpoint'),
  /** The model deployments; the first is the one a workload gets that names none. @default - one of gpt-5.4-mini */
  deployments: z
    .array(deployment)
    .min(1, 'must hold at least one deployment')
    .max(32)
    .prefault([{ name: DEFAULT_MODEL }]),
  /** People and groups who may call the models, beside the workloads. The network still keeps them out. @default - nobody */
  operators: principals.default([]),
  /** Whether destroy also purges the account, so that its name is free again; needs a role on the subscription. @default true */
  purgeOnDestroy: z.boolean().default(true),
});
