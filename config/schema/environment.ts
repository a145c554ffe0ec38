import { z } from 'zod';
import {
  NAME_RULES,
  STATES,
  STORE_RESOURCES,
  STORE_WORKLOAD_NAMES,
  nameProblem,
  type StoreWorkloadName,
} from '../../model';
import { DEFAULT_REGION } from '../defaults';
import { modelWorkloadFields } from '../workloads';
import { resources } from '../workloads/parts';
import { cluster } from './cluster';
import { existing } from './existing';
import { gateway } from './gateway';
import { images } from './images';
import { monitoring } from './monitoring';
import { network } from './network';
import { openAi } from './openai';
import { policy } from './policy';
import { judged, workloadNamespace } from './primitives';
import { registry } from './registry';

const names = z.strictObject(
  Object.fromEntries(
    Object.entries(NAME_RULES).map(([key, rule]) => [key, judged((value) => nameProblem(value, rule)).optional()]),
  ) as Record<keyof typeof NAME_RULES, z.ZodOptional<z.ZodString>>,
);

/** Which parts of the store run, and on how much. */
const store = z.strictObject({
  /** Whether the AKS store demo runs, ai-service and its identity among it. @default true */
  enabled: z.boolean().default(true),
  /** Whether ai-service runs with it, and writes its descriptions. @default true */
  ai: z.boolean().default(true),
  /**
   * Namespace of the database, which no workload shares: its image cannot run restricted.
   *
   * @default - the environment's and `-data`
   */
  dataNamespace: workloadNamespace.optional(),
  /** Whether staff log in before store-admin, where `gateway.login` says how. @default true */
  login: z.boolean().default(true),
  /** What each of its workloads is promised and gets at most; ai-service says its own. @default - upstream's quantities */
  resources: z
    .strictObject(
      Object.fromEntries(STORE_WORKLOAD_NAMES.map((name) => [name, resources(STORE_RESOURCES[name])])) as Record<
        StoreWorkloadName,
        ReturnType<typeof resources>
      >,
    )
    .prefault({}),
});

/** What a file of environments/ may say. Only the name and the subscription have no default. */
export const environmentSchema = z.strictObject({
  /** Name of the environment, of its stack and of its file: 2 to 20 lower case letters, digits and hyphens. */
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/,
      'must have 2 to 20 characters: lower case letters, digits and hyphens, first a letter, last no hyphen',
    ),
  /** Subscription it is deployed to, a UUID. */
  subscriptionId: z.guid('must be a UUID: "az account show --query id" prints it'),
  /** Part of every name: 2 to 16 lower case letters and digits. @default 'secureai' */
  project: z
    .string()
    .regex(/^[a-z][a-z0-9]{1,15}$/, 'must have 2 to 16 characters: lower case letters and digits, first a letter')
    .default('secureai'),
  /** Region by its short name. @default 'eastus2' */
  location: z
    .string()
    .regex(
      /^[a-z]{2,}[a-z0-9]*$/,
      `must be a region by its short name, for example ${DEFAULT_REGION}: "az account list-locations --query [].name" prints them`,
    )
    .default(DEFAULT_REGION),
  /** Tags of every resource beside the ones this project sets, at most 40. @default - none */
  tags: z
    .record(judged(tagNameProblem), z.string().max(256))
    .refine((value) => Object.keys(value).length <= 40, 'must hold at most 40 tags')
    .default({}),
  /** Names that are not to be derived. @default - every name is derived */
  names: names.prefault({}),
  /**
   * Where Terraform keeps its state. A file is for one person on one machine; for `azurerm`, `npm run bootstrap` makes
   * the storage account first.
   *
   * @default 'local'
   */
  state: z.enum(STATES).default('local'),
  /**
   * Whether Terraform refuses to destroy or replace what cannot be had again: resource group, network, cluster, account,
   * registry, load balancer, its frontend, and the identities. `npm run destroy` takes them down all the same, after its question.
   *
   * @default true
   */
  protect: z.boolean().default(true),
  /** What is taken as it is, each by its resource id, alone or together with others. @default - nothing: all of it is made */
  existing: existing.prefault({}),
  /** The virtual network. @default - each property by its own default */
  network: network.prefault({}),
  /** The AKS cluster. @default - each property by its own default */
  cluster: cluster.prefault({}),
  /** The Azure OpenAI account. @default - each property by its own default */
  openAi: openAi.prefault({}),
  /** Application Gateway for Containers. @default - each property by its own default */
  gateway: gateway.prefault({}),
  /** How it is watched; `{}` is all of it, by defaults. @default - it is not */
  monitoring: monitoring.optional(),
  /**
   * The container registry that every image comes from, which `npm run mirror` fills; `{}` makes one. One that exists is said in
   * `existing.registry`.
   *
   * @default - there is none: each image comes from where it is named
   */
  registry: registry.optional(),
  /** Namespace of the workloads. @default 'dev' */
  namespace: workloadNamespace.default('dev'),
  /** Which parts of the AKS store demo run, and on how much. @default - the whole of it, on upstream's quantities */
  store: store.prefault({}),
  ...modelWorkloadFields,
  /** Where images come from. @default - from where tables/images.json says */
  images: images.prefault({}),
  /** What its artefacts are judged by, beside the rules of `npm run policy`. @default - each property by its own default */
  policy: policy.prefault({}),
});

/** An environment as a user writes it. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** An environment with every default of the schema filled in, before what depends on other fields is. */
export type ParsedEnvironment = z.output<typeof environmentSchema>;

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
function tagNameProblem(name: string): string | undefined {
  if (name.length < 1 || name.length > 512) return 'must have 1 to 512 characters';
  if (/[<>%&\\?/]/.test(name)) return 'must have none of < > % & \\ ? /';
  return /^(?:microsoft|azure|windows)/i.test(name)
    ? 'must not begin with microsoft, azure or windows: Azure keeps these for its own tags'
    : undefined;
}
