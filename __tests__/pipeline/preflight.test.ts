import { parseEnvironment, type EnvironmentInput } from '../../config';
import { RESOURCE_PROVIDERS } from '../../model';
import { TOOLS } from '../../pipeline';
import { SUBSCRIPTION, only } from '../fixtures/pipeline/environments';
import type { Rule } from '../fixtures/pipeline/rules';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { World, type Outcome, type WorldProps } from '../helpers/pipeline-world';

const OTHER = '44444444-4444-4444-8444-444444444444';
const PLACEHOLDER = '00000000-0000-0000-0000-000000000000';

/** Runs a deploy in a world with these rules; the preflight is expected to stop it. */
async function preflight(rules: readonly Rule[], props: WorldProps = {}): Promise<Outcome & { calls: string[] }> {
  const world = await new World(props).prepare('dev');
  for (const rule of rules) world.rule(rule);
  // The step after it fails, so that a preflight that lets all pass ends too.
  world.rule({ call: 'cdktf deploy *', code: 1, says: 'the preflight let it pass' });
  const outcome = await world.run('deploy', ['dev']);
  const calls = world.calls();
  world.remove();
  return { ...outcome, calls };
}

/** What a deploy of this environment prints on this day, where no tool is to be had. */
async function deployed(input: Partial<EnvironmentInput>, today: string): Promise<string> {
  const world = new World({ without: Object.keys(TOOLS) });
  const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, ...input });
  const { stdout, stderr } = await world.run('deploy', ['dev'], { today }, only(environment));
  world.remove();
  return `${stderr}\n${stdout}`;
}

const account = (fields: object) =>
  JSON.stringify({ id: SUBSCRIPTION, tenantId: OTHER, user: { name: 'user@example.org', type: 'user' }, ...fields });

