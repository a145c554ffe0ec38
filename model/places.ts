import type { Environment } from './environment';
import { nodeResourceGroupName } from './names';
import { partsOfResourceId } from './resource-id';

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
