import { nodeResourceGroupOf, placeOfCluster } from '../../model';
import { AzureCli } from '../azure';
import { filesOf, type Context } from '../context';
import { PipelineError } from '../run';

/** What is to go, by the names Azure knows it by. */
export interface Target {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly cluster: string;
  readonly nodeResourceGroup: string;
}

/**
 * The names that a deploy wrote into the outputs file, and where it wrote none, those that the environment gives. A destroy
 * must work after a deploy that stopped early, and with an outputs file of another release: nothing about the file is an
 * error.
 */
export function target(context: Context): Target {
  const { names, subscriptionId } = context.environment;
  const outputs = outputsOf(context);
  const output = (name: string) => {
    const value = outputs[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const resourceGroup = output('resource_group_name') ?? names.resourceGroup;
  return {
    subscription: output('subscription_id') ?? subscriptionId,
    resourceGroup,
    cluster: output('cluster_name') ?? names.cluster,
    nodeResourceGroup: output('node_resource_group_name') ?? nodeResourceGroupOf(context.environment),
  };
}

/** The resource group of the cluster: another one where it exists already. */
export function clusterGroup(context: Context): string {
  const { existing } = context.environment;
  return existing.cluster ? placeOfCluster(context.environment).resourceGroup : target(context).resourceGroup;
}

/** The outputs of the environment's stack as they stand in the file; none if it cannot be read. */
export function outputsOf({ environment, runner }: Context): Readonly<Record<string, unknown>> {
  try {
    const stacks = JSON.parse(runner.read(filesOf(environment).outputs) ?? '{}') as Record<string, object | undefined>;
    return { ...stacks[environment.name] };
  } catch {
    return {};
  }
}

/**
 * Whether the cluster is there.
 *
 * @throws {PipelineError} if it is there and does not run
 */
export async function clusterExists(context: Context): Promise<boolean> {
  const { subscription, cluster } = target(context);
  const clusterResourceGroup = clusterGroup(context);
  const state = await new AzureCli(context.runner, subscription).clusterPowerState(cluster, clusterResourceGroup);
  if (state === 'Stopped') {
    throw new PipelineError(
      `cluster ${cluster} is stopped, and the gateway objects in it must go first`,
      `az aks start --subscription ${subscription} --resource-group ${clusterResourceGroup} --name ${cluster}, then run again`,
    );
  }
  return state !== undefined;
}
