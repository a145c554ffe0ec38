import { ContainerRegistry } from '@cdktf/provider-azurerm/lib/container-registry';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  NAME_RULES,
  REGISTRY_PRIVATE_DNS_ZONE,
  RESOURCE_TYPES,
  hostNameProblem,
  nameProblem,
  resourceIdProblem,
  type RegistrySku,
  type RoleAssignmentMode,
} from '../model';
import { checkProp } from './check-prop';
import { claim } from './claims';
import type { IPrivateRegistry, IResourceGroup, ISubnet, IWorkloadIdentityCluster } from './interfaces';
import { InvalidProps } from './invalid-props';
import { allOrNone, known } from './optional-props';
import { addPrivateEndpoint } from './private-endpoint';
import { ROLES, grantRole } from './roles';

/** Properties of {@link PrivateRegistry}. */
export interface PrivateRegistryProps {
  /** Where the registry is made, and its private endpoint. */
  readonly resourceGroup: IResourceGroup;
  /** Name of the registry and its host, unique in all of Azure: 5 to 50 lower case letters and digits. */
  readonly registryName: string;
  /** What it can do, and costs. @default - `Premium` with a private endpoint, else `Standard` */
  readonly sku?: RegistrySku;
  /**
   * Name of the private endpoint that leads to the registry, 2 to 64 characters; public access is off then.
   *
   * @default - no private endpoint
   */
  readonly privateEndpointName?: string;
  /** The subnet the private endpoint takes its addresses of. @default - no private endpoint */
  readonly privateEndpointSubnet?: ISubnet;
  /**
   * Resource id of a zone `privatelink.azurecr.io` that the network of the private endpoint is linked to already.
   *
   * @default - a zone is made beside the registry, and the network linked to it
   */
  readonly privateDnsZoneId?: string;
  /** Whether Terraform refuses to destroy or replace the registry. @default true */
  readonly protect?: boolean;
}

/** What is known of a registry that exists already. */
export interface RegistryAttributes {
  /** Resource id: `az acr show --query id`. */
  readonly registryId: string;
  /** Its host name: `az acr show --query loginServer`. @default - asking for it throws */
  readonly loginServer?: string;
  /** What roles on it speak of, as `az acr show --query roleAssignmentMode` tells. @default 'rbac' */
  readonly roleAssignmentMode?: RoleAssignmentMode;
}

/**
 * The role that pulls an image, by what roles on a registry speak of: where they speak of repositories, AcrPull counts for nothing.
 *
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview
 */
const PULL_ROLES = { rbac: ROLES.ACR_PULL, 'rbac-abac': ROLES.REPOSITORY_READER } as const;

abstract class RegistryBase extends Construct implements IPrivateRegistry {
  public abstract readonly registryId: string;
  public abstract readonly loginServer: string;
  protected abstract readonly roleAssignmentMode: RoleAssignmentMode;

  /**
   * Lets the nodes of a cluster pull images.
   *
   * @param id a literal, since it becomes part of addresses
   * @throws InvalidProps if the identity of the nodes is not known of an imported cluster
   */
  public grantPull(id: string, cluster: IWorkloadIdentityCluster): ITerraformDependable {
    return grantRole(this, id, {
      role: PULL_ROLES[this.roleAssignmentMode],
      on: this.registryId,
      principalId: cluster.kubeletObjectId,
      principalType: 'ServicePrincipal',
    });
  }
}

/**
 * A container registry without a password that nobody pulls from without a role: no admin user, no anonymous pull. With a private
 * endpoint it answers in that network alone; `az acr import` reaches it all the same, as a service of Azure.
 *
 * @throws InvalidProps if the private endpoint is described in part or the sku has none, if the name is none, or if another
 * registry of the stack has it
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-best-practices
 * @example
 * import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
 * import { App, TerraformStack } from 'cdktf';
 * import { PrivateRegistry, WorkloadIdentityCluster } from './constructs';
 *
 * const app = new App();
 * const stack = new TerraformStack(app, 'team');
 * new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
 *
 * const resourceGroup = { name: 'rg-team', id: '/subscriptions/…/resourceGroups/rg-team', location: 'westeurope' };
 * const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
 *   resourceGroup,
 *   oidcIssuerUrl: 'https://westeurope.oic.prod-aks.azure.com/…/',
 *   kubeletObjectId: '00000000-0000-0000-0000-000000000000',
 * });
 * const registry = new PrivateRegistry(stack, 'registry', { resourceGroup, registryName: 'crteam7f3a' });
 * registry.grantPull('nodes', cluster);
 * app.synth();
 */
