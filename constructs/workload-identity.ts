import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  IDENTITY_NAME_RULE,
  MAX_FEDERATED_CREDENTIALS,
  TOKEN_EXCHANGE_AUDIENCE,
  credentialNameOf,
  credentialNameProblem,
  dnsLabelProblem,
  issuerProblem,
  nameProblem,
  subjectOf,
  uuidProblem,
  type ServiceAccountRef,
} from '../model';
import { checkProp } from './check-prop';
import { claimName } from './claims';
import type { FederateOptions, IResourceGroup, IWorkloadIdentity } from './interfaces';
import { InvalidProps } from './invalid-props';
import { known } from './optional-props';

/** Properties of {@link WorkloadIdentity}. */
export interface WorkloadIdentityProps extends FederateOptions {
  /** Where the identity is made. */
  readonly resourceGroup: IResourceGroup;
  /** Address of the token issuer of the cluster. */
  readonly oidcIssuerUrl: string;
}

/** What is known of an identity that exists already, and of the ServiceAccount whose pods take it. */
export interface IdentityAttributes extends ServiceAccountRef {
  /**
   * Client id: `az identity show --query clientId`.
   *
   * @default - asking for it throws
   */
  readonly clientId?: string;
  /**
   * Object id of its service principal: `az identity show --query principalId`.
   *
   * @default - asking for it throws, and so does granting it a role
   */
  readonly principalId?: string;
}

/**
 * A user-assigned identity that the pods of a Kubernetes ServiceAccount take without a secret: Entra accepts the token
 * the cluster gives them. Made by `cluster.federate()`; each workload has its own, so that a role reaches one alone.
 *
 * @throws InvalidProps if the issuer is no https URL or a name is none, if a ServiceAccount is named twice, if more than 20 are named, if the names of one are too long, or if
 * another identity of the stack has the name
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
 * @example
 * import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
 * import { App, TerraformStack } from 'cdktf';
 * import { WorkloadIdentity } from './constructs';
 *
 * const app = new App();
 * const stack = new TerraformStack(app, 'team');
 * new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
 *
 * const identity = new WorkloadIdentity(stack, 'summaries', {
 *   resourceGroup: { name: 'rg-team', id: '/subscriptions/…/resourceGroups/rg-team', location: 'westeurope' },
 *   oidcIssuerUrl: 'https://westeurope.oic.prod-aks.azure.com/…/',
 *   identityName: 'id-summaries',
 *   namespace: 'team',
 *   serviceAccountName: 'summaries',
 * });
 * identity.addServiceAccount({ namespace: 'team', serviceAccountName: 'summaries-nightly' });
 * app.synth();
 */
export class WorkloadIdentity extends Construct implements IWorkloadIdentity {
  /**
   * An identity that was made elsewhere, with its credential, so that roles can be granted to it.
   */
  public static fromIdentityAttributes(
    scope: Construct,
    id: string,
    attributes: IdentityAttributes,
  ): IWorkloadIdentity {
    return new ImportedIdentity(scope, id, attributes);
  }

  /** Client id, a UUID known after apply. */
  public readonly clientId: string;
  /** Object id of its service principal, a UUID known after apply. */
  public readonly principalId: string;
  /** Namespace of the first ServiceAccount. */
  public readonly namespace: string;
  /** Name of the first ServiceAccount. */
  public readonly serviceAccountName: string;

  private readonly identity: UserAssignedIdentity;
  private readonly oidcIssuerUrl: string;
  private readonly bySubject = new Map<string, ITerraformDependable>();

  public constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    checkProp(this, 'oidcIssuerUrl', props.oidcIssuerUrl, issuerProblem);
    checkProp(this, 'identityName', props.identityName, (value) => nameProblem(value, IDENTITY_NAME_RULE));
    this.namespace = props.namespace;
    this.serviceAccountName = props.serviceAccountName;
    this.oidcIssuerUrl = props.oidcIssuerUrl;
    const { identityName: name, resourceGroup } = props;
    claimName(this, { prop: 'identityName', kind: 'identity', name, resourceGroup });
    this.identity = new UserAssignedIdentity(this, 'Resource', {
      name: props.identityName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      lifecycle: { preventDestroy: props.protect ?? true },
    });
    this.clientId = this.identity.clientId;
    this.principalId = this.identity.principalId;
    this.addServiceAccount(props);
    for (const serviceAccount of props.alsoFederate ?? []) this.addServiceAccount(serviceAccount);
  }

  /** The federated credentials so far. */
  public get credentials(): readonly ITerraformDependable[] {
    return [...this.bySubject.values()];
  }

  /**
   * Lets one more ServiceAccount take this identity.
   *
   * @throws InvalidProps if it is named already, if the identity carries 20, or if its names are too long
   */
  public addServiceAccount(serviceAccount: ServiceAccountRef): void {
    const { namespace, serviceAccountName } = serviceAccount;
    checkProp(this, 'namespace', namespace, dnsLabelProblem);
    checkProp(this, 'serviceAccountName', serviceAccountName, dnsLabelProblem);
    const subject = subjectOf(serviceAccount);
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
    const problem = credentialNameProblem(serviceAccount);
    if (problem) throw new InvalidProps(this, `'serviceAccountName' ${problem}, got '${serviceAccountName}'`);
    const name = credentialNameOf(serviceAccount);
    const credential = new FederatedIdentityCredential(this, `credential-${name}`, {
      name,
      // azurerm 5: user_assigned_identity_id, in the place of both. Until then the provider builds the credential's id from
      // this group, so it has to be the identity's own.
      resourceGroupName: this.identity.resourceGroupName,
      parentId: this.identity.id,
      issuer: this.oidcIssuerUrl,
      subject,
      audience: [TOKEN_EXCHANGE_AUDIENCE],
    });
    this.bySubject.set(subject, credential);
  }
}

class ImportedIdentity extends Construct implements IWorkloadIdentity {
  public readonly namespace: string;
  public readonly serviceAccountName: string;
  public readonly credentials = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: IdentityAttributes,
  ) {
    super(scope, id);
    checkProp(this, 'namespace', attributes.namespace, dnsLabelProblem);
    checkProp(this, 'serviceAccountName', attributes.serviceAccountName, dnsLabelProblem);
    checkProp(this, 'clientId', attributes.clientId, uuidProblem);
    checkProp(this, 'principalId', attributes.principalId, uuidProblem);
    this.namespace = attributes.namespace;
    this.serviceAccountName = attributes.serviceAccountName;
  }

  public get clientId(): string {
    return this.attribute('clientId');
  }

  public get principalId(): string {
    return this.attribute('principalId');
  }

  private attribute(attribute: 'clientId' | 'principalId'): string {
    const value = this.attributes[attribute];
    return known(this, { attribute, value, imported: 'identity', method: 'fromIdentityAttributes' });
  }
}
