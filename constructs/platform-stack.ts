import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Aspects, AzurermBackend, LocalBackend, TerraformStack, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { CONTRACT_VERSION } from '../contract';
import { declareContract } from '../contract/terraform-outputs';
import {
  backendOf,
  hostNamesOf,
  makesAccountEndpoint,
  makesFirewallPolicy,
  makesRegistryEndpoint,
  otherSubscriptionOfZone,
  namespacesOf,
  nodeResourceGroupOf,
  partsOfResourceId,
  publicPortsOf,
  resourceProvidersOf,
  tlsSecretNameOf,
  type Environment,
  type ExistingCluster,
  type KubeloginMethod,
} from '../model';
import { AlbGateway } from './alb-gateway';
import { addCertManager, addCnames } from './cert-manager';
import { addExistingConditions } from './existing-conditions';
import type {
  IAlbGateway,
  IMonitoring,
  IPrivateOpenAi,
  IPrivateRegistry,
  IResourceGroup,
  ISecureVnet,
  IWorkloadIdentity,
  IWorkloadIdentityCluster,
} from './interfaces';
import { asLiterals } from './literals';
import { Monitoring } from './monitoring';
import { PrivateOpenAi } from './private-openai';
import { PrivateRegistry } from './private-registry';
import { ROLES, grantRole } from './roles';
import { SecureVnet } from './secure-vnet';
import { TagEverything } from './tag-everything';
import { WorkloadIdentityCluster, type ClusterEndpoint } from './workload-identity-cluster';

/**
 * The application that every AKS cluster with Entra logins shares.
 *
 * @see https://azure.github.io/kubelogin/concepts/aks.html
 */
const AKS_SERVER_APPLICATION_ID = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** Properties of {@link PlatformStack}. */
export interface PlatformStackProps {
  /** What is built. */
  readonly environment: Environment;
}

/**
 * One environment in one stack: network, cluster, account and gateway, wired to each other, and the contract with the
 * charts as its outputs. What it makes is there to build on.
 *
 * @throws InvalidProps if the environment was put together by hand and breaks a rule that a construct checks
 * @see https://developer.hashicorp.com/terraform/cdktf/concepts/stacks
 * @example
 * import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
 * import { App } from 'cdktf';
 * import { parseEnvironment } from './config';
 * import { PlatformStack } from './constructs';
 *
 * const app = new App();
 * const environment = parseEnvironment({ name: 'team', subscriptionId: '00000000-0000-0000-0000-000000000000' });
 * const stack = new PlatformStack(app, environment.name, { environment });
 *
 * new StorageAccount(stack, 'documents', {
 *   name: 'stteam7f3a',
 *   resourceGroupName: stack.resourceGroup.name,
 *   location: stack.resourceGroup.location,
 *   accountTier: 'Standard',
 *   accountReplicationType: 'ZRS',
 * });
 * stack.openAi.grantUse(
 *   stack.cluster.federate('nightly', { identityName: 'id-nightly', namespace: 'dev', serviceAccountName: 'nightly' }),
 * );
 * app.synth();
 */
export class PlatformStack extends TerraformStack {
  /** The resource group that holds all of it. */
  public readonly resourceGroup: IResourceGroup;
  /** The virtual network and its subnets. */
  public readonly vnet: ISecureVnet;
  /** The AKS cluster. */
  public readonly cluster: IWorkloadIdentityCluster;
  /** The Azure OpenAI account. */
  public readonly openAi: IPrivateOpenAi;
  /** Application Gateway for Containers. */
  public readonly gateway: IAlbGateway;
  /** The registry that every image comes from. @default - the environment has none */
  public readonly registry?: IPrivateRegistry;
  /** Where logs and metrics go. @default - the environment is not watched */
  public readonly monitoring?: IMonitoring;
  /** The identity of each workload that calls a model, by the workload's name. */
  public readonly identities: Readonly<Record<string, IWorkloadIdentity>>;

