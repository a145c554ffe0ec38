import type { Environment } from './environment';
import { nodeResourceGroupName } from './names';
import { RESOURCE_TYPES, partsOfResourceId } from './resource-id';

/** Where the Azure CLI finds something. */
export interface Place {
  /** Its subscription, a UUID. */
  readonly subscriptionId: string;
  /** Name of its resource group. */
  readonly resourceGroup: string;
  /** Its own name. */
  readonly name: string;
}

/** Where the environment's cluster is, or is going to be. */
export function placeOfCluster({ subscriptionId, names, existing }: Environment): Place {
  return existing.cluster
    ? partsOfResourceId(existing.cluster.id)
    : { subscriptionId, resourceGroup: names.resourceGroup, name: names.cluster };
}

/** Where the environment's account is, or is going to be. */
export function placeOfAccount({ subscriptionId, names, existing }: Environment): Place {
  return existing.openAi
    ? partsOfResourceId(existing.openAi.id)
    : { subscriptionId, resourceGroup: names.resourceGroup, name: names.openAiAccount };
}

/** The resource group of the nodes of the environment's cluster. */
export function nodeResourceGroupOf({ names, location, existing }: Environment): string {
  return existing.cluster?.nodeResourceGroup ?? nodeResourceGroupName(names, location);
}

/** Resource ids of the workspaces that an environment which is watched sends to: those that exist, or those that it makes. */
export function workspaceIdsOf({ subscriptionId, names, existing }: Environment): {
  readonly logAnalytics: string;
  readonly monitor: string;
} {
  const made = `/subscriptions/${subscriptionId}/resourceGroups/${names.resourceGroup}/providers`;
  return {
    logAnalytics:
      existing.logAnalyticsWorkspaceId ??
      `${made}/${RESOURCE_TYPES.logAnalyticsWorkspace.provider}${names.logAnalyticsWorkspace}`,
    monitor:
      existing.monitorWorkspaceId ?? `${made}/${RESOURCE_TYPES.monitorWorkspace.provider}${names.monitorWorkspace}`,
  };
}
