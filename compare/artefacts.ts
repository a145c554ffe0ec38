import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { differencesOf, showDifference, type Difference } from './difference';
import { generatedEnvironments, imageLocks, type GeneratedEnvironment } from './environments';
import { outputsFile } from './outputs';
import { Project, ROOT, type Files, type Variables } from './project';

/**
 * Whether the artefacts of this tree are those of another commit, byte for byte. Both trees synthesize the same
 * environments: the commit's own, the one its README shows, and generated ones that together say everything the commit's
 * schema knows. Of a tree it uses what a user does, and nothing else: main.ts, its variables, the files of environments/
 * and of outputs/.
 */

const USAGE = 'Usage: npm run compare -- <commit> [--seed <number>] [--only <environment>,<environment>…]';
const HELP = `${USAGE}

Whether the artefacts of this tree are those of another commit, byte for byte.`;
const DEFAULT_SEED = 20_261_126;
const COMBINATIONS = 30;
const MOST_SHOWN = 10;

/** What is compared in one go: the artefacts of one kind of run. */
const PASSES: readonly { readonly title: string; readonly variables: Variables; readonly compared: RegExp }[] = [
  { title: 'preview', variables: { PREVIEW: '1' }, compared: /./ },
  { title: 'charts from outputs', variables: {}, compared: /^dist\// },
  {
    title: 'charts from outputs, GATEWAY_HOSTNAME set',
    variables: { GATEWAY_HOSTNAME: 'gateway.example.com' },
    compared: /^dist\//,
  },
];

interface Options {
  readonly commit: string;
  readonly seed: number;
  /** @default - all */
  readonly only?: readonly string[] | undefined;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) return console.log(HELP);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
  }
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'compare-'));
  try {
    process.exitCode = (await compare(options, scratch, interrupted.signal)) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether nothing differs. */
async function compare({ commit, seed, only }: Options, scratch: string, stop: AbortSignal): Promise<boolean> {
  const before = await Project.ofCommit(commit, path.join(scratch, 'before'), stop);
  const after = await Project.ofWorkingTree(path.join(scratch, 'after'), stop);
  const generated = generatedEnvironments(seed, COMBINATIONS);
  const locks = imageLocks(generated);
  const environments = chosen(environmentFiles(before, generated), only);
  for (const project of [before, after]) {
    for (const name of project.environments()) project.remove(`environments/${name}.ts`);
    for (const [name, text] of environments) project.write(`environments/${name}.ts`, text);
    for (const [file, text] of locks) project.write(file, text);
  }
  console.log(`comparing with ${commit}: ${environments.size} environments, seed ${seed}`);

  const differences: Difference[] = [];
  for (const { title, variables, compared } of PASSES) {
    const made = await before.synthesize(variables, compared);
    expectAll(made, environments.keys());
    // The outputs that a deploy of the commit's stacks would write are read by both trees.
    if (variables.PREVIEW === '1') {
      for (const name of environments.keys()) {
        const outputs = outputsFile(name, made.get(stackFile(name))!.toString());
        for (const project of [before, after]) project.write(`outputs/${name}.json`, outputs);
      }
    }
    const found = differencesOf(made, await after.synthesize(variables, compared));
    const bytes = [...made.values()].reduce((sum, { length }) => sum + length, 0);
    console.log(`${title}: ${made.size} files, ${bytes} bytes, ${found.length} different`);
    for (const { file, ...sides } of found.slice(0, MOST_SHOWN)) {
      console.log(`\n${file}${origin(file, generated)}`);
      console.log(showDifference({ file, ...sides }, scratch));
    }
    if (found.length > MOST_SHOWN) console.log(`… and ${found.length - MOST_SHOWN} more files`);
    differences.push(...found);
  }
  console.log(differences.length === 0 ? 'the artefacts are the same, byte for byte' : 'the artefacts differ');
  return differences.length === 0;
}

/** The files of environments/ that both trees get, by the environment's name. */
function environmentFiles(commit: Project, generated: readonly GeneratedEnvironment[]): Map<string, string> {
  const ofTheCommit = commit.environments().map((name) => [name, commit.read(`environments/${name}.ts`)] as const);
  const ofTheReadme = [...commit.read('README.md').matchAll(/^```ts\n(.*?)^```/gms)].flatMap(([, text = '']) => {
    const name = /: EnvironmentInput = \{\s*name: '([^']+)'/.exec(text)?.[1];
    return name === undefined ? [] : [[name, text] as const];
  });
  if (ofTheReadme.length === 0) throw new Error('the README of the commit shows no environment');
  const made = generated.map(
    ({ input }) => [input.name, `export default ${JSON.stringify(input, undefined, 2)};\n`] as const,
  );
  return new Map([...ofTheCommit, ...ofTheReadme, ...made]);
}

function chosen(files: ReadonlyMap<string, string>, only: Options['only']): ReadonlyMap<string, string> {
  if (only === undefined) return files;
  const unknown = only.filter((name) => !files.has(name));
  if (unknown.length > 0) {
    throw new Error(`--only: no environment ${unknown.join(', ')}, there are ${[...files.keys()].join(', ')}`);
  }
  return new Map([...files].filter(([name]) => only.includes(name)));
}

/** A run that makes nothing must not look like one that changes nothing. */
function expectAll(made: Files, environments: Iterable<string>): void {
  for (const name of environments) {
    if (![...made.keys()].some((file) => file.split('/').includes(name))) {
      throw new Error(`the commit made no artefact of environment ${name}`);
    }
  }
}

/** What a generated environment says, where the file is one of its artefacts. */
function origin(file: string, generated: readonly GeneratedEnvironment[]): string {
  const found = generated.find(({ input }) => file.split('/').includes(input.name));
  return found === undefined ? '' : ` (${found.choices.join(', ') || 'only what it must say'})`;
}

function stackFile(environment: string): string {
  return `cdktf.out/stacks/${environment}/cdk.tf.json`;
}

/** What was asked for; `undefined` where it was help. */
function readOptions(): Options | undefined {
  const { values, positionals } = parseArgs({
    options: { seed: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return undefined;
  const [revision, ...rest] = positionals;
  const seed = Number(values.seed ?? DEFAULT_SEED);
  if (revision === undefined || rest.length > 0 || !Number.isInteger(seed)) throw new Error(USAGE);
  const { stdout, status } = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`there is no commit "${revision}": name one, for example main or HEAD~1`);
  return { commit: stdout.trim(), seed, only: values.only?.split(',') };
}
