import path from 'node:path';
import { backendOf } from '../../model';
import type { Context } from '../context';
import { PipelineError, type Runner } from '../run';
import { deployFolder } from './deploy-folder';

/** The addresses in the state of an environment's stack; none where there is no state yet. */
export async function stateAddresses(runner: Runner, environment: string): Promise<ReadonlySet<string>> {
  const args = [`-chdir=${deployFolder(environment)}`, 'state', 'list'];
  const result = await runner.run('terraform', args, { allowFailure: true });
  if (result.exitCode === 0) return new Set(result.stdout.split(/\s+/).filter(Boolean));
  if (result.stderr.includes('No state file was found')) return new Set();
  throw runner.failure('terraform', args, result);
}

/**
 * Looks whose state it is, where it is a file, which somebody may have copied: of another environment's, Terraform would
 * take down all that is in it.
 *
 * @throws {PipelineError} if it says that it is of another environment
 */
export function requireOwnState({ environment, runner }: Context): void {
  const backend = backendOf(environment);
  if (backend.type !== 'local') return;
  const file = path.posix.join(deployFolder(environment.name), backend.path);
  const owner = environmentIn(runner.read(file));
  if (owner === undefined || owner === environment.name) return;
  throw new PipelineError(
    `${file} is the state of environment ${owner}, not of ${environment.name}: nothing was changed`,
    `move it away, to terraform.${owner}.tfstate if there is none; without a state, what exists of ${environment.name} is found in Azure`,
  );
}

/** The output in which a stack says its environment; `undefined` where it was never applied whole, or is no state. */
function environmentIn(state: string | undefined): string | undefined {
  try {
    const { outputs } = JSON.parse(state ?? '{}') as { outputs?: { environment?: { value?: unknown } } };
    const value = outputs?.environment?.value;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
