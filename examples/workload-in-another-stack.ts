import { existsSync, readFileSync } from 'node:fs';
import { DataAzurermCognitiveAccount } from '@cdktf/provider-azurerm/lib/data-azurerm-cognitive-account';
import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App as ChartsApp, Chart } from 'cdk8s';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { OpenAiWorkload } from 'secure-aks-openai/charts';
import { PrivateOpenAi, WorkloadIdentityCluster } from 'secure-aks-openai/constructs';
import { readContract } from 'secure-aks-openai/contract';

/**
 * The platform's team has deployed the environment `dev` and hands over `outputs/dev.json`, which holds no secret. This is the
 * stack of another team: its workload gets an identity in its own resource group, which may call the platform's models.
 *
 * Whoever deploys it needs the right to grant a role on the account: Role Based Access Control Administrator, there alone.
 */
const platform = readContract('outputs/dev.json', 'dev');
const OUTPUTS = 'outputs/search.json';

const app = new App();
const stack = new TerraformStack(app, 'search');
new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: platform.subscriptionId });
const resourceGroup = new ResourceGroup(stack, 'resource-group', { name: 'rg-search', location: 'westeurope' });

const foundCluster = new DataAzurermKubernetesCluster(stack, 'found-cluster', {
  name: platform.clusterName,
  resourceGroupName: platform.resourceGroupName,
});
const foundAccount = new DataAzurermCognitiveAccount(stack, 'found-account', {
  name: platform.openaiAccountName,
  resourceGroupName: platform.resourceGroupName,
});
const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
  resourceGroup,
  oidcIssuerUrl: foundCluster.oidcIssuerUrl,
});
const openAi = PrivateOpenAi.fromAccountAttributes(stack, 'openai', { accountId: foundAccount.id });
const indexer = cluster.federate('indexer', {
  identityName: 'id-indexer',
  namespace: 'search',
  serviceAccountName: 'indexer-sa',
});
openAi.grantUse(indexer);
new TerraformOutput(stack, 'client_id', { value: indexer.clientId });
app.synth();

if (existsSync(OUTPUTS)) charts(OUTPUTS);

function charts(outputs: string): void {
  const { search } = JSON.parse(readFileSync(outputs, 'utf8')) as { search: { client_id: string } };
  const chartsApp = new ChartsApp();
  new OpenAiWorkload(new Chart(chartsApp, 'indexer'), 'workload', {
    name: 'indexer',
    namespace: 'search',
    serviceAccountName: 'indexer-sa',
    clientId: search.client_id,
    tenantId: platform.tenantId,
    image: 'ghcr.io/acme/indexer:2.0.0',
    port: 8080,
    variables: {
      AZURE_OPENAI_ENDPOINT: platform.openaiEndpoint,
      AZURE_OPENAI_DEPLOYMENT_NAME: platform.openaiDeployments[0]!,
    },
    resources: { cpuRequest: '50m', memoryRequest: '64Mi', cpuLimit: '500m', memoryLimit: '256Mi' },
  });
  chartsApp.synth();
}
