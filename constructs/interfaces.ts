import type { ITerraformDependable } from 'cdktf';
import type { GatewayContract } from '../contract';
import type { DeploymentSku, PrincipalType, ServiceAccountRef } from '../model';

/** A resource group that holds what a construct makes. */
export interface IResourceGroup {
  /** Name of the group. */
  readonly name: string;
  /** Resource id. */
  readonly id: string;
  /** Region by its short name, for example `westeurope`. */
  readonly location: string;
}

/** A subnet that something is put into, or let in from. */
export interface ISubnet {
  /** Resource id. */
  readonly id: string;
  /** Name of the subnet. */
  readonly name: string;
  /** Resource id of the network it lies in. */
  readonly virtualNetworkId: string;
  /**
   * What has to exist before anything is put into it, and go after it: itself, its security group, and for nodes the other
   * subnets of the network.
   *
   * @default - nothing
   */
  readonly dependables?: readonly ITerraformDependable[];
}

/** A virtual network with the subnets that a platform needs. */
export interface ISecureVnet {
  /** Resource id. */
  readonly virtualNetworkId: string;
  /** Name of the network: what a further subnet is made with. */
  readonly virtualNetworkName: string;
  /** The subnet of the nodes. */
  readonly aksSubnet: ISubnet;
  /** The subnet of Application Gateway for Containers. */
  readonly albSubnet: ISubnet;
  /** The subnet of private endpoints. @default - there is none */
  readonly privateEndpointSubnet?: ISubnet;
}

/** An identity in Microsoft Entra that the pods of a ServiceAccount take, and that roles are granted to. */
export interface IWorkloadIdentity extends ServiceAccountRef {
  /** Client id of the identity, a UUID known after apply: what the ServiceAccount is annotated with. */
  readonly clientId: string;
  /** Object id of the identity's service principal, a UUID known after apply. */
  readonly principalId: string;
  /** What has to exist before a pod can log in with it: its federated credentials. */
  readonly credentials: readonly ITerraformDependable[];
}

/** A cluster whose ServiceAccounts can be given identities. */
export interface IWorkloadIdentityCluster {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Resource id of the cluster. */
  readonly clusterId: string;
  /** Address of the cluster's token issuer. */
  readonly oidcIssuerUrl: string;
  /** Resource id of the resource group that AKS keeps for the nodes. */
  readonly nodeResourceGroupId: string;
  /** Object id of the identity by which the nodes fetch images, a UUID known after apply. */
  readonly kubeletObjectId: string;
  /**
   * What has to exist before anything else changes the cluster's network, and go after it: the cluster.
   *
   * @default - nothing: it exists already
   */
  readonly dependables?: readonly ITerraformDependable[];
  /**
   * Makes an identity that the pods of one ServiceAccount can take.
   *
   * @param id a literal, since it becomes part of addresses
   */
  federate(id: string, options: FederateOptions): IWorkloadIdentity;
}

/** Whose identity is made. */
export interface FederateOptions extends ServiceAccountRef {
  /** Name of the identity in Azure, 3 to 128 characters. */
  readonly identityName: string;
  /** Further ServiceAccounts that may take it, at most 19. @default - none */
  readonly alsoFederate?: readonly ServiceAccountRef[];
  /** Whether Terraform refuses to destroy or replace the identity, which others may trust. @default true */
  readonly protect?: boolean;
}

/** An Azure OpenAI account whose models workloads and operators can be let use. */
export interface IPrivateOpenAi {
  /** Resource id of the account. */
  readonly accountId: string;
  /** Name of the account. */
  readonly accountName: string;
  /** Base address of the account, `https://<subdomain>.openai.azure.com/`. */
  readonly endpoint: string;
  /** The names of the model deployments: those that it had, and those that were added so far. */
  readonly deploymentNames: readonly string[];
  /**
   * Deploys a model.
   *
   * @param id a literal, since it becomes part of addresses
   */
  addDeployment(id: string, props: ModelDeploymentProps): ITerraformDependable;
  /** Lets a workload call the models, and nothing else: it cannot read a key. Granting twice is granting once. */
  grantUse(identity: IWorkloadIdentity): ITerraformDependable;
  /**
   * Lets a person or a group call the models, where the network lets them in.
   *
   * @param objectId a UUID, written out: it becomes part of an address
   * @param principalType what the object id stands for; a `User` unless told otherwise
   */
  grantUseToOperator(objectId: string, principalType?: PrincipalType): ITerraformDependable;
}

/** Properties of a model deployment. */
export interface ModelDeploymentProps {
  /** Name of the deployment, 2 to 64 characters: what a client asks for. */
  readonly deploymentName: string;
  /** Name of the model, for example `gpt-5.6-luna`. */
  readonly model: string;
  /** Version of the model, for example `2026-07-09`. @default - the one that is the service's own default */
  readonly version?: string;
  /** Where it runs and what its quota counts, for example `GlobalStandard`. */
  readonly sku: DeploymentSku;
  /** Thousands of tokens a minute; requests a minute of an image model; PTUs of a provisioned type. */
  readonly capacity: number;
}

/** A container registry that clusters can be let pull from. */
export interface IPrivateRegistry {
  /** Resource id of the registry. */
  readonly registryId: string;
  /** Its host name, with which the references of its images begin. */
  readonly loginServer: string;
  /**
   * Lets the nodes of a cluster pull images.
   *
   * @param id a literal, since it becomes part of addresses
   */
  grantPull(id: string, cluster: IWorkloadIdentityCluster): ITerraformDependable;
}

/** Application Gateway for Containers, as the charts need it. */
export interface IAlbGateway {
  /** How a Gateway object finds its load balancer: by name, or by the subnet in which the controller makes it. */
  readonly attachment: GatewayContract;
  /** Host name of the frontend. @default - the controller makes the load balancer, so the name is known after that */
  readonly fqdn?: string;
}

/** Where logs and metrics go. */
export interface IMonitoring {
  /** Resource id of the Log Analytics workspace. */
  readonly logAnalyticsWorkspaceId: string;
  /** Resource id of the Azure Monitor workspace. */
  readonly monitorWorkspaceId: string;
}
