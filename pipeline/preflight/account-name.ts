import { RETRY_TRANSIENT } from '../run';
import { problem, type Check } from './finding';

/** @see https://learn.microsoft.com/rest/api/aiservices/accountmanagement/check-domain-availability */
const API_VERSION = '2024-10-01';

interface NamedResource {
  readonly name: string;
  readonly id: string;
  readonly resourceGroup?: string;
}

/**
 * Whether the account's name is to be had. It is a subdomain, so it is taken by any account of anybody, and by a deleted
 * one for the 48 hours in which it can be restored.
 *
 * @see https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
export const accountName: Check = async ({ runner, environment }) => {
  const name = environment.names.openAiAccount;
  const subscription = environment.subscriptionId;
  const list = (args: readonly string[]) =>
    runner.json<NamedResource[]>(
      'az',
      ['cognitiveservices', 'account', ...args, '--subscription', subscription, '--output', 'json'],
      { retry: RETRY_TRANSIENT, dryRunStdout: '[]' },
    );
  const isNamed = (resource: NamedResource) => resource.name.toLowerCase() === name;
  const [existing, deleted] = await Promise.all([list(['list']), list(['list-deleted'])]);

  const own = existing.find(isNamed);
  if (own) {
    return own.resourceGroup?.toLowerCase() === environment.names.resourceGroup.toLowerCase()
      ? []
      : [
          problem(
            `account ${name} exists in resource group ${own.resourceGroup}`,
            `set names.openAiAccount in environments/${environment.name}.ts, or delete that account`,
          ),
        ];
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
  const { isSubdomainAvailable, reason } = await runner.json<{ isSubdomainAvailable: boolean; reason?: string }>(
    'az',
    [
      ['rest', '--method', 'post', '--output', 'json', '--url'],
      `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/checkDomainAvailability?api-version=${API_VERSION}`,
      ['--body', JSON.stringify({ subdomainName: name, type: 'Microsoft.CognitiveServices/accounts' })],
    ],
    { retry: RETRY_TRANSIENT, dryRunStdout: '{"isSubdomainAvailable":true}' },
  );
  return isSubdomainAvailable
    ? []
    : [
        problem(
          `the subdomain ${name} is taken${reason ? `: ${reason}` : ''}`,
          `set names.openAiAccount in environments/${environment.name}.ts`,
        ),
      ];
};
