import type { Command } from '../command';
import { rehearse } from '../rehearse';

/** The whole way of one environment against mocked providers. */
export const command: Command = {
  summary: 'Apply an environment against mocked providers and make its charts. Real plugins, no Azure account.',
  takes: 'one environment',
  async run({ environment, runner }) {
    await rehearse(runner, environment.name);
    return 0;
  },
};
