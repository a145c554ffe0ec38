import { z } from 'zod';
import { DEPLOYMENT_SKUS, OPENAI_ACCESS, deploymentNameProblem, isProvisioned, modelPartProblem } from '../../model';
import { DEFAULT_MODEL } from '../defaults';
import { judged, principals, unlessInvalid } from './primitives';

/** How Azure spells the names and versions of models. */
const modelPart = (example: string) => judged((text) => modelPartProblem(text, example));

const deployment = z
  .strictObject({
    /** Name of the deployment, 2 to 64 characters: what a workload asks for. */
    name: judged(deploymentNameProblem),
    /** The model. @default - the deployment's name */
    model: modelPart(DEFAULT_MODEL).optional(),
    /** Version of the model. @default - the one tables/models.json names first, or the service's own default */
    version: modelPart('2026-03-17').optional(),
    /** Deployment type: where requests are processed, and what a quota counts. @default 'GlobalStandard' */
    sku: z.enum(DEPLOYMENT_SKUS).default('GlobalStandard'),
    /**
     * Thousands of tokens a minute; of an image model requests a minute; of a provisioned type PTUs, which cost by the hour
     * whether they are used or not.
     *
     * @default 30; 1 of an image model; none of a provisioned type, which has to say it
     */
    capacity: z.int().min(1).optional(),
  })
  .superRefine(
    ({ sku, capacity }, ctx) => {
      if (isProvisioned(sku) && capacity === undefined) {
        ctx.addIssue({
          code: 'custom',
          path: ['capacity'],
          message: `must be said with sku ${sku}: it counts PTUs, which cost by the hour whether they are used or not, so there is no default`,
        });
      }
    },
    unlessInvalid('sku', 'capacity'),
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
