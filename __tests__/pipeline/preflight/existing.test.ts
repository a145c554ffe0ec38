import { parseEnvironment } from '../../../config';
import type { ClusterFacts, ResourceFacts } from '../../../pipeline/azure-answers';
import { judgeAccount, judgeCluster, judgeSubnet } from '../../../pipeline/preflight/existing';
import { EXISTING, inputWith } from '../../fixtures/existing';
import { findingLines } from '../../helpers/findings';

const shared = parseEnvironment(inputWith(['cluster', 'deployments']));
const network = parseEnvironment(inputWith(['aksSubnetId', 'albSubnetId']));

const CLUSTER: ClusterFacts = {
  oidc: true,
  issuer: EXISTING.cluster.oidcIssuerUrl,
  workloadIdentity: true,
  entra: true,
  localAccountsOff: true,
  nodeResourceGroup: 'mc_rg-shared_aks-shared_EASTUS2',
  networkPolicy: 'cilium',
};
const UPDATE = `az aks update --subscription ${shared.subscriptionId} --resource-group rg-shared --name aks-shared`;

function judgedCluster(facts: Partial<ClusterFacts> | undefined): string[] {
  return findingLines(judgeCluster(shared, facts && { ...CLUSTER, ...facts }));
}

describe('a cluster that exists', () => {
  test('is fine with all that it must have', () => {
    expect(judgedCluster({})).toEqual([]);
  });

  test.each<[string, Partial<ClusterFacts> | undefined, RegExp]>([
    [
      'is not there',
      undefined,
      /^problem: existing\.cluster\.id: there is no \S+\/aks-shared, or whoever is logged in may not see it -> /,
    ],
    [
      'has neither issuer nor webhook',
      { oidc: false, issuer: null, workloadIdentity: null },
      new RegExp(
        `^problem: cluster aks-shared has no token issuer and no workload identity, .* -> ${UPDATE} --enable-oidc-issuer --enable-workload-identity `,
      ),
    ],
    [
      'has no webhook',
      { workloadIdentity: false },
      new RegExp(
        `^problem: cluster aks-shared has no workload identity, .* -> ${UPDATE} --enable-oidc-issuer --enable-workload-identity `,
      ),
    ],
    [
      'has another issuer',
      { issuer: 'https://a/' },
      /^problem: .* issues its tokens as https:\/\/a\/, and existing\.cluster\.oidcIssuerUrl is \S+ -> set existing\.cluster\.oidcIssuerUrl to 'https:\/\/a\/' in environments\/dev\.ts$/,
    ],
    [
      'has its nodes elsewhere',
      { nodeResourceGroup: 'rg-nodes' },
      /^problem: the nodes of cluster aks-shared are in rg-nodes, .* -> set existing\.cluster\.nodeResourceGroup to 'rg-nodes' in environments\/dev\.ts$/,
    ],
    [
      'knows no login of Entra',
      { entra: null, localAccountsOff: null },
      new RegExp(
        `^problem: cluster aks-shared knows no login of Microsoft Entra: .* -> ${UPDATE} --enable-aad --enable-azure-rbac, `,
      ),
    ],
    [
      'has local accounts',
      { localAccountsOff: false },
      new RegExp(`^advice: cluster aks-shared has local accounts, .* -> ${UPDATE} --disable-local-accounts$`),
    ],
    [
      'enforces its policies by another engine',
      { networkPolicy: 'calico' },
      /^problem: .* enforced by calico, and cluster\.networkPolicy is cilium -> set cluster\.networkPolicy to 'calico' in environments\/dev\.ts$/,
    ],
    [
      'enforces none',
      { networkPolicy: null },
      new RegExp(
        `^advice: nothing enforces network policies on cluster aks-shared: .* -> ${UPDATE} --network-policy cilium$`,
      ),
    ],
  ])('%s', (_what, facts, line) => {
    expect(judgedCluster(facts)).toEqual([expect.stringMatching(line)]);
  });
});

describe('the agents of a cluster that exists', () => {
  const { logAnalyticsWorkspaceId } = EXISTING;
  const watched = { ...inputWith(['cluster', 'deployments', 'logAnalyticsWorkspaceId']), monitoring: {} };
  const judged = (facts: Partial<ClusterFacts>, input = watched) =>
    findingLines(judgeCluster(parseEnvironment(input), { ...CLUSTER, ...facts }));
  const which = UPDATE.replace('az aks update ', '');

  test('are fine where they send to the workspace, whatever its case, and not asked for where nothing is watched', () => {
    expect(judged({ logsTo: logAnalyticsWorkspaceId.toLowerCase(), collectsMetrics: true })).toEqual([]);
    expect(judged({ logsTo: null, collectsMetrics: null }, { ...watched, monitoring: undefined! })).toEqual([]);
  });

  test('are turned on by a line each where they are off', () => {
    const made = `/subscriptions/${shared.subscriptionId}/resourceGroups/${shared.names.resourceGroup}/providers/Microsoft.Monitor/accounts/${shared.names.monitorWorkspace}`;

    expect(judged({ logsTo: null, collectsMetrics: null })).toEqual([
      `advice: no agent of cluster aks-shared sends the logs of its containers -> once ${logAnalyticsWorkspaceId} is there: az aks enable-addons ${which} --addons monitoring --workspace-resource-id ${logAnalyticsWorkspaceId}`,
      `advice: no agent of cluster aks-shared collects metrics for Prometheus, by which alerts of pods are told -> once ${made} is there: az aks update ${which} --enable-azure-monitor-metrics --azure-monitor-workspace-resource-id ${made}`,
    ]);
  });

  test('are named where they send elsewhere', () => {
    expect(judged({ logsTo: '/hub/logs', collectsMetrics: true })).toEqual([
      `advice: cluster aks-shared sends the logs of its containers to /hub/logs, and not to ${logAnalyticsWorkspaceId} -> set existing.logAnalyticsWorkspaceId to '/hub/logs' in environments/dev.ts`,
    ]);
  });
});