  /**
   * @param id the environment's name: the stack's outputs are looked up by it
   */
  public constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id);
    const environment = asLiterals(props.environment);
    declareBackend(this, environment);
    declareAzurerm(this, environment);
    const { tenantId } = new DataAzurermClientConfig(this, 'caller');
    addExistingConditions(this, environment);
    this.resourceGroup = this.addResourceGroup(environment);

    const monitoring = this.addMonitoring(environment);
    this.monitoring = monitoring;
    const { existing } = environment;
    let nodeResourceGroupName = nodeResourceGroupOf(environment);
    if (existing.cluster) {
      this.vnet = this.takeVnet(environment);
      this.cluster = this.takeCluster(existing.cluster);
      declareHelmByKubeconfig(this, environment.name);
    } else {
      const vnet = this.addVnet(environment);
      this.vnet = vnet;
      const cluster = this.addCluster(environment, tenantId, vnet, monitoring);
      this.cluster = cluster;
      nodeResourceGroupName = cluster.nodeResourceGroupName;
      declareHelm(this, cluster.clusterEndpoint, environment.cluster.kubelogin);
    }
    this.openAi = this.addOpenAi(environment);
    this.registry = this.addRegistry(environment);
    const mayPull = this.letNodesPull(environment);
    this.identities = this.addIdentities(environment);
    const installAfter = this.grantAdmins(environment);
    this.gateway = this.addGateway(environment, installAfter);
    this.addCertificate(environment, installAfter, mayPull);
    if (monitoring) this.watch(monitoring, environment);

    Aspects.of(this).add(new TagEverything(tagsOf(environment)));
    declareContract(this, {
      contractVersion: CONTRACT_VERSION,
      environment: environment.name,
      subscriptionId: environment.subscriptionId,
      tenantId,
      resourceGroupName: this.resourceGroup.name,
      nodeResourceGroupName,
      clusterName: this.cluster.clusterName,
      openaiAccountName: this.openAi.accountName,
      openaiEndpoint: this.openAi.endpoint,
      openaiDeployments: [...this.openAi.deploymentNames],
      workloadIdentities: Object.fromEntries(
        Object.entries(this.identities).map(([workload, { clientId, namespace, serviceAccountName }]) => [
          workload,
          { clientId, namespace, serviceAccountName },
        ]),
      ),
      gateway: this.gateway.attachment,
    });
  }

  private addResourceGroup({ names, location, protect, existing }: Environment): IResourceGroup {
    return existing.resourceGroupId === undefined
      ? new ResourceGroup(this, 'resource-group', {
          name: names.resourceGroup,
          location,
          lifecycle: { preventDestroy: protect },
        })
      : { name: names.resourceGroup, id: existing.resourceGroupId, location };
  }

  /** The network of a cluster that exists: nothing is made in it. */
  private takeVnet({ existing }: Environment): ISecureVnet {
    return SecureVnet.fromVnetAttributes(this, 'network', {
      virtualNetworkId: existing.virtualNetworkId ?? '',
      virtualNetworkName: nameIn(existing.virtualNetworkId),
      aksSubnetName: nameIn(existing.aksSubnetId),
      albSubnetName: nameIn(existing.albSubnetId),
      privateEndpointSubnetName: nameIn(existing.privateEndpointSubnetId),
    });
  }

  private addVnet(environment: Environment): SecureVnet {
    const { names, network, cluster, openAi, protect, existing } = environment;
    const hasPrivateEndpoint = makesAccountEndpoint(environment) || makesRegistryEndpoint(environment);
    return new SecureVnet(this, 'network', {
      resourceGroup: this.resourceGroup,
      virtualNetworkName: names.virtualNetwork,
      virtualNetworkId: existing.virtualNetworkId,
      aksSubnetId: existing.aksSubnetId,
      albSubnetId: existing.albSubnetId,
      privateEndpointSubnetId: existing.privateEndpointSubnetId,
      apiServerSubnetId: existing.apiServerSubnetId,
      routeTableId: existing.routeTableId,
      virtualNetworkCidr: network.virtualNetworkCidr.text,
      aksSubnetName: names.aksSubnet,
      aksSubnetCidr: network.aksSubnetCidr.text,
      aksNetworkSecurityGroupName: names.aksNetworkSecurityGroup,
      openAiServiceEndpoint: openAi.access === 'service-endpoint',
      podCidr: cluster.podCidr?.text,
      internetPorts: publicPortsOf(environment),
      albSubnetName: names.albSubnet,
      albSubnetCidr: network.albSubnetCidr.text,
      privateEndpointSubnetName: hasPrivateEndpoint ? names.privateEndpointSubnet : undefined,
      privateEndpointSubnetCidr: hasPrivateEndpoint ? network.privateEndpointSubnetCidr?.text : undefined,
      privateEndpointNetworkSecurityGroupName: hasPrivateEndpoint
        ? names.privateEndpointNetworkSecurityGroup
        : undefined,
      apiServerSubnetName: network.apiServerSubnetCidr ? names.apiServerSubnet : undefined,
      apiServerSubnetCidr: network.apiServerSubnetCidr?.text,
      apiServerNetworkSecurityGroupName: network.apiServerSubnetCidr ? names.apiServerNetworkSecurityGroup : undefined,
      natGatewayName: cluster.egress === 'nat-gateway' ? names.natGateway : undefined,
      natGatewayAddressName: cluster.egress === 'nat-gateway' ? names.natGatewayAddress : undefined,
      protect,
    });
  }

  private takeCluster(existing: ExistingCluster): IWorkloadIdentityCluster {
    const { subscriptionId } = partsOfResourceId(existing.id);
    return WorkloadIdentityCluster.fromClusterAttributes(this, 'cluster', {
      resourceGroup: this.resourceGroup,
      clusterName: partsOfResourceId(existing.id).name,
      clusterId: existing.id,
      oidcIssuerUrl: existing.oidcIssuerUrl,
      nodeResourceGroupId: `/subscriptions/${subscriptionId}/resourceGroups/${existing.nodeResourceGroup}`,
      kubeletObjectId: existing.kubeletObjectId,
    });
  }

  /** What the cluster sends to, and who is told: before the cluster, whose agents ask for it. */
  private addMonitoring({ name, names, monitoring, cluster, existing, protect }: Environment): Monitoring | undefined {
    if (!monitoring) return undefined;
    const { alerts, grafana } = monitoring;
    const { logAnalyticsWorkspaceId, monitorWorkspaceId } = existing;
    const makesWorkspace = logAnalyticsWorkspaceId === undefined;
    return new Monitoring(this, 'monitoring', {
      resourceGroup: this.resourceGroup,
      environmentName: name,
      logAnalyticsWorkspaceId,
      logAnalyticsWorkspaceName: makesWorkspace ? names.logAnalyticsWorkspace : undefined,
      retentionDays: makesWorkspace ? monitoring.retentionDays : undefined,
      monitorWorkspaceId,
      monitorWorkspaceName: monitorWorkspaceId === undefined ? names.monitorWorkspace : undefined,
      dataCollectionEndpointName: names.dataCollectionEndpoint,
      logsDataCollectionRuleName: names.logsDataCollectionRule,
      prometheusDataCollectionRuleName: names.prometheusDataCollectionRule,
      actionGroupName: names.actionGroup,
      alertEmails: monitoring.alertEmails,
      throttledRequests: alerts.throttledRequests,
      deniedRequests: alerts.deniedRequests,
      responseMs: alerts.responseMs,
      quotaPercent: alerts.quotaPercent,
      workbookName: monitoring.workbookName,
      grafanaName: grafana ? names.grafana : undefined,
      grafanaIdentityName: grafana ? names.grafanaIdentity : undefined,
      grafanaAdmins: cluster.admins,
      protect,
    });
  }

  private watch(monitoring: Monitoring, environment: Environment): void {
    monitoring.watch({
      cluster: this.cluster,
      hasCollection: environment.existing.cluster !== undefined,
      openAi: this.openAi,
      deployments: environment.openAi.deployments,
      gateway: this.gateway,
      namespaces: namespacesOf(environment).map(({ name }) => name),
      subscriptionId: environment.subscriptionId,
      hasCertificate: tlsSecretNameOf(environment.gateway) !== undefined,
    });
  }

  private addCluster(
    { names, cluster, protect, existing }: Environment,
    tenantId: string,
    vnet: SecureVnet,
    monitoring: Monitoring | undefined,
  ): WorkloadIdentityCluster {
    const made = new WorkloadIdentityCluster(this, 'cluster', {
      resourceGroup: this.resourceGroup,
      clusterName: names.cluster,
      identityName: names.clusterIdentity,
      subnet: vnet.aksSubnet,
      apiServer: cluster.apiServer,
      apiServerSubnet: vnet.apiServerSubnet,
      egress: cluster.egress,
      egressAddress: vnet.egressAddress,
      kubernetesWindow: cluster.maintenance.kubernetes,
      nodeOsWindow: cluster.maintenance.nodeOs,
      azurePolicy: cluster.azurePolicy,
      defenderWorkspaceId: cluster.defender
        ? (existing.logAnalyticsWorkspaceId ?? monitoring?.logAnalyticsWorkspaceId)
        : undefined,
      costAnalysis: cluster.costAnalysis,
      onlyCriticalAddons: cluster.nodePool.onlyCriticalAddons,
      tenantId,
      kubernetesVersion: cluster.kubernetesVersion,
      skuTier: cluster.skuTier,
      networkMode: cluster.networkMode,
      networkPolicy: cluster.networkPolicy,
      podCidr: cluster.podCidr?.text,
      serviceCidr: cluster.serviceCidr.text,
      dnsServiceIp: cluster.dnsServiceIp,
      automaticUpgradeChannel: cluster.automaticUpgradeChannel,
      nodeOsUpgradeChannel: cluster.nodeOsUpgradeChannel,
      authorizedIpRanges: cluster.authorizedIpRanges,
      vmSize: cluster.nodePool.vmSize,
      osSku: cluster.nodePool.osSku,
      minCount: cluster.nodePool.minCount,
      maxCount: cluster.nodePool.maxCount,
      maxPods: cluster.nodePool.maxPods,
      maxSurge: cluster.nodePool.maxSurge,
      zones: cluster.nodePool.zones,
      logAnalyticsWorkspaceId: monitoring?.logAnalyticsWorkspaceId,
      managedPrometheus: monitoring !== undefined,
      protect,
    });
    for (const pool of cluster.userPools) {
      made.addNodePool(`pool-${pool.name}`, {
        poolName: pool.name,
        vmSize: pool.vmSize,
        osSku: pool.osSku,
        minCount: pool.minCount,
        maxCount: pool.maxCount,
        maxPods: pool.maxPods,
        maxSurge: pool.maxSurge,
        zones: pool.zones,
        labels: pool.labels,
        taints: pool.taints,
      });
    }
    return made;
  }

  private addOpenAi(environment: Environment): IPrivateOpenAi {
    const { names, openAi: said, existing, protect } = environment;
    const hasPrivateEndpoint = makesAccountEndpoint(environment);
    const privateEndpointName = hasPrivateEndpoint ? names.privateEndpoint : undefined;
    const privateEndpointSubnet = hasPrivateEndpoint ? this.vnet.privateEndpointSubnet : undefined;
    const { privateDnsZoneId } = existing;
    const openAi = existing.openAi
      ? PrivateOpenAi.fromAccountAttributes(this, 'openai', {
          accountId: existing.openAi.id,
          accountName: names.openAiAccount,
          endpoint: existing.openAi.endpoint,
          deploymentNames: existing.openAi.hasDeployments ? said.deployments.map(({ name }) => name) : [],
          resourceGroup: hasPrivateEndpoint ? this.resourceGroup : undefined,
          privateEndpointName,
          privateEndpointSubnet,
          privateDnsZoneId,
        })
      : new PrivateOpenAi(this, 'openai', {
          resourceGroup: this.resourceGroup,
          accountName: names.openAiAccount,
          allowedSubnets: hasPrivateEndpoint ? [] : [this.vnet.aksSubnet],
          privateEndpointName,
          privateEndpointSubnet,
          privateDnsZoneId,
          protect,
        });
    const deployments = existing.openAi?.hasDeployments ? [] : said.deployments;
    for (const { name, model, version, sku, capacity } of deployments) {
      openAi.addDeployment(`deployment-${name}`, { deploymentName: name, model, version, sku, capacity });
    }
    for (const { objectId, principalType } of said.operators) openAi.grantUseToOperator(objectId, principalType);
    return openAi;
  }

  /** The registry that every image comes from. */
  private addRegistry(environment: Environment): IPrivateRegistry | undefined {
    const { names, registry: said, existing, protect } = environment;
    if (!said) return undefined;
    const hasPrivateEndpoint = makesRegistryEndpoint(environment);
    return said.id === undefined
      ? new PrivateRegistry(this, 'registry', {
          resourceGroup: this.resourceGroup,
          registryName: names.registry,
          sku: said.sku,
          privateEndpointName: hasPrivateEndpoint ? names.registryPrivateEndpoint : undefined,
          privateEndpointSubnet: hasPrivateEndpoint ? this.vnet.privateEndpointSubnet : undefined,
          privateDnsZoneId: existing.registryPrivateDnsZoneId,
          protect,
        })
      : PrivateRegistry.fromRegistryAttributes(this, 'registry', {
          registryId: said.id,
          loginServer: said.loginServer,
          roleAssignmentMode: said.roleAssignmentMode,
        });
  }

  /** The right of the nodes to pull from the registry; of a cluster that exists where it is known who they are. */
  private letNodesPull({ existing: { cluster } }: Environment): ITerraformDependable[] {
    const areKnown = !cluster || cluster.kubeletObjectId !== undefined;
    return this.registry && areKnown ? [this.registry.grantPull('nodes', this.cluster)] : [];
  }

  /** An identity of its own for each workload that calls a model, with the right to call it. */
  private addIdentities({ workloads, protect }: Environment): Record<string, IWorkloadIdentity> {
    return Object.fromEntries(
      workloads.map(({ name, identityName, namespace, serviceAccountName, alsoFederate }) => {
        const identity = this.cluster.federate(name, {
          identityName,
          namespace,
          serviceAccountName,
          alsoFederate,
          protect,
        });
        this.openAi.grantUse(identity);
        return [name, identity];
      }),
    );
  }

  private addGateway(environment: Environment, installAfter: readonly ITerraformDependable[]): AlbGateway {
    const { names, gateway, protect, existing } = environment;
    const isOurs = gateway.mode === 'bring-your-own';
    const makesFirewall = makesFirewallPolicy(environment);
    return new AlbGateway(this, 'alb-gateway', {
      resourceGroup: this.resourceGroup,
      cluster: this.cluster,
      subnet: this.vnet.albSubnet,
      identityName: names.albControllerIdentity,
      controllerVersion: gateway.controllerVersion,
      loadBalancerName: isOurs ? names.loadBalancer : undefined,
      frontendName: isOurs ? names.frontend : undefined,
      webApplicationFirewallPolicyId: existing.webApplicationFirewallPolicyId,
      allowedSourceRanges: makesFirewall ? gateway.allowedSourceRanges : undefined,
      firewallPolicyName: makesFirewall ? names.firewallPolicy : undefined,
      installAfter,
      protect,
    });
  }

  /** What gets the certificate of the pages, and their records where the load balancer's name is known. */
  private addCertificate(
    environment: Environment,
    installAfter: readonly ITerraformDependable[],
    mayPull: readonly ITerraformDependable[],
  ): void {
    const { names, gateway, protect } = environment;
    if (!gateway.certificate) return;
    const { certManagerVersion, dnsZoneId, images } = gateway.certificate;
    const scope = new Construct(this, 'cert-manager');
    addCertManager(scope, {
      cluster: this.cluster,
      identityName: names.certManagerIdentity,
      dnsZoneId,
      certManagerVersion,
      images,
      installAfter: images ? [...installAfter, ...mayPull] : installAfter,
      protect,
    });
    const target = this.gateway.fqdn;
    if (target === undefined) return;
    addCnames(scope, {
      dnsZoneId,
      hostNames: hostNamesOf(environment),
      target,
      zoneProvider: declareAzurermOfZone(this, environment),
    });
  }

  /**
   * Lets the administrators into the cluster. The roles are granted on the resource group, which holds this cluster
   * alone: so they are in place, and known everywhere, when the cluster exists and Helm logs in to it minutes later. Of what
   * exists they get them on the cluster itself.
   */
  private grantAdmins({ cluster: { admins }, existing }: Environment): ITerraformDependable[] {
    const isShared = existing.cluster !== undefined || existing.resourceGroupId !== undefined;
    const on = isShared ? this.cluster.clusterId : this.resourceGroup.id;
    return admins.flatMap(({ objectId: principalId, principalType }) => {
      const id = principalId.toLowerCase();
      return [
        grantRole(this, `cluster-admin-${id}`, { role: ROLES.CLUSTER_ADMIN, on, principalId, principalType }),
        grantRole(this, `cluster-user-${id}`, { role: ROLES.CLUSTER_USER, on, principalId, principalType }),
      ];
    });
  }
}

