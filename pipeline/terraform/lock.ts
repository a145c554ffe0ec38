import { hostname } from 'node:os';
import { LIMITS } from '../limits';
import { PipelineError, type Runner } from '../run';
import { deployFolder } from './deploy-folder';
import type { RunRecord } from './run-record';

/** The first attempt asks for the lock once, so that its holder is told at once. */
export const NO_TIME = '0s';

/** Who holds a state, as Terraform tells it. */
export interface StateLock {
  readonly id: string;
  /** `user@host`. */
  readonly who: string;
  /** For example `OperationTypeApply`. */
  readonly operation: string;
  /** As Terraform prints it, in UTC. */
  readonly created: string;
}

/** Somebody is at work on the same environment, and does not come to an end. */
export class StateLockedError extends PipelineError {
  public constructor(environment: string, lock: StateLock) {
    super(
      `the state of ${environment} is locked by ${holder(lock)}`,
      `wait for them, then run the same command again; only if nobody is at work: terraform -chdir=${deployFolder(environment)} force-unlock ${lock.id}`,
    );
  }
}

/** What a run that has met a lock knows. */
export interface LockedRun {
  /** The run before it that has died, if one has. */
  readonly dead: RunRecord | undefined;
  /** How long it was told to wait for the lock. */
  readonly timeout: string;
}

/**
 * How long the next attempt shall wait for a lock that this one has met: not at all where a dead run has left it, since then it
 * is released.
 *
 * @throws {StateLockedError} if this one has waited already
 */
export async function timeoutAfter(
  runner: Runner,
  environment: string,
  lock: StateLock,
  { dead, timeout }: LockedRun,
): Promise<string> {
  if (timeout !== NO_TIME) throw new StateLockedError(environment, lock);
  if (await freeLock(runner, environment, lock, dead)) return NO_TIME;
  runner.print(`the state is locked by ${holder(lock)}: waiting for it, at most ${LIMITS.terraformLock}`);
  return LIMITS.terraformLock;
}

function holder({ who, created, operation }: StateLock): string {
  return `${who}, since ${created} (${operation})`;
}

/**
 * The lock that has stopped a run; `undefined` where none has.
 *
 * @param output as it was printed
 * @see https://developer.hashicorp.com/terraform/language/state/locking
 */
export function lockIn(output: string): StateLock | undefined {
  if (!/Error acquiring the state lock/.test(output)) return undefined;
  const field = (name: string) => new RegExp(String.raw`\b${name}:[ \t]+(\S.*)`).exec(output)?.[1]?.trim() ?? '';
  return { id: field('ID'), who: field('Who'), operation: field('Operation'), created: field('Created') };
}

/**
 * Releases a lock that a dead run of this folder has left: taken on this machine since that run began, while no Terraform is
 * at work here. (A file's lock goes with its process; a blob's stays.)
 *
 * @param dead the run that has died; without it nothing tells whose the lock is
 * @returns whether it was released
 */
export async function freeLock(
  runner: Runner,
  environment: string,
  { id, who, created }: StateLock,
  dead: RunRecord | undefined,
): Promise<boolean> {
  const isHere = who.endsWith(`@${hostname()}`);
  if (dead === undefined || id === '' || !isHere || !(timeOf(created) >= Date.parse(dead.since))) return false;
  if (await mayTerraformRun(runner)) return false;
  runner.print(`the state is locked by a run that has died (${who}, since ${created}): its lock is released`);
  await runner.run('terraform', [`-chdir=${deployFolder(environment)}`, 'force-unlock', '-force', id]);
  return true;
}

/** The time of Terraform's lock, whose fractions of a second are too fine for a Date; not a number where it is none. */
function timeOf(created: string): number {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)/.exec(created) ?? [];
  return Date.parse(`${date}T${time}Z`);
}

/** Whether a Terraform is at work on this machine, or nobody can tell: it outlives a run that is killed. */
async function mayTerraformRun(runner: Runner): Promise<boolean> {
  const [tool, args]: [string, string[]] =
    process.platform === 'win32' ? ['tasklist', ['/FO', 'CSV', '/NH']] : ['ps', ['-A', '-o', 'comm=']];
  try {
    const { exitCode, stdout } = await runner.run(tool, args, { allowFailure: true });
    return exitCode !== 0 || /(?:^|[/\\"])terraform(?:\.exe)?(?:["\s]|$)/m.test(stdout);
  } catch (error) {
    if (error instanceof PipelineError) return true;
    throw error;
  }
}
