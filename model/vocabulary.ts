/**
 * The words that several layers share, each written once: what Azure, Kubernetes and the ALB controller call things.
 */

/** How pods get their addresses: a range of their own (Azure CNI Overlay), or the nodes' subnet (Azure CNI). */
export const NETWORK_MODES = ['overlay', 'node-subnet'] as const;
export type NetworkMode = (typeof NETWORK_MODES)[number];

export const NETWORK_POLICIES = ['cilium', 'calico', 'azure'] as const;
export type NetworkPolicy = (typeof NETWORK_POLICIES)[number];

export const SKU_TIERS = ['Free', 'Standard', 'Premium'] as const;
export type SkuTier = (typeof SKU_TIERS)[number];

export const AUTOMATIC_UPGRADE_CHANNELS = ['patch', 'stable', 'rapid', 'node-image', 'none'] as const;
export type AutomaticUpgradeChannel = (typeof AUTOMATIC_UPGRADE_CHANNELS)[number];

export const NODE_OS_UPGRADE_CHANNELS = ['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'] as const;
export type NodeOsUpgradeChannel = (typeof NODE_OS_UPGRADE_CHANNELS)[number];

export const OS_SKUS = ['AzureLinux', 'Ubuntu'] as const;
export type OsSku = (typeof OS_SKUS)[number];

/** Availability zones by their numbers. */
export const ZONES = ['1', '2', '3'] as const;
export type Zone = (typeof ZONES)[number];

/**
 * Where the API server answers: the internet, or the network alone, by a private endpoint or from a subnet of its own.
 *
 * @see https://learn.microsoft.com/azure/aks/private-clusters
 * @see https://learn.microsoft.com/azure/aks/api-server-vnet-integration
 */
export const API_SERVERS = ['public', 'private-link', 'vnet-integration'] as const;
export type ApiServer = (typeof API_SERVERS)[number];

/**
 * By what the nodes reach the internet: the cluster's load balancer, a NAT gateway on their subnet, or a route of the user's.
 *
 * @see https://learn.microsoft.com/azure/aks/egress-outboundtype
 */
export const EGRESSES = ['load-balancer', 'nat-gateway', 'user-route'] as const;
export type Egress = (typeof EGRESSES)[number];

/** What a registry can do, and costs: only `Premium` has a private endpoint. */
export const REGISTRY_SKUS = ['Basic', 'Standard', 'Premium'] as const;
export type RegistrySku = (typeof REGISTRY_SKUS)[number];

/**
 * What roles on a registry speak of, as `az acr create --role-assignment-mode` spells it: all of it, or its repositories too.
 *
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 */
export const ROLE_ASSIGNMENT_MODES = ['rbac', 'rbac-abac'] as const;
export type RoleAssignmentMode = (typeof ROLE_ASSIGNMENT_MODES)[number];

/** Who a role may be granted to. */
export const PRINCIPAL_TYPES = ['User', 'Group', 'ServicePrincipal'] as const;
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

/** How Helm's login gets its token: what `kubelogin get-token --login` takes. */
export const KUBELOGIN_METHODS = ['azurecli', 'workloadidentity', 'msi', 'azd'] as const;
export type KubeloginMethod = (typeof KUBELOGIN_METHODS)[number];

/** Who makes the load balancer: Terraform, or the controller from a Kubernetes object. */
export const GATEWAY_MODES = ['bring-your-own', 'managed'] as const;
export type GatewayMode = (typeof GATEWAY_MODES)[number];

/** Who signs the certificate of the pages: browsers trust the first, the second is to try with. */
export const CERTIFICATE_ISSUERS = ['letsencrypt', 'letsencrypt-staging'] as const;
export type CertificateIssuer = (typeof CERTIFICATE_ISSUERS)[number];

/** The label of what has to be there, and ready, before a Gateway listens with its certificate: `deploy` applies it first. */
export const CERTIFICATE_LABEL = { 'app.kubernetes.io/component': 'certificate' } as const;

/** Which way leads to the account: the service endpoint of the AKS subnet, or a private endpoint. */
export const OPENAI_ACCESS = ['service-endpoint', 'private-endpoint'] as const;
export type OpenAiAccess = (typeof OPENAI_ACCESS)[number];

/**
 * Deployment types of Azure OpenAI: they differ in data residency and in what a quota counts.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types
 */
export const DEPLOYMENT_SKUS = [
  'Standard',
  'GlobalStandard',
  'DataZoneStandard',
  'ProvisionedManaged',
  'GlobalProvisionedManaged',
  'DataZoneProvisionedManaged',
] as const;
export type DeploymentSku = (typeof DEPLOYMENT_SKUS)[number];

/** Where Terraform keeps its state: a file beside cdktf.json, or a storage account. */
export const STATES = ['local', 'azurerm'] as const;
export type State = (typeof STATES)[number];

/** Namespace, ServiceAccount and Deployment of the ALB controller, as its chart names them, and the Helm release of the chart. */
export const ALB_CONTROLLER = {
  namespace: 'azure-alb-system',
  serviceAccountName: 'alb-controller-sa',
  deployment: 'alb-controller',
  // The chart makes the controller's own namespace; the release is kept outside of it.
  release: { name: 'alb-controller', namespace: 'default' },
} as const;

/**
 * The audience that Microsoft Entra expects of a token it is to trust.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
 */
export const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

/** The AKS store demo, as the label `app.kubernetes.io/part-of` of its objects calls it. */
export const STORE = 'aks-store-demo';

/** Name and port of the store's ai-service: other services, the network policies and `verify` call it by them. */
export const AI_SERVICE = { name: 'ai-service', port: 5001 } as const;

/** Port of every chatbot, which its image fixes. */
export const CHATBOT_PORT = 7860;

/** Port of the proxy that the workload identity webhook injects, unless an annotation names another. */
export const PROXY_SIDECAR_PORT = 8000;

/**
 * The label of the Job that asks ai-service for a description from inside: the network policies let it in by this, and
 * `verify` puts it on.
 */
export const VERIFY_LABEL = { 'app.kubernetes.io/component': 'verify' } as const;

/**
 * The label of the pods by which cert-manager answers an HTTP-01 challenge.
 *
 * @see https://cert-manager.io/docs/configuration/acme/http01/
 */
export const ACME_SOLVER_LABEL = { 'acme.cert-manager.io/http01-solver': 'true' } as const;

/** The label that names the application an object belongs to. */
export const PART_OF = 'app.kubernetes.io/part-of';

/**
 * The labels by which an object in the cluster says that this project manages it, for which environment. `deploy` deletes
 * what carries both and has left the YAML.
 *
 * @param environment name of the environment
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function ownershipLabels(environment: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': 'secure-aks-openai', 'secure-aks-openai/environment': environment };
}

/** The label that tells the pods of one workload from all others; upstream's own. */
export function selectorOf(workload: string): Record<string, string> {
  return { app: workload };
}

/**
 * The labels of every object of one workload.
 *
 * @param partOf the application it belongs to
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function labelsOf(workload: string, partOf: string): Record<string, string> {
  return { ...selectorOf(workload), 'app.kubernetes.io/name': workload, [PART_OF]: partOf };
}
