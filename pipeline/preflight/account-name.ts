import type { OpenAiAccount } from '../azure';
import { problem, type Check } from './finding';

/**
 * Whether the account's name is to be had. It is a subdomain, so it is taken by any account of anybody, and by a deleted
 * one for the 48 hours in which it can be restored.
 *
 * @see https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
export const accountName: Check = async (environment, az) => {
  const name = environment.names.openAiAccount;
  const rename = `set names.openAiAccount in environments/${environment.name}.ts`;
  const isNamed = (account: OpenAiAccount) => account.name.toLowerCase() === name;
  const [existing, deleted] = await Promise.all([az.openAiAccounts(), az.deletedOpenAiAccounts()]);

  const own = existing.find(isNamed);
  if (own) {
    return own.resourceGroup?.toLowerCase() === environment.names.resourceGroup.toLowerCase()
      ? []
      : [problem(`account ${name} exists in resource group ${own.resourceGroup}`, `${rename}, or delete that account`)];
  }
  const gone = deleted.find(isNamed);
  if (gone) {
    const [, group] = /\/resourceGroups\/([^/]+)\//i.exec(gone.id) ?? [];
    const [, location] = /\/locations\/([^/]+)\//i.exec(gone.id) ?? [];
    return [
      problem(
        `account ${name} is deleted but not purged, and keeps its name until it is`,
        `az cognitiveservices account purge --name ${name} --resource-group ${group ?? '<group>'} --location ${location ?? environment.location}`,
      ),
    ];
  }
  const { isSubdomainAvailable, reason } = await az.subdomainAvailability(name);
  return isSubdomainAvailable ? [] : [problem(`the subdomain ${name} is taken${reason ? `: ${reason}` : ''}`, rename)];
};
