import { KubernetesCluster, type KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import {
  DNS_SERVICE_IP,
  MAX_PODS,
  NETWORK_POLICY,
  POD_CIDR,
  SERVICE_CIDR,
  type AutomaticUpgradeChannel,
  type NetworkMode,
  type NetworkPolicy,
  type NodeOsUpgradeChannel,
  type OsSku,
  type SkuTier,
} from '../config';
import type {
  FederateOptions,
  IResourceGroup,
  ISubnet,
  IWorkloadIdentity,
  IWorkloadIdentityCluster,
} from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { ROLES, grantRole } from './roles';
import { WorkloadIdentity } from './workload-identity';

/** What a {@link WorkloadIdentityCluster} is made of. */
export interface WorkloadIdentityClusterProps {
  readonly resourceGroup: IResourceGroup;
  readonly clusterName: string;
  /**
   * First part of the API server's host name, 1 to 54 letters, digits and hyphens.
   *
   * @default - made of the cluster's name
   */
  readonly dnsPrefix?: string;
  /** Name of the identity the control plane works under. */
  readonly identityName: string;
  /** The subnet of the nodes. */
  readonly subnet: ISubnet;
  /** UUID of the tenant whose people log in. */
  readonly tenantId: string;
  /** Minor version, for example `1.36`. */
  readonly kubernetesVersion: string;
  /** @default 'Standard' */
  readonly skuTier?: SkuTier;
  /** @default 'overlay' */
  readonly networkMode?: NetworkMode;
  /** @default - cilium under overlay, calico in the nodes' subnet */
  readonly networkPolicy?: NetworkPolicy;
  /** Range of the pods; overlay only. @default '10.244.0.0/16' */
  readonly podCidr?: string;
  /** @default '10.0.0.0/16' */
  readonly serviceCidr?: string;
  /** @default '10.0.0.10' */
  readonly dnsServiceIp?: string;
  /** @default 'patch' */
  readonly automaticUpgradeChannel?: AutomaticUpgradeChannel;
  /** @default 'NodeImage' */
  readonly nodeOsUpgradeChannel?: NodeOsUpgradeChannel;
  /** Ranges that may reach the API server. @default - every address; each login is by Microsoft Entra all the same */
  readonly authorizedIpRanges?: readonly string[];
  readonly vmSize: string;
  /** @default 'Ubuntu' */
  readonly osSku?: OsSku;
  /** Least nodes. @default 2 */
  readonly minCount?: number;
  /** Most nodes. @default 5 */
  readonly maxCount?: number;
  /** Pods a node may run, 10 to 250. @default - 110 under overlay, 30 in the nodes' subnet */
  readonly maxPods?: number;
  /** Extra nodes of an upgrade, a count or a share. @default '10%' */
  readonly maxSurge?: string;
  /** @default - the region chooses */
  readonly zones?: readonly string[];
}

/** What is known of a cluster that exists already. */
export interface ClusterAttributes {
  /** Where the identities of its workloads are made. */
  readonly resourceGroup: IResourceGroup;
  /** Address of its token issuer: `az aks show --query oidcIssuerProfile.issuerUrl`. */
  readonly oidcIssuerUrl: string;
  /**
   * Resource id of the nodes' resource group.
   *
   * @default - asking for it throws
   */
  readonly nodeResourceGroupId?: string;
}

/** How a client reaches the API server. None of it is a credential. */
export interface ClusterEndpoint {
  readonly host: string;
  /** PEM text. */
  readonly caCertificate: string;
}

abstract class ClusterBase extends Construct implements IWorkloadIdentityCluster {
  public abstract readonly oidcIssuerUrl: string;
  public abstract readonly nodeResourceGroupId: string;
  protected abstract readonly resourceGroup: IResourceGroup;

  public federate(id: string, options: FederateOptions): IWorkloadIdentity {
    return new WorkloadIdentity(this, id, {
      ...options,
      resourceGroup: this.resourceGroup,
      oidcIssuerUrl: this.oidcIssuerUrl,
    });
  }
}

/**
 * An AKS cluster whose workloads take identities of Microsoft Entra: token issuer and webhook on, local accounts off,
 * people and pipelines judged by Azure's roles, nodes scaled and upgraded by AKS.
 *
 * What AKS itself changes is not undone by the next apply: the number of nodes always, and the version where an upgrade
 * channel moves it. To move to another minor version by hand, set the channel to `none` first.
 *
 * @throws InvalidProps on a combination that AKS refuses
 * @see https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster
 */
export class WorkloadIdentityCluster extends ClusterBase {
  /**
   * A cluster that was made elsewhere, to federate workloads with.
   */
  public static fromClusterAttributes(
    scope: Construct,
    id: string,
    attributes: ClusterAttributes,
  ): IWorkloadIdentityCluster {
    return new ImportedCluster(scope, id, attributes);
  }

  public readonly oidcIssuerUrl: string;
  public readonly nodeResourceGroupId: string;
  /** Name of the nodes' resource group. */
  public readonly nodeResourceGroupName: string;
  public readonly clusterName: string;
  /** Resource id of the cluster. */
  public readonly clusterId: string;
  /** Where its API server answers. */
  public readonly clusterEndpoint: ClusterEndpoint;
  /** Minor version it was made with. */
  public readonly kubernetesVersion: string;

  protected readonly resourceGroup: IResourceGroup;

  public constructor(scope: Construct, id: string, props: WorkloadIdentityClusterProps) {
    super(scope, id);
    this.check(props);
    this.resourceGroup = props.resourceGroup;
    this.kubernetesVersion = props.kubernetesVersion;

    const identity = new UserAssignedIdentity(this, 'control-plane', {
      name: props.identityName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
    });
    // The subnet is ours and not the nodes' group's, so AKS may not touch it by itself.
    const mayJoinSubnet = grantRole(this, 'control-plane-subnet', {
      role: ROLES.NETWORK_CONTRIBUTOR,
      on: props.subnet.id,
      principalId: identity.principalId,
      principalType: 'ServicePrincipal',
    });

    const cluster = new KubernetesCluster(this, 'Resource', {
      name: props.clusterName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      dnsPrefix: this.dnsPrefix(props),
      kubernetesVersion: props.kubernetesVersion,
      skuTier: props.skuTier ?? 'Standard',
      supportPlan: props.skuTier === 'Premium' ? 'AKSLongTermSupport' : 'KubernetesOfficial',
      identity: { type: 'UserAssigned', identityIds: [identity.id] },
      oidcIssuerEnabled: true,
      workloadIdentityEnabled: true,
      localAccountDisabled: true,
      roleBasedAccessControlEnabled: true,
      azureActiveDirectoryRoleBasedAccessControl: { azureRbacEnabled: true, tenantId: props.tenantId },
      apiServerAccessProfile:
        props.authorizedIpRanges === undefined || props.authorizedIpRanges.length === 0
          ? undefined
          : { authorizedIpRanges: [...props.authorizedIpRanges] },
      // A shell in the cluster by way of Azure's management plane, past the ranges above.
      runCommandEnabled: false,
      imageCleanerEnabled: true,
      imageCleanerIntervalHours: 48,
      automaticUpgradeChannel: upgradeChannel(props),
      nodeOsUpgradeChannel: props.nodeOsUpgradeChannel ?? 'NodeImage',
      networkProfile: networkProfile(props),
      defaultNodePool: nodePool(props),
      lifecycle: { ignoreChanges: movedByAks(props) },
      dependsOn: [mayJoinSubnet, ...(props.subnet.dependables ?? [])],
    });
    this.oidcIssuerUrl = cluster.oidcIssuerUrl;
    this.nodeResourceGroupId = cluster.nodeResourceGroupId;
    this.nodeResourceGroupName = cluster.nodeResourceGroup;
    this.clusterName = cluster.name;
    this.clusterId = cluster.id;
    const kubeConfig = cluster.kubeConfig.get(0);
    this.clusterEndpoint = { host: kubeConfig.host, caCertificate: Fn.base64decode(kubeConfig.clusterCaCertificate) };
  }

  private dnsPrefix({ dnsPrefix, clusterName }: WorkloadIdentityClusterProps): string {
    if (dnsPrefix !== undefined) return dnsPrefix;
    if (!isLiteral(clusterName)) {
      throw new InvalidProps(this, `'dnsPrefix' must be given where 'clusterName' is known after apply only`);
    }
    return clusterName.replaceAll('_', '-').slice(0, 54).replace(/-+$/, '');
  }

  private check(props: WorkloadIdentityClusterProps): void {
    if (props.networkMode === 'node-subnet' && props.podCidr !== undefined) {
      throw new InvalidProps(this, `'podCidr' must be left out with 'networkMode' node-subnet, got '${props.podCidr}'`);
    }
    if (props.networkMode === 'node-subnet' && props.networkPolicy === 'cilium') {
      throw new InvalidProps(
        this,
        `'networkPolicy' must be calico or azure with 'networkMode' node-subnet, got 'cilium'`,
      );
    }
    const { minCount = DEFAULT_MIN_COUNT, maxCount = DEFAULT_MAX_COUNT } = props;
    if (isLiteral(minCount) && isLiteral(maxCount) && (minCount < 1 || minCount > maxCount)) {
      throw new InvalidProps(this, `'minCount' must be from 1 to 'maxCount' ${maxCount}, got ${minCount}`);
    }
    if (props.automaticUpgradeChannel === 'node-image' && (props.nodeOsUpgradeChannel ?? 'NodeImage') !== 'NodeImage') {
      throw new InvalidProps(
        this,
        `'nodeOsUpgradeChannel' must be NodeImage with 'automaticUpgradeChannel' node-image, got '${props.nodeOsUpgradeChannel}'`,
      );
    }
  }
}

class ImportedCluster extends ClusterBase {
  public readonly oidcIssuerUrl: string;
  protected readonly resourceGroup: IResourceGroup;
  private readonly importedNodeResourceGroupId: string | undefined;

  public constructor(scope: Construct, id: string, attributes: ClusterAttributes) {
    super(scope, id);
    this.oidcIssuerUrl = attributes.oidcIssuerUrl;
    this.resourceGroup = attributes.resourceGroup;
    this.importedNodeResourceGroupId = attributes.nodeResourceGroupId;
  }

  public get nodeResourceGroupId(): string {
    if (this.importedNodeResourceGroupId === undefined) {
      throw new InvalidProps(
        this,
        `'nodeResourceGroupId' is not known of this imported cluster: give it to fromClusterAttributes`,
      );
    }
    return this.importedNodeResourceGroupId;
  }
}

const DEFAULT_MIN_COUNT = 2;
const DEFAULT_MAX_COUNT = 5;

function upgradeChannel({ automaticUpgradeChannel = 'patch' }: WorkloadIdentityClusterProps): string | undefined {
  // Azure spells "no channel" by leaving it out.
  return automaticUpgradeChannel === 'none' ? undefined : automaticUpgradeChannel;
}

function networkProfile(props: WorkloadIdentityClusterProps): KubernetesClusterConfig['networkProfile'] {
  const mode = props.networkMode ?? 'overlay';
  const policy = props.networkPolicy ?? NETWORK_POLICY[mode];
  return {
    networkPlugin: 'azure',
    networkPluginMode: mode === 'overlay' ? 'overlay' : undefined,
    networkPolicy: policy,
    networkDataPlane: policy === 'cilium' ? 'cilium' : 'azure',
    podCidr: mode === 'overlay' ? (props.podCidr ?? POD_CIDR) : undefined,
    serviceCidr: props.serviceCidr ?? SERVICE_CIDR,
    dnsServiceIp: props.dnsServiceIp ?? DNS_SERVICE_IP,
    loadBalancerSku: 'standard',
    outboundType: 'loadBalancer',
  };
}

function nodePool(props: WorkloadIdentityClusterProps): KubernetesClusterConfig['defaultNodePool'] {
  return {
    name: 'system',
    vmSize: props.vmSize,
    osSku: props.osSku ?? 'Ubuntu',
    vnetSubnetId: props.subnet.id,
    autoScalingEnabled: true,
    minCount: props.minCount ?? DEFAULT_MIN_COUNT,
    maxCount: props.maxCount ?? DEFAULT_MAX_COUNT,
    maxPods: props.maxPods ?? MAX_PODS[props.networkMode ?? 'overlay'],
    zones: props.zones === undefined || props.zones.length === 0 ? undefined : [...props.zones],
    // Lets Terraform change the size of the machines without making the cluster anew.
    temporaryNameForRotation: 'systemtmp',
    // Named in full, since AKS answers with its own defaults and Terraform would see them as a change.
    upgradeSettings: { maxSurge: props.maxSurge ?? '10%', drainTimeoutInMinutes: 30, nodeSoakDurationInMinutes: 0 },
  };
}

/** What AKS changes on its own, which an apply must not change back. */
function movedByAks(props: WorkloadIdentityClusterProps): string[] {
  const channel = upgradeChannel(props);
  const movesVersion = channel !== undefined && channel !== 'node-image';
  return [
    'default_node_pool[0].node_count',
    ...(movesVersion ? ['kubernetes_version', 'default_node_pool[0].orchestrator_version'] : []),
  ];
}
