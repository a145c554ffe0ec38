import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { ConfigError, advice, imageLockProblem, together, type Environment } from './config';
import { readContract, sampleContract, type Contract } from './contract';
import { environmentNames, loadEnvironment } from './environments';
import type { ModelDeployment } from './model';
import type { ParsedArtefacts } from './policy';
import { judgeArtefacts, makeArtefacts, makeObjects, makeStacks, type ChartsInput } from './synthesis';

/** What the command line tools say by environment variables, and what a user does. */
type Variables = Readonly<NodeJS.ProcessEnv>;

/** The one that `cdk8s synth` gets if several are there and none is named. */
const DEFAULT_ENVIRONMENT = 'dev';

const SYNTH_HELP = `Usage: npm run synth -- [environment...]

Writes the Terraform JSON to cdktf.out/ and, with made-up values, the YAML to dist/: of the environments named, or of all.`;

/**
 * With a word, one of the commands; without, synthesis, as both command line tools ask for it. Files are written below the
 * working directory.
 *
 * @returns the exit code; a mistake is told in words, and by its stack to whoever sets DEBUG
 */
export async function commandLine(words: readonly string[], variables: Variables): Promise<number> {
  try {
    return await run(words, variables);
  } catch (error) {
    const { DEBUG } = variables;
    const shown = error instanceof Error ? (DEBUG === undefined ? error.message : inspect(error)) : String(error);
    console.error(`error: ${shown}`);
    return 1;
  }
}

async function run([command, ...argv]: readonly string[], variables: Variables): Promise<number> {
  if (command === undefined) await synthesize(selectedEnvironments(variables), readPreview(variables), variables);
  else if (command === 'synth') await synthesizePreview(argv, variables);
  // The workflows make a job of each.
  else if (command === 'environments') console.log(JSON.stringify(environmentNames()));
  else if (command === 'help') await printHelp();
  else {
    const { runCommand } = await import('./pipeline');
    return runCommand(command, argv, { loadEnvironment, environmentNames, artefactsOf: makeArtefacts });
  }
  return 0;
}

/** `npm run help`: what npm lists without a word of what it does. */
async function printHelp(): Promise<void> {
  const { COMMANDS } = await import('./pipeline');
  const { helpText } = await import('./help');
  const manifest = existsSync('package.json') ? readFileSync('package.json', 'utf8') : '{}';
  const { scripts = {} } = JSON.parse(manifest) as { scripts?: object };
  console.log(helpText(COMMANDS, Object.keys(scripts)));
}

/** `npm run synth`: what can be had without an account, in every shell. */
async function synthesizePreview(argv: string[], variables: Variables): Promise<void> {
  const options = { help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help) return console.log(SYNTH_HELP);
  const names = positionals.length > 0 ? [...new Set(positionals)] : selectedEnvironments(variables);
  return synthesize(names, true, variables);
}

async function synthesize(names: readonly string[], isPreview: boolean, variables: Variables): Promise<void> {
  const { CDKTF_OUTDIR, CDK8S_OUTDIR, GATEWAY_HOSTNAME, DEBUG } = variables;
  const both = CDKTF_OUTDIR === undefined && CDK8S_OUTDIR === undefined;
  const isToGo = readProtect(variables);
  const kept = readKeptDeployments(variables);
  const loaded = await together(names.map(loadEnvironment));
  if (both || CDK8S_OUTDIR !== undefined) assertImagesLocked(loaded, isPreview || readRehearsal(variables));
  const environments = isToGo ? loaded.map((environment) => ({ ...environment, protect: false })) : loaded;
  // Only a mistake in an environment's file is told by its line. cdktf keeps a stack trace for every token, and mapping each
  // back to TypeScript costs a tenth of the run.
  if (DEBUG === undefined) process.setSourceMapsEnabled(false);

  const charts =
    both || CDK8S_OUTDIR !== undefined
      ? await makeObjects(chartsInputs(environments, isPreview, variables))
      : undefined;
  const stacks = both || CDKTF_OUTDIR !== undefined ? await makeStacks(keeping(kept, environments)) : undefined;
  const files: string[] = [];
  try {
    const artefacts = environments.map(({ name }, index) => ({
      terraform: stacks?.json(name),
      manifests: charts?.[index]!.objects,
    }));
    await assertKeepsRules(environments, artefacts, isToGo);
    files.push(...(stacks?.write(CDKTF_OUTDIR ?? 'cdktf.out') ?? []));
  } finally {
    stacks?.discard();
  }
  for (const [index, { yaml }] of (charts ?? []).entries()) {
    const { name } = environments[index]!;
    const file = `${CDK8S_OUTDIR ?? 'dist'}/${name}/${name}.k8s.yaml`;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, yaml);
    files.push(file);
  }

  for (const environment of environments) {
    for (const line of advice(environment, today())) console.error(`advice for ${environment.name}: ${line}`);
  }
  if (!both) return;
  const { nextSteps } = await import('./pipeline/next-steps');
  for (const file of files) console.log(`wrote ${file}`);
  const synthesis = { environments, preview: isPreview, gatewayHostname: GATEWAY_HOSTNAME, platform: process.platform };
  console.log(['', ...nextSteps(synthesis)].join('\n'));
}

