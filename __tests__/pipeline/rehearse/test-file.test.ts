import { rehearsalOverride, rehearsalTest } from '../../../pipeline/rehearse/test-file';

const STACK = {
  terraform: { required_providers: { azurerm: { source: 'azurerm' }, helm: { source: 'helm' } } },
  resource: { azurerm_subnet: { a: {}, b: {} }, helm_release: { controller: {} } },
  data: { azurerm_client_config: { caller: {} } },
};

test('mocks every provider, and gives each resource and data source values of its own', () => {
  // GIVEN
  const values = new Map<string, Record<string, unknown>>([
    ['azurerm_subnet.a', { id: '/a' }],
    ['azurerm_subnet.b', { id: '/b' }],
    ['helm_release.controller', {}],
    ['data.azurerm_client_config.caller', { tenant_id: 't' }],
  ]);

  // THEN
  expect(rehearsalTest(STACK, values)).toEqual({
    mock_provider: { azurerm: {}, helm: {} },
    override_resource: [
      { target: 'azurerm_subnet.a', values: { id: '/a' } },
      { target: 'azurerm_subnet.b', values: { id: '/b' } },
    ],
    override_data: [{ target: 'data.azurerm_client_config.caller', values: { tenant_id: 't' } }],
    run: { rehearse: { command: 'apply' } },
  });
});

test('a stack without providers has none to mock', () => {
  expect(rehearsalTest({ resource: { terraform_data: { a: {} } } }, new Map())).toEqual({
    override_resource: [],
    override_data: [],
    run: { rehearse: { command: 'apply' } },
  });
});

test('says the blocks that Azure adds of the resources that are there, and of no other', () => {
  const blocks = new Map([
    ['azurerm_subnet.b', { delegation: [{ name: 'x' }] }],
    ['azurerm_subnet.gone', { delegation: [] }],
    ['data.azurerm_client_config.caller', {}],
  ]);

  expect(rehearsalOverride(STACK, blocks)).toEqual({
    resource: { azurerm_subnet: { b: { delegation: [{ name: 'x' }] } } },
  });
  expect(rehearsalOverride(STACK, new Map())).toEqual({});
});

test('mocks a provider under each of its aliases too', () => {
  const stack = { ...STACK, provider: { azurerm: [{ features: [{}] }, { alias: 'dns' }], helm: [{}] } };

  expect(rehearsalTest(stack, new Map())).toMatchObject({
    mock_provider: { azurerm: [{}, { alias: 'dns' }], helm: {} },
  });
});
