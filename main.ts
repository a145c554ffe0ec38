import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { advice, type Environment } from './config';
import { readContract, sampleContract, type Contract } from './contract';
import { environmentNames, loadEnvironment } from './environments';

/** What the command line tools say by environment variables, and what a user does. */
const { CDKTF_OUTDIR, CDK8S_OUTDIR, ENVIRONMENT, OUTPUTS_FILE, PREVIEW, GATEWAY_HOSTNAME, DEBUG } = process.env;

const DEFAULT_ENVIRONMENT = 'dev';

/** A file that is going to be written, once everything else has worked. */
interface PendingFile {
  readonly file: string;
  readonly text: string;
}

/** With a word, one of the commands; without, synthesis, as both command line tools ask for it. */
async function main([command, ...argv]: readonly string[]): Promise<void> {
  if (command === undefined) return synthesize();
  const { runCommand } = await import('./pipeline');
  process.exitCode = await runCommand(command, argv, { loadEnvironment, environmentNames });
}

async function synthesize(): Promise<void> {
  const isPreview = readPreview();
  const both = CDKTF_OUTDIR === undefined && CDK8S_OUTDIR === undefined;
  const environments = await Promise.all(selectedEnvironments().map(loadEnvironment));

  const charts =
    both || CDK8S_OUTDIR !== undefined ? await synthesizeCharts(environments, CDK8S_OUTDIR ?? 'dist', isPreview) : [];
  const stacks =
    both || CDKTF_OUTDIR !== undefined ? await synthesizeStacks(environments, CDKTF_OUTDIR ?? 'cdktf.out') : [];
  for (const { file, text } of charts) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  for (const environment of environments) {
    for (const line of advice(environment, today())) console.error(`advice for ${environment.name}: ${line}`);
  }
  if (both) tellWhatWasWritten([...stacks, ...charts.map(({ file }) => file)], isPreview);
}

/** The Terraform JSON of each environment. Its libraries are loaded here, so that the charts never wait for them. */
async function synthesizeStacks(environments: readonly Environment[], outdir: string): Promise<string[]> {
  // cdktf keeps a stack trace for every token; mapping each back to TypeScript costs a tenth of the run.
  if (DEBUG === undefined) process.setSourceMapsEnabled(false);
  const { App } = await import('cdktf');
  const { PlatformStack } = await import('./constructs');
  const app = new App({ outdir });
  for (const environment of environments) new PlatformStack(app, environment.name, { environment });
  app.synth();
  return environments.map(({ name }) => path.join(outdir, 'stacks', name, 'cdk.tf.json'));
}

/** The YAML of each environment, one file each: cdk8s joins several without a separator and in no order. */
async function synthesizeCharts(
  environments: readonly Environment[],
  outdir: string,
  isPreview: boolean,
): Promise<PendingFile[]> {
  // All contracts first: a missing one should not wait for the libraries.
  const contracts = environments.map((environment) =>
    isPreview ? sampleContract(environment) : deployed(environment),
  );
  const { App } = await import('cdk8s');
  const { EnvironmentCharts, synthesizeYaml } = await import('./charts');
  return environments.map((environment, index) => {
    const { name } = environment;
    const charts = new EnvironmentCharts(new App(), name, {
      environment,
      contract: contracts[index]!,
      preview: isPreview,
      gatewayHostname: GATEWAY_HOSTNAME,
    });
    return { file: path.join(outdir, name, `${name}.k8s.yaml`), text: synthesizeYaml(charts) };
  });
}

function deployed({ name }: Environment): Contract {
  return readContract(OUTPUTS_FILE ?? path.join('outputs', `${name}.json`), name);
}

/** One environment where one is named. cdk8s prints what it makes as one stream, so it gets one in any case. */
function selectedEnvironments(): string[] {
  if (ENVIRONMENT !== undefined) return [ENVIRONMENT];
  return CDK8S_OUTDIR === undefined ? environmentNames() : [DEFAULT_ENVIRONMENT];
}

function readPreview(): boolean {
  if (PREVIEW !== undefined && PREVIEW !== '' && PREVIEW !== '1') {
    throw new Error(`PREVIEW must be 1 or left out, got "${PREVIEW}"`);
  }
  return PREVIEW === '1';
}

function tellWhatWasWritten(files: readonly string[], isPreview: boolean): void {
  for (const file of files) console.log(`wrote ${file}`);
  console.log(
    [
      '',
      ...(isPreview
        ? [
            'The YAML is a preview with made-up values. To make it real,',
            'put your subscription and your object id into environments/dev.ts, then:',
          ]
        : ['Next:']),
      '  npm run deploy -- dev',
      'or, by hand (README.md has the lines between):',
      '  npx cdktf deploy dev --outputs-file outputs/dev.json',
      '  ENVIRONMENT=dev npx cdk8s synth --stdout | kubectl apply --server-side -f -',
    ].join('\n'),
  );
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

// Whoever reads what is printed may stop early, as `| head` does: no mistake of this run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2)).catch((error: unknown) => {
  const shown = error instanceof Error ? (DEBUG === undefined ? error.message : error.stack) : String(error);
  console.error(`error: ${shown}`);
  process.exitCode = 1;
});
