import { CognitiveAccount } from '@cdktf/provider-azurerm/lib/cognitive-account';
import { CognitiveDeployment } from '@cdktf/provider-azurerm/lib/cognitive-deployment';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PrincipalType } from '../config';
import type { IResourceGroup, ISubnet, IWorkloadIdentity } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { ROLES, grantRole } from './roles';

/** What a {@link PrivateOpenAi} is made of. */
export interface PrivateOpenAiProps {
  readonly resourceGroup: IResourceGroup;
  /** Name of the account and its subdomain, unique in all of Azure: 2 to 64 lower case letters, digits and hyphens. */
  readonly accountName: string;
  /**
   * Subnets that may call the account by their Microsoft.CognitiveServices endpoint.
   *
   * @default - none: nobody is let in by a service endpoint
   */
  readonly allowedSubnets?: readonly ISubnet[];
  /**
   * The private endpoint that leads to the account; public access is off then.
   *
   * @default - none
   */
  readonly privateEndpoint?: PrivateEndpointProps;
}

/** Where the private endpoint stands. */
export interface PrivateEndpointProps {
  readonly name: string;
  /** The subnet it takes its address of; its network resolves the account's name to that address. */
  readonly subnet: ISubnet;
}

/** A model to deploy. */
export interface ModelDeploymentProps {
  /** Name of the deployment, 2 to 64 characters: what a client asks for. */
  readonly deploymentName: string;
  readonly model: string;
  readonly version: string;
  /** `GlobalStandard`, `Standard`, … */
  readonly sku: string;
  /** Thousands of tokens a minute. */
  readonly capacity: number;
}

/** @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns */
const PRIVATE_DNS_ZONE = 'privatelink.openai.azure.com';

/** The part of an account that a private endpoint leads to. */
const SUBRESOURCE = 'account';

/** The filter every deployment gets unless told otherwise; named, since the provider would see it as a change. */
const CONTENT_FILTER = 'Microsoft.DefaultV2';

/**
 * An Azure OpenAI account without keys that denies everybody but who is named: subnets by their service endpoint, or a
 * network by a private endpoint. With neither, nobody reaches it.
 *
 * @throws InvalidProps if both ways in are named, or the name is no subdomain
 * @see https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks
 */
export class PrivateOpenAi extends Construct {
  /** Base address of the account. */
  public readonly endpoint: string;
  public readonly accountName: string;
  /** Resource id of the account. */
  public readonly accountId: string;

  private readonly account: CognitiveAccount;
  private readonly privateEndpoint?: PrivateEndpoint;
  private readonly deployments: CognitiveDeployment[] = [];
  private readonly grants = new Map<string, RoleAssignment>();

  public constructor(scope: Construct, id: string, props: PrivateOpenAiProps) {
    super(scope, id);
    this.check(props);
    this.account = new CognitiveAccount(this, 'Resource', {
      name: props.accountName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      kind: 'OpenAI',
      skuName: 'S0',
      // Logins by Entra work on the account's own subdomain alone.
      customSubdomainName: props.accountName,
      localAuthEnabled: false,
      publicNetworkAccessEnabled: props.privateEndpoint === undefined,
      networkAcls: {
        defaultAction: 'Deny',
        // Azure's own services are outsiders too.
        bypass: 'None',
        ipRules: [],
        virtualNetworkRules: (props.allowedSubnets ?? []).map((subnet) => ({
          subnetId: subnet.id,
          ignoreMissingVnetServiceEndpoint: false,
        })),
      },
    });
    this.endpoint = this.account.endpoint;
    this.accountName = this.account.name;
    this.accountId = this.account.id;
    this.privateEndpoint = props.privateEndpoint && this.addPrivateEndpoint(props.privateEndpoint, props.resourceGroup);
  }

  /** The names of the model deployments so far. */
  public get deploymentNames(): string[] {
    return this.deployments.map((deployment) => deployment.name);
  }

  /**
   * Deploys a model.
   *
   * @param id a literal, since it becomes part of addresses
   */
  public addDeployment(id: string, props: ModelDeploymentProps): void {
    const deployment = new CognitiveDeployment(this, id, {
      name: props.deploymentName,
      cognitiveAccountId: this.account.id,
      model: { format: 'OpenAI', name: props.model, version: props.version },
      sku: { name: props.sku, capacity: props.capacity },
      raiPolicyName: CONTENT_FILTER,
      // A version moves when its own ends, not when Azure's default does.
      versionUpgradeOption: 'OnceCurrentVersionExpired',
    });
    this.deployments.push(deployment);
    // An account that has just been made refuses an endpoint; one that carries deployments has settled:
    // https://github.com/hashicorp/terraform-provider-azurerm/issues/31712
    this.privateEndpoint?.dependsOn?.push(dependable(deployment));
  }

  /**
   * Lets a workload call the models, and nothing else: it cannot read a key. Granting twice is granting once.
   */
  public grantUse(identity: IWorkloadIdentity): RoleAssignment {
    return this.grantUseTo(
      `use-${identity.namespace}_${identity.serviceAccountName}`,
      identity.principalId,
      'ServicePrincipal',
    );
  }

  /**
   * Lets a person or a group call the models, where the network lets them in.
   *
   * @param objectId a UUID, written out: it becomes part of an address
   * @param principalType default 'User'
   */
  public grantUseToOperator(objectId: string, principalType: PrincipalType = 'User'): RoleAssignment {
    if (!isLiteral(objectId)) {
      throw new InvalidProps(
        this,
        `'objectId' must be written out, got a value known after apply: use grantUse for an identity of this stack`,
      );
    }
    return this.grantUseTo(`use-operator-${objectId.toLowerCase()}`, objectId, principalType);
  }

  private grantUseTo(id: string, principalId: string, principalType: PrincipalType): RoleAssignment {
    const granted =
      this.grants.get(id) ??
      grantRole(this, id, { role: ROLES.OPENAI_USER, on: this.account.id, principalId, principalType });
    this.grants.set(id, granted);
    return granted;
  }

  private addPrivateEndpoint({ name, subnet }: PrivateEndpointProps, resourceGroup: IResourceGroup): PrivateEndpoint {
    const zone = new PrivateDnsZone(this, 'private-dns-zone', {
      name: PRIVATE_DNS_ZONE,
      resourceGroupName: resourceGroup.name,
    });
    const link = new PrivateDnsZoneVirtualNetworkLink(this, 'private-dns-zone-link', {
      name: 'openai',
      resourceGroupName: resourceGroup.name,
      privateDnsZoneName: zone.name,
      virtualNetworkId: subnet.virtualNetworkId,
    });
    return new PrivateEndpoint(this, 'private-endpoint', {
      name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      subnetId: subnet.id,
      privateServiceConnection: {
        name,
        privateConnectionResourceId: this.account.id,
        subresourceNames: [SUBRESOURCE],
        isManualConnection: false,
      },
      privateDnsZoneGroup: { name: 'openai', privateDnsZoneIds: [zone.id] },
      dependsOn: [link, ...(subnet.dependables ?? [])],
    });
  }

  private check(props: PrivateOpenAiProps): void {
    if (props.privateEndpoint && props.allowedSubnets && props.allowedSubnets.length > 0) {
      throw new InvalidProps(
        this,
        `'allowedSubnets' must be left out with 'privateEndpoint': public access is off, so no rule would count`,
      );
    }
    if (isLiteral(props.accountName) && !/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])$/.test(props.accountName)) {
      throw new InvalidProps(
        this,
        `'accountName' must have 2 to 64 lower case letters, digits and hyphens, first and last no hyphen, got '${props.accountName}'`,
      );
    }
  }
}
