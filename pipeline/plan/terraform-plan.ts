import { rmSync } from 'node:fs';
import type { Context } from '../context';
import { LIMITS } from '../limits';
import { RETRY_TERRAFORM } from '../run';
import {
  NO_TIME,
  beginRun,
  deployFolder,
  endRun,
  lockIn,
  requireOwnOutputs,
  synthesizeForDeploy,
  terraformInit,
  timeoutAfter,
  type StateOutputs,
} from '../terraform';
import { readPlan, sensitiveTexts, type InfrastructurePlan } from './infrastructure-plan';
import type { PlanJson } from './plan-json';
import { withoutProtection } from './unprotected';

/** How Terraform is to look. */
export interface LookOptions {
  /** Whether to compare with the state alone, which takes no right but to read it. @default false */
  readonly stateOnly?: boolean;
  /** Whether to wait for whoever is at work on the state, and keep others off it meanwhile. @default false */
  readonly lock?: boolean;
}

/** Beside the stack, and deleted once it is read: it holds the whole state. */
const PLAN_FILE = 'environment.tfplan';

/**
 * What an apply of the environment would do, by Terraform's own plan, in the folder that `cdktf deploy` uses.
 *
 * @throws {PipelineError} if the state is of another environment
 * @throws {CommandFailedError} if it does not synthesize, or Terraform cannot plan it
 */
export async function planInfrastructure(
  context: Context,
  { stateOnly = false, lock = false }: LookOptions,
): Promise<InfrastructurePlan> {
  const { environment, runner } = context;
  const folder = await synthesizeForDeploy(runner, environment.name);
  await terraformInit(runner, folder, environment.name, { backend: true });
  return withoutProtection(context, `${folder}/cdk.tf.json`, async (protectedAddresses) => {
    try {
      const plan = await makePlan(context, lock, stateOnly ? ['-refresh=false'] : []);
      return readPlan(plan, (address) => protectedAddresses.has(address));
    } finally {
      const file = `${folder}/${PLAN_FILE}`;
      runner.change(`rm -f ${file}`, () => rmSync(runner.path(file), { force: true }));
    }
  });
}

async function makePlan(context: Context, lock: boolean, flags: readonly string[]): Promise<PlanJson> {
  const { environment, runner } = context;
  const folder = deployFolder(environment.name);
  const dead = lock ? beginRun(runner, environment.name) : undefined;
  for (let timeout: string = NO_TIME; ;) {
    const lockFlag = lock ? `-lock-timeout=${timeout}` : '-lock=false';
    const args = [`-chdir=${folder}`, 'plan', '-input=false', '-no-color', `-out=${PLAN_FILE}`, lockFlag, ...flags];
    const result = await runner.run('terraform', args, {
      timeoutMs: LIMITS.terraform,
      graceMs: LIMITS.terraformGrace,
      retry: RETRY_TERRAFORM,
      stream: /state lock/,
      allowFailure: true,
    });
    if (result.exitCode === 0) break;
    const held = lockIn(`${result.stdout}\n${result.stderr}`);
    if (held === undefined) {
      const next = 'fix what Terraform names and run the same command again: nothing was changed';
      throw runner.failure('terraform', args, result, next);
    }
    timeout = await timeoutAfter(runner, environment.name, held, { dead, timeout });
  }
  if (lock) endRun(runner, environment.name);
  const plan = await runner.json<PlanJson>('terraform', [`-chdir=${folder}`, 'show', '-json', '-no-color', PLAN_FILE]);
  for (const text of sensitiveTexts(plan)) runner.masker.register(text);
  // Against another's state, everything would be made anew and all of theirs destroyed.
  const before = Object.entries(plan.output_changes ?? {}).map(([name, change]) => [name, change.before]);
  requireOwnOutputs(context, Object.fromEntries(before) as StateOutputs);
  return plan;
}
