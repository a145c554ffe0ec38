import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_REGION, parseEnvironment } from '../../config';
import { AzureCli } from '../azure';
import { firstSteps } from '../next-steps';
import { PLACEHOLDER_ID } from '../placeholders';
import { UsageError, type Ask, type Runner } from '../run';
import { gatherAnswers, type Given } from './answers';
import { SHAPES, shapedFile } from './shapes';

export { SHAPES } from './shapes';
export type { Given } from './answers';

/**
 * Writes the file of a new environment, and says what to do next.
 *
 * @param ask how to ask for what the command line does not say. @default - nobody can be asked
 * @throws {ConfigError} if it would break a rule; nothing is written then
 * @throws {UsageError} if there is such a file already, or something is not known
 */
export async function createEnvironment(name: string, given: Given, runner: Runner, ask?: Ask): Promise<void> {
  const file = `environments/${name}.ts`;
  // A name that is none is told before anything is asked.
  const nobody = { objectId: PLACEHOLDER_ID, principalType: 'User' } as const;
  parseEnvironment(
    SHAPES.dev.input({ name, subscriptionId: PLACEHOLDER_ID, location: DEFAULT_REGION, admin: nobody }),
    file,
  );
  if (runner.read(file) !== undefined) {
    throw new UsageError(`${file} is there already`, 'edit it, or take another name');
  }

  const { answers, shape } = await gatherAnswers(name, given, new AzureCli(runner, given.subscription ?? ''), ask);
  const environment = parseEnvironment(SHAPES[shape].input(answers), file);
  // Who takes this project as a package has no folder of that name.
  const types = runner.read('config/index.ts') === undefined ? 'secure-aks-openai/config' : '../config';
  mkdirSync(path.dirname(runner.path(file)), { recursive: true });
  writeFileSync(runner.path(file), shapedFile(shape, answers, types), { flag: 'wx' });
  const look = `  npm run synth -- ${name}    (what it makes, without an account)`;
  for (const line of [`wrote ${file}`, '', 'Next:', look, ...firstSteps(environment)]) runner.print(line);
}
