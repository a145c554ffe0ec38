import { draw } from '../../pictures';
import { readArtefacts, writeBeside } from '../artefacts';
import type { Command } from '../command';

/** What an environment looks like. */
export const command: Command = {
  summary:
    'Draw the artefacts of an environment into dist/<environment>/pictures, as SVG and Mermaid. They are four: Azure, the cluster, the ways of a request and a token.',
  takes: 'one environment',
  async run(context) {
    const drawn = await draw(readArtefacts(context).artefacts);
    const files = drawn.flatMap(({ id, svg, mermaid }) => [
      [`pictures/${id}.svg`, svg] as const,
      [`pictures/${id}.mmd`, mermaid] as const,
    ]);
    writeBeside(context, new Map(files));
    return 0;
  },
};
