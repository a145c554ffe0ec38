import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Runner } from '../run';

/** The folder in which cdktf runs Terraform for an environment, relative to the project. */
export function deployFolder(environment: string): string {
  return path.posix.join('cdktf.out', 'stacks', environment);
}

/** Whether cdktf has synthesized the stack there, and Terraform has been initialized. */
export function isInitialized(runner: Runner, environment: string): boolean {
  const folder = runner.path(deployFolder(environment));
  return ['cdk.tf.json', '.terraform'].every((file) => existsSync(path.join(folder, file)));
}
