import { Option } from 'commander';
import type { Command } from '../command';
import { describeStatus, exitCodeOf, lookAt } from '../status';

/** How an environment stands, on one screen. */
export const command: Command = {
  summary:
    'Show versions, models, quota, credentials, gateway, certificate and last deploy. Exit code 0 if all is well, 2 if something wants attention, 1 if something could not be asked.',
  takes: 'one environment',
  options: [
    new Option('--drift', 'plan too, with a look at Azure and the cluster, which takes a minute or more'),
    new Option('--json', 'print the status as JSON on stdout, and progress on stderr'),
  ],
  async run(context, { drift = false, json }) {
    const { environment, runner } = context;
    const today = new Date().toISOString().slice(0, 10);
    const lines = await lookAt(context, { drift, today });
    const exitCode = exitCodeOf(lines);
    if (json) {
      const document = { environment: environment.name, today, well: exitCode === 0, lines };
      console.log(runner.masker.mask(JSON.stringify(document, null, 2)));
    }
    for (const line of describeStatus(environment.name, today, lines)) runner.print(line);
    return exitCode;
  },
};
