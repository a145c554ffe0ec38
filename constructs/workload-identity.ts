import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import { MAX_FEDERATED_CREDENTIALS, MAX_FEDERATED_CREDENTIAL_NAME, type ServiceAccountRef } from '../config';
import type { FederateOptions, IResourceGroup, IWorkloadIdentity } from './interfaces';
import { InvalidProps } from './invalid-props';

/** The audience Entra expects of a Kubernetes token. */
const AUDIENCE = 'api://AzureADTokenExchange';

/** What a {@link WorkloadIdentity} is made of. */
export interface WorkloadIdentityProps extends FederateOptions {
  readonly resourceGroup: IResourceGroup;
  /** Address of the token issuer of the cluster. */
  readonly oidcIssuerUrl: string;
}

/**
 * A user-assigned identity that the pods of a Kubernetes ServiceAccount take without a secret: Entra accepts the token
 * the cluster gives them. Made by `cluster.federate()`; each workload has its own, so that a role reaches one alone.
 *
 * @throws InvalidProps if a ServiceAccount is named twice, or more than 20 are named
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export class WorkloadIdentity extends Construct implements IWorkloadIdentity {
  public readonly clientId: string;
  public readonly principalId: string;
  public readonly namespace: string;
  public readonly serviceAccountName: string;

  private readonly identity: UserAssignedIdentity;
  private readonly oidcIssuerUrl: string;
  private readonly bySubject = new Map<string, FederatedIdentityCredential>();

  public constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.serviceAccountName = props.serviceAccountName;
    this.oidcIssuerUrl = props.oidcIssuerUrl;
    this.identity = new UserAssignedIdentity(this, 'Resource', {
      name: props.identityName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
    });
    this.clientId = this.identity.clientId;
    this.principalId = this.identity.principalId;
    this.addServiceAccount(props);
    for (const serviceAccount of props.alsoFederate ?? []) this.addServiceAccount(serviceAccount);
  }

  public get credentials(): readonly FederatedIdentityCredential[] {
    return [...this.bySubject.values()];
  }

  /**
   * Lets one more ServiceAccount take this identity.
   *
   * @throws InvalidProps if it is named already, or if the identity carries 20
   */
  public addServiceAccount({ namespace, serviceAccountName }: ServiceAccountRef): void {
    const subject = `system:serviceaccount:${namespace}:${serviceAccountName}`;
    if (this.bySubject.has(subject)) {
      throw new InvalidProps(
        this,
        `'${namespace}/${serviceAccountName}' is federated already: name each ServiceAccount once`,
      );
    }
    if (this.bySubject.size >= MAX_FEDERATED_CREDENTIALS) {
      throw new InvalidProps(
        this,
        `an identity carries at most ${MAX_FEDERATED_CREDENTIALS} federated credentials, '${namespace}/${serviceAccountName}' is one more: make a second identity`,
      );
    }
    // Neither part can hold an underscore, so two different pairs never meet in one name.
    const name = `${namespace}_${serviceAccountName}`;
    if (name.length > MAX_FEDERATED_CREDENTIAL_NAME) {
      throw new InvalidProps(
        this,
        `'${name}' names a federated credential and must have at most ${MAX_FEDERATED_CREDENTIAL_NAME} characters, got ${name.length}: shorten the namespace or the ServiceAccount`,
      );
    }
    const credential = new FederatedIdentityCredential(this, `credential-${name}`, {
      name,
      // The provider builds the credential's id from this group, so it has to be the identity's own.
      resourceGroupName: this.identity.resourceGroupName,
      parentId: this.identity.id,
      issuer: this.oidcIssuerUrl,
      subject,
      audience: [AUDIENCE],
    });
    this.bySubject.set(subject, credential);
  }
}
