import type { RoleAssignmentMode } from './vocabulary';

/** What of Azure an environment takes as it is, by resource id; what is left out is made. */
export interface Existing {
  /** Resource id of the resource group that holds what is made. @default - one is made */
  readonly resourceGroupId?: string;
  /** Resource id of the virtual network, which its subnets name too. @default - one is made */
  readonly virtualNetworkId?: string;
  /** Resource id of the nodes' subnet. @default - one is made */
  readonly aksSubnetId?: string;
  /** Resource id of the load balancer's subnet. @default - one is made */
  readonly albSubnetId?: string;
  /** Resource id of the subnet of private endpoints. @default - one is made where there is a private endpoint */
  readonly privateEndpointSubnetId?: string;
  /** Resource id of the subnet of the API server. @default - one is made where the API server is in the network */
  readonly apiServerSubnetId?: string;
  /** Resource id of the route table by which the nodes reach the internet. @default - there is none */
  readonly routeTableId?: string;
  /** The AKS cluster. @default - one is made */
  readonly cluster?: ExistingCluster;
  /** The Azure OpenAI account. @default - one is made */
  readonly openAi?: ExistingAccount;
  /** The container registry. @default - one is made where the environment says so */
  readonly registry?: ExistingRegistry;
  /** Resource id of the zone in which the registry's private endpoint stands. @default - one is made where there is a private endpoint */
  readonly registryPrivateDnsZoneId?: string;
  /** Resource id of the zone in which the account's private endpoint stands. @default - one is made where there is a private endpoint */
  readonly privateDnsZoneId?: string;
  /** Resource id of the public DNS zone that the pages' host names are in. @default - no record is made */
  readonly dnsZoneId?: string;
  /** Resource id of the Log Analytics workspace. @default - one is made where the environment is watched */
  readonly logAnalyticsWorkspaceId?: string;
  /** Resource id of the Azure Monitor workspace, which keeps metrics of Prometheus. @default - one is made where it is watched */
  readonly monitorWorkspaceId?: string;
  /** Resource id of the web application firewall policy that judges all requests. @default - no firewall */
  readonly webApplicationFirewallPolicyId?: string;
}

/** A cluster that exists already: its id, and what Terraform cannot ask without reading a credential. */
export interface ExistingCluster {
  /** Resource id. */
  readonly id: string;
  /** Address of its token issuer. */
  readonly oidcIssuerUrl: string;
  /** Name of the resource group that AKS keeps for its nodes. */
  readonly nodeResourceGroup: string;
  /** Object id of the identity by which its nodes fetch images. @default - it is not known */
  readonly kubeletObjectId?: string;
}

/** A registry that exists already: its id, and what Terraform cannot ask without reading a password. */
export interface ExistingRegistry {
  /** Resource id. */
  readonly id: string;
  /** Its host name. @default - `azurecr.io` behind its name */
  readonly loginServer?: string;
  /** What roles on it speak of. */
  readonly roleAssignmentMode: RoleAssignmentMode;
  /** Name of an agent pool on which it builds. @default - machines that all registries share */
  readonly agentPool?: string;
}

/** An account that exists already: its id, and what Terraform cannot ask without reading a key. */
export interface ExistingAccount {
  /** Resource id. */
  readonly id: string;
  /** Base address. */
  readonly endpoint: string;
  /** Whether the environment's deployments exist too, or are made in it. */
  readonly hasDeployments: boolean;
  /** Whether its private endpoint exists too, or is made beside it. */
  readonly hasPrivateEndpoint: boolean;
}
