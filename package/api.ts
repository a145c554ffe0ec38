import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorMessageCategory } from '@microsoft/api-extractor';
import { format, type FormatConfig } from 'oxfmt';
import { referenceOf, type ApiPackage } from './reference';

const ROOT = path.join(__dirname, '..');
const FOLDER = 'docs/api';
/** What can be imported of the package. */
const ENTRY_POINTS: readonly string[] = ['constructs', 'charts', 'contract', 'config'];
/** Those that a reference is written of; that of an environment is made from its schema. */
const WITH_REFERENCE: readonly string[] = ['constructs', 'charts'];

/**
 * What the package shows to whoever imports it: for each entry point a report of every declaration that can be reached, and
 * for constructs and charts a reference to read.
 *
 * @param declarations folder of the compiled package. @default - the package is compiled into `lib/` first
 * @param entryPoints those that are looked at. @default - all
 */
export async function apiPages(
  declarations?: string,
  entryPoints: readonly string[] = ENTRY_POINTS,
): Promise<ReadonlyMap<string, string>> {
  if (declarations === undefined) compile();
  const compiled = path.resolve(declarations ?? path.join(ROOT, 'lib'));
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'api-'));
  try {
    const configs = entryPoints.map((entryPoint) => configOf(entryPoint, compiled, scratch));
    const additionalEntryPoints = configs.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
    // One program for all, since each reads the libraries again.
    const compilerState = CompilerState.create(configs[0]!, { additionalEntryPoints });
    for (const config of configs) extract(config, compilerState);
    const pages = new Map<string, string>();
    for (const entryPoint of entryPoints) {
      const report = `${entryPoint}.api.md`;
      pages.set(`${FOLDER}/${report}`, readFileSync(path.join(scratch, report), 'utf8'));
      if (!WITH_REFERENCE.includes(entryPoint)) continue;
      const model = JSON.parse(readFileSync(path.join(scratch, `${entryPoint}.api.json`), 'utf8')) as ApiPackage;
      pages.set(`${FOLDER}/${entryPoint}.md`, await laidOut(referenceOf(entryPoint, model)));
    }
    return pages;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function configOf(entryPoint: string, declarations: string, scratch: string): ExtractorConfig {
  const declaration = path.join(declarations, entryPoint, 'index.d.ts');
  // The types of browsers and of Node are half of all that there is to read, and nothing public is one of them.
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: [],
    strict: true,
    skipLibCheck: true,
  };
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

function compile(): void {
  const { status } = spawnSync(process.execPath, [path.join(__dirname, 'build.cjs')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the package does not compile');
}
