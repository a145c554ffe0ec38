import { createInterface } from 'node:readline/promises';
import type { Context } from '../context';
import { CancelledError, UsageError } from '../run';

/**
 * Asks for the environment's name before anything is taken down.
 *
 * @throws {UsageError} if the answer is another one, or nobody can be asked
 * @throws {CancelledError} if the run is stopped meanwhile
 */
export async function confirm({ environment: { name }, runner }: Context): Promise<void> {
  const next = `npm run destroy -- ${name} --yes takes it down without asking`;
  if (!runner.interactive) {
    throw new UsageError('destroy asks for the name of the environment, and nobody is there', next);
  }
  const question = `this deletes environment ${name} and everything in it; its name, to go on: `;
  const answer = (await ask(question, runner.signal)).trim();
  if (answer !== name) {
    throw new UsageError(`the answer "${answer}" is not the name "${name}": nothing was changed`, next);
  }
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question, { signal });
  } catch (error) {
    throw signal.aborted ? new CancelledError('destroy') : error;
  } finally {
    terminal.close();
  }
}
