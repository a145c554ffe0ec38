import { runStack } from '../adopt';
import { ensureFolderOf, filesOf, readOutputs } from '../context';
import type { Step } from '../run-steps';
import { requireOwnState } from '../terraform';

/** Brings the Azure resources to what the environment says. Terraform itself finds out what is done already. */
export const infrastructure: Step = {
  id: 'infrastructure',
  title: 'cdktf deploy',
  async run(context) {
    const { outputs } = filesOf(context.environment);
    requireOwnState(context);
    // cdktf looks for the folder only after the deploy, and without it ends before it has written the outputs.
    ensureFolderOf(outputs, context);
    await runStack(context, [
      ['deploy', context.environment.name, '--auto-approve', '--no-color', '--outputs-file', outputs],
    ]);
    // Read at once, so that a stack whose outputs are not what the charts expect is told here.
    readOutputs(context);
  },
};
