/** A type of resource, by what stands in its ids. */
export interface ResourceType {
  /**
   * Everything behind `providers/`, in Azure's case: the type, and the name where it is always the same. `*` stands for the name of
   * what it is below.
   */
  readonly provider: string;
  /** The command that prints such an id. */
  readonly printedBy: string;
}

/** The name of the zone by which a network finds an account. @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns */
export const PRIVATE_DNS_ZONE = 'privatelink.openai.azure.com';

/** The same of a registry. */
export const REGISTRY_PRIVATE_DNS_ZONE = 'privatelink.azurecr.io';

/** What of Azure is handed in by its id. */
export const RESOURCE_TYPES = {
  logAnalyticsWorkspace: {
    provider: 'Microsoft.OperationalInsights/workspaces/',
    printedBy: 'az monitor log-analytics workspace show --query id',
  },
  monitorWorkspace: { provider: 'Microsoft.Monitor/accounts/', printedBy: 'az monitor account show --query id' },
  routeTable: { provider: 'Microsoft.Network/routeTables/', printedBy: 'az network route-table show --query id' },
  subnet: {
    provider: 'Microsoft.Network/virtualNetworks/*/subnets/',
    printedBy: 'az network vnet subnet show --query id',
  },
  account: {
    provider: 'Microsoft.CognitiveServices/accounts/',
    printedBy: 'az cognitiveservices account show --query id',
  },
  cluster: { provider: 'Microsoft.ContainerService/managedClusters/', printedBy: 'az aks show --query id' },
  dnsZone: { provider: 'Microsoft.Network/dnsZones/', printedBy: 'az network dns zone show --query id' },
  firewallPolicy: {
    provider: 'Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/',
    printedBy: 'az network application-gateway waf-policy show --query id',
  },
  loadBalancer: {
    provider: 'Microsoft.ServiceNetworking/trafficControllers/',
    printedBy: 'az network alb show --query id',
  },
  privateDnsZone: {
    provider: `Microsoft.Network/privateDnsZones/${PRIVATE_DNS_ZONE}`,
    printedBy: `az network private-dns zone show --name ${PRIVATE_DNS_ZONE} --query id`,
  },
  registry: { provider: 'Microsoft.ContainerRegistry/registries/', printedBy: 'az acr show --query id' },
  registryPrivateDnsZone: {
    provider: `Microsoft.Network/privateDnsZones/${REGISTRY_PRIVATE_DNS_ZONE}`,
    printedBy: `az network private-dns zone show --name ${REGISTRY_PRIVATE_DNS_ZONE} --query id`,
  },
  virtualNetwork: { provider: 'Microsoft.Network/virtualNetworks/', printedBy: 'az network vnet show --query id' },
} as const satisfies Record<string, ResourceType>;

const GROUP_ID = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)$/i;

/** What is wrong with the resource id of something of a type; `undefined` where it is one. Azure ignores case in it. */
export function resourceIdProblem(id: string, type: ResourceType): string | undefined {
  return patternOf(type).test(id) ? undefined : `must be the resource id that "${type.printedBy}" prints`;
}

/** What is wrong with the id of a resource group; `undefined` where it is one. */
export function resourceGroupIdProblem(id: string): string | undefined {
  return GROUP_ID.test(id) ? undefined : 'must be the resource id that "az group show --query id" prints';
}

/** The id of a resource group as the provider spells it. */
export function spellResourceGroupId(id: string): string {
  return id.replace(GROUP_ID, '/subscriptions/$1/resourceGroups/$2');
}

/** The id as the provider spells it: the portal writes some of its words in another case than the provider accepts. */
export function spellResourceId(id: string, type: ResourceType): string {
  const [, subscription, group, ...names] = patternOf(type).exec(id) ?? [];
  if (subscription === undefined) return id;
  const [first = '', ...others] = type.provider.split('*');
  const below = others.map((words, index) => names[index]! + words).join('');
  const last = type.provider.endsWith('/') ? names.at(-1)! : '';
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${first}${below}${last}`;
}

/** The id of the network that a subnet lies in. */
export function networkOfSubnet(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/i, '');
}

/** The parts of a resource id. */
export function partsOfResourceId(id: string): {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
} {
  const [, , subscriptionId = '', , resourceGroup = ''] = id.split('/');
  return { subscriptionId, resourceGroup, name: id.split('/').at(-1)! };
}

/** The subscription that a resource lies in; `undefined` where it is this one. */
export function otherSubscriptionOf(id: string, subscriptionId: string): string | undefined {
  const ofResource = partsOfResourceId(id).subscriptionId;
  return ofResource.toLowerCase() === subscriptionId.toLowerCase() ? undefined : ofResource;
}

function patternOf({ provider }: ResourceType): RegExp {
  const name = provider.endsWith('/') ? '([^/]+)' : '';
  const text = provider.replaceAll('.', String.raw`\.`).replaceAll('*', '([^/]+)');
  return new RegExp(`^/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/${text}${name}$`, 'i');
}