describe('an account that exists', () => {
  const PROPERTIES = {
    endpoint: 'https://oai-shared.openai.azure.com',
    customSubDomainName: 'oai-shared',
    disableLocalAuth: true,
    publicNetworkAccess: 'Enabled',
    networkAcls: { defaultAction: 'Deny' },
  };
  const DEPLOYMENT = {
    name: 'GPT-5.4-mini',
    sku: { name: 'GlobalStandard', capacity: 30 },
    properties: { model: { name: 'gpt-5.4-mini', version: '2026-03-17' } },
  };
  const judged = (properties: ResourceFacts['properties'] | undefined, deployments = [DEPLOYMENT]) =>
    findingLines(
      judgeAccount(
        shared,
        properties && { id: EXISTING.openAi.id, properties: { ...PROPERTIES, ...properties } },
        deployments,
      ),
    );

  test('is fine with all that it must have', () => {
    expect(judged({})).toEqual([]);
    expect(judged({ publicNetworkAccess: 'Disabled', networkAcls: null })).toEqual([]);
  });

  test.each<[string, ResourceFacts['properties'] | undefined, RegExp]>([
    ['is not there', undefined, /^problem: existing\.openAi\.id: there is no \S+\/oai-shared, /],
    [
      'has no subdomain',
      { customSubDomainName: '' },
      /^problem: account oai-shared has no subdomain of its own, .* -> az cognitiveservices account update --resource-group rg-shared --name oai-shared --custom-domain oai-shared /,
    ],
    [
      'answers elsewhere',
      { endpoint: 'https://oai-team.openai.azure.com/' },
      /^problem: account oai-shared answers at https:\/\/oai-team\S+, .* -> set existing\.openAi\.endpoint to 'https:\/\/oai-team\.openai\.azure\.com\/' in environments\/dev\.ts$/,
    ],
    [
      'has keys',
      { disableLocalAuth: false },
      /^advice: account oai-shared has keys, .* -> az resource update --ids \S+ --set properties\.disableLocalAuth=true$/,
    ],
    [
      'answers every network',
      { networkAcls: { defaultAction: 'Allow' } },
      /^advice: account oai-shared answers every network -> az resource update --ids \S+ --set properties\.networkAcls\.defaultAction=Deny, /,
    ],
  ])('%s', (_what, properties, line) => {
    expect(judged(properties)).toEqual([expect.stringMatching(line)]);
  });

  test('has not the deployment that is said to exist', () => {
    expect(judged({}, [{ ...DEPLOYMENT, name: 'other' }])).toEqual([
      expect.stringMatching(
        /^problem: account oai-shared has no deployment gpt-5\.4-mini: it has other -> az cognitiveservices account deployment create --resource-group rg-shared --name oai-shared --deployment-name gpt-5\.4-mini --model-format OpenAI --model-name gpt-5\.4-mini --model-version 2026-03-17 --sku-name GlobalStandard --sku-capacity 30; or set existing\.openAi\.hasDeployments to false/,
      ),
    ]);
  });

  test('gets the deployments with the rest, and none is missing', () => {
    const environment = parseEnvironment(inputWith(['openAi']));

    expect(findingLines(judgeAccount(environment, { id: EXISTING.openAi.id, properties: PROPERTIES }, []))).toEqual([]);
  });
});

function judgedSubnet(
  property: 'aksSubnetId' | 'albSubnetId',
  properties: ResourceFacts['properties'],
  environment = network,
): string[] {
  return findingLines(judgeSubnet(environment, property, EXISTING[property], { id: EXISTING[property], properties }));
}

describe('a subnet that exists', () => {
  test('is delegated to the load balancer', () => {
    const delegations = [{ properties: { serviceName: 'microsoft.servicenetworking/trafficcontrollers' } }];

    expect(judgedSubnet('albSubnetId', { delegations })).toEqual([]);
    expect(judgedSubnet('albSubnetId', { delegations: null })).toEqual([
      `problem: existing.albSubnetId: the subnet is not delegated to Microsoft.ServiceNetworking/trafficControllers -> az network vnet subnet update --ids ${EXISTING.albSubnetId} --delegations Microsoft.ServiceNetworking/trafficControllers`,
    ]);
  });

  test('has the service endpoint of the account, and keeps those that it had', () => {
    expect(judgedSubnet('aksSubnetId', { serviceEndpoints: [{ service: 'Microsoft.CognitiveServices' }] })).toEqual([]);
    expect(judgedSubnet('aksSubnetId', { serviceEndpoints: [{ service: 'Microsoft.Storage' }] })).toEqual([
      `problem: existing.aksSubnetId: the subnet has no service endpoint of Microsoft.CognitiveServices, by which the account tells it -> az network vnet subnet update --ids ${EXISTING.aksSubnetId} --service-endpoints Microsoft.Storage Microsoft.CognitiveServices`,
    ]);
  });

  test('needs no service endpoint where the account is not told by it', () => {
    for (const environment of [shared, parseEnvironment(inputWith(['aksSubnetId', 'privateEndpointSubnetId']))]) {
      expect(judgedSubnet('aksSubnetId', {}, environment)).toEqual([]);
    }
  });
});
