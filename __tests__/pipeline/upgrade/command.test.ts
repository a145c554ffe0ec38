import { World } from '../../helpers/pipeline-world';

const world = new World();
afterAll(() => world.remove());

test.each<[string, readonly string[], string]>([
  [
    'nothing to upgrade',
    [],
    'nothing to upgrade is named: allowed is one of --kubernetes, --controller, --model\nnext: npm run upgrade -- dev --kubernetes <minor>',
  ],
  [
    'two things',
    ['--kubernetes', '1.37', '--controller', '1.13.0'],
    "option '--kubernetes <minor>' cannot be used with option '--controller <version>'",
  ],
  [
    'two others',
    ['--model', 'a1=b1', '--controller', '1.13.0'],
    "option '--controller <version>' cannot be used with option '--model <old=new>'",
  ],
  [
    'a patch of Kubernetes',
    ['--kubernetes', '1.37.2'],
    "argument '1.37.2' is invalid. It must be a minor version such as 1.36",
  ],
  [
    'a controller that is no version',
    ['--controller', 'latest'],
    "argument 'latest' is invalid. It must be the version of a chart",
  ],
  ['a model alone', ['--model', 'gpt-5.1'], "argument 'gpt-5.1' is invalid. It must have 2 to 64 characters"],
  [
    'a model for itself',
    ['--model', 'chat=chat'],
    "argument 'chat=chat' is invalid. It must be the names of two deployments",
  ],
  ['three models', ['--model', 'a1=b1=c1'], "argument 'a1=b1=c1' is invalid. It must be the names of two deployments"],
])('refuses %s, and asks nobody', async (_, argv, message) => {
  // WHEN
  const { code, stdout, stderr } = await world.run('upgrade', ['dev', ...argv]);

  // THEN
  expect({ code, stdout, calls: world.calls() }).toEqual({ code: 1, stdout: '', calls: [] });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('in another subscription asks nothing of the environment', async () => {
  // GIVEN
  const account = { id: '44444444-4444-4444-8444-444444444444', tenantId: 'x', user: { name: 'x', type: 'user' } };
  world.rule({ call: 'az account show *', code: 0, says: JSON.stringify(account) });

  // WHEN
  const { code, stderr } = await world.run('upgrade', ['dev', '--kubernetes', '1.37']);

  // THEN
  expect(code).toBe(1);
  expect(stderr).toContain('the Azure CLI is set to subscription 44444444');
  expect(world.calls().filter((call) => call.startsWith('az aks'))).toEqual([]);
});
