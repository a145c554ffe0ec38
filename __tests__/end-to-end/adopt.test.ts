import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { parseEnvironment } from '../../config';
import { Runner, type Context } from '../../pipeline';
import { importAll } from '../../pipeline/adopt/import';
import { stateAddresses } from '../../pipeline/terraform';
import { MINIMAL } from '../helpers/environment';
import { World } from '../helpers/pipeline-world';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

describeWith('terraform')('with the real terraform', () => {
  test('what died is taken into the state that the deploy uses, as often as that is asked', async () => {
    // GIVEN a stack that is initialized and was never applied
    const directory = scratchFolder();
    const folder = path.join(directory, 'cdktf.out/stacks/dev');
    mkdirSync(folder, { recursive: true });
    const stack = {
      terraform: { backend: { local: { path: '../../../terraform.dev.tfstate' } } },
      resource: { terraform_data: { first: { input: 'a' }, second: { input: '${terraform_data.first.output}' } } },
      output: { all: { value: '${terraform_data.second.output}' } },
    };
    writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify(stack));
    execFileSync('terraform', ['init'], { cwd: folder, stdio: 'ignore' });
    const printed: string[] = [];
    const runner = new Runner({ directory, print: (line) => printed.push(line) });
    const context: Context = { environment: parseEnvironment(MINIMAL), runner };
    expect(await stateAddresses(runner, 'dev')).toEqual(new Set());
    const found = { address: 'terraform_data.second', id: 'id-of-the-second' };

    // WHEN
    const once = await importAll(context, [found]);
    const again = await importAll(context, [found, { address: 'terraform_data.first', id: 'id-of-the-first' }]);

    // THEN
    expect([once, again]).toEqual([1, 2]);
    expect(await stateAddresses(runner, 'dev')).toEqual(new Set(['terraform_data.first', 'terraform_data.second']));
    expect(readFileSync(path.join(directory, 'terraform.dev.tfstate'), 'utf8')).toContain('"id": "id-of-the-second"');
  });

  test('the lock that a dead process has left beside a state in a file is in nobody’s way', async () => {
    // GIVEN
    const world = new World({ standIns: false });
    const created = new Date().toISOString();
    const lock = {
      ID: 'x',
      Operation: 'OperationTypeApply',
      Info: '',
      Who: `me@${hostname()}`,
      Version: '1.11.4',
      Created: created,
      Path: 'x',
    };
    writeFileSync(path.join(world.project, '.terraform.dev.tfstate.lock.info'), JSON.stringify(lock));

    // WHEN
    const outcome = await world.spawn('deploy', ['dev']);

    // THEN
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).not.toContain('the state is locked');
    world.remove();
  });

  test('the state of another environment is not taken for the own', async () => {
    // GIVEN
    const world = new World({ standIns: false });
    expect((await world.spawn('deploy', ['managed'])).code).toBe(0);
    const state = readFileSync(path.join(world.project, 'terraform.managed.tfstate'), 'utf8');
    writeFileSync(path.join(world.project, 'terraform.dev.tfstate'), state);

    // WHEN
    const outcome = await world.spawn('deploy', ['dev']);

    // THEN
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(
      'terraform.dev.tfstate is the state of environment managed, not of dev: nothing was changed',
    );
    expect(readFileSync(path.join(world.project, 'terraform.dev.tfstate'), 'utf8')).toBe(state);
    world.remove();
  });
});
