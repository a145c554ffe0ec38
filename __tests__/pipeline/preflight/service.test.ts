import { toQuota } from '../../../pipeline/azure-answers';
import { QUESTIONS, askService, type Service } from '../../../pipeline/preflight/service';
import { CommandFailedError } from '../../../pipeline/run';
import { azureAnswer } from '../../helpers/azure-answers';
import { parsed, type Draft } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

/** A region that offers the least environment all it needs, but for what is given. */
function serviceWith(change: Partial<Service> = {}): Service {
  const machines = azureAnswer('vm-list-usage').map(toQuota);
  return {
    modelOffers: () => Promise.resolve(azureAnswer('model-list')),
    modelQuotas: () => Promise.resolve(azureAnswer('usage-list').map(toQuota)),
    modelDeployments: () => Promise.resolve(undefined),
    kubernetesVersions: () => Promise.resolve(azureAnswer('aks-get-versions')),
    vmSkus: () => Promise.resolve(azureAnswer('vm-list-skus')),
    machineQuotas: () => Promise.resolve(machines.map((quota) => ({ ...quota, limit: 1000 }))),
    nodePools: () => Promise.resolve(undefined),
    locationsOf: (type) =>
      Promise.resolve(Object.entries(azureAnswer('provider-locations')).find(([known]) => known === type)?.[1]),
    ...change,
  };
}

/** What all questions find about an environment. */
async function found(draft: Draft, service: Service): Promise<string[]> {
  const environment = parsed(draft);
  const findings = await Promise.all(
    QUESTIONS.map((question) => askService(question, environment, service, '2026-11-26')),
  );
  return findingLines(findings.flat());
}

test('nothing is found where Azure offers everything', async () => {
  await expect(found({}, serviceWith())).resolves.toEqual([]);
});

test('everything is judged, by the answers of this region', async () => {
  // GIVEN
  const asked: string[] = [];
  const service = serviceWith({
    modelOffers: (location) => {
      asked.push(location);
      return Promise.resolve([]);
    },
    modelQuotas: () => Promise.resolve([{ name: 'OpenAI.GlobalStandard.gpt-5.4-mini', used: 0, limit: 1 }]),
    kubernetesVersions: () => Promise.resolve({ values: [{ version: '1.35' }] }),
    vmSkus: () => Promise.resolve([]),
    locationsOf: () => Promise.resolve(['Norway East']),
  });

  // WHEN
  const findings = await found({ location: 'westeurope' }, service);

  // THEN
  expect(asked).toEqual(['westeurope']);
  expect(findings.map((line) => line.replace(/ -> .*/, ''))).toEqual([
    'problem: deployment "gpt-5.4-mini": westeurope offers no gpt-5.4-mini',
    'problem: quota "OpenAI.GlobalStandard.gpt-5.4-mini" in westeurope: 30 thousand tokens a minute are needed, 1 of 1 are free',
    'problem: AKS in westeurope does not offer Kubernetes 1.36',
    'problem: westeurope does not offer the size Standard_D4ds_v5',
    'problem: westeurope does not offer Microsoft.CognitiveServices/accounts, Microsoft.ContainerService/managedClusters, Microsoft.ServiceNetworking/trafficControllers',
  ]);
});

test('what exists is counted', async () => {
  // GIVEN an account with the deployment and a cluster with its nodes, by their names
  const seen: string[] = [];
  const { names } = parsed();
  const service = serviceWith({
    modelDeployments: (account, group) => {
      seen.push(`${account} in ${group}`);
      return Promise.resolve(azureAnswer('deployment-list'));
    },
    nodePools: (cluster, group) => {
      seen.push(`${cluster} in ${group}`);
      return Promise.resolve([{ vmSize: 'Standard_D4ds_v5', count: 6 }]);
    },
    kubernetesVersions: () => Promise.resolve({ values: [{ version: '1.37' }] }),
    machineQuotas: () =>
      Promise.resolve([
        { name: 'cores', used: 24, limit: 24 },
        { name: 'standardDDSv5Family', used: 24, limit: 24 },
      ]),
  });

  // WHEN
  const findings = await found({ openAi: { deployments: [{ name: 'gpt-5.4-mini', capacity: 100 }] } }, service);

  // THEN
  expect(findings).toEqual([expect.stringMatching(/^advice: AKS in eastus2 does not offer Kubernetes 1\.36 -> /)]);
  expect(new Set(seen)).toEqual(
    new Set([`${names.openAiAccount} in ${names.resourceGroup}`, `${names.cluster} in ${names.resourceGroup}`]),
  );
});

/** An answer of the Azure CLI that is an error. */
const refused = (says: string) => () => Promise.reject(new CommandFailedError('az', 1, says, 'see'));

describe('a provider that is not registered', () => {
  test('makes advice of what it does not tell', async () => {
    const says =
      "(MissingSubscriptionRegistration) The subscription is not registered to use namespace 'Microsoft.CognitiveServices'. See https://aka.ms/rps-not-found for how to register subscriptions.";
    await expect(found({}, serviceWith({ modelOffers: refused(says) }))).resolves.toEqual([
      'advice: Microsoft.CognitiveServices is not registered in this subscription, and Azure does not tell before what it offers -> az provider register --namespace Microsoft.CognitiveServices --wait',
    ]);
  });

  test('is no excuse for another failure', async () => {
    await expect(found({}, serviceWith({ vmSkus: refused('(AuthorizationFailed) no') }))).rejects.toThrow(
      'exit code 1',
    );
    await expect(found({}, serviceWith({ vmSkus: () => Promise.reject(new Error('x')) }))).rejects.toThrow('x');
  });
});
