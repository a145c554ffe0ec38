import { createHash } from 'node:crypto';

/** What Azure accepts as the name of one kind of resource. */
interface NameRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly alphabet: string;
}

const HYPHENATED = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const HYPHENATED_WORDS = 'letters, digits and hyphens, first and last a letter or digit';
const NETWORK = /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9_])?$/;
const NETWORK_WORDS = 'letters, digits, ".", "_" and "-", first a letter or digit, last a letter, digit or "_"';
const network = (max: number): NameRule => ({ min: 1, max, pattern: NETWORK, alphabet: NETWORK_WORDS });
const identity: NameRule = {
  min: 3,
  max: 128,
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/,
  alphabet: 'letters, digits, "_" and "-", first a letter or digit',
};
const resourceGroup: NameRule = {
  min: 1,
  max: 90,
  pattern: /^[\w().-]*[\w()-]$/,
  alphabet: 'letters, digits, "_", "-", ".", "(" and ")", not ending in "."',
};
const STORAGE_ACCOUNT_MAX = 24;
const DATA_COLLECTION_ENDPOINT_MAX = 44;
const GRAFANA_MAX = 23;
const REGISTRY_MAX = 50;

/**
 * The rules of each name an environment derives. A name that must be unique in all of Azure is lower case, since it is
 * part of a DNS name.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 * @see https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.4
 */
export const NAME_RULES = {
  resourceGroup,
  virtualNetwork: { ...network(64), min: 2 },
  aksSubnet: network(80),
  albSubnet: network(80),
  privateEndpointSubnet: network(80),
  apiServerSubnet: network(80),
  aksNetworkSecurityGroup: network(80),
  privateEndpointNetworkSecurityGroup: network(80),
  apiServerNetworkSecurityGroup: network(80),
  natGateway: network(80),
  natGatewayAddress: network(80),
  cluster: {
    min: 1,
    max: 63,
    pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?$/,
    alphabet: 'letters, digits, "_" and "-", first and last a letter or digit',
  },
  clusterIdentity: identity,
  openAiAccount: {
    min: 2,
    // Azure allows 64 characters, but the name is a label of the account's host name too, and DNS allows 63.
    max: 63,
    pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    alphabet: 'lower case letters, digits and hyphens, first and last a letter or digit (it is the subdomain too)',
  },
  privateEndpoint: { ...network(64), min: 2 },
  registry: {
    min: 5,
    max: REGISTRY_MAX,
    pattern: /^[a-z0-9]+$/,
    alphabet: 'lower case letters and digits (it is a host name in all of Azure)',
  },
  registryPrivateEndpoint: { ...network(64), min: 2 },
  albControllerIdentity: identity,
  loadBalancer: { min: 2, max: 64, pattern: HYPHENATED, alphabet: HYPHENATED_WORDS },
  frontend: { min: 1, max: 64, pattern: HYPHENATED, alphabet: HYPHENATED_WORDS },
  logAnalyticsWorkspace: { min: 4, max: 63, pattern: HYPHENATED, alphabet: HYPHENATED_WORDS },
  monitorWorkspace: { min: 4, max: 63, pattern: HYPHENATED, alphabet: HYPHENATED_WORDS },
  dataCollectionEndpoint: {
    min: 3,
    max: DATA_COLLECTION_ENDPOINT_MAX,
    pattern: HYPHENATED,
    alphabet: HYPHENATED_WORDS,
  },
  logsDataCollectionRule: { min: 3, max: 64, pattern: HYPHENATED, alphabet: HYPHENATED_WORDS },
  prometheusDataCollectionRule: { min: 3, max: 64, pattern: HYPHENATED, alphabet: HYPHENATED_WORDS },
  actionGroup: {
    min: 1,
    max: 260,
    pattern: /^[^:<>+/&%\\?|\p{Cc}]*[^:<>+/&%\\?|\p{Cc}\s.]$/u,
    alphabet: 'none of : < > + / & % \\ ? |, last no space or "."',
  },
  grafana: {
    min: 2,
    max: GRAFANA_MAX,
    pattern: /^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])$/,
    alphabet: 'letters, digits and hyphens, first a letter, last a letter or digit (it is a host name in all of Azure)',
  },
  grafanaIdentity: identity,
  firewallPolicy: network(80),
  certManagerIdentity: identity,
  stateResourceGroup: resourceGroup,
  stateStorageAccount: {
    min: 3,
    max: STORAGE_ACCOUNT_MAX,
    pattern: /^[a-z0-9]+$/,
    alphabet: 'lower case letters and digits (it is a host name in all of Azure)',
  },
  deployIdentity: identity,
  planIdentity: identity,
  driftIdentity: identity,
} as const satisfies Record<string, NameRule>;

/** The names of an environment's Azure resources. */
export type Names = { readonly [K in keyof typeof NAME_RULES]: string };

/** The rule of a user-assigned identity, for the identities of workloads. */
export const IDENTITY_NAME_RULE: NameRule = identity;

/**
 * The rule of the first part of an API server's host name.
 *
 * @see https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update
 */
