import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const made: string[] = [];

/** A folder of its own for one test, inside the project so that its node_modules is found. It is deleted afterwards. */
export function scratchFolder(): string {
  const parent = path.join(ROOT, 'scratch', 'tests');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, 'run-'));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
