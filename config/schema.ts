import { z } from 'zod';
import { PRIVATE_RANGES, contains, parseCidr } from './address-plan';
import * as defaults from './defaults';
import { DEFAULT_MODEL, DEPLOYMENT_SKUS, modelProblem } from './models';
import { IDENTITY_NAME_RULE, NAME_RULES, nameProblem } from './names';
import { DEFAULT_REGION, REGIONS } from './regions';
import { dnsLabel, hostname, judged } from './schema-primitives';
import { chatbot, images, store, workload, workloadNamespace } from './schema-workloads';
import {
  ALB_CONTROLLER_VERSIONS,
  DEFAULT_ALB_CONTROLLER_VERSION,
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
} from './versions';

const cidr = judged(cidrProblem);

/** A range of the internet: whoever comes from a private one never reaches a public address by it. */
const publicCidr = judged((value) => {
  const problem = cidrProblem(value);
  if (problem) return problem;
  const range = PRIVATE_RANGES.find((text) => contains(parseCidr(text), parseCidr(value)));
  return range === undefined
    ? undefined
    : `must be a range of public addresses, and ${range} is private: name the address your calls leave by`;
});

const principal = z.strictObject({
  /** Object id of the principal in Microsoft Entra, a UUID. */
  objectId: z.guid('must be a UUID: the object id that "az ad signed-in-user show --query id" prints'),
  /** @default 'User' */
  principalType: z.enum(defaults.PRINCIPAL_TYPES).default('User'),
});

const principals = z
  .array(principal)
  .max(50)
  .refine(
    (list) => new Set(list.map(({ objectId }) => objectId.toLowerCase())).size === list.length,
    'must name each object id once',
  );

const serviceAccount = z.strictObject({ namespace: dnsLabel, serviceAccountName: dnsLabel });

const network = z.strictObject({
  /** Range of the virtual network. @default '10.21.0.0/16' */
  virtualNetworkCidr: cidr.default(defaults.VIRTUAL_NETWORK_CIDR),
  /** Range of the subnet that holds the nodes. @default '10.21.0.0/24' */
  aksSubnetCidr: cidr.default(defaults.AKS_SUBNET_CIDR),
  /** Range of the subnet of the load balancer: a /24 under overlay. @default '10.21.1.0/24' */
  albSubnetCidr: cidr.default(defaults.ALB_SUBNET_CIDR),
  /** Range of the subnet of the private endpoint; used with `openAi.access: 'private-endpoint'`. @default '10.21.2.0/27' */
  privateEndpointSubnetCidr: cidr.default(defaults.PRIVATE_ENDPOINT_SUBNET_CIDR),
});