/**
 * That every image is named by a digest, or may be looked at without, of all environments at once.
 *
 * @throws {ConfigError} naming the images and the command that finds their digests
 */
function assertImagesLocked(environments: readonly Environment[], isPreview: boolean): void {
  const problems = environments.flatMap((environment) => imageLockProblem(environment, { isPreview }) ?? []);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
}

/** What the charts are made from: all contracts first, since a missing one should not wait for the libraries. */
function chartsInputs(
  environments: readonly Environment[],
  preview: boolean,
  { GATEWAY_HOSTNAME, OUTPUTS_FILE }: Variables,
): ChartsInput[] {
  return environments.map((environment) => ({
    environment,
    contract: preview ? sampleContract(environment) : deployed(environment, OUTPUTS_FILE),
    preview,
    gatewayHostname: GATEWAY_HOSTNAME,
  }));
}

/**
 * Tells of what the rules warn of, and throws what they refuse, of all environments at once.
 *
 * @param isToGo whether what is protected is to go
 */
async function assertKeepsRules(
  environments: readonly Environment[],
  artefacts: readonly ParsedArtefacts[],
  isToGo: boolean,
): Promise<void> {
  const { isRefused, refusal, warningsOf } = await import('./policy');
  const refusals: string[] = [];
  for (const [index, environment] of environments.entries()) {
    const { name } = environment;
    const verdict = await judgeArtefacts(environment, artefacts[index]!, today(), isToGo ? ['protection'] : []);
    if (isRefused(verdict)) refusals.push(refusal(`environments/${name}.ts`, verdict));
    const warnings = warningsOf(verdict);
    if (warnings > 0) {
      console.error(
        `policy for ${name}: ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}: npm run policy -- ${name}`,
      );
    }
  }
  if (refusals.length > 0) throw new Error(refusals.join('\n'));
}

function deployed({ name }: Environment, outputsFile: string | undefined): Contract {
  return readContract(outputsFile ?? path.join('outputs', `${name}.json`), name);
}

/** One environment where one is named. cdk8s prints what it makes as one stream, so it gets one in any case. */
function selectedEnvironments({ ENVIRONMENT, CDK8S_OUTDIR }: Variables): string[] {
  if (ENVIRONMENT !== undefined) return [ENVIRONMENT];
  const names = environmentNames();
  if (names.length === 0) throw new Error('environments/ holds no environment: npm run new -- <name> writes one');
  if (CDK8S_OUTDIR === undefined || names.length === 1) return names;
  if (names.includes(DEFAULT_ENVIRONMENT)) return [DEFAULT_ENVIRONMENT];
  throw new Error(`ENVIRONMENT must name the environment to synthesize: allowed are ${names.join(', ')}`);
}

function readPreview({ PREVIEW }: Variables): boolean {
  if (PREVIEW !== undefined && PREVIEW !== '' && PREVIEW !== '1') {
    throw new Error(`PREVIEW must be 1 or left out, got "${PREVIEW}"`);
  }
  return PREVIEW === '1';
}

/** Whether what is protected is to go all the same, as `npm run destroy` says once its question is answered. */
function readProtect({ PROTECT }: Variables): boolean {
  if (PROTECT !== undefined && PROTECT !== '' && PROTECT !== 'false') {
    throw new Error(`PROTECT must be false or left out, got "${PROTECT}"`);
  }
  return PROTECT === 'false';
}

/** Whether the YAML is looked at and not applied, as `npm run rehearse` says. */
function readRehearsal({ REHEARSAL }: Variables): boolean {
  if (REHEARSAL !== undefined && REHEARSAL !== '' && REHEARSAL !== '1') {
    throw new Error(`REHEARSAL must be 1 or left out, got "${REHEARSAL}"`);
  }
  return REHEARSAL === '1';
}

/** Model deployments that stay for now, as `npm run upgrade` says while workloads move from one to another. */
function readKeptDeployments({ KEEP_DEPLOYMENTS }: Variables): readonly ModelDeployment[] {
  if (KEEP_DEPLOYMENTS === undefined || KEEP_DEPLOYMENTS === '') return [];
  try {
    return JSON.parse(KEEP_DEPLOYMENTS) as ModelDeployment[];
  } catch {
    throw new Error(
      `KEEP_DEPLOYMENTS must be JSON that npm run upgrade has made, or left out, got "${KEEP_DEPLOYMENTS}"`,
    );
  }
}

/** The environments with further model deployments, for their stacks: no workload asks for one. */
function keeping(kept: readonly ModelDeployment[], environments: readonly Environment[]): readonly Environment[] {
  return kept.length === 0
    ? environments
    : environments.map(({ openAi, ...environment }) => ({
        ...environment,
        openAi: { ...openAi, deployments: [...openAi.deployments, ...kept] },
      }));
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
