import type { Context } from '../context';
import { UsageError, atTerminal } from '../run';

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
  const answer = (await atTerminal('destroy', runner.signal, (ask) => ask(question))).trim();
  if (answer !== name) {
    throw new UsageError(`the answer "${answer}" is not the name "${name}": nothing was changed`, next);
  }
}