export class PrivateRegistry extends RegistryBase {
  /**
   * A registry that was made elsewhere, to pull from. What is not given of it throws, by name, where it is asked for.
   *
   * @throws InvalidProps if the id or the host name is none
   */
  public static fromRegistryAttributes(scope: Construct, id: string, attributes: RegistryAttributes): IPrivateRegistry {
    return new ImportedRegistry(scope, id, attributes);
  }

  /** Resource id of the registry. */
  public readonly registryId: string;
  /** Its host name. */
  public readonly loginServer: string;
  /** Resource id of the zone by which the network finds the registry. @default - there is no private endpoint */
  public readonly privateDnsZoneId?: string;

  // azurerm 4.55 makes no other.
  protected readonly roleAssignmentMode = 'rbac';

  public constructor(scope: Construct, id: string, props: PrivateRegistryProps) {
    super(scope, id);
    const { resourceGroup, registryName, privateEndpointName, privateEndpointSubnet } = props;
    const privateEndpoint = allOrNone(this, { privateEndpointName, privateEndpointSubnet });
    const sku = props.sku ?? (privateEndpoint ? 'Premium' : 'Standard');
    this.check(props, sku);
    const registry = new ContainerRegistry(this, 'Resource', {
      name: registryName,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      sku,
      adminEnabled: false,
      anonymousPullEnabled: false,
      publicNetworkAccessEnabled: privateEndpoint === undefined,
      // Imports come from Azure's own service, which a closed registry has to let in.
      networkRuleBypassOption: privateEndpoint ? 'AzureServices' : undefined,
      lifecycle: { preventDestroy: props.protect ?? true },
    });
    this.registryId = registry.id;
    this.loginServer = registry.loginServer;
    if (privateEndpoint) {
      this.privateDnsZoneId = addPrivateEndpoint(this, {
        resourceGroup,
        name: privateEndpoint.privateEndpointName,
        subnet: privateEndpoint.privateEndpointSubnet,
        targetId: registry.id,
        subresource: 'registry',
        zoneName: REGISTRY_PRIVATE_DNS_ZONE,
        zoneGroupName: 'registry',
        privateDnsZoneId: props.privateDnsZoneId,
      }).zoneId;
    }
  }

  private check({ registryName, privateEndpointName, privateDnsZoneId }: PrivateRegistryProps, sku: RegistrySku): void {
    checkProp(this, 'registryName', registryName, (value) => nameProblem(value, NAME_RULES.registry));
    checkProp(this, 'privateEndpointName', privateEndpointName, (value) =>
      nameProblem(value, NAME_RULES.registryPrivateEndpoint),
    );
    checkProp(this, 'privateDnsZoneId', privateDnsZoneId, (value) =>
      resourceIdProblem(value, RESOURCE_TYPES.registryPrivateDnsZone),
    );
    if (privateDnsZoneId !== undefined && privateEndpointName === undefined) {
      throw new InvalidProps(
        this,
        `'privateDnsZoneId' must be left out without 'privateEndpointSubnet': nothing would stand in the zone`,
      );
    }
    if (privateEndpointName !== undefined && sku !== 'Premium') {
      throw new InvalidProps(
        this,
        `'sku' must be Premium with 'privateEndpointSubnet', got '${sku}': no other has a private endpoint`,
      );
    }
    const owner = claim(this, 'registry', registryName);
    if (owner !== undefined) {
      throw new InvalidProps(
        this,
        `'registryName' must be another than that of ${owner}: it is a host name in all of Azure`,
      );
    }
  }
}

class ImportedRegistry extends RegistryBase {
  public readonly registryId: string;
  protected readonly roleAssignmentMode: RoleAssignmentMode;

  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: RegistryAttributes,
  ) {
    super(scope, id);
    checkProp(this, 'registryId', attributes.registryId, (value) => resourceIdProblem(value, RESOURCE_TYPES.registry));
    checkProp(this, 'loginServer', attributes.loginServer, hostNameProblem);
    this.registryId = attributes.registryId;
    this.roleAssignmentMode = attributes.roleAssignmentMode ?? 'rbac';
  }

  public get loginServer(): string {
    return known(this, {
      attribute: 'loginServer',
      value: this.attributes.loginServer,
      imported: 'registry',
      method: 'fromRegistryAttributes',
    });
  }
}
