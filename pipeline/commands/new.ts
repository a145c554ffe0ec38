import { Option } from 'commander';
import { createEnvironment, SHAPES } from '../new';
import { atTerminal } from '../run';
import type { NamingCommand } from '../command';

/** The first step of every user. */
export const command: NamingCommand = {
  summary: 'Write the file of a new environment. What is not said is asked, or taken from the Azure CLI.',
  takes: 'a new name',
  options: [
    new Option('--subscription <id>', 'subscription to deploy to, by default that of the Azure CLI'),
    new Option('--admin <id>', 'object id of who administers it and deploys, by default whoever is logged in'),
    new Option('--region <region>', 'region by its short name'),
    new Option('--shape <shape>', 'what it is for').choices(Object.keys(SHAPES)),
  ],
  async run(name, runner, options) {
    if (runner.interactive) {
      await atTerminal('new', runner.signal, (ask) => createEnvironment(name, options, runner, ask));
    } else {
      await createEnvironment(name, options, runner);
    }
    return 0;
  },
};
