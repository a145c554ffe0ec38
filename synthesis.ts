import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ConfigError, imageLockProblem, policyFacts, type Environment } from './config';
import { sampleContract, type Contract } from './contract';
import type { ParsedArtefacts, Verdict } from './policy';

/** Terraform configurations that are made and not yet written where they belong. */
export interface Stacks {
  /** What the configuration of an environment holds, parsed. */
  json(environment: string): unknown;
  /** Writes them into a folder, and returns their files. */
  write(outdir: string): string[];
  /** Takes away what making them has left behind. */
  discard(): void;
}

/** The Kubernetes objects of one environment. */
export interface Objects {
  readonly objects: readonly unknown[];
  readonly yaml: string;
}

/** What the charts of an environment are made from. */
export interface ChartsInput {
  readonly environment: Environment;
  readonly contract: Contract;
  readonly preview: boolean;
  readonly gatewayHostname?: string | undefined;
}

/**
 * Makes the Terraform JSON of each environment. cdktf writes it while it makes it, so it does so into a folder of its own: what
 * is refused is not found where it would be applied from. The libraries are loaded here, so that the charts never wait for them.
 */
export async function makeStacks(environments: readonly Environment[]): Promise<Stacks> {
  const { App } = await import('cdktf');
  const { PlatformStack } = await import('./constructs');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'stacks-'));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  try {
    const app = new App({ outdir: folder });
    for (const environment of environments) new PlatformStack(app, environment.name, { environment });
    app.synth();
  } catch (error) {
    discard();
    throw error;
  }
  return {
    json: (name) => JSON.parse(readFileSync(path.join(folder, fileOf(name)), 'utf8')) as unknown,
    write: (outdir) => {
      copyFiles(folder, outdir);
      return environments.map(({ name }) => `${outdir}/${fileOf(name)}`);
    },
    discard,
  };
}

/** Where cdktf writes the stack of an environment. */
function fileOf(environment: string): string {
  return `stacks/${environment}/cdk.tf.json`;
}

/** Copies what lies below a folder. Node's own way to copy folders takes longer than all rules together. */
function copyFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyFiles(source, target);
    else copyFileSync(source, target);
  }
}

/** Makes the objects of each environment, as one text each: cdk8s joins several without a separator and in no order. */
export async function makeObjects(inputs: readonly ChartsInput[]): Promise<Objects[]> {
  const { App } = await import('cdk8s');
  const { EnvironmentCharts, synthesizeObjects, yamlOf } = await import('./charts');
  return inputs.map(({ environment, contract, preview, gatewayHostname }) => {
    const props = { environment, contract, preview, gatewayHostname };
    const objects = synthesizeObjects(new EnvironmentCharts(new App(), environment.name, props));
    return { objects, yaml: yamlOf(objects) };
  });
}

/**
 * What the rules say of an environment's artefacts, of which one may be missing.
 *
 * @param today as an ISO date
 * @param without rules that are not asked
 */
export async function judgeArtefacts(
  { policy }: Environment,
  artefacts: ParsedArtefacts,
  today: string,
  without: readonly string[] = [],
): Promise<Verdict> {
  const { judge } = await import('./policy');
  return judge(artefacts, { facts: policyFacts(today, policy), waivers: policy.waivers, without });
}

/**
 * Makes both artefacts of an environment for whoever reads them, from the sample of its contract.
 *
 * @throws {ConfigError} if an image has no digest that needs one
 */
export async function makeArtefacts(environment: Environment): Promise<ParsedArtefacts> {
  const problem = imageLockProblem(environment, { isPreview: true });
  if (problem !== undefined) throw new ConfigError(problem);
  const [charts] = await makeObjects([{ environment, contract: sampleContract(environment), preview: true }]);
  const stacks = await makeStacks([environment]);
  try {
    return { terraform: stacks.json(environment.name), manifests: charts!.objects };
  } finally {
    stacks.discard();
  }
}
