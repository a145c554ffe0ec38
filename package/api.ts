import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CompilerState, Extractor, ExtractorConfig, ExtractorMessageCategory } from '@microsoft/api-extractor';
import { format, type FormatConfig } from 'oxfmt';
import { referenceOf, type ApiPackage } from './reference';

const ROOT = path.join(__dirname, '..');
const FOLDER = path.join(ROOT, 'docs', 'api');
/** What can be imported of the package. */
const ENTRY_POINTS: readonly string[] = ['constructs', 'charts', 'contract', 'config'];
/** Those that a reference is written of; that of an environment is made from its schema. */
const WITH_REFERENCE: readonly string[] = ['constructs', 'charts'];

const HELP = `Usage: npm run api -- [entry point...] [--check] [--declarations <folder>]

Writes to docs/api what the package shows to whoever imports it: for each entry point a report of every declaration, and for
constructs and charts a reference. --check writes nothing, and fails where docs/api says something else. --declarations names a
folder that is compiled already.`;

/**
 * What the package shows to whoever imports it, by file of docs/api: for each entry point a report of every declaration
 * that can be reached, and for constructs and charts a reference to read.
 *
 * @param declarations folder of the compiled package
 * @param entryPoints those that are looked at
 */
async function publicApi(declarations: string, entryPoints: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'api-'));
  try {
    const configs = entryPoints.map((entryPoint) => configOf(entryPoint, declarations, scratch));
    const additionalEntryPoints = configs.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
    // One program for all, since each reads the libraries again.
    const compilerState = CompilerState.create(configs[0]!, { additionalEntryPoints });
    for (const config of configs) extract(config, compilerState);
    const files = new Map<string, string>();
    for (const entryPoint of entryPoints) {
      const report = `${entryPoint}.api.md`;
      files.set(report, readFileSync(path.join(scratch, report), 'utf8'));
      if (!WITH_REFERENCE.includes(entryPoint)) continue;
      const model = JSON.parse(readFileSync(path.join(scratch, `${entryPoint}.api.json`), 'utf8')) as ApiPackage;
      files.set(`${entryPoint}.md`, await laidOut(referenceOf(entryPoint, model)));
    }
    return files;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function configOf(entryPoint: string, declarations: string, scratch: string): ExtractorConfig {
  const declaration = path.join(declarations, entryPoint, 'index.d.ts');
  const compilerOptions = { target: 'es2023', module: 'nodenext', types: ['node'], strict: true, skipLibCheck: true };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(ROOT, 'package.json'),
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: declaration,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [declaration] } },
      apiReport: {
        enabled: true,
        reportFolder: scratch,
        reportTempFolder: path.join(scratch, 'temp'),
        reportFileName: entryPoint,
        // What a public type is made of is as public as itself.
        includeForgottenExports: true,
      },
      docModel: { enabled: true, apiJsonFilePath: path.join(scratch, `${entryPoint}.api.json`) },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
    },
  });
}

/**
 * Writes the report of an entry point, and the model that a reference is made of.
 *
 * @throws Error if the declarations do not compile
 */
function extract(config: ExtractorConfig, compilerState: CompilerState): void {
  const problems: string[] = [];
  Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback(message) {
      // What it says of comments and release tags is of a style that is not ours.
      message.handled = true;
      if (message.category === ExtractorMessageCategory.Compiler) problems.push(message.text);
    },
  });
  if (problems.length > 0) throw new Error(`the declarations do not compile: ${problems.join('; ')}`);
}

/** A page with its examples as the project lays out its code: the model has lost their indents. */
async function laidOut(page: string): Promise<string> {
  const options = JSON.parse(readFileSync(path.join(ROOT, '.oxfmtrc.json'), 'utf8')) as FormatConfig;
  const parts = page.split(/(?<=^```ts\n)(import [^]*?)(?=^```$)/m);
  // Every second part is what the pattern has found.
  const formatted = parts.map(async (part, index) =>
    index % 2 === 1 ? (await format('example.ts', part, options)).code : part,
  );
  return (await Promise.all(formatted)).join('');
}

/** `npm run api`: compiles the package, and writes what it shows or says where that is another than what is written. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean' },
      declarations: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(HELP);
  const unknown = positionals.filter((name) => !ENTRY_POINTS.includes(name));
  if (unknown.length > 0) throw new Error(`no entry point ${unknown.join(', ')}: there are ${ENTRY_POINTS.join(', ')}`);
  if (values.declarations === undefined) compile();
  const files = await publicApi(
    path.resolve(values.declarations ?? path.join(ROOT, 'lib')),
    positionals.length > 0 ? positionals : ENTRY_POINTS,
  );
  const changed = [...files].filter(([file, text]) => readIfThere(path.join(FOLDER, file)) !== text);
  if (values.check) {
    if (changed.length === 0) return console.log('the public API is as it is written down');
    const names = changed.map(([file]) => `docs/api/${file}`).join(', ');
    throw new Error(`the public API is not what ${names} say${changed.length === 1 ? 's' : ''}: npm run api writes it`);
  }
  mkdirSync(FOLDER, { recursive: true });
  for (const [file, text] of changed) writeFileSync(path.join(FOLDER, file), text);
  console.log(`wrote ${changed.length} of the ${files.size} files of docs/api`);
}

function compile(): void {
  const { status } = spawnSync(process.execPath, [path.join(__dirname, 'build.cjs')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the package does not compile');
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
