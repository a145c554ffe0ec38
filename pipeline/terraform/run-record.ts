import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Runner } from '../run';

/** A run of Terraform for an environment, from this folder, that has not come to its end: it is at work, or dead. */
export interface RunRecord {
  readonly host: string;
  /** Of the process that has started it. */
  readonly pid: number;
  /** When it began, or the first of the dead ones before it. An ISO date. */
  readonly since: string;
}

/**
 * Notes that a run begins, beside the outputs: a state's lock names who and where, and not the process.
 *
 * @returns the one before it that has died, if one has
 */
export function beginRun(runner: Runner, environment: string): RunRecord | undefined {
  const file = fileOf(environment);
  const before = parse(runner.read(file));
  const dead = before && before.host === hostname() && !isAlive(before.pid) ? before : undefined;
  const since = dead?.since ?? new Date().toISOString();
  runner.change(`mkdir -p ${path.posix.dirname(file)}`, () => {
    mkdirSync(path.dirname(runner.path(file)), { recursive: true });
    writeFileSync(runner.path(file), JSON.stringify({ host: hostname(), pid: process.pid, since } satisfies RunRecord));
  });
  return dead;
}

/** The run that has begun and has not come to its end, and whether it may be at work: one of another machine may. */
export function openRun(runner: Runner, environment: string): (RunRecord & { readonly mayLive: boolean }) | undefined {
  const record = parse(runner.read(fileOf(environment)));
  return record && { ...record, mayLive: record.host !== hostname() || isAlive(record.pid) };
}

/** Notes that a run has come to its end by itself. */
export function endRun(runner: Runner, environment: string): void {
  const file = fileOf(environment);
  runner.change(`rm -f ${file}`, () => rmSync(runner.path(file), { force: true }));
}

function fileOf(environment: string): string {
  // No environment's outputs can have this name.
  return `outputs/${environment}.run.json`;
}

function parse(text: string | undefined): RunRecord | undefined {
  try {
    const { host, pid, since } = JSON.parse(text ?? '{}') as Partial<RunRecord>;
    return host === undefined || pid === undefined || since === undefined ? undefined : { host, pid, since };
  } catch {
    // A run that was killed while it wrote it.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
