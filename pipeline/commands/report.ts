import { KUBERNETES_VERSIONS, MODELS } from '../../config';
import { draw, reportPage } from '../../pictures';
import { readArtefacts, writeBeside } from '../artefacts';
import type { Command } from '../command';

/** Everything about an environment on one page. */
export const command: Command = {
  summary:
    'Writes one HTML page about the artefacts of an environment to dist/<environment>/report.html: pictures, names, rights, open doors, versions.',
  takes: 'one environment',
  async run(context) {
    const { artefacts, sources } = readArtefacts(context);
    const page = reportPage({
      environment: context.environment.name,
      artefacts,
      drawn: await draw(artefacts),
      sources,
      tables: { kubernetes: KUBERNETES_VERSIONS, models: MODELS },
      today: new Date().toISOString().slice(0, 10),
    });
    writeBeside(context, new Map([['report.html', page]]));
    return 0;
  },
};
