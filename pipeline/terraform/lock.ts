import { hostname } from 'node:os';
import { PipelineError, type Runner } from '../run';
import { deployFolder } from './deploy-folder';
import type { RunRecord } from './run-record';

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
