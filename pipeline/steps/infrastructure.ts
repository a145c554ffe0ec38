import { ensureFolderOf, filesOf, readOutputs, type Context } from '../context';
import { LIMITS } from '../limits';
import { RETRY_TRANSIENT, type RunOptions } from '../run';
import type { Step } from '../run-steps';
import { lockFromMirror } from '../terraform';

const LOCK = `-lock-timeout=${LIMITS.terraformLock}`;

/**
 * How the stack of one environment is applied or destroyed. A run that was killed may have left a Terraform that is still at
 * work, so the lock of the state is waited for; a run that is stopped gives Terraform time to save it. Where the plugins come
 * from a mirror, their hashes do too, unless the user says where from.
 */
export function terraformOptions(context: Context): RunOptions {
  const lock = process.env['TF_CLI_ARGS_providers_lock'] ? undefined : lockFromMirror(process.env);
  return {
    env: {
      ...(lock === undefined ? {} : { TF_CLI_ARGS_providers_lock: lock }),
      ENVIRONMENT: context.environment.name,
      TF_CLI_ARGS_plan: LOCK,
      TF_CLI_ARGS_apply: LOCK,
      TF_CLI_ARGS_destroy: LOCK,
    },
    timeoutMs: LIMITS.terraform,
    graceMs: LIMITS.terraformGrace,
    retry: { ...RETRY_TRANSIENT, attempts: 3, delayMs: 30_000 },
    stream: true,
    next: 'fix what Terraform names and run the same command again: what is made already stays; if it says the state is locked and nobody is at work, terraform force-unlock frees it',
  };
}

/** Brings the Azure resources to what the environment says. Terraform itself finds out what is done already. */
export const infrastructure: Step = {
  id: 'infrastructure',
  title: 'cdktf deploy',
  async run(context) {
    const { environment, runner } = context;
    const { outputs } = filesOf(environment);
    // cdktf looks for the folder only after the deploy, and without it ends before it has written the outputs.
    ensureFolderOf(outputs, context);
    await runner.run(
      'cdktf',
      ['deploy', environment.name, '--auto-approve', '--no-color', '--outputs-file', outputs],
      terraformOptions(context),
    );
    // Read at once, so that a stack whose outputs are not what the charts expect is told here.
    readOutputs(context);
  },
};
