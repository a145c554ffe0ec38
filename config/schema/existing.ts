import { z } from 'zod';
import {
  RESOURCE_TYPES,
  ROLE_ASSIGNMENT_MODES,
  hostNameProblem,
  httpsUrlProblem,
  issuerProblem,
  nameProblem,
  resourceGroupIdProblem,
  spellResourceGroupId,
  uuidProblem,
  NAME_RULES,
} from '../../model';
import { judged, resourceId } from './primitives';
import { agentPool } from './registry';

/** The command that prints the base address of an account. */
const ENDPOINT_PRINTED_BY = 'az cognitiveservices account show --query properties.endpoint';

const existingCluster = z.strictObject({
  /** Resource id: `az aks show --query id`. */
  id: resourceId(RESOURCE_TYPES.cluster),
  /** Address of its token issuer: `az aks show --query oidcIssuerProfile.issuerUrl`. */
  oidcIssuerUrl: judged(issuerProblem),
  /**
   * Name of the resource group that AKS keeps for its nodes: `az aks show --query nodeResourceGroup`.
   *
   * @default - the name that AKS gives it
   */
  nodeResourceGroup: judged((name) => nameProblem(name, NAME_RULES.resourceGroup)).optional(),
  /**
   * Object id of the identity by which its nodes fetch images: `az aks show --query identityProfile.kubeletidentity.objectId`. It
   * gets the role that pulls from the registry, and is needed with `registry`.
   *
   * @default - its owner has let it pull from `existing.registry`; preflight looks
   */
  kubeletObjectId: judged((value) => uuidProblem(value)).optional(),
});

const existingRegistry = z.strictObject({
  /** Resource id: `az acr show --query id`. */
  id: resourceId(RESOURCE_TYPES.registry),
  /** Its host name: `az acr show --query loginServer`. @default - `azurecr.io` behind its name */
  loginServer: judged(hostNameProblem).optional(),
  /**
   * What roles on it speak of: `az acr show --query roleAssignmentMode` says `LegacyRegistryPermissions` for `rbac`, and
   * `AbacRepositoryPermissions` for `rbac-abac`, in which AcrPull counts for nothing and another role is granted.
   *
   * @default 'rbac'
   */
  roleAssignmentMode: z.enum(ROLE_ASSIGNMENT_MODES).default('rbac'),
  /** Name of an agent pool of it, on which it builds. @default - machines that all registries share */
  agentPool: agentPool.optional(),
});

const existingAccount = z.strictObject({
  /** Resource id: `az cognitiveservices account show --query id`. */
  id: resourceId(RESOURCE_TYPES.account),
  /** Base address: `az cognitiveservices account show --query properties.endpoint`. @default - `openai.azure.com` below its name */
  endpoint: judged((url) => httpsUrlProblem(url, ENDPOINT_PRINTED_BY)).optional(),
  /** Whether `openAi.deployments` exist too; with false they are made in the account. @default true */
  hasDeployments: z.boolean().default(true),
  /**
   * Whether the network reaches it by a private endpoint that exists too, in `network.privateEndpointSubnetCidr`. With false and
   * `openAi.access: 'private-endpoint'` one is made beside it, as a new connection of the account.
   *
   * @default false
   */
  hasPrivateEndpoint: z.boolean().default(false),
});