const cluster = z.strictObject({
  /** Minor version. @default the one named in versions.ts */
  kubernetesVersion: judged((value) =>
    Object.hasOwn(KUBERNETES_VERSIONS, value)
      ? undefined
      : `allowed are ${Object.keys(KUBERNETES_VERSIONS).join(', ')} (a minor version: the patch is the upgrade channel's)`,
  ).default(DEFAULT_KUBERNETES_VERSION),
  /** @default 'Standard' */
  skuTier: z.enum(defaults.SKU_TIERS).default('Standard'),
  /** @default 'overlay' */
  networkMode: z.enum(defaults.NETWORK_MODES).default('overlay'),
  /** @default - cilium under overlay, calico in the nodes' subnet */
  networkPolicy: z.enum(defaults.NETWORK_POLICIES).optional(),
  /** Range of the pods; overlay only. @default '10.244.0.0/16' */
  podCidr: cidr.optional(),
  /** Range of the Services, never routed. @default '10.0.0.0/16' */
  serviceCidr: cidr.default(defaults.SERVICE_CIDR),
  /** Address of the cluster's DNS in it. @default '10.0.0.10' */
  dnsServiceIp: z.ipv4('must be an IPv4 address').default(defaults.DNS_SERVICE_IP),
  /** @default 'patch' */
  automaticUpgradeChannel: z.enum(defaults.AUTOMATIC_UPGRADE_CHANNELS).default('patch'),
  /** @default 'NodeImage' */
  nodeOsUpgradeChannel: z.enum(defaults.NODE_OS_UPGRADE_CHANNELS).default('NodeImage'),
  /**
   * Public ranges that may reach the API server; each login is by Microsoft Entra all the same. At most 200.
   *
   * @default - every address
   */
  authorizedIpRanges: z.array(publicCidr).max(200).default([]),
  /**
   * Who may administer the cluster, and so who may deploy: Helm installs the ALB controller as one of them. At most 50.
   *
   * @default - nobody by this environment: whoever deploys brings the role from elsewhere
   */
  admins: principals.default([]),
  /** How Helm's login gets its token (kubelogin --login). @default 'azurecli' */
  kubelogin: z.enum(['azurecli', 'workloadidentity', 'msi', 'azd']).default('azurecli'),
  nodePool: z
    .strictObject({
      /** @default 'Standard_D4ds_v5' */
      vmSize: z
        .string()
        .regex(
          /^Standard_[A-Za-z0-9_-]+$/,
          'must be a size as "az vm list-sizes" prints it, for example Standard_D4ds_v5',
        )
        .default('Standard_D4ds_v5'),
      /** @default 'Ubuntu' */
      osSku: z.enum(defaults.OS_SKUS).default('Ubuntu'),
      /** Least nodes, 1 to 1000. @default 2 */
      minCount: z.int().min(1).max(1000).default(2),
      /** Most nodes, 1 to 1000. @default 5 */
      maxCount: z.int().min(1).max(1000).default(5),
      /** Pods a node may run, 10 to 250. @default - 110 under overlay, 30 in the nodes' subnet */
      maxPods: z.int().min(10).max(250).optional(),
      /** Extra nodes of an upgrade: a count, or a share from 1% to 100%. @default '10%' */
      maxSurge: z
        .string()
        .regex(/^(?:[1-9]\d?|100|(?:[1-9]\d?|100)%)$/, 'must be a count from 1 to 100 or a share from 1% to 100%')
        .default('10%'),
      /** Availability zones of the nodes. @default - none named: the region chooses */
      zones: z
        .array(z.enum(['1', '2', '3']))
        .refine((zones) => new Set(zones).size === zones.length, 'must name a zone once')
        .default([]),
    })
    .prefault({}),
});

/** The fields of a deployment that its model is read from; `undefined` is the deployment itself. */
const READ_WITH_THE_MODEL = new Set<PropertyKey | undefined>([undefined, 'name', 'model', 'version']);

function isUnknownKey(issue: { readonly code?: string }): boolean {
  return issue.code === 'unrecognized_keys';
}

const deployment = z
  .strictObject({
    /** Name of the deployment, 2 to 64 characters: what a workload asks for. */
    name: z
      .string()
      .regex(
        /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}[a-zA-Z0-9]$/,
        'must have 2 to 64 characters: letters, digits, ".", "_" and "-", first and last a letter or digit',
      ),
    /** @default - the deployment's name */
    model: z.string().optional(),
    /** @default - the version models.ts names first */
    version: z.string().optional(),
    /** @default 'GlobalStandard' */
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
    // Beside a bad capacity too, but not where a field it reads is bad already.
    { when: ({ issues }) => !issues.some((issue) => READ_WITH_THE_MODEL.has(issue.path?.[0]) && !isUnknownKey(issue)) },
  );

