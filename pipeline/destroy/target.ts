import { nodeResourceGroupName } from '../../config';
import { AzureCli } from '../azure';
import { filesOf, readOutputs, type Context } from '../context';
import { PipelineError } from '../run';

/** What is to go, by the names Azure knows it by. */
export interface Target {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly cluster: string;
  readonly nodeResourceGroup: string;
}

/** Names from the outputs where there are some, else the ones the environment gives: a deploy may have stopped before it wrote any. */
export function target(context: Context): Target {
  const { names, location, subscriptionId } = context.environment;
  if (context.runner.read(filesOf(context.environment).outputs) !== undefined) {
    const outputs = readOutputs(context);
    return {
      subscription: outputs.subscription_id,
      resourceGroup: outputs.resource_group_name,
      cluster: outputs.cluster_name,
      nodeResourceGroup: outputs.node_resource_group_name,
    };
  }
  return {
    subscription: subscriptionId,
    resourceGroup: names.resourceGroup,
    cluster: names.cluster,
    nodeResourceGroup: nodeResourceGroupName(names, location),
  };
}

/**
 * Whether the cluster is there.
 *
 * @throws {PipelineError} if it is there and does not run
 */
export async function clusterExists(context: Context): Promise<boolean> {
  const { subscription, resourceGroup, cluster } = target(context);
  const state = await new AzureCli(context.runner, subscription).clusterPowerState(cluster, resourceGroup);
  if (state === 'Stopped') {
    throw new PipelineError(
      `cluster ${cluster} is stopped, and the gateway objects in it must go first`,
      `az aks start --subscription ${subscription} --resource-group ${resourceGroup} --name ${cluster}, then run again`,
    );
  }
  return state !== undefined;
}
