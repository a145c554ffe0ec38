import { Option } from 'commander';
import { DRY_RUN, type Command } from '../command';
import { runSteps } from '../run-steps';
import { DEPLOY_STEPS } from '../steps';

/** The way from an environment to a page that answers. */
export const command: Command = {
  summary:
    'Brings an environment from nothing, or from where it is, to a page that answers. It can run again at any time.',
  takes: 'one environment',
  options: [
    new Option('--from <step>', 'start at this step, and take those before it as done').choices(
      DEPLOY_STEPS.map(({ id }) => id),
    ),
    DRY_RUN,
  ],
  async run(context, { from, dryRun }) {
    // What would be done reads best one after the other.
    await runSteps(DEPLOY_STEPS, context, { command: 'deploy', from, inOrder: dryRun });
    return 0;
  },
};