export const DNS_PREFIX_RULE: NameRule = { min: 1, max: 54, pattern: HYPHENATED, alphabet: HYPHENATED_WORDS };

/** What is wrong with a name under a rule; `undefined` where it fits. */
export function nameProblem(name: string, rule: NameRule): string | undefined {
  if (name.length < rule.min || name.length > rule.max || !rule.pattern.test(name)) {
    return `must have ${rule.min} to ${rule.max} characters: ${rule.alphabet}`;
  }
  return undefined;
}

/** What names are derived from. */
export interface NameSeed {
  /** Part of every name. */
  readonly project: string;
  /** Name of the environment, part of every name too. */
  readonly environment: string;
  /** Subscription of the environment, a UUID in any case of letters. */
  readonly subscriptionId: string;
}

/**
 * Derives the names by Microsoft's abbreviations, `<abbreviation>-<project>-<environment>-<suffix>`.
 *
 * @see https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-abbreviations
 */
export function deriveNames(seed: NameSeed): Names {
  const base = baseName(seed);
  return {
    resourceGroup: `rg-${base}`,
    virtualNetwork: `vnet-${base}`,
    aksSubnet: `snet-aks-${base}`,
    albSubnet: `snet-alb-${base}`,
    privateEndpointSubnet: `snet-pep-${base}`,
    apiServerSubnet: `snet-api-${base}`,
    aksNetworkSecurityGroup: `nsg-aks-${base}`,
    privateEndpointNetworkSecurityGroup: `nsg-pep-${base}`,
    apiServerNetworkSecurityGroup: `nsg-api-${base}`,
    natGateway: `ng-${base}`,
    natGatewayAddress: `pip-ng-${base}`,
    cluster: `aks-${base}`,
    clusterIdentity: `id-aks-${base}`,
    openAiAccount: `oai-${base}`,
    privateEndpoint: `pep-oai-${base}`,
    registry: joined('cr', base, REGISTRY_MAX),
    registryPrivateEndpoint: `pep-cr-${base}`,
    albControllerIdentity: `id-alb-${base}`,
    loadBalancer: `alb-${base}`,
    frontend: `fe-${base}`,
    logAnalyticsWorkspace: `log-${base}`,
    monitorWorkspace: `amw-${base}`,
    dataCollectionEndpoint: fitted('dce', base, DATA_COLLECTION_ENDPOINT_MAX),
    logsDataCollectionRule: `dcr-logs-${base}`,
    prometheusDataCollectionRule: `dcr-prometheus-${base}`,
    actionGroup: `ag-${base}`,
    grafana: fitted('amg', base, GRAFANA_MAX),
    grafanaIdentity: `id-grafana-${base}`,
    firewallPolicy: `waf-${base}`,
    certManagerIdentity: `id-cert-manager-${base}`,
    stateResourceGroup: `rg-state-${base}`,
    stateStorageAccount: joined('st', base, STORAGE_ACCOUNT_MAX),
    deployIdentity: `id-deploy-${base}`,
    planIdentity: `id-plan-${base}`,
    driftIdentity: `id-drift-${base}`,
  };
}

/** The name in letters and digits alone, cut before the suffix that makes it unique. */
function joined(abbreviation: string, base: string, max: number): string {
  const words = base.split('-');
  const suffix = words.pop()!;
  return `${abbreviation}${words.join('')}`.slice(0, max - suffix.length) + suffix;
}

/** The name cut before the suffix that makes it unique, where it is too long. */
function fitted(abbreviation: string, base: string, max: number): string {
  const name = `${abbreviation}-${base}`;
  if (name.length <= max) return name;
  const suffix = base.slice(base.lastIndexOf('-'));
  return name.slice(0, max - suffix.length).replace(/-+$/, '') + suffix;
}

/**
 * The name AKS gives the resource group of the nodes.
 *
 * @see https://learn.microsoft.com/azure/aks/faq#why-are-two-resource-groups-created-with-aks-
 */
export function nodeResourceGroupName(names: Pick<Names, 'resourceGroup' | 'cluster'>, location: string): string {
  return `MC_${names.resourceGroup}_${names.cluster}_${location}`;
}

/** Derives the name of a workload's identity. */
export function workloadIdentityName(seed: NameSeed, workload: string): string {
  return `id-${workload}-${baseName(seed)}`;
}

/** Derives the name of an environment's workbook, which Azure wants to be a UUID: the same on every machine. */
export function workbookName(seed: NameSeed): string {
  const hex = createHash('sha256')
    .update(`workbook/${baseName(seed)}`)
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/**
 * Five characters that tell two subscriptions apart, the same on every machine: an account's subdomain is taken in all
 * of Azure, and two people of one company try the same names.
 */
function baseName({ project, environment, subscriptionId }: NameSeed): string {
  const digest = createHash('sha256').update(`${subscriptionId.toLowerCase()}/${project}/${environment}`).digest('hex');
  return `${project}-${environment}-${Number.parseInt(digest.slice(0, 10), 16).toString(36).slice(-5).padStart(5, '0')}`;
}
