import { Testing } from 'cdktf';
import { parseEnvironment } from '../../config';
import { PlatformStack } from '../../constructs';
import type { State } from '../../model';

function backendOf(state: State): unknown {
  const environment = parseEnvironment({
    name: 'dev',
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    names: { stateResourceGroup: 'rg-state', stateStorageAccount: 'ststate' },
    state,
  });
  const { terraform } = JSON.parse(
    Testing.synth(new PlatformStack(Testing.app(), environment.name, { environment })),
  ) as {
    terraform: { backend: unknown };
  };
  return terraform.backend;
}

test('a local state is one file, at a path that is the same on every machine', () => {
  expect(backendOf('local')).toEqual({ local: { path: '../../../terraform.dev.tfstate' } });
});

test('a remote state is a blob, and no key of the account is in the stack', () => {
  expect(backendOf('azurerm')).toEqual({
    azurerm: {
      subscription_id: '11111111-1111-4111-8111-111111111111',
      resource_group_name: 'rg-state',
      storage_account_name: 'ststate',
      container_name: 'tfstate',
      key: 'dev.tfstate',
      use_azuread_auth: true,
    },
  });
});
