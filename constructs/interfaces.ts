import type { ITerraformDependable } from 'cdktf';
import type { ServiceAccountRef } from '../config';

/** A resource group that holds what a construct makes. */
export interface IResourceGroup {
  readonly name: string;
  readonly id: string;
  /** Region by its short name. */
  readonly location: string;
}

/** A subnet that something is put into, or let in from. */
export interface ISubnet {
  /** Resource id. */
  readonly id: string;
  readonly name: string;
  /** Resource id of the network it lies in. */
  readonly virtualNetworkId: string;
  /** What has to exist before anything is put into it, and go after it: itself, its security group. @default - nothing */
  readonly dependables?: readonly ITerraformDependable[];
}

/** A principal that is not a person: what a role is granted to. */
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
  /** Address of the cluster's token issuer. */
  readonly oidcIssuerUrl: string;
  /** Resource id of the resource group that AKS keeps for the nodes. */
  readonly nodeResourceGroupId: string;
  /**
   * Makes an identity that the pods of one ServiceAccount can take.
   *
   * @param id a literal, since it becomes part of addresses
   */
  federate(id: string, options: FederateOptions): IWorkloadIdentity;
}

/** What an identity is made of. */
export interface FederateOptions extends ServiceAccountRef {
  /** Name of the identity in Azure. */
  readonly identityName: string;
  /** Further ServiceAccounts that may take it, at most 19. @default - none */
  readonly alsoFederate?: readonly ServiceAccountRef[];
}
