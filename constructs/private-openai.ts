import { CognitiveAccount } from '@cdktf/provider-azurerm/lib/cognitive-account';
import { CognitiveDeployment } from '@cdktf/provider-azurerm/lib/cognitive-deployment';
import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { TerraformStack, dependable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  NAME_RULES,
  PRIVATE_DNS_ZONE,
  RESOURCE_TYPES,
  deploymentNameProblem,
  httpsUrlProblem,
  modelPartProblem,
  nameProblem,
  resourceIdProblem,
  uuidProblem,
  type PrincipalType,
} from '../model';
import { checkProp } from './check-prop';
import { claim, inJson } from './claims';
import type { IPrivateOpenAi, IResourceGroup, ISubnet, IWorkloadIdentity, ModelDeploymentProps } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { allOrNone, known } from './optional-props';
import { addPrivateEndpoint } from './private-endpoint';
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
  /**
   * Resource id of a zone `privatelink.openai.azure.com` that the network of the private endpoint is linked to already: a
   * hub's, or the `privateDnsZoneId` of another account.
   *
   * @default - a zone is made beside the account, and the network linked to it
   */
  readonly privateDnsZoneId?: string;
  /** Whether Terraform refuses to destroy or replace the account. @default true */
  readonly protect?: boolean;
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
  /** Names of the model deployments that it has already. @default - none are known */
  readonly deploymentNames?: readonly string[];
  /** Where a private endpoint to it is made. @default - none is made */
  readonly resourceGroup?: IResourceGroup;
  /** Name of a private endpoint to it, 2 to 64 characters, which becomes a connection of the account. @default - none is made */
  readonly privateEndpointName?: string;
  /** The subnet that private endpoint takes its address of. @default - none is made */
  readonly privateEndpointSubnet?: ISubnet;
  /**
   * Resource id of a zone `privatelink.openai.azure.com` that the network of the private endpoint is linked to already.
   *
   * @default - a zone is made beside the private endpoint, and the network linked to it
   */
  readonly privateDnsZoneId?: string;
}

/** A private endpoint that is made for an account. */
interface AccountEndpoint {
  readonly resourceGroup: IResourceGroup;
  readonly name: string;
  readonly subnet: ISubnet;
  /** @default - a zone is made */
  readonly privateDnsZoneId?: string;
}

/** The part of an account that a private endpoint leads to. */
const SUBRESOURCE = 'account';

/** The command that prints the base address of an account. */
const ENDPOINT_PRINTED_BY = 'az cognitiveservices account show --query properties.endpoint';

/** The filter every deployment gets unless told otherwise; named, since the provider would see it as a change. */
const CONTENT_FILTER = 'Microsoft.DefaultV2';

/**
 * By stack, account and object id: Azure takes one assignment of a role to a principal, whichever construct stands for the
 * account.
 */
const grants = new WeakMap<TerraformStack, Map<string, ITerraformDependable>>();

abstract class OpenAiBase extends Construct implements IPrivateOpenAi {
  public abstract readonly accountId: string;
  public abstract readonly accountName: string;
  public abstract readonly endpoint: string;

  private readonly deployments: CognitiveDeployment[] = [];
  private privateEndpoint?: PrivateEndpoint;

  /** The names of the model deployments that were added so far. */
  public get deploymentNames(): string[] {
    return this.deployments.map((deployment) => deployment.name);
  }

  /**
   * Deploys a model.
   *
   * @param id a literal, since it becomes part of addresses
   * @throws InvalidProps if a name, a version or the capacity is none, or if the account has a deployment of the name
   */
  public addDeployment(id: string, props: ModelDeploymentProps): ITerraformDependable {
    checkProp(this, 'deploymentName', props.deploymentName, deploymentNameProblem);
    checkProp(this, 'model', props.model, (value) => modelPartProblem(value, 'gpt-5.6-luna'));
    checkProp(this, 'version', props.version, (value) => modelPartProblem(value, '2026-07-09'));
    checkProp(this, 'capacity', props.capacity, (value) =>
      Number.isInteger(value) && value >= 1 ? undefined : 'must be a whole number from 1',
    );
    const owner = claim(this, 'deployment', this.accountId, props.deploymentName);
    if (owner !== undefined) {
      throw new InvalidProps(
        this,
        `'deploymentName' must be another than one of the same account, which ${owner} deploys, got '${props.deploymentName}'`,
      );
    }
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
    // An account that has just been made refuses an endpoint; one that carries deployments has settled:
    // https://github.com/hashicorp/terraform-provider-azurerm/issues/31712
    this.privateEndpoint?.dependsOn?.push(dependable(deployment));
    return deployment;
  }

