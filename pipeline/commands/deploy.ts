import { Option } from 'commander';
import { DRY_RUN, type Command } from '../command';
import { runSteps } from '../run-steps';
import { deploySteps } from '../steps';

/** The way from an environment to a page that answers. */
export const command: Command = {
  summary:
    'Bring an environment from nothing, or from where it is, to a page that answers. It can run again at any time.',
  takes: 'one environment',
  options: [
    new Option('--from <step>', 'start at this step, and take those before it as done').choices(
      deploySteps().map(({ id }) => id),
    ),
    new Option('--prune-data', 'delete volume claims, Secrets and namespaces too where they have left the YAML'),
    new Option(
      '--allow-replace <address>',
      'let this be replaced or destroyed, by its Terraform address; may be given again',
    ).argParser((address, before: readonly string[] | undefined) => [...(before ?? []), address]),
    DRY_RUN,
  ],
  async run(context, { from, dryRun, pruneData, allowReplace }) {
    const steps = deploySteps({ pruneData, allowReplace });
    const at = (id: string) => steps.findIndex((step) => step.id === id);
    // Nothing is applied or taken down for it whose plan was not shown.
    const isApplied = from !== undefined && at(from) > at('plan') && at(from) <= at('infrastructure');
    await runSteps(steps, context, {
      command: 'deploy',
      from: isApplied ? 'plan' : from,
      // What would be done reads best one after the other.
      inOrder: dryRun,
    });
    return 0;
  },
};
