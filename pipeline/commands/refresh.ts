import { Option } from 'commander';
import { DEFAULT_REGION } from '../../config';
import type { ProjectCommand } from '../command';
import { refreshTables } from '../refresh';

/** Rewrites the dated tables of config/. */
export const command: ProjectCommand = {
  summary: 'Rewrite the dated tables in config/tables by what Azure tells whoever is logged in, and keep the rest.',
  takes: 'nothing',
  options: [
    new Option('--region <region>', 'where to ask, by its short name: not every region offers the same').default(
      DEFAULT_REGION,
    ),
  ],
  async run(runner, { region = DEFAULT_REGION }) {
    await refreshTables(runner, region, new Date().toISOString().slice(0, 10));
    return 0;
  },
};
