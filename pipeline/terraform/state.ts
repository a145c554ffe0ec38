import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { backendOf } from '../../model';
import type { Context } from '../context';
import { PipelineError, RETRY_TERRAFORM, type Runner } from '../run';
import { SCRATCH } from '../scratch';
import { deployFolder } from './deploy-folder';
import type { StackJson } from './stack';
import { synthesizeForDeploy } from './synthesize';

/** The outputs in a state, by name; none where it was never applied. */
export type StateOutputs = Readonly<Record<string, unknown>>;

/** The addresses in the state of an environment's stack; none where there is no state yet. */
export async function stateAddresses(runner: Runner, environment: string): Promise<ReadonlySet<string>> {
  const args = [`-chdir=${deployFolder(environment)}`, 'state', 'list'];
  const result = await runner.run('terraform', args, { allowFailure: true });
  if (result.exitCode === 0) return new Set(result.stdout.split(/\s+/).filter(Boolean));
  if (result.stderr.includes('No state file was found')) return new Set();
  throw runner.failure('terraform', args, result);
}

/** The file of a state that is one, relative to the project; `undefined` where it lies in a storage account. */
export function stateFile({ environment }: Pick<Context, 'environment'>): string | undefined {
  const backend = backendOf(environment);
  return backend.type === 'local' ? path.posix.join(deployFolder(environment.name), backend.path) : undefined;
}

/** Where the state of an environment lies, in words. */
export function statePlace({ environment }: Pick<Context, 'environment'>): string {
  const backend = backendOf(environment);
  return backend.type === 'local'
    ? stateFile({ environment })!
    : `${backend.key} in storage account ${backend.storageAccountName}`;
}

/**
 * The outputs in the state of an environment's stack, whatever machine it was applied from.
 *
 * @throws {CommandFailedError} if it lies in a storage account that does not tell
 */
export async function stateOutputs(context: Context): Promise<StateOutputs> {
  const file = stateFile(context);
  return file === undefined ? remoteOutputs(context) : outputsIn(context.runner.read(file));
}

/**
 * Looks whose state it is, where it is a file, which somebody may have copied. A plan finds it out of any state.
 *
 * @throws {PipelineError} if it says that it is of another environment
 */
export function requireOwnStateFile(context: Context): void {
  const file = stateFile(context);
  if (file !== undefined) requireOwnOutputs(context, outputsIn(context.runner.read(file)));
}

/**
 * Looks whose state it is: of another environment's, Terraform would take down all that is in it.
 *
 * @throws {PipelineError} if it says that it is of another environment or subscription
 */
export async function requireOwnState(context: Context): Promise<void> {
  requireOwnOutputs(context, await stateOutputs(context));
}

/**
 * Looks whose outputs they are; none are nobody's.
 *
 * @throws {PipelineError} if they say that they are of another environment or subscription
 */
export function requireOwnOutputs(context: Context, { environment, subscription_id }: StateOutputs): void {
  const { name, subscriptionId } = context.environment;
  const ofOther = isOther(environment, name);
  if (!ofOther && !isOther(subscription_id, subscriptionId)) return;
  const owner = ofOther ? String(environment) : name;
  throw new PipelineError(
    ofOther
      ? `${statePlace(context)} is the state of environment ${owner}, not of ${name}: nothing was changed`
      : `${statePlace(context)} is the state of ${name} in subscription ${String(subscription_id)}, not in ${subscriptionId}: nothing was changed`,
    stateFile(context) === undefined
      ? `name the storage account of its own: names.stateStorageAccount in environments/${name}.ts`
      : `move it away, to terraform.${owner}.tfstate if there is none; without a state, what exists of ${name} is found in Azure`,
  );
}

function isOther(said: unknown, expected: string): boolean {
  return typeof said === 'string' && said.toLowerCase() !== expected.toLowerCase();
}

/** The outputs of a state in a file; none where it was never applied whole, or is no state. */
function outputsIn(state: string | undefined): StateOutputs {
  try {
    const { outputs } = JSON.parse(state ?? '{}') as { outputs?: Readonly<Record<string, { value?: unknown }>> };
    return valuesOf(outputs ?? {});
  } catch {
    return {};
  }
}

/**
 * The outputs of a state in a storage account. Terraform is initialized for the backend alone, beside the folder of the deploy,
 * so that no plugin is fetched.
 */
async function remoteOutputs({ environment, runner }: Context): Promise<StateOutputs> {
  const stack = await synthesizeForDeploy(runner, environment.name);
  const { terraform } = JSON.parse(runner.read(`${stack}/cdk.tf.json`) ?? '{}') as StackJson;
  const folder = `${SCRATCH}/${environment.name}/state`;
  runner.change(
    `jq '{terraform: {backend: .terraform.backend}}' ${stack}/cdk.tf.json > ${folder}/backend.tf.json`,
    () => {
      rmSync(runner.path(folder), { recursive: true, force: true });
      mkdirSync(runner.path(folder), { recursive: true });
      writeFileSync(
        runner.path(`${folder}/backend.tf.json`),
        JSON.stringify({ terraform: { backend: terraform?.backend } }),
      );
    },
  );
  const next = 'see that the storage account of the state is there, and that whoever is logged in may read it';
  const options = { retry: RETRY_TERRAFORM, next };
  await runner.run('terraform', [`-chdir=${folder}`, 'init', '-input=false', '-no-color'], options);
  const args = [`-chdir=${folder}`, 'output', '-json', '-no-color'];
  return valuesOf(await runner.json<Readonly<Record<string, { value?: unknown }>>>('terraform', args, options));
}

function valuesOf(outputs: Readonly<Record<string, { value?: unknown }>>): StateOutputs {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}