/** What is taken as it is, and neither made nor destroyed. */
export const existing = z.strictObject({
  /** Resource id of the resource group that everything else is made in: `az group show --query id`. @default - one is made */
  resourceGroupId: judged(resourceGroupIdProblem).transform(spellResourceGroupId).optional(),
  /**
   * Resource id of the virtual network, whose range `network.virtualNetworkCidr` states. Subnets that are not named here are made
   * in it, in the ranges of `network`.
   *
   * @default - that of a subnet below, or one is made
   */
  virtualNetworkId: resourceId(RESOURCE_TYPES.virtualNetwork).optional(),
  /**
   * Resource id of the nodes' subnet, whose range `network.aksSubnetCidr` states. The cluster's identity gets Network Contributor
   * on it; its security group is its owner's. With `openAi.access: 'service-endpoint'` it has that of Microsoft.CognitiveServices.
   *
   * @default - one is made
   */
  aksSubnetId: resourceId(RESOURCE_TYPES.subnet).optional(),
  /**
   * Resource id of the load balancer's subnet, delegated to Microsoft.ServiceNetworking/trafficControllers, whose range
   * `network.albSubnetCidr` states. The load balancer is associated with it, and the controller gets Network Contributor on it.
   *
   * @default - one is made
   */
  albSubnetId: resourceId(RESOURCE_TYPES.subnet).optional(),
  /**
   * Resource id of the subnet of private endpoints, whose range `network.privateEndpointSubnetCidr` states; used with
   * `openAi.access: 'private-endpoint'`.
   *
   * @default - one is made where there is a private endpoint
   */
  privateEndpointSubnetId: resourceId(RESOURCE_TYPES.subnet).optional(),
  /**
   * Resource id of the subnet of the API server, delegated to Microsoft.ContainerService/managedClusters, whose range
   * `network.apiServerSubnetCidr` states; used with `cluster.apiServer: 'vnet-integration'`. The cluster's identity gets Network
   * Contributor on it.
   *
   * @default - one is made where the API server is in the network
   */
  apiServerSubnetId: resourceId(RESOURCE_TYPES.subnet).optional(),
  /**
   * Resource id of the route table by which the nodes reach the internet, with `cluster.egress: 'user-route'`: it is put on the
   * nodes' subnet, where that is made.
   *
   * @default - there is none
   */
  routeTableId: resourceId(RESOURCE_TYPES.routeTable).optional(),
  /**
   * The AKS cluster, with token issuer, workload identity and logins of Microsoft Entra. Neither network nor nodes are made then:
   * `albSubnetId` is needed, and `cluster` says what it is (`networkMode`, `networkPolicy`, `kubernetesVersion`). The ALB
   * controller is installed on it, and `cluster.admins` get their roles on it. With `monitoring` it gets a diagnostic setting;
   * its agents stay as they are, and preflight prints the lines that turn them on.
   *
   * @default - one is made
   */
  cluster: existingCluster.optional(),
  /**
   * The Azure OpenAI account; its network rules are its owner's. Workloads and operators get their role on it.
   *
   * @default - one is made
   */
  openAi: existingAccount.optional(),
  /**
   * Resource id of a zone `privatelink.openai.azure.com`, such as a hub's: the private endpoint stands in it. Whoever deploys has
   * to have the right to join it, and somebody links it to the network. Used with `openAi.access: 'private-endpoint'`.
   *
   * @default - a zone is made, and linked to the network
   */
  privateDnsZoneId: resourceId(RESOURCE_TYPES.privateDnsZone).optional(),
  /**
   * The container registry that every image comes from: `npm run mirror` imports them into it. The identity of the nodes gets the
   * role that pulls from it; nothing else of it is changed.
   *
   * @default - one is made with `registry`, or each image comes from where it is named
   */
  registry: existingRegistry.optional(),
  /**
   * Resource id of a zone `privatelink.azurecr.io`, such as a hub's: the private endpoint of the registry that is made stands in
   * it. Used with `registry` and `openAi.access: 'private-endpoint'`.
   *
   * @default - a zone is made, and linked to the network
   */
  registryPrivateDnsZoneId: resourceId(RESOURCE_TYPES.registryPrivateDnsZone).optional(),
  /**
   * Resource id of the public DNS zone that all host names of the pages are in, such as a hub's, in whatever subscription; used
   * with `gateway.certificate`: cert-manager gets DNS Zone Contributor on it, and the names their records.
   *
   * @default - none: no record is made
   */
  dnsZoneId: resourceId(RESOURCE_TYPES.dnsZone).optional(),
  /**
   * Resource id of the Log Analytics workspace, in the environment's region: logs are sent to it, with `monitoring` or
   * `cluster.defender`, and nothing of it is read or changed.
   *
   * @default - one is made with `monitoring`, without keys that open it
   */
  logAnalyticsWorkspaceId: resourceId(RESOURCE_TYPES.logAnalyticsWorkspace).optional(),
  /**
   * Resource id of the Azure Monitor workspace, in the environment's region: metrics of Prometheus are sent to it, with
   * `monitoring`.
   *
   * @default - one is made with `monitoring`
   */
  monitorWorkspaceId: resourceId(RESOURCE_TYPES.monitorWorkspace).optional(),
  /**
   * Resource id of the web application firewall policy that judges all requests, in the same subscription and region. The
   * controller's identity gets the right to put it before a listener.
   *
   * @default - no firewall
   */
  webApplicationFirewallPolicyId: resourceId(RESOURCE_TYPES.firewallPolicy).optional(),
});
