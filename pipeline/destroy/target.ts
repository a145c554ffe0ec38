import { existsSync } from 'node:fs';
import { nodeResourceGroupName } from '../../config';
import type { Deployment } from '../deployment';
import { CommandFailedError, PipelineError, RETRY_TRANSIENT } from '../run';

/** What is to go, by the names Azure knows it by. */
export interface Target {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly cluster: string;
  readonly nodeResourceGroup: string;
}

/** Names from the outputs where there are some, else the ones the environment gives: a deploy may have stopped before it wrote any. */
export function target(deployment: Deployment): Target {
  const { names, location, subscriptionId } = deployment.environment;
  if (existsSync(deployment.path(deployment.outputsFile))) {
    const contract = deployment.contract();
    return {
      subscription: contract.subscription_id,
      resourceGroup: contract.resource_group_name,
      cluster: contract.cluster_name,
      nodeResourceGroup: contract.node_resource_group_name,
    };
  }
  return {
    subscription: subscriptionId,
    resourceGroup: names.resourceGroup,
    cluster: names.cluster,
    nodeResourceGroup: nodeResourceGroupName(names, location),
  };
}

/** Whether the cluster is there and answers; `undefined` where it is gone. */
export async function clusterState(deployment: Deployment): Promise<'running' | undefined> {
  const { subscription, resourceGroup, cluster } = target(deployment);
  const args = [
    ['aks', 'show', '--subscription', subscription, '--resource-group', resourceGroup, '--name', cluster],
    ['--query', 'powerState.code', '--output', 'tsv'],
  ];
  const answer = await deployment.runner.run('az', args, {
    retry: RETRY_TRANSIENT,
    allowFailure: true,
    dryRunStdout: 'Running',
  });
  if (answer.exitCode !== 0) {
    if (/ResourceNotFound|ResourceGroupNotFound|could not be found/.test(answer.stderr)) return undefined;
    throw new CommandFailedError(
      `az ${args.flat().join(' ')}`,
      answer.exitCode,
      answer.stderr,
      'mend what it names and run again',
    );
  }
  if (answer.stdout.trim() === 'Stopped') {
    throw new PipelineError(
      `cluster ${cluster} is stopped, and the gateway objects in it must go first`,
      `az aks start --subscription ${subscription} --resource-group ${resourceGroup} --name ${cluster}, then run again`,
    );
  }
  return 'running';
}
