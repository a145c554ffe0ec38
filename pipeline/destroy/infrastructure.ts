import { adopt, runStack } from '../adopt';
import type { Context } from '../context';
import { CommandFailedError } from '../run';
import { isInitialized, requireOwnState } from '../terraform';
import type { Step } from '../run-steps';

/**
 * Everything Terraform made, and what died while it was made: what is in Azure and in no state would keep its resource group
 * from going, or stay outside of it. It can be looked up once the stack has been initialized here.
 */
export const infrastructureGone: Step = {
  id: 'infrastructure',
  title: 'cdktf destroy',
  async run(context) {
    await requireOwnState(context);
    const before = await adoptDead(context);
    try {
      await destroy(context);
    } catch (error) {
      if (!(error instanceof CommandFailedError) || !(await adoptDead(context)).adopted) throw error;
      return destroy(context);
    }
    // Only now the stack is there to be asked.
    if (!before.asked && (await adoptDead(context)).adopted) await destroy(context);
  },
};

/** What is somebody else's stays, and is told when nothing may be left. */
async function adoptDead(context: Context): Promise<{ readonly asked: boolean; readonly adopted: boolean }> {
  if (!isInitialized(context.runner, context.environment.name)) return { asked: false, adopted: false };
  return { asked: true, adopted: (await adopt(context)).adopted > 0 };
}

function destroy(context: Context): Promise<void> {
  // Whoever is here has been asked, or has said that it needs no question.
  const variables = { PROTECT: 'false' };
  return runStack(context, [['destroy', context.environment.name, '--auto-approve', '--no-color']], variables);
}
