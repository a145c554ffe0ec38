import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withQuickCdktf } from '../fixtures/pipeline/quick-tools';
import { PLANTED_KEY } from '../fixtures/pipeline/secrets';
import { World } from '../helpers/pipeline-world';
import { describeWith } from '../helpers/require-tool';
import { scriptOf } from '../helpers/script-of';

const CLUSTER = 'terraform_data.cluster';
const LABEL = 'terraform_data.label';

// A deploy takes seconds, so that every test begins with what one has left.
let world: World;
beforeAll(async () => {
  world = new World({ standIns: false });
  const { code, stderr } = await world.run('deploy', ['dev']);
  if (code !== 0) throw new Error(`the deploy before the tests failed: ${stderr}`);
  world.save();
});
beforeEach(() => void world.restore());
afterAll(() => world.remove());

/** The ids of what is in the state, by name. */
function ids(): Readonly<Record<string, string>> {
  const state = JSON.parse(readFileSync(path.join(world.project, 'terraform.dev.tfstate'), 'utf8')) as {
    resources: { name: string; instances: { attributes: { id: string } }[] }[];
  };
  return Object.fromEntries(state.resources.map(({ name, instances }) => [name, instances[0]!.attributes.id]));
}

/** What is typed by hand. */
function cdktf(verb: 'deploy' | 'destroy', variables: Readonly<Record<string, string>>) {
  return spawnSync(process.execPath, [scriptOf('cdktf', 'cdktf-cli'), verb, 'dev', '--auto-approve', '--no-color'], {
    cwd: world.project,
    env: withQuickCdktf({ ...process.env, ENVIRONMENT: 'dev', CI: '1', CHECKPOINT_DISABLE: '1', ...variables }),
    encoding: 'utf8',
  });
}

describeWith('terraform')('with the real cdktf, terraform and cdk8s', () => {
  test('plan tells what would be lost, what forces it and what follows, and changes nothing', async () => {
    // GIVEN
    const before = ids();
    expect(Object.keys(before)).toEqual(['cluster', 'label']);
    world.rule({ call: 'kubectl * diff *', code: 0 });

    // WHEN nothing differs
    const nothing = await world.run('plan', ['dev']);

    // THEN
    expect(nothing).toMatchObject({ code: 0, stderr: '' });
    expect(nothing.stdout).toContain('plan of dev: nothing would change');

    // WHEN
    world.variable('RANGE', '10.1.0.0/16');
    const changed = await world.run('plan', ['dev', '--json']);

    // THEN
    expect(changed.code).toBe(2);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      environment: 'dev',
      changed: true,
      infrastructure: {
        counts: { replace: 2, destroy: 0, create: 0, update: 0 },
        changes: [
          {
            address: CLUSTER,
            action: 'replace',
            protected: true,
            forcedBy: [{ field: 'triggers_replace', follows: [] }],
          },
          { address: LABEL, action: 'replace', protected: false, forcedBy: [{ follows: [CLUSTER] }] },
        ],
      },
      cluster: { changes: [] },
    });
    expect(changed.stderr).toContain(
      `  replace ${CLUSTER} (protected)\n      forced by triggers_replace {"range":"10.0.0.0/16"} -> {"range":"10.1.0.0/16"}`,
    );
    expect(changed.stdout + changed.stderr).not.toContain(PLANTED_KEY);
    expect(ids()).toEqual(before);
  });

  test('no path replaces or destroys what is protected, but a destroy that was confirmed, and the one variable by hand', async () => {
    // GIVEN
    const before = ids();
    world.variable('RANGE', '10.1.0.0/16');

    // WHEN the pipeline deploys, whatever it is allowed
    const deploy = await world.run('deploy', ['dev', '--allow-replace', CLUSTER, '--allow-replace', LABEL]);

    // THEN
    expect(deploy.code).toBe(1);
    expect(deploy.stderr).toContain(`protected and would be lost:\n  replace ${CLUSTER} (protected)`);
    expect(ids()).toEqual(before);

    // WHEN cdktf is started by hand
    for (const verb of ['deploy', 'destroy'] as const) {
      const byHand = cdktf(verb, { RANGE: '10.1.0.0/16' });

      // THEN Terraform has refused
      expect(byHand.status).not.toBe(0);
      expect(byHand.stderr).toContain('Invoking Terraform CLI failed with exit code 1');
      expect(ids()).toEqual(before);
    }

    // WHEN Terraform is started in the folder that cdktf has left
    for (const verb of ['apply', 'destroy']) {
      const args = ['-chdir=cdktf.out/stacks/dev', verb, '-auto-approve', '-no-color'];
      const terraform = spawnSync('terraform', args, { cwd: world.project, encoding: 'utf8' });

      // THEN it says why, which cdktf loses on a busy machine
      expect(terraform.stderr).toContain('Instance cannot be destroyed');
      expect(ids()).toEqual(before);
    }

    // WHEN
    const destroyed = cdktf('destroy', { PROTECT: 'false' });

    // THEN
    expect(destroyed.status).toBe(0);
    expect(ids()).toEqual({});
  });

  test('a deploy that would replace something stops without a terminal, asks at one, and takes the address', async () => {
    // GIVEN
    const before = ids();
    world.variable('LABEL', 'b');

    // WHEN
    const alone = await world.run('deploy', ['dev']);

    // THEN
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain(`next: npm run deploy -- dev --allow-replace '${LABEL}'; nothing was changed`);
    expect(ids()).toEqual(before);

    // WHEN
    const wrong = await world.run('deploy', ['dev'], { typed: 'devel' });

    // THEN
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain('this replaces or destroys 1 of environment dev');
    expect(wrong.stderr).toContain('the answer "devel" is not the name "dev": nothing was changed');
    expect(ids()).toEqual(before);

    // WHEN
    const right = await world.run('deploy', ['dev'], { typed: 'dev' });

    // THEN
    expect(right.code).toBe(0);
    const replaced = ids();
    expect(replaced['cluster']).toBe(before['cluster']);
    expect(replaced['label']).not.toBe(before['label']);

    // WHEN
    world.variable('LABEL', 'c');
    const flagged = await world.run('deploy', ['dev', '--allow-replace', LABEL]);

    // THEN
    expect(flagged).toMatchObject({ code: 0, stderr: '' });
    expect(ids()['label']).not.toBe(replaced['label']);
  });

  test('a state of another environment is refused, and left as it is', async () => {
    // GIVEN
    world.variable('LABEL', 'b');
    const state = path.join(world.project, 'terraform.dev.tfstate');
    const text = readFileSync(state, 'utf8').replace(/("environment": \{\s*"value": )"dev"/, '$1"other"');
    expect(text).toContain('"other"');
    writeFileSync(state, text);

    // WHEN
    const deploy = await world.run('deploy', ['dev', '--allow-replace', LABEL]);

    // THEN
    expect(deploy.code).toBe(1);
    expect(deploy.stderr).toContain(
      'terraform.dev.tfstate is the state of environment other, not of dev: nothing was changed',
    );
    expect(readFileSync(state, 'utf8')).toBe(text);
  });
});
