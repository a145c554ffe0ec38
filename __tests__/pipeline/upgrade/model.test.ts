import { devWith, only } from '../../fixtures/pipeline/environments';
import { MODEL, deploymentsOf, usage } from '../../fixtures/pipeline/upgrades';
import type { World } from '../../helpers/pipeline-world';
import { changesIn, killAtEachChange, upgradeTest } from '../../helpers/upgrades';

const here = upgradeTest(MODEL);
const { upgrade, expectRefused } = here;

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

const SEVERAL = only(devWith({ openAi: { deployments: [{ name: 'gpt-5.4-mini' }, { name: 'gpt-5.4-nano' }] } }));

describe('an upgrade of a model', () => {
  test('makes the new one beside the old one, moves the workloads, proves it, and only then takes the old one away', async () => {
    // WHEN
    const { code, stdout, stderr } = await upgrade();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(changesIn(here.world)).toEqual(MODEL.changes);
    expect(keptIn(here.world)).toEqual([[KEPT], []]);
    expect(deploymentsOf(here.world)).toEqual(['gpt-5.6-luna']);
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
    expect((await here.world.run('plan', ['dev'], {}, MODEL.after)).code).toBe(0);
  });

  test('keeps the old one where the proofs do not hold', async () => {
    // GIVEN
    here.world.rule({ call: 'kubectl * logs job/*', code: 0, says: '{"status":500,"body":"no"}' });

    // WHEN
    const { code, stdout } = await upgrade();

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain(
      'stopped at: verify\nnot done: old-model\ngo on with: npm run upgrade -- dev --model gpt-5.4-mini=gpt-5.6-luna',
    );
    expect(deploymentsOf(here.world)).toEqual(['gpt-5.6-luna', 'gpt-5.4-mini']);
  });

  test('killed at each change goes on by the same command, and makes the new one once', async () => {
    await killAtEachChange(
      MODEL.changes,
      here.world,
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
    here.world.forgetCalls();

    // WHEN
    const { code, stdout } = await upgrade();

    // THEN
    expect({ code, changes: changesIn(here.world) }).toEqual({ code: 0, changes: [] });
    expect(stdout).toContain('nothing is left to be done');
  });

  test('that has come to its end but for the outputs in the state takes its last step again', async () => {
    // GIVEN
    await upgrade();
    const outputs = { openai_deployments: { actions: ['update'], before: ['gpt-5.4-mini'], after: ['gpt-5.6-luna'] } };
    here.world.forgetCalls().make('plan.json', JSON.stringify({ output_changes: outputs }));

    // WHEN
    const { code, stdout } = await upgrade();

    // THEN
    expect({ code, changes: changesIn(here.world) }).toEqual({ code: 0, changes: ['cdktf deploy dev'] });
    expect([...stdout.matchAll(/^> (\S+: .*)$/gm)].map(([, step]) => step)).toEqual([
      'old-model: deployment that was replaced goes',
    ]);
  });

  test('that was broken off before the outputs were written writes them', async () => {
    // GIVEN both deployments, and outputs that know the old one alone
    const [old] = JSON.parse(here.world.read('deployments')) as object[];
    here.world.make('deployments', JSON.stringify([{ ...old, name: 'gpt-5.6-luna' }, old]));

    // WHEN
    const { code } = await upgrade();

    // THEN
    expect({ code, kept: keptIn(here.world) }).toEqual({ code: 0, kept: [[KEPT], []] });
  });

  test('with --dry-run looks, prints what would be run, and changes nothing', async () => {
    // WHEN
    const { code, stdout } = await upgrade(['--dry-run']);

    // THEN
    expect({ code, changes: changesIn(here.world), deployments: deploymentsOf(here.world) }).toEqual({
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
      { environments: MODEL.before },
    );
  });

  test('from a deployment that the account does not have', async () => {
    await expectRefused(
      'has no deployment "gpt-4o": it has gpt-5.4-mini\n    -> name one that it has, by the name of the deployment',
      { wanted: 'gpt-4o=gpt-5.6-luna' },
    );
  });

  test('to a model that the region does not offer', async () => {
    here.world.takeAway('offers');
    await expectRefused('deployment "gpt-5.6-luna": eastus2 offers no gpt-5.6-luna');
  });

  test('without quota for the new one beside the old one', async () => {
    here.world.make('usages', JSON.stringify([usage('gpt-5.6-luna', 10)]));
    await expectRefused(
      'quota "OpenAI.GlobalStandard.gpt-5.6-luna" in eastus2: 30 thousand tokens a minute are needed, 10 of 10 are free',
    );
  });

  test('where a deploy would change something else too, another deployment for one', async () => {
    here.world.make(
      'deployments',
      here.world
        .read('deployments')
        .replace(
          /^\[/,
          '[{"name":"other","sku":{"name":"GlobalStandard","capacity":1},"properties":{"model":{"name":"m","version":"1"}}},',
        ),
    );
    await expectRefused('beside the upgrade a deploy would destroy azurerm_cognitive_deployment.kept-other');
  });

  test.each(['create', 'delete'])('where a deploy would %s a deployment that it does not name', async (action) => {
    const change = { address: 'azurerm_cognitive_deployment.other', mode: 'managed', change: { actions: [action] } };
    here.world.make('plan.json', JSON.stringify({ resource_changes: [change] }));

    await expectRefused(
      `beside the upgrade a deploy would ${action === 'create' ? 'create' : 'destroy'} ${change.address}`,
    );
  });

  test('to one of several deployments, where the file holds others', async () => {
    await expectRefused('holds no "gpt-5.6-luna": it holds gpt-5.4-mini, gpt-5.4-nano\n', { environments: SEVERAL });
  });
});
