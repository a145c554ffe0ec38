import { KUBERNETES_VERSIONS, MODELS, policyFacts } from '../../config';
import { draw, reportPage } from '../../pictures';
import { judge } from '../../policy';
import { readArtefacts, writeBeside } from '../artefacts';
import type { Command } from '../command';

/** Everything about an environment on one page. */
export const command: Command = {
  summary:
    'Write one HTML page about the artefacts of an environment to dist/<environment>/report.html. It shows pictures, names, rights, open doors, what the rules find, and versions.',
  takes: 'one environment',
  async run(context) {
    const { name, policy } = context.environment;
    const { artefacts, sources } = readArtefacts(context);
    const today = new Date().toISOString().slice(0, 10);
    const parsed = { terraform: artefacts.terraform, manifests: artefacts.objects };
    const page = reportPage({
      environment: name,
      artefacts,
      drawn: await draw(artefacts),
      verdict: judge(parsed, { facts: policyFacts(today, policy), waivers: policy.waivers }),
      sources,
      tables: { kubernetes: KUBERNETES_VERSIONS, models: MODELS },
      today,
    });
    writeBeside(context, new Map([['report.html', page]]));
    return 0;
  },
};
