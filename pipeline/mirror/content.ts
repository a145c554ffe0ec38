import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** What is no source of an image, and changes with each commit. */
const NOT_READ = new Set(['.git']);

/**
 * What tells the files of a folder from others: their paths and what is in them, hexadecimal. Whether a build leaves some of them
 * out, it does not ask: so an image may be built once too often, and never once too seldom.
 */
export function contentOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of filesIn(folder)) {
    const bytes = readFileSync(path.join(folder, file));
    // The length keeps the end of one file from being taken for the beginning of the next.
    hash.update(`${file}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** The files below a folder, with slashes, in an order that every system has. */
function filesIn(folder: string, below = ''): string[] {
  return readdirSync(path.join(folder, below))
    .filter((name) => !NOT_READ.has(name))
    .flatMap((name) => {
      const file = below === '' ? name : `${below}/${name}`;
      return statSync(path.join(folder, file)).isDirectory() ? filesIn(folder, file) : [file];
    })
    .toSorted();
}
