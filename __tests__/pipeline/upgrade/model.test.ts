import { World } from '../../helpers/pipeline-world';
import { changesIn, devOf, killAtEachChange } from '../../helpers/upgrades';

const BEFORE = devOf({ openAi: { deployments: [{ name: 'gpt-5.4-mini' }] } });
const AFTER = devOf({ openAi: { deployments: [{ name: 'gpt-5.6-luna' }] } });

/** The stack of the environment, as far as it is about its deployment. */
const stack = (...names: readonly string[]) =>
  JSON.stringify({
    resource: {
      azurerm_cognitive_deployment: Object.fromEntries(
        names.map((name) => [`openai_${name}`, { name, model: [{ model: name, version: '2026-01-01' }] }]),
      ),
    },
  });

const offer = (name: string, version: string) => ({
  kind: 'OpenAI',
  model: { name, version, skus: [{ name: 'GlobalStandard' }] },
});
const usage = (model: string, limit: number) => ({
  name: { value: `OpenAI.GlobalStandard.${model}` },
  currentValue: 0,
  limit,
});
const OFFERS = JSON.stringify([offer('gpt-5.4-mini', '2026-03-17'), offer('gpt-5.6-luna', '2026-07-09')]);
const USAGES = JSON.stringify([usage('gpt-5.4-mini', 100), usage('gpt-5.6-luna', 100)]);

let before: World;
beforeAll(async () => {
  before = (await new World().prepare('dev', BEFORE)).make('stack.json', stack('gpt-5.4-mini'));
  await before.run('deploy', ['dev'], {}, BEFORE);
  await before.make('stack.json', stack('gpt-5.6-luna')).forgetCalls().prepare('dev', AFTER);
  before.takeAway('kept');
});
afterAll(() => before.remove());

let world: World;
beforeEach(() => {
  world = before.copy();
  world.rule({ call: 'az cognitiveservices model list *', code: 0, says: OFFERS });
  world.rule({ call: 'az cognitiveservices usage list *', code: 0, says: USAGES });
});
afterEach(() => world.remove());

const upgrade = (
  argv: readonly string[] = [],
  { environments = AFTER, model = 'gpt-5.4-mini=gpt-5.6-luna', of = world } = {},
) => of.run('upgrade', ['dev', '--model', model, ...argv], {}, environments);

/** Names of the account's deployments. */
const deploymentsOf = (of: World) => (JSON.parse(of.read('deployments')) as { name: string }[]).map(({ name }) => name);

/** Of each deploy, the deployments that it kept beside the environment's. */
const keptIn = (of: World) =>
  of
    .read('kept')
    .split('\n')
    .filter((line) => line.startsWith('deploy:'))
    .map((line) => JSON.parse(line.slice('deploy:'.length) || '[]') as unknown[]);

const KEPT = {
  name: 'gpt-5.4-mini',
  model: 'gpt-5.4-mini',
  version: '2026-01-01',
  sku: 'GlobalStandard',
  capacity: 30,
};

const WAY = [
  'cdktf deploy dev',
  'kubectl apply --server-side --filename dist/dev',
  'kubectl create --filename -',
  'kubectl delete job verify',
  'cdktf deploy dev',
];

/** That it is refused with this message, and has changed nothing. */
const expectRefused = async (message: string, options: Parameters<typeof upgrade>[1] = {}) => {
  const { code, stderr } = await upgrade([], options);
  expect({ code, changes: changesIn(world) }).toEqual({ code: 1, changes: [] });
  expect(stderr).toContain(message);
};

