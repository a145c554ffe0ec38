import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The script behind a command of a package, to be run by Node: on Windows what lies in `node_modules/.bin` is no program.
 *
 * @example
 * spawnSync(process.execPath, [scriptOf('tsc', 'typescript'), '--noEmit']);
 */
export function scriptOf(command: string, packageName = command): string {
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Readonly<Record<string, string>> };
  return path.join(path.dirname(manifest), typeof bin === 'string' ? bin : bin[command]!);
}
