import type { Context } from '../context';
import { CancelledError, PipelineError } from '../run';
import type { Step } from '../run-steps';
import { requireOwnStateFile } from '../terraform';
import { askBeforeLoss, describePlan, notCompared, planCluster, planInfrastructure, type ClusterPlan } from '../plan';
import { writeKubeconfigOfExisting } from './kubeconfig';

/**
 * Shows what the deploy would change, and stops where something would be lost that nobody has let go. `cdktf deploy` takes no
 * plan and makes its own: it differs from the one shown by what is changed between the two, in Azure or in the state. What is
 * protected is so in both.
 *
 * @param allowReplace addresses of what may be replaced or destroyed
 */
export function planStep(allowReplace: readonly string[]): Step {
  return {
    id: 'plan',
    title: 'what would change',
    asks: true,
    async run(context) {
      const { environment, runner } = context;
      requireOwnStateFile(context);
      await writeKubeconfigOfExisting(context);
      const infrastructure = await planInfrastructure(context, { lock: true });
      const cluster = await clusterIfTold(context);
      for (const line of describePlan(environment.name, { infrastructure, cluster })) runner.report(line);
      await askBeforeLoss(context, infrastructure, allowReplace);
    },
  };
}

/** A deploy makes the cluster well again, so one that does not answer is no reason to stop. */
async function clusterIfTold(context: Context): Promise<ClusterPlan> {
  try {
    return await planCluster(context);
  } catch (error) {
    if (!(error instanceof PipelineError) || error instanceof CancelledError) throw error;
    return notCompared(error.message);
  }
}
