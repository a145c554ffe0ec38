import { parseEnvironment, type EnvironmentInput } from '../../config';
import { EXISTING, inputWith } from '../fixtures/existing';
import { SUBSCRIPTION, only } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

const { subscriptionId, ...said } = inputWith(['resourceGroupId', 'cluster', 'deployments']);
const moved = JSON.parse(JSON.stringify(said).replaceAll(subscriptionId, SUBSCRIPTION)) as EnvironmentInput;
const environment = parseEnvironment({ ...moved, subscriptionId: SUBSCRIPTION });
const environments = only(environment);

const CLUSTER = {
  oidc: true,
  issuer: EXISTING.cluster.oidcIssuerUrl,
  workloadIdentity: true,
  entra: true,
  localAccountsOff: true,
  nodeResourceGroup: 'MC_rg-shared_aks-shared_eastus2',
  networkPolicy: 'cilium',
};
const RESOURCE = {
  id: 'there',
  properties: {
    delegations: [{ properties: { serviceName: 'Microsoft.ServiceNetworking/trafficControllers' } }],
    customSubDomainName: 'oai-shared',
    disableLocalAuth: true,
    publicNetworkAccess: 'Disabled',
  },
};
const OWN = { labels: { 'app.kubernetes.io/managed-by': 'secure-aks-openai', 'secure-aks-openai/environment': 'dev' } };
const FOUND = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', uid: '1', ...OWN } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev', uid: '2', ...OWN } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'bot', namespace: 'dev', uid: '3', ...OWN } },
];

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev', environments);
  // The cluster is there from the start.
  world
    .make('infrastructure', '')
    .rule({ call: 'az aks show *query {oidc*', code: 0, says: JSON.stringify(CLUSTER) })
    .rule({ call: 'az resource show *', code: 0, says: JSON.stringify(RESOURCE) })
    .rule({ call: 'az group show *', code: 0, says: JSON.stringify(RESOURCE) })
    .rule({ call: 'az cognitiveservices account deployment list *', code: 0, says: '[{"name":"gpt-5.4-mini"}]' });
});
afterEach(() => world.remove());

const run = (command: string, ...argv: string[]) => world.run(command, ['dev', ...argv], {}, environments);
const at = (text: string) => world.calls().findIndex((call) => call.includes(text));

test('a deploy logs in to the cluster that exists before it plans, and asks nothing of what is not made', async () => {
  // GIVEN a deploy that comes to its plan
  world.rule({ call: 'cdktf deploy *', code: 1, says: 'far enough' });

  // WHEN
  await run('deploy');

  // THEN
  expect(at('az aks get-credentials --name aks-shared --resource-group rg-shared')).toBeGreaterThan(-1);
  expect(at('az aks get-credentials')).toBeLessThan(at('cdktf deploy'));
  for (const asked of ['aks get-versions', 'vm list-skus', 'cognitiveservices model list', 'account list-deleted']) {
    expect(at(asked)).toBe(-1);
  }
});

test('a deploy stops before anything is changed where the cluster has not what it must have', async () => {
  world
    .settle()
    .rule({ call: 'az aks show *query {oidc*', code: 0, says: JSON.stringify({ ...CLUSTER, workloadIdentity: false }) })
    .rule({ call: 'az resource show *', code: 0, says: JSON.stringify(RESOURCE) })
    .rule({ call: 'az group show *', code: 0, says: JSON.stringify(RESOURCE) });

  const { code, stderr } = await run('deploy');

  expect(code).toBe(1);
  expect(stderr).toContain('az aks update --subscription');
  expect(stderr).toContain('--enable-oidc-issuer --enable-workload-identity');
  expect(at('cdktf')).toBe(-1);
  expect(at('get-credentials')).toBe(-1);
});

test('a destroy takes what is the environment’s out of the cluster, and leaves all else where it was', async () => {
  // GIVEN
  world.rule({ call: 'kubectl * get namespaces,*', code: 0, says: JSON.stringify({ items: FOUND }) });

  // WHEN
  const { code, stdout } = await run('destroy', '--yes');

  // THEN
  expect(code).toBe(0);
  const deleted = world.calls().filter((call) => call.startsWith('kubectl delete'));
  expect(deleted).toEqual([
    'kubectl delete --raw /apis/apps/v1/namespaces/dev/deployments/bot --filename -',
    'kubectl delete --raw /api/v1/namespaces/dev --filename -',
  ]);
  expect(stdout).toContain('Namespace default stays, with the labels that this environment has put on it');
  expect(at('group exists')).toBe(-1);
  expect(at('account list-deleted')).toBe(-1);
});

test('the whole way can be shown without anything there', async () => {
  const { code, stdout } = await run('deploy', '--dry-run');

  expect(code).toBe(0);
  expect(stdout).not.toContain('would stop here: 1 thing is in the way:\n  - existing');
  expect(stdout).toContain('az aks get-credentials');
});

test('an upgrade leaves the version of the cluster to its owner', async () => {
  // GIVEN
  await run('deploy');
  world.forgetCalls();

  // WHEN
  const { code, stderr } = await run('upgrade', '--kubernetes', environment.cluster.kubernetesVersion);

  // THEN
  expect(code).toBe(1);
  expect(stderr).toContain(
    'cluster aks-shared exists by existing.cluster, and nothing of it is changed\nnext: its owner',
  );
  expect(at('az aks')).toBe(-1);
});
