import { STATE_CONTAINER, type Environment } from '../../model';
import type { AzureCli } from '../azure';
import { PipelineError, type Runner } from '../run';

/** How long what was deleted or overwritten can be had back, in days. */
const RETENTION_DAYS = '30';

/** Resource id of the container that holds the state. */
export function stateContainerId({ subscriptionId, names }: Environment): string {
  return (
    `/subscriptions/${subscriptionId}/resourceGroups/${names.stateResourceGroup}/providers/Microsoft.Storage` +
    `/storageAccounts/${names.stateStorageAccount}/blobServices/default/containers/${STATE_CONTAINER}`
  );
}

/**
 * The storage account of the state: reached by a login of Microsoft Entra alone, with every version kept, and in a
 * resource group of its own, so that destroying the environment leaves it. What is there already is set to the same.
 *
 * @see https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent
 * @throws {PipelineError} if somebody else has the name
 */
export async function ensureStateStorage(runner: Runner, az: AzureCli, environment: Environment): Promise<void> {
  const { names, location } = environment;
  const group = { 'resource-group': names.stateResourceGroup };
  await az.change('group create', { name: names.stateResourceGroup, location });
  await nameIsOurs(az, environment);
  await az.change('storage account create', {
    ...group,
    name: names.stateStorageAccount,
    location,
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    'https-only': 'true',
    'min-tls-version': 'TLS1_2',
    'allow-shared-key-access': 'false',
    'allow-blob-public-access': 'false',
    'allow-cross-tenant-replication': 'false',
  });
  await az.change('storage account blob-service-properties update', {
    ...group,
    'account-name': names.stateStorageAccount,
    'enable-versioning': 'true',
    'enable-delete-retention': 'true',
    'delete-retention-days': RETENTION_DAYS,
    'enable-container-delete-retention': 'true',
    'container-delete-retention-days': RETENTION_DAYS,
  });
  // By the management API: the role that lets the caller at the data is granted later, and takes minutes to arrive.
  await az.change('storage container-rm create', {
    ...group,
    'storage-account': names.stateStorageAccount,
    name: STATE_CONTAINER,
    'public-access': 'off',
  });
  runner.report(`state: container ${STATE_CONTAINER} of storage account ${names.stateStorageAccount} is there`);
}

async function nameIsOurs(az: AzureCli, { names, name }: Environment): Promise<void> {
  const { nameAvailable } = await az.ask<{ nameAvailable: boolean }>('storage account check-name', {
    name: names.stateStorageAccount,
  });
  if (nameAvailable) return;
  const own = await az.ask<readonly { name: string }[]>('storage account list', {
    'resource-group': names.stateResourceGroup,
  });
  if (own.some((account) => account.name === names.stateStorageAccount)) return;
  throw new PipelineError(
    `the storage account name "${names.stateStorageAccount}" is taken, and not in ${names.stateResourceGroup}`,
    `set another names.stateStorageAccount in environments/${name}.ts: 3 to 24 lower case letters and digits`,
  );
}