const openAi = z.strictObject({
  /** @default 'service-endpoint' */
  access: z.enum(defaults.OPENAI_ACCESS).default('service-endpoint'),
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

const FIREWALL_POLICY =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/applicationGatewayWebApplicationFirewallPolicies\/([^/]+)$/i;
const FIREWALL_POLICY_AS_THE_PROVIDER_SPELLS_IT =
  '/subscriptions/$1/resourceGroups/$2/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/$3';

const gateway = z.strictObject({
  /** @default 'bring-your-own' */
  mode: z.enum(defaults.GATEWAY_MODES).default('bring-your-own'),
  /** Chart version of the ALB controller. @default the one named in versions.ts */
  controllerVersion: judged((value) =>
    Object.hasOwn(ALB_CONTROLLER_VERSIONS, value)
      ? undefined
      : `allowed are ${Object.keys(ALB_CONTROLLER_VERSIONS).join(', ')}`,
  ).default(DEFAULT_ALB_CONTROLLER_VERSION),
  /** Name of the Gateway object. @default 'aks-store-demo-gateway' */
  name: dnsLabel.default('aks-store-demo-gateway'),
  /** Name of the ApplicationLoadBalancer object; managed mode only. @default 'aks-store-demo-alb' */
  loadBalancerName: dnsLabel.default('aks-store-demo-alb'),
  /**
   * Host name of store-admin, and of all that is published by a path: a name of your own whose DNS record leads here.
   *
   * @default - the name Azure gives the load balancer's frontend
   */
  hostname: hostname.optional(),
  /** Host name of store-front. @default - every other name that leads here, once the one above is known */
  storeFrontHostname: hostname.optional(),
  /**
   * Secret with the certificate of these names (type kubernetes.io/tls, in the workloads' namespace). With it the pages
   * answer to HTTPS, and HTTP is redirected.
   *
   * @default - HTTP alone
   */
  tlsSecretName: dnsLabel.optional(),
  /**
   * Resource id of the web application firewall policy that judges all requests; it has to be in the same subscription
   * and region.
   *
   * @default - no firewall
   */
  webApplicationFirewallPolicyId: z
    .string()
    .regex(
      FIREWALL_POLICY,
      'must be the resource id that "az network application-gateway waf-policy show --query id" prints',
    )
    // The portal writes some of its words in another case than the provider accepts.
    .transform((id) => id.replace(FIREWALL_POLICY, FIREWALL_POLICY_AS_THE_PROVIDER_SPELLS_IT))
    .optional(),
});

const aiService = z.strictObject({
  /** ServiceAccount of the pods, and so the subject of the credential. @default 'ai-service-account' */
  serviceAccountName: dnsLabel.default('ai-service-account'),
  /** Release of the image, 2.2.0 or newer. @default '2.2.0' */
  imageTag: judged(aiServiceTagProblem).default('2.2.0'),
  /** Deployment it asks for. @default - the first of `openAi.deployments` */
  deployment: z.string().optional(),
  /** Further ServiceAccounts that may use the same identity. @default - none */
  alsoFederate: z
    .array(serviceAccount)
    .max(
      defaults.MAX_FEDERATED_CREDENTIALS - 1,
      `an identity carries at most ${defaults.MAX_FEDERATED_CREDENTIALS} federated credentials, and one is the workload's own`,
    )
    .default([]),
  /** Name of the identity in Azure. @default - derived */
  identityName: judged((value) => nameProblem(value, IDENTITY_NAME_RULE)).optional(),
});

const names = z.strictObject(
  Object.fromEntries(
    Object.entries(NAME_RULES).map(([key, rule]) => [key, judged((value) => nameProblem(value, rule)).optional()]),
  ) as Record<keyof typeof NAME_RULES, z.ZodOptional<z.ZodString>>,
);

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
  location: z.enum(REGIONS).default(DEFAULT_REGION),
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
  state: z.enum(defaults.STATES).default('local'),
  network: network.prefault({}),
  cluster: cluster.prefault({}),
  openAi: openAi.prefault({}),
  gateway: gateway.prefault({}),
  /** Namespace of the workloads. @default 'dev' */
  namespace: workloadNamespace.default('dev'),
  aiService: aiService.prefault({}),
  store: store.prefault({}),
  /** Chatbots that run beside each other, at most 20. @default - none */
  chatbots: z.array(chatbot).max(20).default([]),
  /** Workloads of your own that call a model, at most 50. @default - none */
  workloads: z.array(workload).max(50).default([]),
  images: images.prefault({}),
});

/** An environment as a user writes it. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** An environment with every default of the schema filled in, before what depends on other fields is. */
export type ParsedEnvironment = z.output<typeof environmentSchema>;

/**
 * Older images set a temperature of 0, which the models of today refuse.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/releases
 */
function aiServiceTagProblem(tag: string): string | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(tag);
  if (!match) return 'must be a release such as 2.2.0: a moving tag changes under a running cluster';
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > 2 || (major === 2 && minor >= 2)
    ? undefined
    : 'must be 2.2.0 or newer: older ones send a temperature that gpt-5 models refuse';
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
function tagNameProblem(name: string): string | undefined {
  if (name.length < 1 || name.length > 512) return 'must have 1 to 512 characters';
  if (/[<>%&\\?/]/.test(name)) return 'must have none of < > % & \\ ? /';
  return /^(?:microsoft|azure|windows)/i.test(name)
    ? 'must not begin with microsoft, azure or windows: Azure keeps these for its own tags'
    : undefined;
}

function cidrProblem(value: string): string | undefined {
  try {
    parseCidr(value);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
