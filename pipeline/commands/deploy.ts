import { Option } from 'commander';
import { DRY_RUN, type Command } from '../command';
import { runSteps } from '../run-steps';
import { deploySteps } from '../steps';

/** The way from an environment to a page that answers. */
export const command: Command = {
  summary:
    'Brings an environment from nothing, or from where it is, to a page that answers. It can run again at any time.',
  takes: 'one environment',
  options: [
    new Option('--from <step>', 'start at this step, and take those before it as done').choices(
      deploySteps().map(({ id }) => id),
    ),
    new Option('--prune-data', 'delete volume claims, Secrets and namespaces too where they have left the YAML'),
    DRY_RUN,
  ],
  async run(context, { from, dryRun, pruneData }) {
    // What would be done reads best one after the other.
    await runSteps(deploySteps({ pruneData }), context, { command: 'deploy', from, inOrder: dryRun });
    return 0;
  },
};
