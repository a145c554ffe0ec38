import { runStack, type SynthesisVariables } from '../adopt';
import { ensureFolderOf, filesOf, readOutputs, type Context } from '../context';
import type { Step } from '../run-steps';
import { requireOwnStateFile } from '../terraform';

/** Brings the Azure resources to what the environment says. Terraform itself finds out what is done already. */
export const infrastructure: Step = {
  id: 'infrastructure',
  title: 'cdktf deploy',
  run: (context) => deployStack(context),
};

/**
 * Deploys the stack of an environment, and writes its outputs.
 *
 * @param variables what the synthesis is told beside the environment. @default - nothing
 */
export async function deployStack(context: Context, variables?: SynthesisVariables): Promise<void> {
  const { outputs } = filesOf(context.environment);
  requireOwnStateFile(context);
  // cdktf looks for the folder only after the deploy, and without it ends before it has written the outputs.
  ensureFolderOf(outputs, context);
  const args = ['deploy', context.environment.name, '--auto-approve', '--no-color', '--outputs-file', outputs];
  await runStack(context, [args], variables);
  // Read at once, so that a stack whose outputs are not what the charts expect is told here.
  readOutputs(context);
}