  /**
   * Lets a workload call the models, and nothing else: it cannot read a key. Granting twice is granting once.
   *
   * @throws InvalidProps if another identity of the same namespace and ServiceAccount was let in, and this one is neither a
   * construct nor has an object id that is written out
   */
  public grantUse(identity: IWorkloadIdentity): ITerraformDependable {
    const { namespace, serviceAccountName, principalId } = identity;
    const id = `use-${namespace}_${serviceAccountName}`;
    return this.grantUseTo(
      () => (this.isFree(id) ? id : `${id}-${this.whose(identity)}`),
      principalId,
      'ServicePrincipal',
    );
  }

  /**
   * Lets a person or a group call the models, where the network lets them in.
   *
   * @param objectId a UUID, written out: it becomes part of an address
   * @param principalType what the object id stands for; a `User` unless told otherwise
   * @throws InvalidProps if the object id is known after apply only, or no UUID
   */
  public grantUseToOperator(objectId: string, principalType: PrincipalType = 'User'): ITerraformDependable {
    if (!isLiteral(objectId)) {
      throw new InvalidProps(
        this,
        `'objectId' must be written out, got a value known after apply: use grantUse for an identity of this stack`,
      );
    }
    checkProp(this, 'objectId', objectId, uuidProblem);
    return this.grantUseTo(() => `use-operator-${objectId.toLowerCase()}`, objectId, principalType);
  }

  /**
   * Leads a network to the account.
   *
   * @returns the id of the zone by which the network finds it
   */
  protected leadTo({ name, subnet, resourceGroup, privateDnsZoneId }: AccountEndpoint): string {
    const { endpoint, zoneId } = addPrivateEndpoint(this, {
      resourceGroup,
      name,
      subnet,
      targetId: this.accountId,
      subresource: SUBRESOURCE,
      zoneName: PRIVATE_DNS_ZONE,
      zoneGroupName: 'openai',
      privateDnsZoneId,
    });
    this.privateEndpoint = endpoint;
    return zoneId;
  }

  private grantUseTo(id: () => string, principalId: string, principalType: PrincipalType): ITerraformDependable {
    const stack = TerraformStack.of(this);
    const granted = grants.get(stack) ?? new Map<string, ITerraformDependable>();
    grants.set(stack, granted);
    const key = [this.accountId, principalId].map((part) => inJson(this, part).toLowerCase()).join(' ');
    const grant =
      granted.get(key) ??
      grantRole(this, id(), { role: ROLES.OPENAI_USER, on: this.accountId, principalId, principalType });
    granted.set(key, grant);
    return grant;
  }

  private isFree(id: string): boolean {
    return this.node.tryFindChild(id) === undefined;
  }

  /** What tells an identity from another of the same ServiceAccount, on a second cluster: its place in the stack. */
  private whose(identity: IWorkloadIdentity): string {
    const { namespace, serviceAccountName, principalId } = identity;
    if (Construct.isConstruct(identity)) {
      return identity.node.path.slice(TerraformStack.of(this).node.path.length + 1).replaceAll('/', '_');
    }
    if (isLiteral(principalId)) return principalId.toLowerCase();
    throw new InvalidProps(
      this,
      `'identity' must be made by federate or fromIdentityAttributes, since another of ${namespace}/${serviceAccountName} was let in before: its place in the stack tells the two apart`,
    );
  }
}

