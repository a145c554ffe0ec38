import { KubernetesCluster, type KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  AUTOMATIC_UPGRADE_CHANNEL,
  DNS_PREFIX_RULE,
  DNS_SERVICE_IP,
  LEAST_PODS_PER_POOL,
  MAX_PODS,
  MOST_AUTHORIZED_RANGES,
  MOST_NODES_OF_AZURE_NPM,
  NAME_RULES,
  NETWORK_MODE,
  NETWORK_POLICY,
  NODE_OS_UPGRADE_CHANNEL,
  NODE_PODS,
  NODE_POOL,
  POD_CIDR,
  POOL_NODES,
  RESOURCE_TYPES,
  SERVICE_CIDR,
  SKU_TIER,
  addressProblem,
  cidrProblem,
  dnsServiceIpProblem,
  hasPodRange,
  isPrivate,
  issuerProblem,
  maxSurgeProblem,
  minorVersionProblem,
  nameProblem,
  networkPolicyFits,
  networkPolicyHolds,
  nodeCountsFit,
  overlappingRanges,
  parseCidr,
  poolNameProblem,
  publicCidrProblem,
  reservedByAksProblem,
  resourceGroupIdProblem,
  resourceIdProblem,
  serviceRangeProblem,
  systemPoolSizeProblem,
  taintProblem,
  upgradeChannelFitsTier,
  upgradeChannelsFit,
  uuidProblem,
  vmSizeProblem,
  windowProblems,
  type ApiServer,
  type AutomaticUpgradeChannel,
  type Egress,
  type MaintenanceWindow,
  type NetworkMode,
  type NetworkPolicy,
  type NodeOsUpgradeChannel,
  type OsSku,
  type SkuTier,
  type Zone,
} from '../model';
import { checkProp } from './check-prop';
import { claim, claimName } from './claims';
import type {
  FederateOptions,
  IResourceGroup,
  ISubnet,
  IWorkloadIdentity,
  IWorkloadIdentityCluster,
} from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { known } from './optional-props';
import { ROLES, grantRole } from './roles';
import { WorkloadIdentity } from './workload-identity';

