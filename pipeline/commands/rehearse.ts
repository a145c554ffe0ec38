import type { Command, CommandContext } from '../command';
import { rehearse } from '../rehearse';

/** The whole way of one environment against mocked providers. */
export const command: Command = {
  summary: 'Apply an environment against mocked providers and make its charts. Real plugins, no Azure account.',
  takes: 'one environment',
  flags: {},
  async run({ environments, runner }: CommandContext): Promise<number> {
    for (const { name } of environments) await rehearse(runner, name);
    return 0;
  },
};
