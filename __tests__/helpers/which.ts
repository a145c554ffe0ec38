import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where a tool is on the PATH of the tests; `undefined` where it is not. */
export function which(tool: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => endings.map((ending) => path.join(folder, `${tool}${ending}`)))
    .find((file) => existsSync(file));
}
