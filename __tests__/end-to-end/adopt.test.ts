import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment } from '../../config';
import { Runner, type Context } from '../../pipeline';
import { importAll } from '../../pipeline/adopt/import';
import { stateAddresses } from '../../pipeline/terraform';
import { MINIMAL } from '../helpers/environment';
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
});