/** Declared in any case: without a backend cdktf writes an absolute path of this machine into the JSON. */
function declareBackend(stack: TerraformStack, environment: Environment): void {
  const backend = backendOf(environment);
  if (backend.type === 'local') {
    new LocalBackend(stack, { path: backend.path });
    return;
  }
  new AzurermBackend(stack, {
    subscriptionId: backend.subscriptionId,
    resourceGroupName: backend.resourceGroupName,
    storageAccountName: backend.storageAccountName,
    containerName: backend.containerName,
    key: backend.key,
    // The account has no keys: whoever reads the state logs in to Microsoft Entra.
    useAzureadAuth: true,
  });
}

function declareAzurerm(stack: TerraformStack, environment: Environment): void {
  const { subscriptionId, openAi } = environment;
  new AzurermProvider(stack, 'azurerm', {
    subscriptionId,
    resourceProviderRegistrations: 'none',
    resourceProvidersToRegister: resourceProvidersOf(environment),
    features: [{ cognitiveAccount: [{ purgeSoftDeleteOnDestroy: openAi.purgeOnDestroy }] }],
  });
}

/** A record is made in the subscription of its provider, and the zone may lie in a hub's. `undefined` where it does not. */
function declareAzurermOfZone(stack: TerraformStack, environment: Environment): AzurermProvider | undefined {
  const subscriptionId = otherSubscriptionOfZone(environment);
  if (subscriptionId === undefined) return undefined;
  return new AzurermProvider(stack, 'azurerm-dns', {
    alias: 'dns',
    subscriptionId,
    // Nothing of somebody else's subscription is changed but the records.
    resourceProviderRegistrations: 'none',
    features: [{}],
  });
}

