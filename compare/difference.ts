import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from './project';

const MOST_LINES = 40;

/** A file that differs, by what each tree made. */
export interface Difference {
  readonly file: string;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

/** The files that the two trees did not make alike. */
export function differencesOf(before: Files, after: Files): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((file) => ({ file, before: before.get(file), after: after.get(file) }))
    .filter((pair) => pair.before === undefined || pair.after === undefined || !pair.before.equals(pair.after));
}

/** The first lines of what differs in a file, as `git diff` shows it. */
export function showDifference({ file, before, after }: Difference, scratch: string): string {
  if (before === undefined) return 'made by this tree alone';
  if (after === undefined) return 'made by the commit alone';
  const sides = { before, after };
  for (const [side, content] of Object.entries(sides)) {
    const target = path.join(scratch, 'difference', side, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  const files = Object.keys(sides).map((side) => `${side}/${file}`);
  const { stdout } = spawnSync('git', ['diff', '--no-index', '--no-color', '--unified=2', ...files], {
    cwd: path.join(scratch, 'difference'),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const lines = stdout.split('\n').filter((line) => !/^(?:diff|index|---|\+\+\+) /.test(line));
  const more = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`… and ${more} more lines`] : [])].join('\n');
}