/**
 * An Azure OpenAI account without keys that denies everybody but who is named: subnets by their service endpoint, or a
 * network by a private endpoint. With neither, nobody reaches it.
 *
 * @throws InvalidProps if both ways in are named, if the private endpoint is described in part, if the name is no subdomain,
 * or if another account of the stack has the name or makes the DNS zone
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
   * An account that was made elsewhere, to deploy models to and to let workloads use. What is not given of it throws, by name,
   * where it is asked for.
   *
   * @throws InvalidProps if the id or the endpoint is none, or if a private endpoint is described in part
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
  /** Resource id of the zone by which the network finds the account. @default - there is no private endpoint */
  public readonly privateDnsZoneId?: string;

  public constructor(scope: Construct, id: string, props: PrivateOpenAiProps) {
    super(scope, id);
    const privateEndpoint = allOrNone(this, {
      privateEndpointName: props.privateEndpointName,
      privateEndpointSubnet: props.privateEndpointSubnet,
    });
    this.check(props);
    const owner = claim(this, 'account', props.accountName);
    if (owner !== undefined) {
      throw new InvalidProps(
        this,
        `'accountName' must be another than that of ${owner}: it is a subdomain in all of Azure`,
      );
    }
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
      lifecycle: { preventDestroy: props.protect ?? true },
    });
    this.accountId = account.id;
    this.accountName = account.name;
    this.endpoint = account.endpoint;
    if (privateEndpoint) {
      this.privateDnsZoneId = this.leadTo({
        resourceGroup: props.resourceGroup,
        name: privateEndpoint.privateEndpointName,
        subnet: privateEndpoint.privateEndpointSubnet,
        privateDnsZoneId: props.privateDnsZoneId,
      });
    }
  }

  private check(props: PrivateOpenAiProps): void {
    const { accountName, allowedSubnets, privateEndpointSubnet } = props;
    checkEndpoint(this, props);
    if (privateEndpointSubnet && allowedSubnets && allowedSubnets.length > 0) {
      throw new InvalidProps(
        this,
        `'allowedSubnets' must be left out with 'privateEndpointSubnet': public access is off, so no rule would count`,
      );
    }
    checkProp(this, 'accountName', accountName, (value) => nameProblem(value, NAME_RULES.openAiAccount));
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
    checkProp(this, 'accountId', attributes.accountId, (value) => resourceIdProblem(value, RESOURCE_TYPES.account));
    checkProp(this, 'endpoint', attributes.endpoint, (value) => httpsUrlProblem(value, ENDPOINT_PRINTED_BY));
    this.accountId = attributes.accountId;
    const privateEndpoint = allOrNone(this, {
      resourceGroup: attributes.resourceGroup,
      privateEndpointName: attributes.privateEndpointName,
      privateEndpointSubnet: attributes.privateEndpointSubnet,
    });
    checkEndpoint(this, attributes);
    if (privateEndpoint) {
      this.leadTo({
        resourceGroup: privateEndpoint.resourceGroup,
        name: privateEndpoint.privateEndpointName,
        subnet: privateEndpoint.privateEndpointSubnet,
        privateDnsZoneId: attributes.privateDnsZoneId,
      });
    }
  }

  public override get deploymentNames(): string[] {
    return [...(this.attributes.deploymentNames ?? []), ...super.deploymentNames];
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

/** What is the same of every private endpoint. */
function checkEndpoint(
  scope: Construct,
  {
    privateEndpointName,
    privateEndpointSubnet,
    privateDnsZoneId,
  }: Pick<PrivateOpenAiProps, 'privateEndpointName' | 'privateEndpointSubnet' | 'privateDnsZoneId'>,
): void {
  if (privateDnsZoneId !== undefined && privateEndpointSubnet === undefined) {
    throw new InvalidProps(
      scope,
      `'privateDnsZoneId' must be left out without 'privateEndpointSubnet': nothing would stand in the zone`,
    );
  }
  checkProp(scope, 'privateDnsZoneId', privateDnsZoneId, (id) => resourceIdProblem(id, RESOURCE_TYPES.privateDnsZone));
  checkProp(scope, 'privateEndpointName', privateEndpointName, (value) =>
    nameProblem(value, NAME_RULES.privateEndpoint),
  );
}
