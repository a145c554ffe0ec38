import { mkdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '..');

/** The rooms of the sources that one target is made of, and that alone. */
const ROOMS = {
  infrastructure: ['config', 'constructs'],
  charts: ['config', 'contract', 'charts'],
} as const;

/** What main.ts makes. */
export type Target = keyof typeof ROOMS;

/**
 * Writes the program that no synthesis can be expected to beat by writing less: it imports the packages that the targets
 * import, as Node does it, and writes the bytes that they write. Returns its path.
 *
 * @param artefacts text by file, relative to the folder that it is run in
 */
export function writeFloor(
  scratch: string,
  targets: readonly Target[],
  artefacts: ReadonlyMap<string, string>,
): string {
  const packages = new Set(targets.flatMap(packagesOf));
  const lines = [
    `const { createRequire } = require('node:module');`,
    `const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');`,
    `const { dirname } = require('node:path');`,
    `const requireThere = createRequire(${JSON.stringify(path.join(ROOT, 'main.ts'))});`,
    ...[...packages].map((name) => `requireThere(${JSON.stringify(name)});`),
    ...[...artefacts].map(([file, text], index) => {
      const copy = path.join(scratch, `${targets.join('-')}-${index}`);
      writeFileSync(copy, text);
      return `mkdirSync(dirname(${JSON.stringify(file)}), { recursive: true }); writeFileSync(${JSON.stringify(file)}, readFileSync(${JSON.stringify(copy)}));`;
    }),
  ];
  const file = path.join(scratch, `floor-${targets.join('-')}.cjs`);
  mkdirSync(scratch, { recursive: true });
  writeFileSync(file, lines.join('\n'));
  return file;
}

/** The packages that the sources of a target import for what they run, and not for types alone. */
function packagesOf(target: Target): string[] {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    bundle: true,
    format: 'cjs',
    logLevel: 'silent',
    metafile: true,
    packages: 'external',
    platform: 'node',
    stdin: { contents: ROOMS[target].map((room) => `import './${room}';`).join('\n'), resolveDir: ROOT },
    write: false,
  });
  return Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports.map((each) => each.path))
    .filter((name) => !isBuiltin(name));
}