/** Properties of {@link WorkloadIdentityCluster}. */
export interface WorkloadIdentityClusterProps {
  /** Where the cluster is made, its own identity, and those of its workloads. */
  readonly resourceGroup: IResourceGroup;
  /** Name of the cluster, 1 to 63 characters. */
  readonly clusterName: string;
  /**
   * First part of the API server's host name, 1 to 54 letters, digits and hyphens.
   *
   * @default - made of the cluster's name
   */
  readonly dnsPrefix?: string;
  /** Name of the identity the control plane works under, 3 to 128 characters. */
  readonly identityName: string;
  /** The subnet of the nodes. */
  readonly subnet: ISubnet;
  /** UUID of the tenant whose people log in. */
  readonly tenantId: string;
  /** Minor version, for example `1.36`. */
  readonly kubernetesVersion: string;
  /** What Azure promises of the control plane; `Premium` brings long term support of a version. @default 'Standard' */
  readonly skuTier?: SkuTier;
  /** Whether pods have a range of their own (`overlay`) or take addresses of the nodes' subnet. @default 'overlay' */
  readonly networkMode?: NetworkMode;
  /**
   * What enforces network policies; `cilium` needs overlay.
   *
   * @default - cilium under overlay, calico in the nodes' subnet
   */
  readonly networkPolicy?: NetworkPolicy;
  /** Range of the pods; overlay only. @default '10.244.0.0/16' */
  readonly podCidr?: string;
  /** Range of the Services, never routed. @default '10.0.0.0/16' */
  readonly serviceCidr?: string;
  /** Address of the cluster's DNS, in the range of the Services. @default '10.0.0.10' */
  readonly dnsServiceIp?: string;
  /** Which versions of Kubernetes AKS moves to by itself; `none` for none. @default 'patch' */
  readonly automaticUpgradeChannel?: AutomaticUpgradeChannel;
  /**
   * How AKS updates the nodes' operating system; `NodeImage` where automaticUpgradeChannel is `node-image`.
   *
   * @default 'NodeImage'
   */
  readonly nodeOsUpgradeChannel?: NodeOsUpgradeChannel;
  /**
   * Where the API server answers: the internet, or the network alone, by a private endpoint or from a subnet of its own. Helm then
   * has to run within the network.
   *
   * @default 'public'
   */
  readonly apiServer?: ApiServer;
  /** The subnet of the API server, delegated to it; needed with `vnet-integration`. @default - none */
  readonly apiServerSubnet?: ISubnet;
  /** By what the nodes reach the internet; what else than the load balancer has to be on their subnet. @default 'load-balancer' */
  readonly egress?: Egress;
  /**
   * The nodes' own public address, where it is that of a NAT gateway: it is let in to the API server beside `authorizedIpRanges`.
   *
   * @default - AKS knows it
   */
  readonly egressAddress?: string;
  /** When AKS may move to new versions of Kubernetes. @default - at any time */
  readonly kubernetesWindow?: MaintenanceWindow;
  /** When AKS may update the nodes' operating system. @default - at any time */
  readonly nodeOsWindow?: MaintenanceWindow;
  /** Whether Azure Policy judges what runs. @default false */
  readonly azurePolicy?: boolean;
  /** Resource id of the Log Analytics workspace that Microsoft Defender writes to. @default - no Defender */
  readonly defenderWorkspaceId?: string;
  /** Whether Azure tells the cost by namespace and workload; not with `skuTier` Free. @default false */
  readonly costAnalysis?: boolean;
  /** Whether what AKS needs itself runs alone on the nodes; workloads then need a pool of `addNodePool`. @default false */
  readonly onlyCriticalAddons?: boolean;
  /** Ranges that may reach the API server. @default - every address; each login is by Microsoft Entra all the same */
  readonly authorizedIpRanges?: readonly string[];
  /** Size of the nodes, for example `Standard_D4ds_v5`. */
  readonly vmSize: string;
  /** Operating system of the nodes. @default 'Ubuntu' */
  readonly osSku?: OsSku;
  /** Least nodes. @default 2 */
  readonly minCount?: number;
  /** Most nodes. @default 5 */
  readonly maxCount?: number;
  /** Pods a node may run, 10 to 250. @default - 110 under overlay, 30 in the nodes' subnet */
  readonly maxPods?: number;
  /** Extra nodes of an upgrade, a count or a share. @default '10%' */
  readonly maxSurge?: string;
  /** Availability zones of the nodes. @default - the region chooses */
  readonly zones?: readonly Zone[];
  /**
   * Resource id of the Log Analytics workspace that an agent on each node sends the containers' logs to, by an identity of its
   * own. What it collects, a data collection rule says.
   *
   * @default - there is no agent
   */
  readonly logAnalyticsWorkspaceId?: string;
  /** Whether the agents of managed Prometheus run. Where their metrics go, a data collection rule says. @default false */
  readonly managedPrometheus?: boolean;
  /** Whether Terraform refuses to destroy or replace the cluster and its own identity. @default true */
  readonly protect?: boolean;
}

/** Properties of a further pool of nodes. */
export interface NodePoolProps {
  /** Name of the pool: 1 to 12 lower case letters and digits, first a letter. */
  readonly poolName: string;
  /** Size of the nodes, for example `Standard_D4ds_v5`. */
  readonly vmSize: string;
  /** Operating system of the nodes. @default 'Ubuntu' */
  readonly osSku?: OsSku;
  /** Least nodes. @default 2 */
  readonly minCount?: number;
  /** Most nodes. @default 5 */
  readonly maxCount?: number;
  /** Pods a node may run, 10 to 250. @default - 110 under overlay, 30 in the nodes' subnet */
  readonly maxPods?: number;
  /** Extra nodes of an upgrade, a count or a share. @default '10%' */
  readonly maxSurge?: string;
  /** Availability zones of the nodes. @default - the region chooses */
  readonly zones?: readonly Zone[];
  /** Labels of the nodes. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** What keeps pods off that do not tolerate it, `key=value:NoSchedule`. @default - none */
  readonly taints?: readonly string[];
}

/** What is known of a cluster that exists already. */
export interface ClusterAttributes {
  /** Where the identities of its workloads are made. */
  readonly resourceGroup: IResourceGroup;
  /** Address of its token issuer: `az aks show --query oidcIssuerProfile.issuerUrl`. */
  readonly oidcIssuerUrl: string;
  /** Name of the cluster. @default - asking for it throws */
  readonly clusterName?: string;
  /** Resource id of the cluster: `az aks show --query id`. @default - asking for it throws */
  readonly clusterId?: string;
  /**
   * Resource id of the nodes' resource group.
   *
   * @default - asking for it throws
   */
  readonly nodeResourceGroupId?: string;
  /**
   * Object id of the identity by which its nodes fetch images: `az aks show --query identityProfile.kubeletidentity.objectId`.
   *
   * @default - asking for it throws
   */
  readonly kubeletObjectId?: string;
}