describe('an upgrade of a model', () => {
  test('makes the new one beside the old one, moves the workloads, proves it, and only then takes the old one away', async () => {
    // WHEN
    const { code, stdout, stderr } = await upgrade();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(changesIn(world)).toEqual(WAY);
    expect(keptIn(world)).toEqual([[KEPT], []]);
    expect(deploymentsOf(world)).toEqual(['gpt-5.6-luna']);
    expect([...stdout.matchAll(/^> (\S+):/gm)].map(([, id]) => id)).toEqual([
      'new-model',
      'charts',
      'apply',
      'rollouts',
      'prune',
      'verify',
      'old-model',
    ]);
  });

  test('leaves nothing that a plan would show', async () => {
    await upgrade();
    expect((await world.run('plan', ['dev'], {}, AFTER)).code).toBe(0);
  });

  test('keeps the old one where the proofs do not hold', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * logs job/*', code: 0, says: '{"status":500,"body":"no"}' });

    // WHEN
    const { code, stdout } = await upgrade();

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain(
      'stopped at: verify\nnot done: old-model\ngo on with: npm run upgrade -- dev --model gpt-5.4-mini=gpt-5.6-luna',
    );
    expect(deploymentsOf(world)).toEqual(['gpt-5.6-luna', 'gpt-5.4-mini']);
  });

  test('killed at each change goes on by the same command, and makes the new one once', async () => {
    await killAtEachChange(
      WAY,
      world,
      (of) => upgrade([], { of }),
      (of) => {
        expect(deploymentsOf(of)).toEqual(['gpt-5.6-luna']);
        const kept = keptIn(of);
        expect(kept.filter((deployments) => deployments.length > 0)).toHaveLength(1);
        expect(kept.at(-1)).toEqual([]);
      },
    );
  });

  test('that has come to its end says so, and changes nothing', async () => {
    // GIVEN
    await upgrade();
    world.forgetCalls();

    // WHEN
    const { code, stdout } = await upgrade();

    // THEN
    expect({ code, changes: changesIn(world) }).toEqual({ code: 0, changes: [] });
    expect(stdout).toContain('nothing is left to be done');
  });

  test('that was broken off before the outputs were written writes them', async () => {
    // GIVEN both deployments, and outputs that know the old one alone
    const [old] = JSON.parse(world.read('deployments')) as object[];
    world.make('deployments', JSON.stringify([{ ...old, name: 'gpt-5.6-luna' }, old]));

    // WHEN
    const { code } = await upgrade();

    // THEN
    expect({ code, kept: keptIn(world) }).toEqual({ code: 0, kept: [[KEPT], []] });
  });

  test('with --dry-run looks, prints what would be run, and changes nothing', async () => {
    // WHEN
    const { code, stdout } = await upgrade(['--dry-run']);

    // THEN
    expect({ code, changes: changesIn(world), deployments: deploymentsOf(world) }).toEqual({
      code: 0,
      changes: [],
      deployments: ['gpt-5.4-mini'],
    });
    expect(stdout.match(/^\$ .*cdktf deploy dev .*$/gm)).toEqual([
      expect.stringContaining('KEEP_DEPLOYMENTS=[{"name":"gpt-5.4-mini"'),
      expect.not.stringContaining('KEEP_DEPLOYMENTS'),
    ]);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('dry run: nothing was changed');
  });
});

describe('an upgrade of a model is refused, and nothing is changed,', () => {
  test('before the file says the end', async () => {
    await expectRefused(
      `2 things are in the way:
  - openAi.deployments of environments/dev.ts holds no "gpt-5.6-luna": it holds gpt-5.4-mini
    -> add { name: 'gpt-5.6-luna' } there, have it reviewed, and run the same command again
  - openAi.deployments of environments/dev.ts still holds "gpt-5.4-mini"
    -> take it out there, let what asks for it ask for "gpt-5.6-luna", have it reviewed, and run the same command again`,
      { environments: BEFORE },
    );
  });

  test('from a deployment that the account does not have', async () => {
    await expectRefused(
      'has no deployment "gpt-4o": it has gpt-5.4-mini\n    -> name one that it has, by the name of the deployment',
      { model: 'gpt-4o=gpt-5.6-luna' },
    );
  });

  test('to a model that the region does not offer', async () => {
    world.settle().rule({ call: 'az cognitiveservices usage list *', code: 0, says: USAGES });
    await expectRefused('deployment "gpt-5.6-luna": eastus2 offers no gpt-5.6-luna');
  });

  test('without quota for the new one beside the old one', async () => {
    world.settle().rule({ call: 'az cognitiveservices model list *', code: 0, says: OFFERS });
    world.rule({
      call: 'az cognitiveservices usage list *',
      code: 0,
      says: JSON.stringify([usage('gpt-5.6-luna', 10)]),
    });
    await expectRefused(
      'quota "OpenAI.GlobalStandard.gpt-5.6-luna" in eastus2: 30 thousand tokens a minute are needed, 10 of 10 are free',
    );
  });

  test('where a deploy would change something else too, another deployment for one', async () => {
    world.make(
      'deployments',
      world
        .read('deployments')
        .replace(
          /^\[/,
          '[{"name":"other","sku":{"name":"GlobalStandard","capacity":1},"properties":{"model":{"name":"m","version":"1"}}},',
        ),
    );
    await expectRefused('beside the upgrade a deploy would destroy azurerm_cognitive_deployment.kept-other');
  });
});
