import { parseEnvironment, type EnvironmentInput } from '../../config';
import { DryRunner } from '../../pipeline/dry-run';
import { PipelineError, type Runner } from '../../pipeline';
import { SUBSCRIPTION, fixtureEnvironments, only } from '../fixtures/pipeline/environments';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { World } from '../helpers/pipeline-world';

async function make() {
  const printed: string[] = [];
  const environment = await fixtureEnvironments.loadEnvironment('dev');
  const props = { directory: '/nowhere', print: (line: string) => void printed.push(line), interactive: true };
  const runner: Runner = new DryRunner(props, environment);
  return { runner, printed };
}

describe('DryRunner', () => {
  test('runs nothing, and prints the command without its secrets and its stdin', async () => {
    // GIVEN
    const { runner, printed } = await make();

    // WHEN
    const result = await runner.run('false', ['--token', `Bearer ${PLANTED_TOKEN}`], {
      env: { NAME: 'value', EMPTY: '' },
      input: 'hidden',
    });

    // THEN
    expect(result).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(printed).toEqual(["$ NAME=value false --token 'Bearer ***' < (stdin)"]);
  });

  test('answers what a ready world would answer, and for kubectl under any kubeconfig', async () => {
    // GIVEN
    const { runner } = await make();

    // THEN
    await expect(runner.json('az', ['account', 'show', '--output', 'json'])).resolves.toMatchObject({
      id: SUBSCRIPTION,
    });
    await expect(runner.run('kubectl', ['--kubeconfig', 'x', 'get', 'deployments'])).resolves.toMatchObject({
      stdout: 'deployment.apps/<workload>',
    });
  });

  test('changes no file, and claims nothing', async () => {
    // GIVEN
    const { runner, printed } = await make();
    const work = jest.fn();

    // WHEN
    runner.change('rm -f x', work);
    runner.report('it was done');
    await runner.judge(['whether it holds'], work);

    // THEN
    expect(work).not.toHaveBeenCalled();
    expect(printed).toEqual(['$ rm -f x', 'a run would judge whether it holds']);
  });

  test('tells what would stop a run, and goes on', async () => {
    // GIVEN
    const { runner, printed } = await make();

    // WHEN
    runner.refuse(new PipelineError('no subscription', 'name one'));

    // THEN
    expect(printed).toEqual(['a run would stop here: no subscription\nnext: name one']);
  });

  test('draws no live list over what it prints', async () => {
    expect((await make()).runner.interactive).toBe(false);
  });
});

const CHATBOT = { name: 'chat', deployment: 'gpt-5.4-mini' } as const;

describe.each<[string, Partial<EnvironmentInput>]>([
  ['as it comes', {}],
  ['with a managed gateway', { gateway: { mode: 'managed' } }],
  ['without a store', { store: { enabled: false, ai: false }, chatbots: [CHATBOT] }],
  [
    'with a service principal as its admin',
    { cluster: { admins: [{ objectId: SUBSCRIPTION, principalType: 'ServicePrincipal' }] } },
  ],
  ['with a group as its admin', { cluster: { admins: [{ objectId: SUBSCRIPTION, principalType: 'Group' }] } }],
])('an environment %s', (_, input) => {
  const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, ...input });
  const environments = only(environment);

  test.each([
    ['deploy', 'a run would judge proof gateway: through the gateway the page answers 200'],
    ['destroy', '$ rm -f outputs/dev.json'],
    ['bootstrap', 'a new role takes some minutes until it holds everywhere'],
  ])('%s --dry-run shows the whole way and touches nothing', async (command, last) => {
    // GIVEN
    const world = new World();

    // WHEN
    const { code, stdout, stderr } = await world.run(command, ['dev', '--dry-run'], {}, environments);
    const [calls, files] = [world.calls(), world.files()];
    world.remove();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe(`dry run: what "npm run ${command} -- dev" would do, with answers that are made up`);
    expect(lines.slice(-2)).toEqual([last, 'dry run: nothing was run, asked, written or proven']);
    // Nothing between reads like an end that was reached.
    expect(stdout).not.toMatch(
      /all proofs hold|: done$|^(?:holds|FAILS) |^role (?:granted|there)|^state: |registered$/m,
    );
    expect(stdout).not.toContain('a run would stop here');
    expect({ calls, files }).toEqual({ calls: [], files: [] });
  });
});

test('a deploy is shown to its end before anything is set up', async () => {
  // GIVEN
  const placeholder = '00000000-0000-0000-0000-000000000000';
  const environment = parseEnvironment({ name: 'dev', subscriptionId: placeholder });
  const world = new World();

  // WHEN
  const { code, stdout } = await world.run('deploy', ['dev', '--dry-run'], {}, only(environment));
  world.remove();

  // THEN
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    'dry run: nothing was run, asked, written or proven, and a run would stop where it says so',
  );
  expect(stdout).toContain('a run would stop here: 1 thing is in the way:\n  - subscriptionId');
  expect(stdout).toContain('$ kubectl --kubeconfig outputs/kubeconfig-dev apply --server-side --filename dist/dev');
});
