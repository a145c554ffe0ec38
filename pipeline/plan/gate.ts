import type { Context } from '../context';
import { PipelineError, UsageError, atTerminal } from '../run';
import { isLoss, type InfrastructurePlan, type PlannedChange } from './infrastructure-plan';
import { describeLoss } from './report';

/** Something that is protected would be replaced or destroyed. */
export class ProtectedError extends PipelineError {
  public constructor(environment: string, changes: readonly PlannedChange[]) {
    super(
      `protected and would be lost:\n${listOf(changes)}`,
      `take back what forces it; to really replace them, protect: false in environments/${environment}.ts; nothing was changed`,
    );
  }
}

/** Something would be replaced or destroyed, and nobody has said that it may be. */
export class ReplacementError extends PipelineError {
  public constructor(environment: string, changes: readonly PlannedChange[]) {
    const flags = changes.map(({ address }) => `--allow-replace '${address}'`).join(' ');
    super(
      `would be replaced or destroyed, and nobody is there to ask:\n${listOf(changes)}`,
      `npm run deploy -- ${environment} ${flags}; nothing was changed`,
    );
  }
}

/**
 * Lets a deploy go on only where nothing is lost, or where what is lost was named.
 *
 * @param allowed addresses that may be replaced or destroyed
 * @throws {UsageError} if one of them would not be, or another name than the environment's is typed
 * @throws {ProtectedError} if something is lost that is protected
 * @throws {ReplacementError} if something is lost that is not allowed, and nobody is there to ask
 * @throws {CancelledError} if the run is stopped meanwhile
 */
export async function askBeforeLoss(
  { environment: { name }, runner }: Context,
  { changes }: InfrastructurePlan,
  allowed: readonly string[],
): Promise<void> {
  const losses = changes.filter(isLoss);
  // One that was destroyed before the run was stopped is still to be created.
  const known = changes.filter((change) => isLoss(change) || change.action === 'create').map(({ address }) => address);
  const strangers = allowed.filter((address) => !known.includes(address));
  if (strangers.length > 0) {
    throw new UsageError(
      `--allow-replace must name what would be replaced or destroyed, got ${strangers.join(', ')}: ${losses.length === 0 ? 'nothing would be' : `allowed are ${losses.map(({ address }) => address).join(', ')}`}`,
      'leave it out; nothing was changed',
    );
  }
  const isProtected = losses.filter((change) => change.protected);
  if (isProtected.length > 0) throw new ProtectedError(name, isProtected);
  const open = losses.filter(({ address }) => !allowed.includes(address));
  if (open.length === 0) return;
  if (!runner.interactive) throw new ReplacementError(name, open);
  const question = `this replaces or destroys ${open.length} of environment ${name}, as shown above; its name, to go on: `;
  const answer = (await atTerminal('deploy', runner.signal, (ask) => ask(question))).trim();
  if (answer !== name) {
    throw new UsageError(
      `the answer "${answer}" is not the name "${name}": nothing was changed`,
      `npm run deploy -- ${name} asks again`,
    );
  }
}

function listOf(changes: readonly PlannedChange[]): string {
  return changes.flatMap(describeLoss).join('\n');
}