describe('preflight stops a deploy', () => {
  test.each<[string, Rule, string, string]>([
    [
      'when a tool is too old',
      { call: 'terraform version', code: 0, says: 'Terraform v1.5.7' },
      '"terraform" is version 1.5.7, and 1.7.0 or newer is needed',
      'install Terraform 1.7 or newer',
    ],
    [
      'when a tool does not say its version',
      { call: 'kubelogin --version', code: 0, says: 'hello' },
      '"kubelogin" is version unknown, and 0.1.0 or newer is needed',
      'install kubelogin',
    ],
    [
      'when a tool does not run',
      { call: 'kubectl version *', code: 126, says: 'Exec format error' },
      'exit code 126: kubectl version --client --output json',
      'install kubectl',
    ],
    [
      'when nobody is logged in',
      { call: 'az account show *', code: 1, says: "ERROR: Please run 'az login' to setup account." },
      'nobody is logged in to the Azure CLI',
      '-> az login',
    ],
    [
      'in another subscription',
      { call: 'az account show *', code: 0, says: account({ id: OTHER }) },
      `the Azure CLI is set to subscription ${OTHER}, and environment dev is in ${SUBSCRIPTION}`,
      `az account set --subscription ${SUBSCRIPTION}`,
    ],
    [
      'when the region does not offer the deployment type',
      {
        call: 'az cognitiveservices model list *',
        code: 0,
        says: '[{"kind":"OpenAI","model":{"name":"gpt-5.4-mini","version":"2026-03-17","skus":[{"name":"Standard"}]}}]',
      },
      'deployment "gpt-5.4-mini": eastus2 does not offer gpt-5.4-mini 2026-03-17 as GlobalStandard',
      'take sku Standard in environments/dev.ts',
    ],
    [
      'when the region does not offer the model',
      { call: 'az cognitiveservices model list *', code: 0, says: '[]' },
      'deployment "gpt-5.4-mini": eastus2 offers no gpt-5.4-mini',
      'take another sku or location in environments/dev.ts',
    ],
    [
      'when tokens a minute run short',
      {
        call: 'az cognitiveservices usage list *',
        code: 0,
        says: '[{"name":{"value":"OpenAI.GlobalStandard.gpt-5.4-mini"},"currentValue":990,"limit":1000}]',
      },
      'quota "OpenAI.GlobalStandard.gpt-5.4-mini" in eastus2: 30 thousand tokens a minute are needed, 10 of 1000 are free',
      'ask for more in the portal',
    ],
    [
      'when processors run short',
      {
        call: 'az vm list-usage *',
        code: 0,
        says: '[{"name":{"value":"cores"},"currentValue":"0","limit":"100"},{"name":{"value":"standardDDSv5Family"},"currentValue":"13","limit":"20"}]',
      },
      'quota "standardDDSv5Family" in eastus2: 8 processors are needed, 7 of 20 are free (2 nodes of 4 at least)',
      'set cluster.nodePool.minCount to 1 in environments/dev.ts',
    ],
    [
      'when the subscription may not have the size of the nodes',
      {
        call: 'az vm list-skus *',
        code: 0,
        says: '[{"name":"Standard_D4ds_v5","family":"f","restrictions":[{"type":"Location","reasonCode":"NotAvailableForSubscription"}]}]',
      },
      'this subscription may not have Standard_D4ds_v5 in eastus2 (NotAvailableForSubscription)',
      'set cluster.nodePool.vmSize to another size in environments/dev.ts',
    ],
    [
      'when AKS does not offer the Kubernetes version',
      { call: 'az aks get-versions *', code: 0, says: '{"values":[{"version":"1.37"}]}' },
      'AKS in eastus2 does not offer Kubernetes 1.36',
      'set cluster.kubernetesVersion to 1.37 in environments/dev.ts',
    ],
    [
      'when the region does not offer Application Gateway for Containers',
      { call: 'az provider show --namespace Microsoft.ServiceNetworking *', code: 0, says: '["West Europe"]' },
      'eastus2 does not offer Microsoft.ServiceNetworking/trafficControllers',
      'set location in environments/dev.ts to a region that offers all: westeurope',
    ],
    [
      'when the subdomain is taken by somebody',
      { call: 'az rest *', code: 0, says: '{"isSubdomainAvailable":false,"reason":"in use"}' },
      'the subdomain oai-secureai-dev-k0rl6 is taken: in use',
      'set names.openAiAccount',
    ],
    [
      'when the account is deleted but not purged',
      {
        call: 'az cognitiveservices account list-deleted *',
        code: 0,
        says: '[{"name":"oai-secureai-dev-k0rl6","id":"/subscriptions/x/providers/Microsoft.CognitiveServices/locations/westus/resourceGroups/rg-old/deletedAccounts/oai-secureai-dev-k0rl6"}]',
      },
      'account oai-secureai-dev-k0rl6 is deleted but not purged',
      'az cognitiveservices account purge --name oai-secureai-dev-k0rl6 --resource-group rg-old --location westus',
    ],
    [
      'when the account is in another resource group',
      {
        call: 'az cognitiveservices account list *',
        code: 0,
        says: '[{"name":"oai-secureai-dev-k0rl6","id":"/x","resourceGroup":"rg-other"}]',
      },
      'account oai-secureai-dev-k0rl6 exists in resource group rg-other',
      'set names.openAiAccount',
    ],
    [
      'when the caller is not one of the admins',
      { call: 'az ad signed-in-user show *', code: 0, says: JSON.stringify({ id: OTHER }) },
      'user@example.org is not one of cluster.admins',
      `add { objectId: '${OTHER}', principalType: 'User' } to cluster.admins`,
    ],
    [
      'when a check could not look',
      { call: 'az vm list-usage *', code: 1, says: `ERROR: (AuthorizationFailed) Bearer ${PLANTED_TOKEN}` },
      '(AuthorizationFailed) Bearer ***',
      '-> fix what it names',
    ],
  ])('%s', async (_, rule, message, next) => {
    // WHEN
    const { code, stdout, stderr, calls } = await preflight([rule]);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('error: 1 thing is in the way');
    expect(stderr).toContain(message);
    expect(stderr).toContain(next);
    expect(stderr).not.toContain(PLANTED_TOKEN);
    expect(stdout).toContain('done: nothing\nstopped at: preflight\nnot done: plan, load-balancer, infrastructure,');
    expect(calls.filter((call) => call.startsWith('cdktf'))).toEqual([]);
  });

  test('when a service principal is an admin as a user', async () => {
    // WHEN
    const { stderr } = await preflight([
      { call: 'az account show *', code: 0, says: account({ user: { name: 'app-id', type: 'servicePrincipal' } }) },
      { call: 'az ad sp show --id app-id *', code: 0, says: '{"id":"22222222-2222-4222-8222-222222222222"}' },
    ]);

    // THEN
    expect(stderr).toContain('app-id is in cluster.admins as User and is a ServicePrincipal');
    expect(stderr).toContain("principalType: 'ServicePrincipal' }");
  });

  test('when a tool is missing, and tells everything else in the same breath', async () => {
    // WHEN
    const { code, stderr } = await preflight(
      [
        { call: 'terraform version', code: 0, says: 'Terraform v1.0.0' },
        { call: 'az account show *', code: 1, says: 'Please run az login' },
      ],
      { without: ['kubelogin'] },
    );

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('error: 3 things are in the way');
    for (const text of ['"kubelogin" was not found on PATH', '"terraform" is version 1.0.0', 'nobody is logged in']) {
      expect(stderr).toContain(text);
    }
  });

  test('when the Azure CLI itself is missing, and does not call it again', async () => {
    // WHEN
    const { stderr } = await preflight([], { without: ['az'] });

    // THEN
    expect(stderr).toContain('error: 1 thing is in the way');
    expect(stderr).toContain('"az" was not found on PATH');
  });

  test('collects what several checks have found', async () => {
    // WHEN
    const { stderr } = await preflight([
      { call: 'az rest *', code: 0, says: '{"isSubdomainAvailable":false}' },
      { call: 'az aks get-versions *', code: 0, says: '{"values":[]}' },
      { call: 'az ad signed-in-user show *', code: 0, says: JSON.stringify({ id: OTHER }) },
    ]);

    // THEN
    expect(stderr).toContain('error: 3 things are in the way');
  });
});

