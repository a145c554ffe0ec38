import type { EnvironmentConfig } from './environment';

/** Container of the storage account that holds the state. */
export const STATE_CONTAINER = 'tfstate';

/** Where the state of a stack is: a kind of Terraform backend and its arguments. */
export type BackendConfig =
  { readonly type: 'local'; readonly props: LocalState } | { readonly type: 'azurerm'; readonly props: RemoteState };

interface LocalState {
  /** Path of the file, relative to the folder of the stack, `cdktf.out/stacks/<environment>`. */
  readonly path: string;
}

interface RemoteState {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly storageAccountName: string;
  readonly containerName: string;
  /** Name of the blob. */
  readonly key: string;
  /** The account has no keys: a login of Microsoft Entra is the only way in. */
  readonly useAzureadAuth: true;
}

/**
 * The backend of an environment's stack. A local file lies beside cdktf.json, outside of the generated folders that
 * anybody may delete, and its path is relative, so that the JSON is the same on every machine.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/azurerm
 */
export function backendConfig({
  name,
  state,
  subscriptionId,
  names,
}: Pick<EnvironmentConfig, 'name' | 'state' | 'subscriptionId' | 'names'>): BackendConfig {
  if (state === 'local') return { type: 'local', props: { path: `../../../terraform.${name}.tfstate` } };
  return {
    type: 'azurerm',
    props: {
      subscriptionId,
      resourceGroupName: names.stateResourceGroup,
      storageAccountName: names.stateStorageAccount,
      containerName: STATE_CONTAINER,
      key: `${name}.tfstate`,
      useAzureadAuth: true,
    },
  };
}
