import { Option } from 'commander';
import type { Command } from '../command';
import { writeKubeconfigOfExisting } from '../steps/kubeconfig';
import { countsOf, describePlan, hasChanges, planCluster, planInfrastructure } from '../plan';

/** What a deploy would change, before it does. */
export const command: Command = {
  summary:
    'Show what a deploy would change in Azure and in the cluster, and what forces a replacement. Exit code 0 if nothing, 2 if something, 1 on an error.',
  takes: 'one environment',
  options: [
    new Option('--state-only', 'compare with the state alone, and ask neither Azure nor the cluster'),
    new Option('--json', 'print the plan as JSON on stdout, and progress on stderr'),
  ],
  async run(context, { json, stateOnly }) {
    const { environment, runner } = context;
    if (!stateOnly) await writeKubeconfigOfExisting(context);
    const infrastructure = await planInfrastructure(context, { stateOnly });
    const plan = { infrastructure, cluster: stateOnly ? undefined : await planCluster(context) };
    if (json) {
      const document = {
        environment: environment.name,
        changed: hasChanges(plan),
        infrastructure: { counts: countsOf(infrastructure), ...infrastructure },
        cluster: plan.cluster,
      };
      console.log(runner.masker.mask(JSON.stringify(document, null, 2)));
    }
    for (const line of describePlan(environment.name, plan)) runner.print(line);
    return hasChanges(plan) ? 2 : 0;
  },
};
