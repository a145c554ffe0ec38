import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Runner } from './run';

/** Folder of what a command makes to try something out. No deploy reads it, and it may be deleted at any time. */
export const SCRATCH = 'scratch';

/** An empty folder of one environment, `scratch/<environment>/<purpose>`; what an earlier run left in it is deleted. */
export async function emptyScratch(runner: Runner, environment: string, purpose: string): Promise<string> {
  const folder = path.join(runner.directory, SCRATCH, environment, purpose);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