describe('preflight lets a deploy pass', () => {
  test.each<[string, Rule[], string]>([
    ['and says nothing where all is well', [], ''],
    [
      'with providers that Terraform is going to register',
      [{ call: 'az provider list *', code: 0, says: '[]' }],
      'advice: - not registered yet: Microsoft.CognitiveServices, ',
    ],
    [
      'with roles that may be custom ones',
      [{ call: 'az role assignment list *', code: 0, says: '["Reader"]' }],
      'advice: - user@example.org has none of Owner, Contributor on /subscriptions/',
    ],
    [
      'with a quota that the Azure CLI does not tell',
      [{ call: 'az cognitiveservices usage list *', code: 0, says: '[]' }],
      'advice: - Azure tells no quota "OpenAI.GlobalStandard.gpt-5.4-mini" in eastus2',
    ],
    [
      'when the account and its deployments are its own from before',
      [
        {
          call: 'az cognitiveservices account list *',
          code: 0,
          says: '[{"name":"oai-secureai-dev-k0rl6","id":"/x","resourceGroup":"rg-secureai-dev-k0rl6"}]',
        },
        {
          call: 'az cognitiveservices account deployment list *',
          code: 0,
          says: '[{"name":"gpt-5.4-mini","sku":{"name":"GlobalStandard","capacity":30},"properties":{"model":{"name":"gpt-5.4-mini","version":"2026-03-17"}}}]',
        },
        {
          call: 'az cognitiveservices usage list *',
          code: 0,
          says: '[{"name":{"value":"OpenAI.GlobalStandard.gpt-5.4-mini"},"currentValue":1000,"limit":1000}]',
        },
        { call: 'az rest *', code: 0, says: '{"isSubdomainAvailable":false}' },
      ],
      '',
    ],
    [
      'when the account is its own from before, deleted and not purged',
      [
        {
          call: 'az cognitiveservices account list-deleted *',
          code: 0,
          says: '[{"name":"oai-secureai-dev-k0rl6","id":"/subscriptions/x/providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/RG-secureai-dev-k0rl6/deletedAccounts/oai-secureai-dev-k0rl6"}]',
        },
        { call: 'az rest *', code: 0, says: '{"isSubdomainAvailable":false}' },
      ],
      'advice: - account oai-secureai-dev-k0rl6 is deleted but not purged: the deploy purges it (openAi.purgeOnDestroy is true)',
    ],
    [
      'in a subscription that has registered no provider',
      [
        {
          call: 'az cognitiveservices model list *',
          code: 1,
          says: "(MissingSubscriptionRegistration) The subscription is not registered to use namespace 'Microsoft.CognitiveServices'.",
        },
      ],
      'advice: - Microsoft.CognitiveServices is not registered in this subscription',
    ],
    [
      'after throttling has passed',
      [{ call: 'az provider list *', times: 2, code: 1, says: '(TooManyRequests) 429' }],
      'attempt 2 of 5 failed, the next in 10 s: az provider list',
    ],
  ])('%s', async (_, rules, advice) => {
    // WHEN
    const { stdout, stderr } = await preflight(rules);

    // THEN
    expect(stderr).toContain('the preflight let it pass');
    expect(stdout).toContain('< preflight: done');
    expect(stdout).toContain(advice);
    // What the tables and the open doors of the environment advise does not come from Azure.
    const asked = stdout.replaceAll(/^advice: .*\n +-> change environments\/dev\.ts$/gm, '');
    expect(asked.includes('advice:')).toBe(advice.startsWith('advice:'));
  });
});

