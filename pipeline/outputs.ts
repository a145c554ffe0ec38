import { writeFileSync } from 'node:fs';
import { ContractError, parseContract } from '../contract';
import { ensureFolderOf, filesOf, type Context } from './context';
import { requireOwnOutputs, stateOutputs, statePlace } from './terraform';

/**
 * Writes the outputs file out of the state where it is not there: it was lost, or the deploy ran on another machine. Where nothing
 * was deployed yet, or not to the end, there is none afterwards either.
 *
 * @throws {PipelineError} if the state is of another environment, or cannot be read
 */
export async function recoverOutputs(context: Context): Promise<void> {
  const { environment, runner } = context;
  const { outputs: file } = filesOf(environment);
  if (runner.read(file) !== undefined) return;
  const outputs = await stateOutputs(context);
  if (Object.keys(outputs).length === 0) return;
  requireOwnOutputs(context, outputs);
  const text = JSON.stringify({ [environment.name]: outputs }, null, 2);
  try {
    parseContract(text, environment.name, statePlace(context));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    // A deploy that died early has left some of them, and one by another release others.
    runner.print(`${file} is not there, and ${error.message.split('\n')[0]!.replace(/:$/, '')}; a deploy writes them`);
    return;
  }
  ensureFolderOf(file, context);
  runner.change(`terraform output -json > ${file}`, () => writeFileSync(runner.path(file), text));
  runner.print(`${file} was not there, and is written from the state, ${statePlace(context)}`);
}
