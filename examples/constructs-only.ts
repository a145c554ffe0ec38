import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { PrivateOpenAi, SecureVnet, WorkloadIdentityCluster } from 'secure-aks-openai/constructs';

/** The constructs by themselves: no file of an environment, no charts, and names of your own. */
const app = new App();
const stack = new TerraformStack(app, 'team');
new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
const resourceGroup = new ResourceGroup(stack, 'resource-group', { name: 'rg-team', location: 'westeurope' });

const network = new SecureVnet(stack, 'network', {
  resourceGroup,
  virtualNetworkName: 'vnet-team',
  virtualNetworkCidr: '10.30.0.0/16',
  aksSubnetName: 'snet-aks',
  aksSubnetCidr: '10.30.0.0/24',
  aksNetworkSecurityGroupName: 'nsg-aks',
  podCidr: '10.244.0.0/16',
  albSubnetName: 'snet-alb',
  albSubnetCidr: '10.30.1.0/24',
});
const cluster = new WorkloadIdentityCluster(stack, 'cluster', {
  resourceGroup,
  clusterName: 'aks-team',
  identityName: 'id-aks-team',
  subnet: network.aksSubnet,
  tenantId: new DataAzurermClientConfig(stack, 'caller').tenantId,
  kubernetesVersion: '1.36',
  vmSize: 'Standard_D4ds_v5',
});
const openAi = new PrivateOpenAi(stack, 'openai', {
  resourceGroup,
  accountName: 'oai-team-7f3a',
  allowedSubnets: [network.aksSubnet],
});
openAi.addDeployment('mini', {
  deploymentName: 'mini',
  model: 'gpt-5.4-mini',
  version: '2026-03-17',
  sku: 'GlobalStandard',
  capacity: 30,
});

const summaries = cluster.federate('summaries', {
  identityName: 'id-summaries',
  namespace: 'team',
  serviceAccountName: 'summaries',
});
openAi.grantUse(summaries);

// What the ServiceAccount's annotation and the workload's variables are made of, however you write your manifests.
new TerraformOutput(stack, 'client_id', { value: summaries.clientId });
new TerraformOutput(stack, 'endpoint', { value: openAi.endpoint });
app.synth();
