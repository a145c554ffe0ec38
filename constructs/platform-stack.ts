import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Aspects, AzurermBackend, LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { RESOURCE_PROVIDERS, backendConfig, portsPastTheGateway, type EnvironmentConfig } from '../config';
import { CONTRACT_VERSION } from '../contract';
import { declareContract } from '../contract/terraform-outputs';
import { AlbGateway } from './alb-gateway';
import type { IWorkloadIdentity } from './interfaces';
import { PrivateOpenAi } from './private-openai';
import { ROLES, grantRole } from './roles';
import { SecureVnet } from './secure-vnet';
import { TagEverything } from './tag-everything';
import { WorkloadIdentityCluster } from './workload-identity-cluster';

/**
 * The application that every AKS cluster with Entra logins shares.
 *
 * @see https://azure.github.io/kubelogin/concepts/aks.html
 */
const AKS_SERVER_APPLICATION_ID = '6dae42f8-4368-4678-94ff-3960e28e3630';

/**
 * One environment in one stack, named like the environment: network, cluster, account and gateway, wired to each other,
 * and the contract with the charts as its outputs.
 */
export class PlatformStack extends TerraformStack {
  public constructor(scope: Construct, environment: EnvironmentConfig) {
    super(scope, environment.name);
    const { names, network, cluster: clusterConfig, openAi: openAiConfig, gateway: gatewayConfig } = environment;
    const hasPrivateEndpoint = openAiConfig.access === 'private-endpoint';

    declareBackend(this, environment);
    new AzurermProvider(this, 'azurerm', {
      subscriptionId: environment.subscriptionId,
      resourceProviderRegistrations: 'none',
      resourceProvidersToRegister: [...RESOURCE_PROVIDERS],
      features: [{ cognitiveAccount: [{ purgeSoftDeleteOnDestroy: openAiConfig.purgeOnDestroy }] }],
    });
    const caller = new DataAzurermClientConfig(this, 'caller');
    const resourceGroup = new ResourceGroup(this, 'resource-group', {
      name: names.resourceGroup,
      location: environment.location,
    });

    const vnet = new SecureVnet(this, 'network', {
      resourceGroup,
      virtualNetworkName: names.virtualNetwork,
      virtualNetworkCidr: network.virtualNetworkCidr,
      aksSubnetName: names.aksSubnet,
      aksSubnetCidr: network.aksSubnetCidr,
      aksNetworkSecurityGroupName: names.aksNetworkSecurityGroup,
      openAiServiceEndpoint: !hasPrivateEndpoint,
      podCidr: clusterConfig.podCidr,
      internetPorts: portsPastTheGateway(environment),
      albSubnetName: names.albSubnet,
      albSubnetCidr: network.albSubnetCidr,
      privateEndpointSubnet: hasPrivateEndpoint
        ? {
            name: names.privateEndpointSubnet,
            cidr: network.privateEndpointSubnetCidr,
            networkSecurityGroupName: names.privateEndpointNetworkSecurityGroup,
          }
        : undefined,
    });

    const { nodePool, admins: _admins, kubelogin: _kubelogin, ...clusterProps } = clusterConfig;
    const cluster = new WorkloadIdentityCluster(this, 'cluster', {
      ...clusterProps,
      ...nodePool,
      resourceGroup,
      clusterName: names.cluster,
      identityName: names.clusterIdentity,
      subnet: vnet.aksSubnet,
      tenantId: caller.tenantId,
    });
    new HelmProvider(this, 'helm', {
      kubernetes: {
        host: cluster.clusterEndpoint.host,
        clusterCaCertificate: cluster.clusterEndpoint.caCertificate,
        // Local accounts are off, so there is no credential to take from the state: a token is fetched at each run.
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          command: 'kubelogin',
          args: ['get-token', '--login', clusterConfig.kubelogin, '--server-id', AKS_SERVER_APPLICATION_ID],
        },
      },
    });

