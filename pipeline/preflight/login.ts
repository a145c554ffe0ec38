import type { Environment } from '../../model';
import type { Account } from '../azure';
import { PLACEHOLDER_ID } from '../placeholders';
import { problem, type Finding } from './finding';

/** Whether the subscription was never filled in. */
export function placeholderSubscription({ name, subscriptionId }: Environment): Finding[] {
  return subscriptionId === PLACEHOLDER_ID
    ? [
        problem(
          `subscriptionId of environments/${name}.ts is still the placeholder ${PLACEHOLDER_ID}`,
          'put "az account show --query id --output tsv" there',
        ),
      ]
    : [];
}

/** Lists of people that were never filled in. */
export function placeholderPeople({ name, cluster, openAi }: Environment): Finding[] {
  const lists = { 'cluster.admins': cluster.admins, 'openAi.operators': openAi.operators };
  return Object.entries(lists)
    .filter(([, people]) => people.some(({ objectId }) => objectId === PLACEHOLDER_ID))
    .map(([list]) =>
      problem(
        `${list} of environments/${name}.ts still holds the placeholder ${PLACEHOLDER_ID}`,
        'put "az ad signed-in-user show --query id --output tsv" there, or take the entry out',
      ),
    );
}

/** Whether the application of the login was never filled in: nobody could log in. */
export function placeholderApplication({ name, gateway: { login } }: Environment): Finding[] {
  return login?.clientId === PLACEHOLDER_ID
    ? [
        problem(
          `gateway.login.clientId of environments/${name}.ts is still the placeholder ${PLACEHOLDER_ID}`,
          `npm run bootstrap -- ${name} makes an application and prints its client id`,
        ),
      ]
    : [];
}

/** Whether the Azure CLI is set to another subscription, which Terraform would take. */
export function otherSubscription({ name, subscriptionId }: Environment, { id }: Account): Finding[] {
  // A placeholder is told as such, and needs no second complaint.
  return subscriptionId !== PLACEHOLDER_ID && id.toLowerCase() !== subscriptionId.toLowerCase()
    ? [
        problem(
          `the Azure CLI is set to subscription ${id}, and environment ${name} is in ${subscriptionId}`,
          `az account set --subscription ${subscriptionId}, or fix subscriptionId in environments/${name}.ts`,
        ),
      ]
    : [];
}
