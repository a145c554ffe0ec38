import { z } from 'zod';
import type { CamelFields } from './spelling';

/** The version this code writes and reads. It grows when a field changes its meaning, is added or goes. */
export const CONTRACT_VERSION = 1;

/** The release that began that version: what wrote an older one came before it. */
export const CONTRACT_SINCE = '0.1.0';

const TOKEN = /\$\{|TfToken|\(known after apply\)/;

/** @see https://www.unicode.org/reports/tr44/#General_Category_Values */
const CONTROL_CHARACTER = /\p{Cc}/u;

/** A string that has arrived: no Terraform expression, no cdktf token. Nothing in Azure has so long a name or id. */
const text = z
  .string()
  .min(1, { error: 'must not be empty', abort: true })
  .max(1000, { error: 'must have at most 1000 characters', abort: true })
  .refine((value) => !CONTROL_CHARACTER.test(value), 'must have no control character')
  .refine((value) => !TOKEN.test(value), 'is an unresolved token: only a finished deploy writes real values');

const matching = (pattern: RegExp, message: string) =>
  text.refine((value) => TOKEN.test(value) || pattern.test(value), message);

const uuid = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID');
const resourceId = matching(
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/.+/i,
  'must be an Azure resource id',
);
const label = matching(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'must be a Kubernetes name: lower case letters, digits and hyphens',
);

/** @see https://datatracker.ietf.org/doc/html/rfc1123#section-2 */
const hostname = matching(
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'must be a host name, for example abc.fz01.alb.azure.com',
);

const httpsUrl = text.refine((value) => TOKEN.test(value) || isHttpsUrl(value), 'must be an https URL');

const gateway = z.discriminatedUnion(
  'mode',
  [
    z.strictObject({
      mode: z.literal('bring-your-own'),
      /** Resource id of the load balancer. */
      load_balancer_id: resourceId,
      /** Name of its frontend. */
      frontend_name: text,
      /** Host name Azure gave the frontend. */
      fqdn: hostname,
    }),
    z.strictObject({
      mode: z.literal('managed'),
      /** Resource id of the subnet the controller puts the load balancer into. */
      alb_subnet_id: resourceId,
    }),
  ],
  { error: ({ code }) => (code === 'invalid_union' ? 'must have the mode bring-your-own or managed' : undefined) },
);

/**
 * What a deployed stack says to the charts: the outputs of one stack, spelled as Terraform spells them. Nothing in it
 * is a secret.
 */
export const outputsSchema = z.strictObject({
  contract_version: z.literal(CONTRACT_VERSION),
  /** Name of the environment, which is the stack's name. */
  environment: label,
  /** Subscription of the stack. */
  subscription_id: uuid,
  /** Tenant of Microsoft Entra that the subscription trusts. */
  tenant_id: uuid,
  /** Resource group of everything but the nodes. */
  resource_group_name: text,
  /** Resource group of the nodes, where the ALB controller makes what it manages. */
  node_resource_group_name: text,
  /** Name of the AKS cluster. */
  cluster_name: text,
  /** Name of the Azure OpenAI account. */
  openai_account_name: text,
  /** Base address of the account, `https://<subdomain>.openai.azure.com/`. */
  openai_endpoint: httpsUrl,
  /** Names of the model deployments. */
  openai_deployments: z.array(text).min(1, 'must hold at least one deployment'),
  /** By workload: the client id to put on its ServiceAccount, and the ServiceAccount its credential names. */
  workload_identities: z.record(
    label,
    z.strictObject({
      /** Client id of its identity. */
      client_id: uuid,
      /** Namespace of the ServiceAccount. */
      namespace: label,
      /** Name of the ServiceAccount. */
      service_account_name: label,
    }),
  ),
  /** How the charts find the load balancer. */
  gateway,
});

/** The outputs of one stack, as Terraform spells them. */
export type Outputs = z.output<typeof outputsSchema>;

/** The outputs of one stack, checked, as TypeScript spells them. */
export type Contract = CamelFields<Outputs>;

/** How the charts find the load balancer, by the gateway's mode. */
export type GatewayContract = Contract['gateway'];

function isHttpsUrl(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === 'https:';
}
