import type { Environment } from '../../model';
import type { Account } from '../azure';
import { problem, type Finding } from './finding';

/** What an environment holds before its user has put their own ids there. */
const PLACEHOLDER = '00000000-0000-0000-0000-000000000000';

/** Whether the subscription was never filled in. */
export function placeholderSubscription({ name, subscriptionId }: Environment): Finding[] {
  return subscriptionId === PLACEHOLDER
    ? [
        problem(
          `subscriptionId of environments/${name}.ts is still the placeholder ${PLACEHOLDER}`,
          'put "az account show --query id --output tsv" there',
        ),
      ]
    : [];
}

/** Lists of people that were never filled in. */
export function placeholderPeople({ name, cluster, openAi }: Environment): Finding[] {
  const lists = { 'cluster.admins': cluster.admins, 'openAi.operators': openAi.operators };
  return Object.entries(lists)
    .filter(([, people]) => people.some(({ objectId }) => objectId === PLACEHOLDER))
    .map(([list]) =>
      problem(
        `${list} of environments/${name}.ts still holds the placeholder ${PLACEHOLDER}`,
        'put "az ad signed-in-user show --query id --output tsv" there, or take the entry out',
      ),
    );
}

/** Whether the Azure CLI is set to another subscription, which Terraform would take. */
export function otherSubscription({ name, subscriptionId }: Environment, { id }: Account): Finding[] {
  // A placeholder is told as such, and needs no second complaint.
  return subscriptionId !== PLACEHOLDER && id.toLowerCase() !== subscriptionId.toLowerCase()
    ? [
        problem(
          `the Azure CLI is set to subscription ${id}, and environment ${name} is in ${subscriptionId}`,
          `az account set --subscription ${subscriptionId}, or fix subscriptionId in environments/${name}.ts`,
        ),
      ]
    : [];
}
