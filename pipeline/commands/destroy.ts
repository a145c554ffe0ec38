import type { Command } from '../command';
import { Deployment } from '../deployment';
import { DESTROY_STEPS } from '../destroy';
import { confirm } from '../destroy/confirm';
import { runSteps } from '../tasks';

export const command: Command = {
  summary:
    'Takes an environment down, what uses others first, and looks that nothing is left. Stopped, it goes on from there.',
  takes: 'one environment',
  flags: {
    yes: { type: 'boolean', description: "do not ask for the environment's name" },
    'dry-run': { type: 'boolean', description: 'print the commands instead of running them' },
  },
  async run({ environments, flags, runner, system }) {
    const deployment = new Deployment(environments[0]!, runner, system);
    if (flags['yes'] !== true && !runner.dryRun) await confirm(deployment);
    await runSteps(DESTROY_STEPS, deployment, { command: 'destroy' });
    return 0;
  },
};
