import { ConfigError, parseEnvironment, type EnvironmentInput } from '../../config';
import { backendOf, deriveNames } from '../../model';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const environment = (input: Partial<EnvironmentInput> = {}) =>
  parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, ...input });

test('the state is a file beside cdktf.json unless the environment says otherwise', () => {
  expect(backendOf(environment())).toEqual({ type: 'local', path: '../../../terraform.dev.tfstate' });
});

test('remote state is a blob of the environment', () => {
  // GIVEN
  const remote = environment({ state: 'azurerm', names: { stateStorageAccount: 'statesofus' } });

  // THEN
  expect(backendOf(remote)).toEqual({
    type: 'azurerm',
    subscriptionId: SUBSCRIPTION,
    resourceGroupName: remote.names.stateResourceGroup,
    storageAccountName: 'statesofus',
    containerName: 'tfstate',
    key: 'dev.tfstate',
  });
});

test('another kind of state is refused with what is allowed', () => {
  expect(() => environment({ state: 's3' as 'local' })).toThrow(ConfigError);
  expect(() => environment({ state: 's3' as 'local' })).toThrow(/state: .*local.*azurerm/);
});

test.each(['Upper', 'with-hyphen', 'ab', 'a'.repeat(25)])('a storage account cannot be named "%s"', (name) => {
  expect(() => environment({ names: { stateStorageAccount: name } })).toThrow(
    /names\.stateStorageAccount: must have 3 to 24 characters: lower case letters and digits/,
  );
});

test('the state must not lie where a destroy deletes it', () => {
  expect(() => environment({ names: { resourceGroup: 'rg-one', stateResourceGroup: 'RG-ONE' } })).toThrow(
    /names\.stateResourceGroup: must differ from names\.resourceGroup "rg-one"/,
  );
});

test('two environments never share a storage account, however long their names are', () => {
  // GIVEN
  const seed = { project: 'projectsixteench', subscriptionId: SUBSCRIPTION };

  // WHEN
  const accounts = ['environment-number-1', 'environment-number-2'].map(
    (environment) => deriveNames({ ...seed, environment }).stateStorageAccount,
  );

  // THEN
  expect(new Set(accounts).size).toBe(2);
  for (const account of accounts) expect(account).toHaveLength(24);
});
