import { CognitiveAccount } from '@cdktf/provider-azurerm/lib/cognitive-account';
import { CognitiveDeployment } from '@cdktf/provider-azurerm/lib/cognitive-deployment';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { dependable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { NAME_RULES, nameProblem, type PrincipalType } from '../model';
import type { IPrivateOpenAi, IResourceGroup, ISubnet, IWorkloadIdentity, ModelDeploymentProps } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { allOrNone, known } from './optional-props';
import { ROLES, grantRole } from './roles';

/** Properties of {@link PrivateOpenAi}. */
export interface PrivateOpenAiProps {
  /** Where the account is made, and its private endpoint. */
  readonly resourceGroup: IResourceGroup;
  /** Name of the account and its subdomain, unique in all of Azure: 2 to 63 lower case letters, digits and hyphens. */
  readonly accountName: string;
  /**
   * Subnets that may call the account by their Microsoft.CognitiveServices endpoint.
   *
   * @default - none: nobody is let in by a service endpoint
   */
  readonly allowedSubnets?: readonly ISubnet[];
  /**
   * Name of the private endpoint that leads to the account, 2 to 64 characters; public access is off then.
   *
   * @default - no private endpoint
   */
  readonly privateEndpointName?: string;
  /**
   * The subnet the private endpoint takes its address of; its network resolves the account's name to that address.
   *
   * @default - no private endpoint
   */
  readonly privateEndpointSubnet?: ISubnet;
}

/** What is known of an account that exists already. */
export interface AccountAttributes {
  /** Resource id: `az cognitiveservices account show --query id`. */
  readonly accountId: string;
  /** Name of the account. @default - asking for it throws */
  readonly accountName?: string;
  /**
   * Base address: `az cognitiveservices account show --query properties.endpoint`.
   *
   * @default - asking for it throws
   */
  readonly endpoint?: string;
}

/** @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns */
const PRIVATE_DNS_ZONE = 'privatelink.openai.azure.com';

/** The part of an account that a private endpoint leads to. */
const SUBRESOURCE = 'account';

/** The filter every deployment gets unless told otherwise; named, since the provider would see it as a change. */
const CONTENT_FILTER = 'Microsoft.DefaultV2';

abstract class OpenAiBase extends Construct implements IPrivateOpenAi {
  public abstract readonly accountId: string;
  public abstract readonly accountName: string;
  public abstract readonly endpoint: string;

  private readonly deployments: CognitiveDeployment[] = [];
  private readonly grants = new Map<string, ITerraformDependable>();

  /** The names of the model deployments that were added so far. */
  public get deploymentNames(): string[] {
    return this.deployments.map((deployment) => deployment.name);
  }

  /**
   * Deploys a model.
   *
   * @param id a literal, since it becomes part of addresses
   */
  public addDeployment(id: string, props: ModelDeploymentProps): ITerraformDependable {
    const deployment = new CognitiveDeployment(this, id, {
      name: props.deploymentName,
      cognitiveAccountId: this.accountId,
      model: { format: 'OpenAI', name: props.model, version: props.version },
      sku: { name: props.sku, capacity: props.capacity },
      raiPolicyName: CONTENT_FILTER,
      // A version moves when its own ends, not when Azure's default does.
      versionUpgradeOption: 'OnceCurrentVersionExpired',
    });
    this.deployments.push(deployment);
    return deployment;
  }

  /**
   * Lets a workload call the models, and nothing else: it cannot read a key. Granting twice is granting once.
   */
  public grantUse(identity: IWorkloadIdentity): ITerraformDependable {
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
   * @param principalType what the object id stands for; a `User` unless told otherwise
   * @throws InvalidProps if the object id is known after apply only
   */
  public grantUseToOperator(objectId: string, principalType: PrincipalType = 'User'): ITerraformDependable {
    if (!isLiteral(objectId)) {
      throw new InvalidProps(
        this,
        `'objectId' must be written out, got a value known after apply: use grantUse for an identity of this stack`,
      );
    }
    return this.grantUseTo(`use-operator-${objectId.toLowerCase()}`, objectId, principalType);
  }

  private grantUseTo(id: string, principalId: string, principalType: PrincipalType): ITerraformDependable {
    const granted =
      this.grants.get(id) ??
      grantRole(this, id, { role: ROLES.OPENAI_USER, on: this.accountId, principalId, principalType });
    this.grants.set(id, granted);
    return granted;
  }
}

/**
 * An Azure OpenAI account without keys that denies everybody but who is named: subnets by their service endpoint, or a
 * network by a private endpoint. With neither, nobody reaches it.
 *
 * @throws InvalidProps if both ways in are named, if the private endpoint is described in part, or if the name is no
 * subdomain
 * @see https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks
 * @example
 * import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
 * import { App, TerraformStack } from 'cdktf';
 * import { PrivateOpenAi, SecureVnet, WorkloadIdentity } from './constructs';
 *
 * const app = new App();
 * const stack = new TerraformStack(app, 'team');
 * new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
 *
 * const network = SecureVnet.fromVnetAttributes(stack, 'network', {
 *   virtualNetworkId: '/subscriptions/…/resourceGroups/rg-team/providers/Microsoft.Network/virtualNetworks/vnet-team',
 *   aksSubnetName: 'snet-aks',
 * });
 * const openAi = new PrivateOpenAi(stack, 'openai', {
 *   resourceGroup: { name: 'rg-team', id: '/subscriptions/…/resourceGroups/rg-team', location: 'westeurope' },
 *   accountName: 'oai-team-7f3a',
 *   allowedSubnets: [network.aksSubnet],
 * });
 * openAi.addDeployment('mini', {
 *   deploymentName: 'gpt-5.4-mini',
 *   model: 'gpt-5.4-mini',
 *   version: '2026-03-17',
 *   sku: 'GlobalStandard',
 *   capacity: 120,
 * });
 * openAi.grantUse(
 *   WorkloadIdentity.fromIdentityAttributes(stack, 'summaries', {
 *     namespace: 'team',
 *     serviceAccountName: 'summaries',
 *     principalId: '00000000-0000-0000-0000-000000000000',
 *   }),
 * );
 * app.synth();
 */
export class PrivateOpenAi extends OpenAiBase {
  /**
   * An account that was made elsewhere, to deploy models to and to let workloads use.
   */
  public static fromAccountAttributes(scope: Construct, id: string, attributes: AccountAttributes): IPrivateOpenAi {
    return new ImportedOpenAi(scope, id, attributes);
  }

  /** Resource id of the account. */
  public readonly accountId: string;
  /** Name of the account. */
  public readonly accountName: string;
  /** Base address of the account. */
  public readonly endpoint: string;

  private readonly privateEndpoint?: PrivateEndpoint;

  public constructor(scope: Construct, id: string, props: PrivateOpenAiProps) {
    super(scope, id);
    const privateEndpoint = allOrNone(this, {
      privateEndpointName: props.privateEndpointName,
      privateEndpointSubnet: props.privateEndpointSubnet,
    });
    this.check(props);
    const account = new CognitiveAccount(this, 'Resource', {
      name: props.accountName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      kind: 'OpenAI',
      skuName: 'S0',
      // Logins by Entra work on the account's own subdomain alone.
      customSubdomainName: props.accountName,
      localAuthEnabled: false,
      publicNetworkAccessEnabled: privateEndpoint === undefined,
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
    this.accountId = account.id;
    this.accountName = account.name;
    this.endpoint = account.endpoint;
    if (privateEndpoint) {
      const { privateEndpointName, privateEndpointSubnet } = privateEndpoint;
      this.privateEndpoint = this.addPrivateEndpoint(privateEndpointName, privateEndpointSubnet, props.resourceGroup);
    }
  }

  /**
   * Deploys a model, for which the private endpoint waits.
   *
   * @param id a literal, since it becomes part of addresses
   */
  public override addDeployment(id: string, props: ModelDeploymentProps): ITerraformDependable {
    const deployment = super.addDeployment(id, props);
    // An account that has just been made refuses an endpoint; one that carries deployments has settled:
    // https://github.com/hashicorp/terraform-provider-azurerm/issues/31712
    this.privateEndpoint?.dependsOn?.push(dependable(deployment));
    return deployment;
  }

  private addPrivateEndpoint(name: string, subnet: ISubnet, resourceGroup: IResourceGroup): PrivateEndpoint {
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
        privateConnectionResourceId: this.accountId,
        subresourceNames: [SUBRESOURCE],
        isManualConnection: false,
      },
      privateDnsZoneGroup: { name: 'openai', privateDnsZoneIds: [zone.id] },
      dependsOn: [link, ...(subnet.dependables ?? [])],
    });
  }

  private check({ accountName, allowedSubnets, privateEndpointSubnet }: PrivateOpenAiProps): void {
    if (privateEndpointSubnet && allowedSubnets && allowedSubnets.length > 0) {
      throw new InvalidProps(
        this,
        `'allowedSubnets' must be left out with 'privateEndpointSubnet': public access is off, so no rule would count`,
      );
    }
    const problem = isLiteral(accountName) ? nameProblem(accountName, NAME_RULES.openAiAccount) : undefined;
    if (problem) throw new InvalidProps(this, `'accountName' ${problem}, got '${accountName}'`);
  }
}

class ImportedOpenAi extends OpenAiBase {
  public readonly accountId: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: AccountAttributes,
  ) {
    super(scope, id);
    this.accountId = attributes.accountId;
  }

  public get accountName(): string {
    return this.attribute('accountName');
  }

  public get endpoint(): string {
    return this.attribute('endpoint');
  }

  private attribute(attribute: 'accountName' | 'endpoint'): string {
    const value = this.attributes[attribute];
    return known(this, { attribute, value, imported: 'account', method: 'fromAccountAttributes' });
  }
}
