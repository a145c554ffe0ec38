import type { OpenAiAccount } from '../azure';
import { advise, problem, type Check } from './finding';

/**
 * Whether the account's name is to be had. It is a subdomain, so it is taken by any account of anybody, and by a deleted
 * one for the 48 hours in which it can be restored.
 *
 * @see https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
export const accountName: Check = async (environment, az) => {
  if (environment.existing.openAi) return [];
  const name = environment.names.openAiAccount;
  const rename = `set names.openAiAccount in environments/${environment.name}.ts`;
  const isNamed = (account: OpenAiAccount) => account.name.toLowerCase() === name;
  const [existing, deleted] = await Promise.all([az.openAiAccounts(), az.deletedOpenAiAccount(name)]);

  const own = existing.find(isNamed);
  if (own) {
    return own.resourceGroup?.toLowerCase() === environment.names.resourceGroup.toLowerCase()
      ? []
      : [problem(`account ${name} exists in resource group ${own.resourceGroup}`, `${rename}, or delete that account`)];
  }
  if (deleted) {
    const { resourceGroup = '<group>', location = environment.location } = deleted;
    const what = `account ${name} is deleted but not purged`;
    const purge = `az cognitiveservices account purge --name ${name} --resource-group ${resourceGroup} --location ${location}`;
    if (resourceGroup.toLowerCase() !== environment.names.resourceGroup.toLowerCase()) {
      return [problem(`${what}, and keeps its name until it is`, purge)];
    }
    return environment.openAi.purgeOnDestroy
      ? [advise(`${what}: the deploy purges it (openAi.purgeOnDestroy is true)`, 'stop here if it is to be recovered')]
      : [advise(`${what}: the deploy recovers it (openAi.purgeOnDestroy is false)`, `or, for a new one: ${purge}`)];
  }
  const { isSubdomainAvailable, reason } = await az.subdomainAvailability(name);
  return isSubdomainAvailable ? [] : [problem(`the subdomain ${name} is taken${reason ? `: ${reason}` : ''}`, rename)];
};
