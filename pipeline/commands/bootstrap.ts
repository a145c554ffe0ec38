import { Option } from 'commander';
import { bootstrap } from '../bootstrap';
import { DRY_RUN, type Command } from '../command';

/** Remote state, and the way in for GitHub Actions. */
export const command: Command = {
  summary: 'Make the storage account of the state and the identities of GitHub Actions. It can run again at any time.',
  takes: 'one environment',
  options: [
    new Option(
      '--repository <repository>',
      '<owner>/<repository> on GitHub, by default that of the git remote "origin"',
    ),
    DRY_RUN,
  ],
  async run(context, { repository }) {
    await bootstrap(context, repository);
    return 0;
  },
};
