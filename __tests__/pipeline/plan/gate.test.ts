import { World } from '../../helpers/pipeline-world';
import recorded from '../../fixtures/terraform-plan/changes.json';

const LOST = ['terraform_data.a', 'terraform_data.b', 'terraform_data.d'];
const ALL = LOST.flatMap((address) => ['--allow-replace', address]);

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev');
  world.make('plan.json', JSON.stringify(recorded));
});
afterEach(() => world.remove());

const applied = () => world.calls().some((call) => call.startsWith('cdktf deploy'));

describe('a deploy that would lose something', () => {
  test('stops without a terminal, and says what and the flags to give', async () => {
    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain('plan of dev: 2 to replace, 1 to destroy, 1 to create, 1 to update');
    expect(stdout).toContain('stopped at: plan');
    expect(stderr).toContain('would be replaced or destroyed, and nobody is there to ask:\n  replace terraform_data.a');
    expect(stderr).toContain(
      `next: npm run deploy -- dev ${LOST.map((address) => `--allow-replace '${address}'`).join(' ')}; nothing was changed`,
    );
    expect(applied()).toBe(false);
  });

  test('names only what is not allowed yet', async () => {
    const { code, stderr } = await world.run('deploy', ['dev', ...ALL.slice(0, 4)]);

    expect(code).toBe(1);
    expect(stderr).toContain("next: npm run deploy -- dev --allow-replace 'terraform_data.d'; nothing was changed");
    expect(stderr).not.toContain('replace terraform_data.a');
    expect(applied()).toBe(false);
  });

  test('goes on where all of it is allowed', async () => {
    const { code, stderr } = await world.run('deploy', ['dev', ...ALL]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(applied()).toBe(true);
  });

  test.each([
    ['an address that is not there', 'terraform_data.x'],
    ['one that is only updated', 'terraform_data.c'],
  ])('refuses %s among what is allowed', async (_, address) => {
    const { code, stderr } = await world.run('deploy', ['dev', ...ALL, '--allow-replace', address]);

    expect(code).toBe(1);
    expect(stderr).toContain(
      `--allow-replace must name what would be replaced or destroyed, got ${address}: allowed are ${LOST.join(', ')}`,
    );
    expect(applied()).toBe(false);
  });

  test('takes one that an earlier run has destroyed and not yet made again', async () => {
    const { code } = await world.run('deploy', ['dev', ...ALL, '--allow-replace', 'terraform_data.e']);

    expect(code).toBe(0);
  });

  test('asks at a terminal for the name of the environment', async () => {
    // WHEN
    const wrong = await world.run('deploy', ['dev'], { typed: 'yes' });

    // THEN
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain(
      'this replaces or destroys 3 of environment dev, as shown above; its name, to go on: ',
    );
    expect(wrong.stderr).toContain('the answer "yes" is not the name "dev": nothing was changed');
    expect(applied()).toBe(false);

    // WHEN
    const right = await world.run('deploy', ['dev'], { typed: 'dev' });

    // THEN
    expect(right.code).toBe(0);
    expect(applied()).toBe(true);
  });

  test.each(['plan', 'load-balancer', 'infrastructure'])('asks where it begins with %s too', async (step) => {
    const { code, stderr } = await world.run('deploy', ['dev', '--from', step]);

    expect(code).toBe(1);
    expect(stderr).toContain('nobody is there to ask');
    expect(applied()).toBe(false);
  });

  test.each([
    ['without a terminal', undefined, []],
    ['with every flag', undefined, ALL],
    ['at a terminal', 'dev', []],
  ])('stops %s where some of it is protected', async (_, typed, flags) => {
    // GIVEN
    world.make(
      'stack.json',
      JSON.stringify({ resource: { terraform_data: { b: { lifecycle: { prevent_destroy: true } } } } }),
    );

    // WHEN
    const { code, stderr } = await world.run('deploy', ['dev', ...flags], typed === undefined ? {} : { typed });

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('protected and would be lost:\n  replace terraform_data.b (protected)');
    expect(stderr).not.toContain('terraform_data.d');
    expect(stderr).toContain('protect: false in environments/dev.ts; nothing was changed');
    expect(applied()).toBe(false);
  });
});

describe('a deploy that loses nothing', () => {
  beforeEach(() => {
    const resource_changes = recorded.resource_changes.filter(({ change }) => !change.actions.includes('delete'));
    world.make('plan.json', JSON.stringify({ resource_changes }));
  });

  test('asks nobody, and for the lock of the state', async () => {
    const { code, stdout } = await world.run('deploy', ['dev']);

    expect(code).toBe(0);
    expect(stdout).toContain('plan of dev: 0 to replace, 0 to destroy, 1 to create, 1 to update');
    expect(world.calls().find((call) => / plan /.test(call))).toMatch(/ -lock-timeout=0s$/);
  });

  test('refuses an address that is allowed for nothing', async () => {
    const { code, stderr } = await world.run('deploy', ['dev', '--allow-replace', 'terraform_data.c']);

    expect(code).toBe(1);
    expect(stderr).toContain('got terraform_data.c: nothing would be\nnext: leave it out; nothing was changed');
  });

  test('goes on where the cluster does not tell what would change in it', async () => {
    // GIVEN
    await world.run('deploy', ['dev']);
    world.rule({ call: 'kubectl * diff *', code: 3, says: 'Unable to connect to the server' });

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('cluster: not compared, exit code 3: kubectl diff');
  });
});

test('destroy synthesizes without protection, after its question, and a deploy takes an inherited word back', async () => {
  // GIVEN
  world.takeAway('plan.json');
  world.variable('PROTECT', 'false').variable('KEEP_DEPLOYMENTS', '[{"name":"old","model":"gpt-4o"}]');

  // WHEN
  await world.run('deploy', ['dev']);
  const asked = await world.run('destroy', ['dev'], { typed: 'no' });
  const destroyed = await world.run('destroy', ['dev', '--yes']);

  // THEN
  expect(asked.code).toBe(1);
  expect(destroyed.code).toBe(0);
  expect(world.read('protect').trim().split('\n')).toEqual(['synth:', 'deploy:', 'destroy:false']);
  // With one kept, the plan would hide that it goes, and the deploy would leave it.
  expect(world.read('kept').trim().split('\n')).toEqual(['synth:', 'deploy:', 'destroy:']);
});
