import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../model';
import { ContractError, parseContract, subscriptionProblem, type Contract } from '../contract';
import { PipelineError, type Runner } from './run';

/** What a command and its steps work with. It holds no state of its own: steps ask the world. */
export interface Context {
  readonly environment: Environment;
  /** The way to everything outside this process. */
  readonly runner: Runner;
}

/** Files of one environment, relative to the project. */
export interface EnvironmentFiles {
  /** Where `cdktf deploy` writes the outputs and the charts read them. */
  readonly outputs: string;
  /** The kubeconfig of this environment alone: the user's own is never touched. */
  readonly kubeconfig: string;
  /** Folder that `cdk8s synth` writes into. */
  readonly manifests: string;
}

/** Where the files of an environment are. */
export function filesOf({ name }: Pick<Environment, 'name'>): EnvironmentFiles {
  return {
    outputs: `outputs/${name}.json`,
    kubeconfig: `outputs/kubeconfig-${name}`,
    manifests: `dist/${name}`,
  };
}

/** Makes the folder that a tool is about to write a file of the environment into. */
export function ensureFolderOf(file: string, { runner }: Context): void {
  const folder = dirname(file);
  runner.change(`mkdir -p ${folder}`, () => mkdirSync(runner.path(folder), { recursive: true }));
}

/**
 * What the infrastructure said.
 *
 * @throws {PipelineError} if there is no outputs file: nothing was deployed, or from elsewhere
 * @throws {ContractError} if it is not of this environment
 */
export function readOutputs({ environment, runner }: Context): Contract {
  const { outputs } = filesOf(environment);
  const text = runner.read(outputs);
  if (text === undefined) {
    throw new PipelineError(
      `${outputs} does not exist: ${environment.name} was not deployed from this folder`,
      `npm run deploy -- ${environment.name} writes it, and changes nothing that is there already`,
    );
  }
  const contract = parseContract(text, environment.name, outputs);
  const problem = subscriptionProblem(contract, environment.subscriptionId);
  if (problem) throw new ContractError(outputs, `is of another subscription: ${problem}`, environment.name);
  return contract;
}
