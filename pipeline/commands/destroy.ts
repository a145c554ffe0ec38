import { Option } from 'commander';
import { DRY_RUN, type Command } from '../command';
import { DESTROY_STEPS } from '../destroy';
import { confirm } from '../destroy/confirm';
import { runSteps } from '../run-steps';

/** The way back to nothing. */
export const command: Command = {
  summary:
    'Take an environment down, what uses others first, and look that nothing is left. Stopped, it goes on from there.',
  takes: 'one environment',
  options: [new Option('--yes', "do not ask for the environment's name"), DRY_RUN],
  async run(context, { yes, dryRun }) {
    if (!yes && !dryRun) await confirm(context);
    await runSteps(DESTROY_STEPS, context, { command: 'destroy' });
    return 0;
  },
};
