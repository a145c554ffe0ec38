import type { Deployment } from '../deployment';
import { CancelledError, UsageError } from '../run';

/**
 * Asks for the environment's name before anything is taken down.
 *
 * @throws {UsageError} if the answer is another one, or nobody can be asked
 */
export async function confirm({ environment, system, runner }: Deployment): Promise<void> {
  const { name } = environment;
  const next = `npm run destroy -- ${name} --yes takes it down without asking`;
  if (!system.interactive)
    throw new UsageError(`destroy asks for the name of the environment, and nobody is there`, next);
  const answer = await system
    .ask(`this deletes environment ${name} and everything in it; its name, to go on: `, runner.signal)
    .catch((error: unknown) => {
      throw runner.signal.aborted ? new CancelledError('destroy') : error;
    });
  if (answer.trim() !== name) {
    throw new UsageError(`the answer "${answer.trim()}" is not the name "${name}": nothing was changed`, next);
  }
}
