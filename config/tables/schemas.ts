import { z } from 'zod';
import { DEPLOYMENT_SKUS } from '../../model';

/** A data file: when its facts were read, where, and the facts, one a row. */
const table = <Rows extends z.ZodType>(rows: Rows) =>
  z.strictObject({ asOf: z.iso.date(), source: z.url({ protocol: /^https$/ }), rows });

/**
 * What a version of a model is, in the words of Azure's API. A `Deprecating` one is open to those alone who have deployed it
 * before, a `Deprecated` one to nobody.
 *
 * @see https://learn.microsoft.com/rest/api/aiservices/accountmanagement/models/list
 */
export const LIFECYCLES = [
  'Preview',
  'GenerallyAvailable',
  'Stable',
  'Legacy',
  'Deprecating',
  'Deprecated',
] as const satisfies readonly string[];

/** The versions of models: the first row of a model is the version it gets where none is named. */
export const modelsTable = table(
  z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      lifecycle: z.enum(LIFECYCLES),
      /** The day from which it answers no more. */
      retires: z.iso.date().optional(),
    }),
  ),
);

/** The least provisioned throughput units of a model by deployment type, and the step in which they grow. */
export const provisionedThroughputTable = table(
  z.array(
    z.strictObject({
      model: z.string(),
      sku: z.enum(DEPLOYMENT_SKUS),
      minimum: z.int().min(1),
      step: z.int().min(1),
    }),
  ),
);

/** The regions that offer Application Gateway for Containers. */
export const regionsTable = table(z.array(z.string().regex(/^[a-z]+\d?$/)));

/** The regions that have availability zones. */
export const availabilityZonesTable = regionsTable;

/** Kubernetes minor versions on AKS. */
export const kubernetesVersionsTable = table(
  z.record(
    z.string().regex(/^\d+\.\d+$/),
    z.strictObject({
      /** The month in which standard support ends. */
      endOfLife: z
        .string()
        .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
        .optional(),
    }),
  ),
);

/** Charts of the ALB controller. */
export const albControllersTable = table(
  z.record(
    z.string(),
    z.strictObject({
      /** The Gateway API that the chart brings. */
      gatewayApi: z.string().regex(/^v\d+\.\d+\.\d+$/),
      /** The oldest Kubernetes minor version it runs on. */
      minimumKubernetes: z.string().regex(/^\d+\.\d+$/),
    }),
  ),
);

/** Versions of Kubernetes' own APIs that are served no more, by `apiVersion` and `kind`. */
export const retiredApisTable = table(
  z.record(
    z.string().regex(/^[a-z0-9.]+\/v\d+\w* [A-Z]\w+$/),
    z.strictObject({
      /** The minor version of Kubernetes that serves it no more. */
      retired: z.string().regex(/^\d+\.\d+$/),
      /** The version to take. */
      instead: z.string(),
    }),
  ),
);

/** Versions of Azure OpenAI's data plane that answer no more, and since when. */
export const apiVersionsTable = table(z.record(z.string(), z.strictObject({ retired: z.iso.date() })));

/** The image of each workload. */
export const imagesTable = table(
  z.record(z.string(), z.strictObject({ registry: z.string().optional(), repository: z.string(), tag: z.string() })),
);

export type ModelRow = z.output<typeof modelsTable>['rows'][number];
