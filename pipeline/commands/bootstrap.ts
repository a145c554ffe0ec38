import { bootstrap } from '../bootstrap';
import type { Command, CommandContext } from '../command';

/** Remote state, and the way in for GitHub Actions. */
export const command: Command = {
  summary: 'Make the storage account of the state and the identities of GitHub Actions. It can run again at any time.',
  takes: 'one environment',
  flags: {
    repository: {
      type: 'string',
      description: '<owner>/<repository> on GitHub, by default that of the git remote "origin"',
    },
    'dry-run': { type: 'boolean', description: 'print the commands instead of running them' },
  },
  async run({ environments, flags, runner }: CommandContext): Promise<number> {
    const repository = flags['repository'];
    for (const environment of environments) {
      await bootstrap(runner, environment, typeof repository === 'string' ? repository : undefined);
    }
    return 0;
  },
};
