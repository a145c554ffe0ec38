import type { Contract } from '../contract';
import type { Environment } from '../model';

/** Resource ids of what is deployed, as far as those who look at logs and metrics need them. */
export interface DeployedIds {
  readonly clusterId: string;
  readonly accountId: string;
  /** @default - the controller made the load balancer, and its id is not told */
  readonly loadBalancerId?: string;
  /** That of an environment that is watched. */
  readonly logAnalyticsWorkspaceId: string;
}

/** Puts together the ids of what the stack made, of its outputs and of the names that the environment gives. */
export function deployedIds({ monitoring, names }: Environment, outputs: Contract): DeployedIds {
  const { subscriptionId, resourceGroupName, gateway } = outputs;
  const idOf = (type: string, name: string) =>
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${type}/${name}`;
  return {
    clusterId: idOf('Microsoft.ContainerService/managedClusters', outputs.clusterName),
    accountId: idOf('Microsoft.CognitiveServices/accounts', outputs.openaiAccountName),
    loadBalancerId: gateway.mode === 'bring-your-own' ? gateway.loadBalancerId : undefined,
    logAnalyticsWorkspaceId:
      monitoring?.logAnalyticsWorkspaceId ??
      idOf('Microsoft.OperationalInsights/workspaces', names.logAnalyticsWorkspace),
  };
}
