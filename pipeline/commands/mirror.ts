import { DRY_RUN, type Command } from '../command';
import { mirror } from '../mirror';

/** Every image of an environment, in its registry. */
export const command: Command = {
  summary: "Import every image into the environment's registry, build one's own there, and pin their digests.",
  takes: 'one environment',
  options: [DRY_RUN],
  async run(context) {
    await mirror(context);
    return 0;
  },
};
