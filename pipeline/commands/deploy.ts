import type { Command } from '../command';
import { Deployment } from '../deployment';
import { DEPLOY_STEPS } from '../steps';
import { runSteps } from '../tasks';

export const command: Command = {
  summary:
    'Brings an environment from nothing, or from where it is, to a page that answers. It can run again at any time.',
  takes: 'one environment',
  flags: {
    from: {
      type: 'string',
      description: 'start at this step, and take those before it as done',
      allowed: DEPLOY_STEPS.map(({ id }) => id),
    },
    'dry-run': { type: 'boolean', description: 'print the commands instead of running them' },
  },
  async run({ environments, flags, runner, system }) {
    const deployment = new Deployment(environments[0]!, runner, system);
    await runSteps(DEPLOY_STEPS, deployment, { command: 'deploy', from: flags['from'] as string | undefined });
    return 0;
  },
};
