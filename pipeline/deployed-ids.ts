import type { Contract } from '../contract';
import { RESOURCE_TYPES, workspaceIdsOf, type Environment, type ResourceType } from '../model';

/** Resource ids of what is deployed, as far as those who look at logs and metrics need them. */
export interface DeployedIds {
  readonly clusterId: string;
  readonly accountId: string;
  /** @default - the controller made the load balancer, and its id is not told */
  readonly loadBalancerId?: string;
  /** That of an environment that is watched. */
  readonly logAnalyticsWorkspaceId: string;
}

/** Puts together the ids of what is deployed, of its outputs and of what the environment says of what exists. */
export function deployedIds(environment: Environment, outputs: Contract): DeployedIds {
  const { existing } = environment;
  const { subscriptionId, resourceGroupName, gateway } = outputs;
  const idOf = (type: ResourceType, name: string) =>
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${type.provider}${name}`;
  return {
    clusterId: existing.cluster?.id ?? idOf(RESOURCE_TYPES.cluster, outputs.clusterName),
    accountId: existing.openAi?.id ?? idOf(RESOURCE_TYPES.account, outputs.openaiAccountName),
    loadBalancerId: gateway.mode === 'bring-your-own' ? gateway.loadBalancerId : undefined,
    logAnalyticsWorkspaceId: workspaceIdsOf(environment).logAnalytics,
  };
}
