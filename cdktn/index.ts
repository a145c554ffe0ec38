import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { differencesOf, showDifference } from '../compare/difference';
import { generatedEnvironments, imageLocks } from '../compare/environments';
import { Project, ROOT, run, type Files } from '../compare/project';
import azurerm5 from './azurerm-5.json';
import { withoutVersions, type Versions } from './versions';

/**
 * Whether the sources make the same under CDK Terrain, and with its bindings of the provider. Both frameworks synthesize the
 * same environments, which together say everything the schema knows; nothing of the sources is changed for it.
 */

const HELP = `Usage: npm run test:cdktn -- [--azurerm]

Whether the artefacts are the same under CDK Terrain, but for the framework's version. With --azurerm also its bindings of the
provider are looked at, ${azurerm5.package} ${azurerm5.version}, which npm installs into a folder of its own for it.`;

const SEED = 20_261_127;
const COMBINATIONS = 10;
const MOST_SHOWN = 5;
const FRAMEWORK = 'cdktf';
const SUCCESSOR = 'cdktn';
const BINDINGS = '@cdktf/provider-azurerm';
/** How the sources run where the packages are links to others: bundles would hold those that the links lead to. */
const APP = 'node --preserve-symlinks --preserve-symlinks-main --import tsx main.ts';

/** The sources, read as they run: a package is where its link is. */
const TYPES = {
  extends: './tsconfig.json',
  compilerOptions: { preserveSymlinks: true, types: ['node'] },
  include: ['constructs', 'charts'],
};

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { azurerm: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(HELP);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
  }
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'cdktn-'));
  try {
    const problems = await problemsOf(scratch, interrupted.signal, values.azurerm ?? false);
    for (const problem of problems) console.error(`error: ${problem}`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function problemsOf(scratch: string, stop: AbortSignal, withBindings: boolean): Promise<string[]> {
  const packages = path.join(ROOT, 'node_modules');
  const ours = {
    framework: versionOf(path.join(packages, FRAMEWORK)),
    azurerm: providerOf(path.join(packages, BINDINGS)),
  };
  const before = await project(path.join(scratch, FRAMEWORK), stop);
  const expected = alike(await before.synthesize({ PREVIEW: '1' }, /./), ours);

  const others = new Map([[FRAMEWORK, path.join(packages, SUCCESSOR)]]);
  const framework = versionOf(path.join(packages, SUCCESSOR));
  const after = await project(path.join(scratch, SUCCESSOR), stop, others);
  const found = alike(await after.synthesize({ PREVIEW: '1' }, /./), { ...ours, framework });
  const problems = [
    ...compare(`${SUCCESSOR} ${framework}`, expected, found, scratch),
    ...typeProblems(path.join(scratch, SUCCESSOR)),
  ];
  if (!withBindings) return problems;

  const bindings = await install(path.join(scratch, 'bindings'), stop);
  const theirs = await project(path.join(scratch, 'azurerm'), stop, new Map([...others, [BINDINGS, bindings]]));
  const { azurerm, version } = azurerm5;
  const withTheirs = alike(await theirs.synthesize({ PREVIEW: '1' }, /./), { framework, azurerm });
  return [
    ...problems,
    ...compare(`${azurerm5.package} ${version}`, expected, withTheirs, scratch),
    ...typeProblems(path.join(scratch, 'azurerm')),
    ...azurerm5.changes.flatMap((change) => changeProblem(change, bindings)),
  ];
}

/** The project as it stands, with the environments that are compared. */
async function project(dir: string, stop: AbortSignal, others?: ReadonlyMap<string, string>): Promise<Project> {
  const made = await Project.ofWorkingTree(dir, stop);
  for (const name of made.environments()) made.remove(`environments/${name}.ts`);
  const generated = generatedEnvironments(SEED, COMBINATIONS);
  for (const { input } of generated) {
    made.write(`environments/${input.name}.ts`, `export default ${JSON.stringify(input)};\n`);
  }
  for (const [file, text] of imageLocks(generated)) made.write(file, text);
  if (others !== undefined) {
    made.replacePackages(others);
    made.write('cdktf.json', JSON.stringify({ app: APP }));
    made.write('cdktn.tsconfig.json', JSON.stringify(TYPES));
  }
  return made;
}

/** Artefacts without the versions in them. */
function alike(files: Files, versions: Versions): Files {
  return new Map(
    [...files].map(([file, content]) => [
      file,
      file.endsWith('.json') ? Buffer.from(withoutVersions(content.toString(), versions)) : content,
    ]),
  );
}

function compare(title: string, expected: Files, found: Files, scratch: string): string[] {
  const differences = differencesOf(expected, found);
  console.log(`${title}: ${expected.size} files, ${differences.length} different`);
  for (const difference of differences.slice(0, MOST_SHOWN)) {
    console.log(`\n${difference.file}\n${showDifference(difference, scratch)}`);
  }
  if (expected.size === 0) return [`${title}: nothing was made`];
  return differences.length === 0 ? [] : [`${title}: ${differences.length} files differ`];
}

/** What the compiler says of the constructs and the charts of a project. */
function typeProblems(dir: string): string[] {
  const manifest = require.resolve('typescript/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { tsc: string } };
  const compiler = path.join(path.dirname(manifest), bin.tsc);
  const args = [compiler, '--project', 'cdktn.tsconfig.json'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
  console.log(`types: ${status === 0 ? 'they fit' : stdout}`);
  return status === 0 ? [] : ['the sources do not compile'];
}

/** Installs the bindings and nothing that they ask for, which is here. Returns their folder. */
async function install(dir: string, stop: AbortSignal): Promise<string> {
  const { package: name, version } = azurerm5;
  const [npm, ...first] = npmCommand();
  const flags = ['--prefix', dir, '--no-save', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
  await run(npm!, [...first, 'install', ...flags, `${name}@${version}`], ROOT, stop);
  return path.join(dir, 'node_modules', name);
}

/** npm as a program that starts without a shell, wherever it runs this. */
function npmCommand(): string[] {
  const { npm_execpath: script } = process.env;
  if (script === undefined) throw new Error('run it by npm: npm run test:cdktn -- --azurerm');
  return [process.execPath, script];
}

/** What has changed of a row of the table: whether these bindings know what takes the place of an argument. */
function changeProblem({ resource, then, known }: (typeof azurerm5.changes)[number], bindings: string): string[] {
  const folder = resource.replace('azurerm_', '').replaceAll('_', '-');
  const declaration = readFileSync(path.join(bindings, 'lib', folder, 'index.d.ts'), 'utf8');
  const isKnown = declaration.includes(`#${then} `);
  if (isKnown === known) return [];
  return [`cdktn/azurerm-5.json: ${resource} ${isKnown ? 'knows' : 'does not know'} ${then} in these bindings`];
}

function versionOf(folder: string): string {
  return manifestOf(folder).version;
}

function providerOf(folder: string): string {
  const { version } = manifestOf(folder).cdktf!.provider;
  return version;
}

function manifestOf(folder: string) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly cdktf?: { readonly provider: { readonly version: string } };
  };
}
