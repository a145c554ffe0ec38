import { existsSync, readFileSync } from 'node:fs';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App as ChartsApp, Chart } from 'cdk8s';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import {
  DNS,
  EVERY_POD,
  INTERNET,
  NamespaceChart,
  NetworkPoliciesChart,
  OpenAiWorkload,
} from 'secure-aks-openai/charts';
import { PrivateOpenAi, SecureVnet, WorkloadIdentityCluster } from 'secure-aks-openai/constructs';

/**
 * Cluster and network are there, made by somebody else; what is added is an account that their nodes alone can reach, and one
 * workload with an identity of its own.
 *
 * The cluster needs its token issuer and workload identity on, and the nodes' subnet the service endpoint
 * Microsoft.CognitiveServices:
 *
 *     az aks update --name aks-hub --resource-group rg-hub --enable-oidc-issuer --enable-workload-identity
 *     az network vnet subnet update --ids <subnet> --service-endpoints Microsoft.CognitiveServices
 */
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const TENANT = '11111111-1111-4111-8111-111111111111';
const OUTPUTS = 'outputs/team.json';
/** The ServiceAccount that the credential names, and that the pods run under: said once. */
const WORKLOAD = { namespace: 'summaries', serviceAccountName: 'summaries-sa' };

infrastructure();
if (existsSync(OUTPUTS)) charts();

function infrastructure(): void {
  const app = new App();
  const stack = new TerraformStack(app, 'team');
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
  const resourceGroup = {
    name: 'rg-hub',
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub`,
    location: 'westeurope',
  };

  const network = SecureVnet.fromVnetAttributes(stack, 'network', {
    virtualNetworkId: `${resourceGroup.id}/providers/Microsoft.Network/virtualNetworks/vnet-hub`,
    aksSubnetName: 'snet-nodes',
  });
  const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
    resourceGroup,
    // az aks show --name aks-hub --resource-group rg-hub --query oidcIssuerProfile.issuerUrl
    oidcIssuerUrl: `https://westeurope.oic.prod-aks.azure.com/${TENANT}/22222222-2222-4222-8222-222222222222/`,
  });
  const openAi = new PrivateOpenAi(stack, 'openai', {
    resourceGroup,
    accountName: 'oai-summaries-7f3a',
    allowedSubnets: [network.aksSubnet],
  });
  openAi.addDeployment('mini', {
    deploymentName: 'mini',
    model: 'gpt-5.4-mini',
    version: '2026-03-17',
    sku: 'GlobalStandard',
    capacity: 30,
  });
  const identity = cluster.federate('summaries', { identityName: 'id-summaries', ...WORKLOAD });
  openAi.grantUse(identity);

  new TerraformOutput(stack, 'client_id', { value: identity.clientId });
  new TerraformOutput(stack, 'endpoint', { value: openAi.endpoint });
  app.synth();
}

function charts(): void {
  const { team } = JSON.parse(readFileSync(OUTPUTS, 'utf8')) as { team: { client_id: string; endpoint: string } };
  const app = new ChartsApp();
  const { namespace, serviceAccountName } = WORKLOAD;
  const own = new NamespaceChart(app, 'namespace', {
    name: namespace,
    podSecurity: 'restricted',
    kubernetesVersion: '1.36',
  });
  const policies = new NetworkPoliciesChart(app, 'network-policies', {
    namespace,
    loadBalancerCidr: '10.0.1.0/24',
    flows: [
      { from: EVERY_POD, to: DNS, port: 53, why: 'services are found by name' },
      { from: 'summaries', to: INTERNET, port: 443, why: 'Microsoft Entra, and the account by its service endpoint' },
    ],
  });
  policies.addDependency(own);
  const chart = new Chart(app, 'summaries');
  chart.addDependency(policies);
  new OpenAiWorkload(chart, 'workload', {
    name: 'summaries',
    namespace,
    serviceAccountName,
    clientId: team.client_id,
    tenantId: TENANT,
    image: 'ghcr.io/acme/summaries:1.4.0',
    port: 8080,
    variables: { AZURE_OPENAI_ENDPOINT: team.endpoint, AZURE_OPENAI_DEPLOYMENT_NAME: 'mini' },
    resources: { cpuRequest: '50m', memoryRequest: '64Mi', cpuLimit: '500m', memoryLimit: '256Mi' },
    readinessProbe: { by: { path: '/ready' } },
  });
  app.synth();
}