    const openAi = new PrivateOpenAi(this, 'openai', {
      resourceGroup,
      accountName: names.openAiAccount,
      allowedSubnets: hasPrivateEndpoint ? [] : [vnet.aksSubnet],
      privateEndpoint: vnet.privateEndpointSubnet && {
        name: names.privateEndpoint,
        subnet: vnet.privateEndpointSubnet,
      },
    });
    for (const { name, ...deployment } of openAiConfig.deployments) {
      openAi.addDeployment(`deployment-${name}`, { deploymentName: name, ...deployment });
    }
    for (const { objectId, principalType } of openAiConfig.operators) {
      openAi.grantUseToOperator(objectId, principalType);
    }

    const identities = environment.workloadIdentities.map(({ workload, ...options }) => {
      const identity = cluster.federate(workload, options);
      openAi.grantUse(identity);
      return [workload, identity] as const;
    });

    const gateway = new AlbGateway(this, 'alb-gateway', {
      resourceGroup,
      cluster,
      kubernetesVersion: clusterConfig.kubernetesVersion,
      subnet: vnet.albSubnet,
      identityName: names.albControllerIdentity,
      controllerVersion: gatewayConfig.controllerVersion,
      loadBalancer:
        gatewayConfig.mode === 'bring-your-own'
          ? { name: names.loadBalancer, frontendName: names.frontend }
          : undefined,
      webApplicationFirewallPolicyId: gatewayConfig.webApplicationFirewallPolicyId,
      installAfter: this.grantAdmins(environment, resourceGroup.id),
    });

    Aspects.of(this).add(new TagEverything(tagsOf(environment)));
    declareContract(this, {
      contract_version: CONTRACT_VERSION,
      environment: environment.name,
      subscription_id: environment.subscriptionId,
      tenant_id: caller.tenantId,
      resource_group_name: resourceGroup.name,
      node_resource_group_name: cluster.nodeResourceGroupName,
      cluster_name: cluster.clusterName,
      openai_account_name: openAi.accountName,
      openai_endpoint: openAi.endpoint,
      openai_deployments: openAi.deploymentNames,
      workload_identities: Object.fromEntries(
        identities.map(([workload, identity]) => [workload, toContract(identity)]),
      ),
      gateway: gateway.gateway,
    });
  }

  /**
   * Lets the administrators into the cluster. The roles are granted on the resource group, which holds this cluster alone:
   * so they are in place, and known everywhere, when the cluster exists and Helm logs in to it minutes later.
   */
  private grantAdmins({ cluster: { admins } }: EnvironmentConfig, resourceGroupId: string): RoleAssignment[] {
    return admins.flatMap(({ objectId, principalType }) => {
      const admin = { on: resourceGroupId, principalId: objectId, principalType };
      return [
        grantRole(this, `cluster-admin-${objectId.toLowerCase()}`, { ...admin, role: ROLES.CLUSTER_ADMIN }),
        grantRole(this, `cluster-user-${objectId.toLowerCase()}`, { ...admin, role: ROLES.CLUSTER_USER }),
      ];
    });
  }
}

function toContract({ clientId, namespace, serviceAccountName }: IWorkloadIdentity) {
  return { client_id: clientId, namespace, service_account_name: serviceAccountName };
}

/** Declared in any case: without a backend cdktf writes an absolute path of this machine into the JSON. */
function declareBackend(stack: TerraformStack, environment: EnvironmentConfig): void {
  const backend = backendConfig(environment);
  if (backend.type === 'azurerm') new AzurermBackend(stack, backend.props);
  else new LocalBackend(stack, backend.props);
}

/** The user's tags, and those of ours that they do not set: Azure ignores case in the names of tags. */
function tagsOf({ name, project, tags }: EnvironmentConfig): Record<string, string> {
  const taken = new Set(Object.keys(tags).map((tag) => tag.toLowerCase()));
  const ours = Object.entries({ environment: name, project, 'managed-by': 'cdktf' });
  return { ...Object.fromEntries(ours.filter(([tag]) => !taken.has(tag))), ...tags };
}
