import { placeOfCluster } from '../../model';
import { AzureCli } from '../azure';
import type { Context } from '../context';
import { LIMITS } from '../limits';
import { RETRY_TERRAFORM, waitUntil, type Args, type RunOptions } from '../run';
import { NO_TIME, StateLockedError, beginRun, endRun, lockFromMirror, lockIn, timeoutAfter } from '../terraform';
import { ForeignResourcesError, adopt, isAtRest } from './adopt';
import { existingIn } from './existing';
import { freeReleases, meetsRelease } from './release';

/** Each round clears the way of all that is known to be in it, so a few will do. */
const ROUNDS = 8;

/** What AKS answers while it is at work on a cluster or a node pool. */
const BUSY =
  /OperationNotAllowed[\s\S]*\bin[- ]progress|Another operation \(\w+\) is in progress|EtagMismatch|AKSOperationPreempted/;

/** Whether AKS has refused something since it is at work. */
export function isBusy(output: string): boolean {
  return BUSY.test(output);
}

const SOFT_DELETED = /FlagMustBeSetForRestore/;

/** What the synthesis is told beside the environment. */
export interface SynthesisVariables {
  /** `false` where nothing is protected. @default - what the environment says is */
  readonly PROTECT?: string;
  /** Model deployments that stay although the environment no longer has them, as JSON. @default - none */
  readonly KEEP_DEPLOYMENTS?: string;
}

/** What is inherited is taken back: a deploy does what the environment says. */
const AS_THE_ENVIRONMENT_SAYS = { PROTECT: '', KEEP_DEPLOYMENTS: '' };

/**
 * Runs cdktf for the stack of an environment, and clears its way of what runs before it have left when they died: the lock of
 * the state, resources in Azure that no state knows, a deleted account, a Helm release half way, a cluster that AKS is still
 * at work on. The lock of somebody at work is waited for.
 *
 * @throws {CommandFailedError} if it fails for another reason
 * @throws {ForeignResourcesError} if somebody else's resources are in the way
 * @throws {StateLockedError} if somebody else stays at work
 */
export async function runStack(context: Context, args: Args, variables: SynthesisVariables = {}): Promise<void> {
  const { environment, runner } = context;
  const dead = beginRun(runner, environment.name);
  let lockTimeout: string = NO_TIME;
  for (let round = 1; ; round += 1) {
    const options = terraformOptions(context, lockTimeout, variables);
    const result = await runner.run('cdktf', args, { ...options, allowFailure: true });
    if (result.exitCode === 0) return endRun(runner, environment.name);
    const said = `${result.stdout}\n${result.stderr}`;
    const lock = lockIn(said);
    if (lock === undefined) {
      lockTimeout = NO_TIME;
      if (round < ROUNDS && (await clearTheWay(context, said))) continue;
      endRun(runner, environment.name);
      throw runner.failure('cdktf', args, result, options.next);
    }
    if (round >= ROUNDS) throw new StateLockedError(environment.name, lock);
    lockTimeout = await timeoutAfter(runner, environment.name, lock, { dead, timeout: lockTimeout });
  }
}

/**
 * How Terraform runs for a stack. A run that is stopped gives Terraform time to save the state. Where the plugins come from a
 * mirror, their hashes do too, unless the user says where from.
 */
function terraformOptions(context: Context, lockTimeout: string, variables: SynthesisVariables): RunOptions {
  const mirror = process.env['TF_CLI_ARGS_providers_lock'] ? undefined : lockFromMirror(process.env);
  const flag = `-lock-timeout=${lockTimeout}`;
  return {
    env: {
      ...(mirror === undefined ? {} : { TF_CLI_ARGS_providers_lock: mirror }),
      ENVIRONMENT: context.environment.name,
      ...AS_THE_ENVIRONMENT_SAYS,
      ...variables,
      TF_CLI_ARGS_plan: flag,
      TF_CLI_ARGS_apply: flag,
      TF_CLI_ARGS_destroy: flag,
    },
    timeoutMs: LIMITS.terraform,
    graceMs: LIMITS.terraformGrace,
    retry: {
      ...RETRY_TERRAFORM,
      // What does not go away by itself is worth no wait.
      retryable: (output) => (RETRY_TERRAFORM.retryable(output) || isReasonLost(output)) && !isKnown(output),
    },
    stream: true,
    next: 'fix what Terraform names and run the same command again: what is made already stays; if it says the state is locked and nobody is at work, terraform force-unlock frees it',
  };
}

/**
 * Whether Terraform has failed without a word why. cdktf reads it through a terminal that is closed 200 ms after Terraform has
 * ended, so that on a busy machine the last lines, which say what has failed, do not arrive.
 */
function isReasonLost(output: string): boolean {
  return output.includes('Invoking Terraform CLI failed') && !output.includes('Error: ');
}

function isKnown(output: string): boolean {
  return existingIn(output).length > 0 || meetsRelease(output) || isBusy(output) || SOFT_DELETED.test(output);
}

/** Takes away what a run has met. Returns whether something was in the way that is not there any more. */
async function clearTheWay(context: Context, said: string): Promise<boolean> {
  let isCleared = false;
  const existing = existingIn(said);
  if (existing.length > 0) {
    const { adopted, foreign } = await adopt(context, { existing, reconcile: true });
    if (foreign.length > 0) throw new ForeignResourcesError(context.environment.name, foreign);
    isCleared = adopted > 0;
  }
  if (meetsRelease(said)) isCleared = (await freeReleases(context)) || isCleared;
  if (SOFT_DELETED.test(said)) isCleared = (await freeAccountName(context)) || isCleared;
  if (isBusy(said)) isCleared = (await clusterComesToRest(context)) || isCleared;
  return isCleared;
}

/** What was the environment's own account is recovered, or purged as a destroy would have done. */
async function freeAccountName({ environment, runner }: Context): Promise<boolean> {
  const { names, location, openAi, subscriptionId } = environment;
  if (environment.existing.openAi) return false;
  const az = new AzureCli(runner, subscriptionId);
  const deleted = await az.deletedOpenAiAccount(names.openAiAccount);
  if (deleted?.resourceGroup?.toLowerCase() !== names.resourceGroup.toLowerCase()) return false;
  const account = {
    name: names.openAiAccount,
    resourceGroup: names.resourceGroup,
    location: deleted.location ?? location,
  };
  if (openAi.purgeOnDestroy) {
    runner.print(`account ${account.name} of this environment is deleted: purging it (openAi.purgeOnDestroy is true)`);
    await az.purgeOpenAiAccount(account);
  } else {
    runner.print(
      `account ${account.name} of this environment is deleted: recovering it (openAi.purgeOnDestroy is false)`,
    );
    await az.recoverOpenAiAccount(account);
  }
  return true;
}

/** Waits until AKS has come to an end with the cluster. */
async function clusterComesToRest({ environment, runner }: Context): Promise<boolean> {
  const { subscriptionId, resourceGroup, name } = placeOfCluster(environment);
  const az = new AzureCli(runner, subscriptionId);
  runner.print(`AKS is at work on cluster ${name}, and is waited for`);
  return waitUntil<boolean>(runner, {
    what: `AKS to finish with cluster ${name}`,
    look: `az aks show --subscription ${subscriptionId} --resource-group ${resourceGroup} --name ${name}`,
    timeoutMs: LIMITS.azureFinishes,
    check: async () => {
      const states = (await az.clusterStates(name, resourceGroup)) ?? [];
      return states.every(isAtRest) ? { done: true as const } : { seen: states.join(', ') };
    },
  });
}
