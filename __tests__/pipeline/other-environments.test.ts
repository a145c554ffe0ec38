import { parseEnvironment, type EnvironmentInput } from '../../config';
import { publishedPage } from '../../pipeline/verify/page';
import { SUBSCRIPTION, only } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

const parse = (input: Partial<EnvironmentInput>) =>
  parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, ...input });
const onlyDev = (input: Partial<EnvironmentInput>) => only(parse(input));

const CHATBOT = { name: 'chat', deployment: 'gpt-5.4-mini' } as const;
const NO_STORE = { store: { enabled: false, ai: false } } as const;

test('an environment without the store makes no Secret and asks for none', async () => {
  // GIVEN
  const environments = onlyDev({ ...NO_STORE, chatbots: [CHATBOT] });
  const world = await new World().prepare('dev', environments);
  world.rule({ call: 'kubectl * apply *', code: 0 }).rule({ call: 'kubectl * get deployments*', code: 0 });

  // WHEN
  const { stdout } = await world.run('deploy', ['dev'], {}, environments);
  const calls = world.calls();
  world.remove();

  // THEN
  expect(stdout).toContain('- secret: skipped, the environment runs no store (store.enabled)');
  expect(stdout).toContain('< apply: done');
  expect(calls.filter((call) => /secret|create/.test(call) && !call.includes('get secrets'))).toEqual([
    'kubectl auth can-i create namespaces',
  ]);
});

test('an environment without ai-service is not asked for a description', async () => {
  // GIVEN
  const environments = onlyDev({ store: { ai: false } });
  const world = await new World().prepare('dev', environments);
  await world.run('deploy', ['dev'], {}, environments);
  world.forgetCalls();

  // WHEN
  const { code, stdout } = await world.run('verify', ['dev'], {}, environments);
  const jobs = world.calls().filter((call) => call.includes('job'));
  world.remove();

  // THEN
  expect(code).toBe(0);
  expect(stdout).toContain('inside: not looked at, the environment runs no ai-service (store.enabled, store.ai)');
  expect(stdout).toContain('identity: not looked at, no workload calls a model');
  expect(jobs).toEqual([]);
});

test('an environment without a page waits for no Gateway', async () => {
  // GIVEN
  const environments = onlyDev({
    store: { enabled: false },
    chatbots: [{ ...CHATBOT, publish: { by: 'nothing' } }],
    gateway: { mode: 'managed' },
  });
  const world = await new World().prepare('dev', environments);
  world.rule({ call: 'kubectl * apply *', code: 0 }).rule({ call: 'kubectl * get deployments*', code: 0 });

  // WHEN
  const { stdout } = await world.run('deploy', ['dev'], {}, environments);
  world.remove();

  // THEN
  expect(stdout).toContain('- gateway: skipped, the environment publishes no page, so there is no Gateway');
  expect(stdout).toContain('- route: skipped, the environment publishes no page, so there is no Gateway');
});

test('workloads of further namespaces are waited for and looked at', async () => {
  // GIVEN
  const environments = onlyDev({
    workloads: [
      {
        name: 'writer',
        image: 'example.azurecr.io/writer:1.0.0',
        port: 8080,
        deployment: 'gpt-5.4-mini',
        dialect: 'store',
        namespace: 'apps',
      },
    ],
  });
  const world = await new World().prepare('dev', environments);

  // WHEN
  await world.run('deploy', ['dev'], {}, environments);
  const calls = world.calls();
  world.remove();

  // THEN
  for (const namespace of ['dev', 'apps']) {
    expect(calls).toContain(`kubectl get deployments.apps,statefulsets.apps --namespace ${namespace} --output name`);
    expect(calls).toContain(`kubectl get configmaps --namespace ${namespace} --output json`);
  }
});

test('a managed gateway under a name of its own needs no second turn', async () => {
  // GIVEN
  const environments = onlyDev({ gateway: { mode: 'managed', hostname: 'shop.example.org' } });
  const world = await new World().prepare('dev', environments);

  // WHEN
  const { stdout } = await world.run('deploy', ['dev'], {}, environments);
  world.remove();

  // THEN
  expect(stdout).toContain('- route: skipped, the environment names the host itself');
});

describe('the page that is asked for', () => {
  test.each<[string, Partial<EnvironmentInput>, object | undefined]>([
    ['is the store', {}, { hostname: undefined, path: '/' }],
    [
      'is the store under its own name',
      { gateway: { hostname: 'a.example.org' } },
      { hostname: 'a.example.org', path: '/' },
    ],
    [
      'is a chatbot where there is no store',
      { ...NO_STORE, chatbots: [CHATBOT] },
      { hostname: undefined, path: '/chat/' },
    ],
    [
      'is a chatbot under a name of its own',
      { ...NO_STORE, chatbots: [{ ...CHATBOT, publish: { by: 'hostname', hostname: 'b.example.org' } }] },
      { hostname: 'b.example.org', path: '/' },
    ],
    ['is none where nothing is published', NO_STORE, undefined],
  ])('%s', (_, input, expected) => {
    expect(publishedPage(parse(input))).toEqual(expected);
  });

  test('is asked for by HTTPS where the gateway has a certificate', async () => {
    // GIVEN
    const environments = onlyDev({ gateway: { hostname: 'a.example.org', tlsSecretName: 'certificate' } });
    const world = await new World().prepare('dev', environments);
    const asked: string[] = [];

    // WHEN
    await world.run(
      'deploy',
      ['dev'],
      {
        fetch: (input) => {
          asked.push(input instanceof Request ? input.url : input.toString());
          return Promise.resolve(new Response('Access denied due to Virtual Network/Firewall rules', { status: 403 }));
        },
      },
      environments,
    );
    world.remove();

    // THEN
    expect(asked.at(-1)).toBe('https://a.example.org/');
  });
});
