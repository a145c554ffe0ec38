import type { Environment } from './environment';

/** Container of the storage account that holds the state. */
export const STATE_CONTAINER = 'tfstate';

/** A Terraform backend for the state of a stack. */
export type Backend = LocalBackend | AzurermBackend;

/** The state in a file: for one person on one machine. */
export interface LocalBackend {
  /** As Terraform names the backend. */
  readonly type: 'local';
  /** Path of the file, relative to the folder of the stack, `cdktf.out/stacks/<environment>`. */
  readonly path: string;
}

/** The state in a storage account, which is reached by a login of Microsoft Entra alone: it has no keys. */
export interface AzurermBackend {
  /** As Terraform names the backend. */
  readonly type: 'azurerm';
  /** Subscription of the storage account. */
  readonly subscriptionId: string;
  /** Resource group of the storage account, which a destroy of the environment leaves. */
  readonly resourceGroupName: string;
  /** Name of the storage account. */
  readonly storageAccountName: string;
  /** Container of the blob. */
  readonly containerName: string;
  /** Name of the blob. */
  readonly key: string;
}

/**
 * The backend of an environment's stack. A local file lies beside cdktf.json, outside of the generated folders that
 * anybody may delete, and its path is relative, so that the JSON is the same on every machine.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/azurerm
 */
export function backendOf({
  name,
  state,
  subscriptionId,
  names,
}: Pick<Environment, 'name' | 'state' | 'subscriptionId' | 'names'>): Backend {
  return state === 'local'
    ? { type: 'local', path: `../../../terraform.${name}.tfstate` }
    : {
        type: 'azurerm',
        subscriptionId,
        resourceGroupName: names.stateResourceGroup,
        storageAccountName: names.stateStorageAccount,
        containerName: STATE_CONTAINER,
        key: `${name}.tfstate`,
      };
}
