import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../model';
import { Runner } from '../../pipeline';
import { command } from '../../pipeline/commands/validate';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

/** Validates the small app of the fixtures; `change` edits its source before. */
async function validate(change: (source: string) => string = (source) => source) {
  const directory = scratchFolder();
  cpSync(path.join(__dirname, '..', 'fixtures', 'rehearsal'), directory, { recursive: true });
  const main = path.join(directory, 'main.ts');
  writeFileSync(main, change(readFileSync(main, 'utf8')));
  const lines: string[] = [];
  const runner = new Runner({ directory, print: (line) => lines.push(line) });
  const exitCodes: number[] = [];
  for (const name of ['dev', 'prod']) {
    exitCodes.push(await command.run({ environment: { name } as Environment, runner }, {}));
  }
  return { exitCodes, lines };
}

const misspell = (source: string) =>
  source.replace('  app.synth();', "  account.addOverride('triggers_replac', 'x');\n  app.synth();");

describeWith('terraform')('with terraform', () => {
  test('says of each environment that it is valid', async () => {
    await expect(validate()).resolves.toEqual({ exitCodes: [0, 0], lines: ['dev: valid', 'prod: valid'] });
  });

  test('names the resource and the argument of every error, in every environment, and fails', async () => {
    // WHEN
    const { exitCodes, lines } = await validate(misspell);

    // THEN
    expect(exitCodes).toEqual([1, 1]);
    expect(lines).toEqual(
      ['dev', 'prod'].flatMap((name) => [
        `${name}: error: terraform_data.account, argument "triggers_replac" (construct ${name}/account): ` +
          'Extraneous JSON object property: No argument or block type is named "triggers_replac". ' +
          'Did you mean "triggers_replace"?',
        `${name}: not valid: 1 error`,
      ]),
    );
  });
});
