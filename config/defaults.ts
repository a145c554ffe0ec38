/**
 * The defaults that the schema of an environment and the constructs share, so that one cannot drift from the other.
 * The address plan is the one of the documents this project implements.
 */
export const VIRTUAL_NETWORK_CIDR = '10.21.0.0/16';
export const AKS_SUBNET_CIDR = '10.21.0.0/24';
export const ALB_SUBNET_CIDR = '10.21.1.0/24';
export const PRIVATE_ENDPOINT_SUBNET_CIDR = '10.21.2.0/27';

/** AKS's own defaults. */
export const POD_CIDR = '10.244.0.0/16';
export const SERVICE_CIDR = '10.0.0.0/16';
export const DNS_SERVICE_IP = '10.0.0.10';

/** How pods get their addresses: a range of their own (Azure CNI Overlay), or the nodes' subnet (Azure CNI). */
export const NETWORK_MODES = ['overlay', 'node-subnet'] as const;
export type NetworkMode = (typeof NETWORK_MODES)[number];

export const NETWORK_POLICIES = ['cilium', 'calico', 'azure'] as const;
export type NetworkPolicy = (typeof NETWORK_POLICIES)[number];

/** Cilium under overlay; in the nodes' subnet azurerm 4.55 does not accept it, and Azure's own engine is retiring. */
export const NETWORK_POLICY: Readonly<Record<NetworkMode, NetworkPolicy>> = {
  overlay: 'cilium',
  'node-subnet': 'calico',
};

/** Pods a node may run: AKS's own default in the nodes' subnet, where each costs an address. */
export const MAX_PODS: Readonly<Record<NetworkMode, number>> = { overlay: 110, 'node-subnet': 30 };

export const SKU_TIERS = ['Free', 'Standard', 'Premium'] as const;
export type SkuTier = (typeof SKU_TIERS)[number];

export const AUTOMATIC_UPGRADE_CHANNELS = ['patch', 'stable', 'rapid', 'node-image', 'none'] as const;
export type AutomaticUpgradeChannel = (typeof AUTOMATIC_UPGRADE_CHANNELS)[number];

export const NODE_OS_UPGRADE_CHANNELS = ['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'] as const;
export type NodeOsUpgradeChannel = (typeof NODE_OS_UPGRADE_CHANNELS)[number];

export const OS_SKUS = ['AzureLinux', 'Ubuntu'] as const;
export type OsSku = (typeof OS_SKUS)[number];

/** Who a role may be granted to. */
export const PRINCIPAL_TYPES = ['User', 'Group', 'ServicePrincipal'] as const;
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

/** Who makes the load balancer: Terraform, or the controller from a Kubernetes object. */
export const GATEWAY_MODES = ['bring-your-own', 'managed'] as const;

/** Which way leads to the account: the service endpoint of the AKS subnet, or a private endpoint. */
export const OPENAI_ACCESS = ['service-endpoint', 'private-endpoint'] as const;

/** Where Terraform keeps what it knows: a file beside cdktf.json, or a storage account. */
export const STATES = ['local', 'azurerm'] as const;
export type State = (typeof STATES)[number];

export const ALB_CONTROLLER_NAMESPACE = 'azure-alb-system';
export const ALB_CONTROLLER_SERVICE_ACCOUNT = 'alb-controller-sa';

/**
 * Federated credentials that one user-assigned identity can carry.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
export const MAX_FEDERATED_CREDENTIALS = 20;

/**
 * Characters of a federated credential's name, which joins a namespace and a ServiceAccount by one more.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 */
export const MAX_FEDERATED_CREDENTIAL_NAME = 120;

/** Port of every chatbot, which its image fixes. */
export const CHATBOT_PORT = 7860;