const openPages = async (input: Partial<EnvironmentInput>) =>
  [...(await deployed(input, '2026-11-22')).matchAll(/(\S+) is open to anybody who finds its address: /g)].map(
    ([, page]) => page,
  );

test('a deploy says in a line each which pages anybody on the internet can open, before anything is made', async () => {
  expect(await openPages({})).toEqual(['store-admin', 'store-front']);
  expect(await openPages({ gateway: { allowedSourceRanges: ['203.0.113.0/24'] } })).toEqual([]);
});

/** How Azure Resource Manager answers for a provider that is not registered. */
const refusing = (namespace: string) =>
  `ERROR: (MissingSubscriptionRegistration) The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;

test('a fresh subscription passes: what its providers refuse to tell is advice, once, with the line that registers all', async () => {
  // GIVEN a subscription in which nobody has ever made anything
  const rules: Rule[] = [
    ['az cognitiveservices *', refusing('Microsoft.CognitiveServices')],
    [
      'az rest *',
      `ERROR: Bad Request({"error":{"code":"MissingSubscriptionRegistration","message":"${refusing('Microsoft.CognitiveServices')}"}})`,
    ],
    ['az aks get-versions *', refusing('Microsoft.ContainerService')],
    ['az vm list-usage *', 'ERROR: (SubscriptionNotRegistered) Microsoft.Compute is not registered.'],
  ].map(([call, says]) => ({ call: call!, code: 1, says: says! }));

  // WHEN
  const { stdout, stderr } = await preflight([{ call: 'az provider list *', code: 0, says: '[]' }, ...rules]);

  // THEN
  expect(stderr).toContain('the preflight let it pass');
  // What the open doors of the environment advise does not come from Azure.
  const asked = stdout.replaceAll(/^advice: .*\n +-> change environments\/dev\.ts$/gm, '');
  const advice = asked.split('\n').filter((line) => line.startsWith('advice: '));
  expect(
    advice
      .map((line) => line.replace(/ (?:is not registered in this subscription|not registered yet: ).*/, ''))
      .toSorted(),
  ).toEqual(
    [
      'advice: - Microsoft.CognitiveServices',
      'advice: - Microsoft.Compute',
      'advice: - Microsoft.ContainerService',
      'advice: -',
    ].toSorted(),
  );
  const all = RESOURCE_PROVIDERS.map((namespace) => `az provider register --namespace ${namespace} --wait`).join('; ');
  expect(stdout).toContain(`in one line: ${all}`);
});

test('a check that is not allowed to look is a problem, and no advice', async () => {
  const { stderr } = await preflight([
    {
      call: 'az cognitiveservices account list *',
      code: 1,
      says: 'ERROR: (AuthorizationFailed) Microsoft.CognitiveServices',
    },
  ]);

  expect(stderr).toContain('error: 1 thing is in the way');
});

describe('preflight reads the environment', () => {
  test('and refuses its placeholders', async () => {
    // WHEN
    const text = await deployed(
      {
        subscriptionId: PLACEHOLDER,
        cluster: { admins: [{ objectId: PLACEHOLDER }] },
        openAi: { operators: [{ objectId: PLACEHOLDER }] },
      },
      '2026-11-22',
    );

    // THEN
    expect(text).toContain(`subscriptionId of environments/dev.ts is still the placeholder ${PLACEHOLDER}`);
    expect(text).toContain('cluster.admins of environments/dev.ts still holds the placeholder');
    expect(text).toContain('openAi.operators of environments/dev.ts still holds the placeholder');
  });

  test('and leaves to Azure what Azure is asked', async () => {
    const text = await deployed({ openAi: { deployments: [{ name: 'gpt-9' }] } }, '2026-11-22');
    expect(text).not.toContain('gpt-9');
  });

  test('and advises against what nears its end', async () => {
    expect(await deployed({ cluster: { kubernetesVersion: '1.35' } }, '2027-03-01')).toContain(
      'advice: - Kubernetes 1.35 loses standard support in 2027-03',
    );
  });
});
