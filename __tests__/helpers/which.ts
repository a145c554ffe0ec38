import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where a tool is on the PATH of the tests; `undefined` where it is not. */
export function which(tool: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, tool)).find((file) => existsSync(file));
}