/** How a client reaches the API server. None of it is a credential. */
export interface ClusterEndpoint {
  /** Address of the API server, `https://…:443`. */
  readonly host: string;
  /** PEM text. */
  readonly caCertificate: string;
}

abstract class ClusterBase extends Construct implements IWorkloadIdentityCluster {
  public abstract readonly clusterName: string;
  public abstract readonly clusterId: string;
  public abstract readonly oidcIssuerUrl: string;
  public abstract readonly nodeResourceGroupId: string;
  public abstract readonly kubeletObjectId: string;
  protected abstract readonly resourceGroup: IResourceGroup;

  /**
   * Makes an identity that the pods of one ServiceAccount can take.
   *
   * @param id a literal, since it becomes part of addresses
   */
  public federate(id: string, options: FederateOptions): IWorkloadIdentity {
    return new WorkloadIdentity(this, id, {
      resourceGroup: this.resourceGroup,
      oidcIssuerUrl: this.oidcIssuerUrl,
      identityName: options.identityName,
      namespace: options.namespace,
      serviceAccountName: options.serviceAccountName,
      alsoFederate: options.alsoFederate,
      protect: options.protect,
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
 * @throws InvalidProps on a value or a combination that AKS refuses, if 'dnsPrefix' cannot be made of the cluster's name, or if another
 * construct of the stack has a name
 * @see https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster
 * @example
 * import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
 * import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
 * import { App, TerraformStack } from 'cdktf';
 * import { SecureVnet, WorkloadIdentityCluster } from './constructs';
 *
 * const app = new App();
 * const stack = new TerraformStack(app, 'team');
 * new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
 *
 * const network = SecureVnet.fromVnetAttributes(stack, 'network', {
 *   virtualNetworkId: '/subscriptions/…/resourceGroups/rg-team/providers/Microsoft.Network/virtualNetworks/vnet-team',
 *   aksSubnetName: 'snet-aks',
 * });
 * const cluster = new WorkloadIdentityCluster(stack, 'cluster', {
 *   resourceGroup: { name: 'rg-team', id: '/subscriptions/…/resourceGroups/rg-team', location: 'westeurope' },
 *   clusterName: 'aks-team',
 *   identityName: 'id-aks-team',
 *   subnet: network.aksSubnet,
 *   tenantId: new DataAzurermClientConfig(stack, 'caller').tenantId,
 *   kubernetesVersion: '1.36',
 *   vmSize: 'Standard_D4ds_v5',
 * });
 * cluster.federate('summaries', { identityName: 'id-summaries', namespace: 'team', serviceAccountName: 'summaries' });
 * app.synth();
 */
export class WorkloadIdentityCluster extends ClusterBase {
  /**
   * A cluster that was made elsewhere, to federate workloads with.
   *
   * @throws InvalidProps if the issuer or an id is none
   */
  public static fromClusterAttributes(
    scope: Construct,
    id: string,
    attributes: ClusterAttributes,
  ): IWorkloadIdentityCluster {
    return new ImportedCluster(scope, id, attributes);
  }

  /** Name of the cluster. */
  public readonly clusterName: string;
  /** Resource id of the cluster. */
  public readonly clusterId: string;
  /** Address of the cluster's token issuer. */
  public readonly oidcIssuerUrl: string;
  /** Resource id of the nodes' resource group. */
  public readonly nodeResourceGroupId: string;
  /** Name of the nodes' resource group. */
  public readonly nodeResourceGroupName: string;
  /** Object id of the identity by which the nodes fetch images. */
  public readonly kubeletObjectId: string;
  /** Where its API server answers. */
  public readonly clusterEndpoint: ClusterEndpoint;
  /** Minor version it was made with. */
  public readonly kubernetesVersion: string;
  /** What has to exist before anything else changes the cluster's network, and go after it: the cluster. */
  public readonly dependables: readonly ITerraformDependable[];

  protected readonly resourceGroup: IResourceGroup;

  private readonly networkMode: NetworkMode;
  private readonly subnet: ISubnet;

  public constructor(scope: Construct, id: string, props: WorkloadIdentityClusterProps) {
    super(scope, id);
    this.check(props);
    const { resourceGroup } = props;
    claimName(this, { prop: 'clusterName', kind: 'cluster', name: props.clusterName, resourceGroup });
    claimName(this, { prop: 'identityName', kind: 'identity', name: props.identityName, resourceGroup });
    this.resourceGroup = resourceGroup;
    this.kubernetesVersion = props.kubernetesVersion;
    this.networkMode = props.networkMode ?? NETWORK_MODE;
    this.subnet = props.subnet;

    const identity = new UserAssignedIdentity(this, 'control-plane', {
      name: props.identityName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      lifecycle: { preventDestroy: props.protect ?? true },
    });
    // The subnet is ours and not the nodes' group's, so AKS may not touch it by itself.
    const mayJoinSubnet = grantRole(this, 'control-plane-subnet', {
      role: ROLES.NETWORK_CONTRIBUTOR,
      on: props.subnet.id,
      principalId: identity.principalId,
      principalType: 'ServicePrincipal',
    });

    const mayJoinApiSubnet =
      props.apiServerSubnet &&
      grantRole(this, 'control-plane-api-server-subnet', {
        role: ROLES.NETWORK_CONTRIBUTOR,
        on: props.apiServerSubnet.id,
        principalId: identity.principalId,
        principalType: 'ServicePrincipal',
      });

    const cluster = new KubernetesCluster(this, 'Resource', {
      name: props.clusterName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      dnsPrefix: this.dnsPrefix(props),
      kubernetesVersion: props.kubernetesVersion,
      skuTier: props.skuTier ?? SKU_TIER,
      supportPlan: props.skuTier === 'Premium' ? 'AKSLongTermSupport' : 'KubernetesOfficial',
      identity: { type: 'UserAssigned', identityIds: [identity.id] },
      // azurerm 5: node_provisioning_profile has to be said
      oidcIssuerEnabled: true,
      workloadIdentityEnabled: true,
      localAccountDisabled: true,
      roleBasedAccessControlEnabled: true,
      azureActiveDirectoryRoleBasedAccessControl: { azureRbacEnabled: true, tenantId: props.tenantId },
      apiServerAccessProfile: apiServerAccess(props),
      privateClusterEnabled: isPrivate(props.apiServer ?? 'public') ? true : undefined,
      privateDnsZoneId: isPrivate(props.apiServer ?? 'public') ? 'System' : undefined,
      azurePolicyEnabled: props.azurePolicy || undefined,
      microsoftDefender:
        props.defenderWorkspaceId === undefined ? undefined : { logAnalyticsWorkspaceId: props.defenderWorkspaceId },
      costAnalysisEnabled: props.costAnalysis || undefined,
      maintenanceWindowAutoUpgrade: maintenanceWindow(props.kubernetesWindow),
      maintenanceWindowNodeOs: maintenanceWindow(props.nodeOsWindow),
      // A shell in the cluster by way of Azure's management plane, past the ranges above.
      runCommandEnabled: false,
      imageCleanerEnabled: true,
      imageCleanerIntervalHours: 48,
      automaticUpgradeChannel: upgradeChannel(props),
      nodeOsUpgradeChannel: props.nodeOsUpgradeChannel ?? NODE_OS_UPGRADE_CHANNEL,
      networkProfile: networkProfile(props),
      defaultNodePool: nodePool(props),
      omsAgent:
        props.logAnalyticsWorkspaceId === undefined
          ? undefined
          : { logAnalyticsWorkspaceId: props.logAnalyticsWorkspaceId, msiAuthForMonitoringEnabled: true },
      // Empty, it takes the labels and annotations that it takes by itself.
      monitorMetrics: props.managedPrometheus ? {} : undefined,
      lifecycle: { ignoreChanges: movedByAks(props), preventDestroy: props.protect ?? true },
      dependsOn: [
        mayJoinSubnet,
        ...(mayJoinApiSubnet ? [mayJoinApiSubnet] : []),
        ...(props.subnet.dependables ?? []),
        ...(props.apiServerSubnet?.dependables ?? []).filter((one) => !props.subnet.dependables?.includes(one)),
      ],
    });
    this.dependables = [cluster];
    this.clusterName = cluster.name;
    this.clusterId = cluster.id;
    this.oidcIssuerUrl = cluster.oidcIssuerUrl;
    this.nodeResourceGroupId = cluster.nodeResourceGroupId;
    // AKS makes it, so no block says it.
    this.kubeletObjectId = cluster.kubeletIdentity.objectId;
    this.nodeResourceGroupName = cluster.nodeResourceGroup;
    const kubeConfig = cluster.kubeConfig.get(0);
    this.clusterEndpoint = { host: kubeConfig.host, caCertificate: Fn.base64decode(kubeConfig.clusterCaCertificate) };
  }

  /**
   * Adds a pool of nodes for workloads.
   *
   * @param id a literal, since it becomes part of addresses
   * @throws InvalidProps if a value is none, or if the cluster has a pool of the name
   * @see https://learn.microsoft.com/azure/aks/create-node-pools
   */
  public addNodePool(id: string, props: NodePoolProps): ITerraformDependable {
    const { minCount = NODE_POOL.minCount, maxCount = NODE_POOL.maxCount } = props;
    checkProp(this, 'poolName', props.poolName, poolNameProblem);
    checkProp(this, 'vmSize', props.vmSize, vmSizeProblem);
    checkProp(this, 'maxPods', props.maxPods, (value) => countProblem(value, NODE_PODS));
    checkProp(this, 'maxSurge', props.maxSurge, maxSurgeProblem);
    for (const taint of props.taints ?? []) checkProp(this, 'taints', taint, taintProblem);
    if (isLiteral(minCount) && isLiteral(maxCount) && !nodeCountsFit(minCount, maxCount)) {
      throw new InvalidProps(this, `'minCount' must be from 1 to 'maxCount' ${maxCount}, got ${minCount}`);
    }
    const owner = claim(this, 'node pool', this.clusterId, props.poolName);
    if (owner !== undefined) {
      throw new InvalidProps(this, `'poolName' must be another than one of the same cluster, got '${props.poolName}'`);
    }
    return new KubernetesClusterNodePool(this, id, {
      name: props.poolName,
      kubernetesClusterId: this.clusterId,
      mode: 'User',
      vmSize: props.vmSize,
      osSku: props.osSku ?? NODE_POOL.osSku,
      vnetSubnetId: this.subnet.id,
      autoScalingEnabled: true,
      minCount,
      maxCount,
      maxPods: props.maxPods ?? MAX_PODS[this.networkMode],
      zones: props.zones === undefined || props.zones.length === 0 ? undefined : [...props.zones],
      nodeLabels:
        props.labels === undefined || Object.keys(props.labels).length === 0 ? undefined : { ...props.labels },
      nodeTaints: props.taints === undefined || props.taints.length === 0 ? undefined : [...props.taints],
      // Lets Terraform change the size of the machines without losing the name.
      temporaryNameForRotation: `${props.poolName.slice(0, 9)}tmp`,
      upgradeSettings: {
        maxSurge: props.maxSurge ?? NODE_POOL.maxSurge,
        drainTimeoutInMinutes: 30,
        nodeSoakDurationInMinutes: 0,
      },
      // The autoscaler moves the number, and AKS the version with that of the cluster.
      lifecycle: { ignoreChanges: ['node_count', 'orchestrator_version'] },
    });
  }

  private dnsPrefix({ dnsPrefix, clusterName }: WorkloadIdentityClusterProps): string {
    if (dnsPrefix !== undefined) return dnsPrefix;
    if (!isLiteral(clusterName)) {
      throw new InvalidProps(this, `'dnsPrefix' must be given where 'clusterName' is known after apply only`);
    }
    return clusterName.replaceAll('_', '-').slice(0, 54).replace(/-+$/, '');
  }

  private check(props: WorkloadIdentityClusterProps): void {
    this.checkApiServer(props);
    this.checkValues(props);
    this.checkNetwork(props);
    this.checkNodes(props);
    this.checkUpgrades(props);
  }

  private checkApiServer({ apiServer = 'public', apiServerSubnet, ...props }: WorkloadIdentityClusterProps): void {
    if ((apiServer === 'vnet-integration') !== (apiServerSubnet !== undefined)) {
      throw new InvalidProps(
        this,
        apiServerSubnet === undefined
          ? `'apiServerSubnet' must be given with 'apiServer' vnet-integration: the API server stands in it`
          : `'apiServerSubnet' must be left out with 'apiServer' ${apiServer}: only vnet-integration puts the API server into a subnet`,
      );
    }
    if (isPrivate(apiServer) && (props.authorizedIpRanges ?? []).length > 0) {
      throw new InvalidProps(
        this,
        `'authorizedIpRanges' must be left out with 'apiServer' ${apiServer}, which no public address reaches`,
      );
    }
    if (props.costAnalysis && props.skuTier === 'Free') {
      throw new InvalidProps(this, `'costAnalysis' must be false with 'skuTier' Free: take Standard or Premium`);
    }
    checkProp(this, 'defenderWorkspaceId', props.defenderWorkspaceId, (value) =>
      resourceIdProblem(value, RESOURCE_TYPES.logAnalyticsWorkspace),
    );
    for (const [prop, window] of Object.entries({
      kubernetesWindow: props.kubernetesWindow,
      nodeOsWindow: props.nodeOsWindow,
    })) {
      const [problem] = window ? windowProblems(window) : [];
      if (problem) throw new InvalidProps(this, `'${prop}' ${problem.property} ${problem.message}`);
    }
  }

  /** Each value by itself. */
  private checkValues(props: WorkloadIdentityClusterProps): void {
    checkProp(this, 'clusterName', props.clusterName, (value) => nameProblem(value, NAME_RULES.cluster));
    checkProp(this, 'dnsPrefix', props.dnsPrefix, (value) => nameProblem(value, DNS_PREFIX_RULE));
    checkProp(this, 'identityName', props.identityName, (value) => nameProblem(value, NAME_RULES.clusterIdentity));
    checkProp(this, 'tenantId', props.tenantId, uuidProblem);
    checkProp(this, 'kubernetesVersion', props.kubernetesVersion, minorVersionProblem);
    checkProp(this, 'podCidr', props.podCidr, cidrProblem);
    for (const range of props.authorizedIpRanges ?? []) checkProp(this, 'authorizedIpRanges', range, publicCidrProblem);
    checkProp(this, 'vmSize', props.vmSize, (value) => vmSizeProblem(value) ?? systemPoolSizeProblem(value));
    checkProp(this, 'maxPods', props.maxPods, (value) => countProblem(value, NODE_PODS));
    checkProp(this, 'maxSurge', props.maxSurge, maxSurgeProblem);
    checkProp(this, 'logAnalyticsWorkspaceId', props.logAnalyticsWorkspaceId, (id) =>
      resourceIdProblem(id, RESOURCE_TYPES.logAnalyticsWorkspace),
    );
  }

  private checkNetwork(props: WorkloadIdentityClusterProps): void {
    const { networkMode = NETWORK_MODE, networkPolicy = NETWORK_POLICY[networkMode] } = props;
    if (props.podCidr !== undefined && !hasPodRange(networkMode)) {
      throw new InvalidProps(this, `'podCidr' must be left out with 'networkMode' node-subnet, got '${props.podCidr}'`);
    }
    if (!networkPolicyFits(networkPolicy, networkMode)) {
      throw new InvalidProps(
        this,
        `'networkPolicy' must be calico or azure with 'networkMode' node-subnet, got '${networkPolicy}'`,
      );
    }
    const { serviceCidr = SERVICE_CIDR, dnsServiceIp = DNS_SERVICE_IP, authorizedIpRanges = [] } = props;
    this.checkRanges(serviceCidr, hasPodRange(networkMode) ? (props.podCidr ?? POD_CIDR) : undefined);
    if (isLiteral(serviceCidr)) {
      const services = { name: `'serviceCidr'`, cidr: parseCidr(serviceCidr) };
      checkProp(
        this,
        'dnsServiceIp',
        dnsServiceIp,
        (value) => addressProblem(value) ?? dnsServiceIpProblem(value, services),
      );
    }
    if (authorizedIpRanges.length > MOST_AUTHORIZED_RANGES) {
      throw new InvalidProps(
        this,
        `'authorizedIpRanges' must hold at most ${MOST_AUTHORIZED_RANGES} ranges, got ${authorizedIpRanges.length}`,
      );
    }
  }

  /** The ranges of Services and pods, which the network does not see. */
  private checkRanges(serviceCidr: string, podCidr: string | undefined): void {
    checkProp(this, 'serviceCidr', serviceCidr, (value) => cidrProblem(value) ?? serviceRangeProblem(parseCidr(value)));
    const ranges = Object.entries({ serviceCidr, podCidr }).flatMap(([prop, text]) =>
      text === undefined || !isLiteral(text) ? [] : [{ name: `'${prop}'`, cidr: parseCidr(text) }],
    );
    const reserved = ranges.flatMap((range) => {
      const message = reservedByAksProblem(range.cidr);
      return message === undefined ? [] : [{ range, message }];
    });
    const [problem] = [...reserved, ...overlappingRanges(ranges)];
    if (problem) {
      const { range, message } = problem;
      throw new InvalidProps(this, `${range.name} ${message}, got '${range.cidr.text}'`);
    }
  }

  private checkNodes(props: WorkloadIdentityClusterProps): void {
    const { minCount = NODE_POOL.minCount, maxCount = NODE_POOL.maxCount, zones = [] } = props;
    if (isLiteral(minCount) && isLiteral(maxCount) && !nodeCountsFit(minCount, maxCount)) {
      throw new InvalidProps(this, `'minCount' must be from 1 to 'maxCount' ${maxCount}, got ${minCount}`);
    }
    checkProp(this, 'minCount', minCount, (value) => countProblem(value, POOL_NODES));
    checkProp(this, 'maxCount', maxCount, (value) => countProblem(value, POOL_NODES));
    const { networkMode = NETWORK_MODE, networkPolicy = NETWORK_POLICY[networkMode] } = props;
    if (isLiteral(maxCount) && !networkPolicyHolds(networkPolicy, maxCount)) {
      throw new InvalidProps(
        this,
        `'maxCount' must be at most ${MOST_NODES_OF_AZURE_NPM} with 'networkPolicy' azure, got ${maxCount}: take calico, or cilium with overlay`,
      );
    }
    const { maxPods = MAX_PODS[networkMode] } = props;
    if (isLiteral(minCount) && isLiteral(maxPods) && minCount * maxPods < LEAST_PODS_PER_POOL) {
      throw new InvalidProps(
        this,
        `'maxPods' must give 'minCount' ${minCount} room for ${LEAST_PODS_PER_POOL} pods, which AKS asks for, got ${maxPods}`,
      );
    }
    if (new Set(zones).size < zones.length) {
      throw new InvalidProps(this, `'zones' must name a zone once, got ${zones.join(', ')}`);
    }
  }

  private checkUpgrades(props: WorkloadIdentityClusterProps): void {
    const { automaticUpgradeChannel = AUTOMATIC_UPGRADE_CHANNEL, nodeOsUpgradeChannel = NODE_OS_UPGRADE_CHANNEL } =
      props;
    if (!upgradeChannelsFit(automaticUpgradeChannel, nodeOsUpgradeChannel)) {
      throw new InvalidProps(
        this,
        `'nodeOsUpgradeChannel' must be NodeImage with 'automaticUpgradeChannel' node-image, got '${nodeOsUpgradeChannel}'`,
      );
    }
    if (!upgradeChannelFitsTier(automaticUpgradeChannel, props.skuTier ?? SKU_TIER)) {
      throw new InvalidProps(
        this,
        `'automaticUpgradeChannel' must be patch, node-image or none with 'skuTier' Premium, got '${automaticUpgradeChannel}': long term support stays on one minor version`,
      );
    }
  }
}

class ImportedCluster extends ClusterBase {
  public readonly oidcIssuerUrl: string;
  protected readonly resourceGroup: IResourceGroup;

  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: ClusterAttributes,
  ) {
    super(scope, id);
    const { oidcIssuerUrl, clusterId, nodeResourceGroupId, kubeletObjectId } = attributes;
    checkProp(this, 'oidcIssuerUrl', oidcIssuerUrl, issuerProblem);
    checkProp(this, 'clusterId', clusterId, (value) => resourceIdProblem(value, RESOURCE_TYPES.cluster));
    checkProp(this, 'nodeResourceGroupId', nodeResourceGroupId, resourceGroupIdProblem);
    checkProp(this, 'kubeletObjectId', kubeletObjectId, uuidProblem);
    this.oidcIssuerUrl = oidcIssuerUrl;
    this.resourceGroup = attributes.resourceGroup;
  }

  public get clusterName(): string {
    return this.attribute('clusterName');
  }

  public get clusterId(): string {
    return this.attribute('clusterId');
  }

  public get nodeResourceGroupId(): string {
    return this.attribute('nodeResourceGroupId');
  }

  public get kubeletObjectId(): string {
    return this.attribute('kubeletObjectId');
  }

  private attribute(attribute: 'clusterName' | 'clusterId' | 'nodeResourceGroupId' | 'kubeletObjectId'): string {
    const value = this.attributes[attribute];
    return known(this, { attribute, value, imported: 'cluster', method: 'fromClusterAttributes' });
  }
}

function countProblem(value: number, { min, max }: { readonly min: number; readonly max: number }): string | undefined {
  return Number.isInteger(value) && value >= min && value <= max
    ? undefined
    : `must be a whole number from ${min} to ${max}`;
}

function upgradeChannel({
  automaticUpgradeChannel = AUTOMATIC_UPGRADE_CHANNEL,
}: WorkloadIdentityClusterProps): string | undefined {
  // Azure spells "no channel" by leaving it out.
  return automaticUpgradeChannel === 'none' ? undefined : automaticUpgradeChannel;
}

function networkProfile(props: WorkloadIdentityClusterProps): KubernetesClusterConfig['networkProfile'] {
  const { networkMode = NETWORK_MODE, networkPolicy = NETWORK_POLICY[networkMode] } = props;
  return {
    networkPlugin: 'azure',
    networkPluginMode: networkMode === 'overlay' ? 'overlay' : undefined,
    networkPolicy,
    networkDataPlane: networkPolicy === 'cilium' ? 'cilium' : 'azure',
    podCidr: hasPodRange(networkMode) ? (props.podCidr ?? POD_CIDR) : undefined,
    serviceCidr: props.serviceCidr ?? SERVICE_CIDR,
    dnsServiceIp: props.dnsServiceIp ?? DNS_SERVICE_IP,
    loadBalancerSku: 'standard',
    outboundType: OUTBOUND_TYPES[props.egress ?? 'load-balancer'],
  };
}

/** What AKS calls them. */
const OUTBOUND_TYPES = {
  'load-balancer': 'loadBalancer',
  'nat-gateway': 'userAssignedNATGateway',
  'user-route': 'userDefinedRouting',
} as const satisfies Record<Egress, string>;

function apiServerAccess(
  props: WorkloadIdentityClusterProps,
): KubernetesClusterConfig['apiServerAccessProfile'] | undefined {
  if (props.apiServerSubnet) return { virtualNetworkIntegrationEnabled: true, subnetId: props.apiServerSubnet.id };
  const { authorizedIpRanges = [], egressAddress } = props;
  if (authorizedIpRanges.length === 0) return undefined;
  // AKS lets the nodes in by the address of its own load balancer alone.
  return {
    authorizedIpRanges: [...authorizedIpRanges, ...(egressAddress === undefined ? [] : [`${egressAddress}/32`])],
  };
}

function maintenanceWindow(window: MaintenanceWindow | undefined) {
  return (
    window && {
      frequency: window.frequency,
      interval: window.interval,
      duration: window.duration,
      dayOfWeek: window.dayOfWeek,
      dayOfMonth: window.dayOfMonth,
      weekIndex: window.weekIndex,
      startTime: window.startTime,
      utcOffset: window.utcOffset,
    }
  );
}

function nodePool(props: WorkloadIdentityClusterProps): KubernetesClusterConfig['defaultNodePool'] {
  return {
    name: 'system',
    vmSize: props.vmSize,
    osSku: props.osSku ?? NODE_POOL.osSku,
    vnetSubnetId: props.subnet.id,
    autoScalingEnabled: true,
    minCount: props.minCount ?? NODE_POOL.minCount,
    maxCount: props.maxCount ?? NODE_POOL.maxCount,
    maxPods: props.maxPods ?? MAX_PODS[props.networkMode ?? NETWORK_MODE],
    zones: props.zones === undefined || props.zones.length === 0 ? undefined : [...props.zones],
    onlyCriticalAddonsEnabled: props.onlyCriticalAddons || undefined,
    // Lets Terraform change the size of the machines without making the cluster anew.
    temporaryNameForRotation: 'systemtmp',
    // Named in full, since AKS answers with its own defaults and Terraform would see them as a change.
    upgradeSettings: {
      maxSurge: props.maxSurge ?? NODE_POOL.maxSurge,
      drainTimeoutInMinutes: 30,
      nodeSoakDurationInMinutes: 0,
    },
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
