import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { ProjectCopy } from './project-copy';
import { scriptOf } from './script-of';

const ROOT = path.join(__dirname, '..', '..');

/**
 * What the compiler says of files of a project's copy; nothing where they compile.
 *
 * @param compilerOptions beside those of the project
 */
export function compilerErrors(project: ProjectCopy, files: readonly string[], compilerOptions: object = {}): string {
  project.write(
    'tsconfig.json',
    JSON.stringify({ extends: path.join(ROOT, 'tsconfig.json'), compilerOptions, include: files }),
  );
  const args = [scriptOf('tsc', 'typescript'), '--noEmit', '--project', project.dir];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status === 0).toBe(stdout === '');
  return stdout;
}
