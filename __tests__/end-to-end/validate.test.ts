import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../model';
import { Runner } from '../../pipeline';
import { command } from '../../pipeline/commands/validate';
import { quickTools } from '../fixtures/pipeline/quick-tools';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

/** Validates the small app of the fixtures; `change` edits its source before. */
async function validate(change: (source: string) => string) {
  const directory = scratchFolder();
  cpSync(path.join(__dirname, '..', 'fixtures', 'rehearsal'), directory, { recursive: true });
  const main = path.join(directory, 'main.ts');
  writeFileSync(main, change(readFileSync(main, 'utf8')));
  const lines: string[] = [];
  const runner = new Runner({ directory, print: (line) => lines.push(line), start: quickTools });
  const exitCodes: number[] = [];
  for (const name of ['dev', 'prod']) {
    exitCodes.push(await command.run({ environment: { name } as Environment, runner }, {}));
  }
  return { exitCodes, lines };
}

/** Misspells an argument in every environment but dev. */
const misspell = (source: string) =>
  source.replace(
    '  app.synth();',
    "  if (ENVIRONMENT !== 'dev') account.addOverride('triggers_replac', 'x');\n  app.synth();",
  );

describeWith('terraform')('with terraform', () => {
  test('says of each environment whether it is valid, with the resource and the argument of every error', async () => {
    // WHEN
    const { exitCodes, lines } = await validate(misspell);

    // THEN
    expect(exitCodes).toEqual([0, 1]);
    expect(lines).toEqual([
      'dev: valid',
      'prod: error: terraform_data.account, argument "triggers_replac" (construct prod/account): ' +
        'Extraneous JSON object property: No argument or block type is named "triggers_replac". ' +
        'Did you mean "triggers_replace"?',
      'prod: not valid: 1 error',
    ]);
  });
});