function declareHelm(stack: TerraformStack, { host, caCertificate }: ClusterEndpoint, login: KubeloginMethod): void {
  new HelmProvider(stack, 'helm', {
    kubernetes: {
      host,
      clusterCaCertificate: caCertificate,
      // Local accounts are off, so there is no credential to take from the state: a token is fetched at each run.
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'kubelogin',
        args: ['get-token', '--login', login, '--server-id', AKS_SERVER_APPLICATION_ID],
      },
    },
  });
}

function nameIn(id: string | undefined): string | undefined {
  return id === undefined ? undefined : partsOfResourceId(id).name;
}

/**
 * Of a cluster that exists nothing is read into the state: a deploy has written its kubeconfig before, beside the outputs. The path
 * is seen from the folder of the stack, where Terraform runs.
 */
function declareHelmByKubeconfig(stack: TerraformStack, name: string): void {
  new HelmProvider(stack, 'helm', { kubernetes: { configPath: `../../../outputs/kubeconfig-${name}` } });
}

/** The user's tags, and those of ours that they do not set: Azure ignores case in the names of tags. */
function tagsOf({ name, project, tags }: Environment): Record<string, string> {
  const taken = new Set(Object.keys(tags).map((tag) => tag.toLowerCase()));
  const ours = Object.entries({ environment: name, project, 'managed-by': 'cdktf' });
  return { ...Object.fromEntries(ours.filter(([tag]) => !taken.has(tag))), ...tags };
}
