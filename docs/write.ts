import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PARTS, type Pages } from './pages';

const ROOT = path.join(__dirname, '..');

const HELP = `Usage: npm run docs -- [part...] [--check]

Writes the pages and pictures of docs/ that come from the sources, or some of them:
  environment      docs/environment.md, every property of an environment's file
  properties       docs/properties.md, what each property makes, and the rights that takes
  troubleshooting  docs/troubleshooting.md, what the commands say when something is in the way
  security         docs/security.md, who can reach what, and the rules
  pictures         docs/pictures, what the artefacts look like
  apply-path       the part of docs/performance.md about the longest chain of an apply and of a destroy
  api              docs/api, what the package shows to whoever imports it

--check writes nothing, and fails where a page says something else.`;

/** What a part says today. */
type Part = () => Pages | Promise<Pages>;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(HELP);
  const parts: Readonly<Record<string, Part>> = {
    ...PARTS,
    // Loaded where it is asked for: it comes with a compiler of its own.
    api: async () => (await import('../package/api')).apiPages(),
  };
  const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}: there are ${Object.keys(parts).join(', ')}`);
  const pages = new Map<string, string>();
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
    for (const [file, text] of await parts[name]!()) pages.set(file, text);
  }
  const changed = [...pages].filter(([file, text]) => readIfThere(file) !== text);
  if (values.check && changed.length > 0) {
    const names = changed.map(([file]) => file).join(', ');
    throw new Error(`${names} ${changed.length === 1 ? 'is' : 'are'} not what the sources say: npm run docs writes it`);
  }
  if (!values.check) for (const [file, text] of changed) write(file, text);
  console.log(
    values.check
      ? `the ${pages.size} files are what the sources say`
      : `wrote ${changed.length} of ${pages.size} files, the others are what the sources say`,
  );
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(ROOT, file)), { recursive: true });
  writeFileSync(path.join(ROOT, file), text);
}

function readIfThere(file: string): string | undefined {
  return existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), 'utf8') : undefined;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
