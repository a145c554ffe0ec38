import { formatDiagnostic, placeOf, type Diagnostic } from '../../../pipeline/terraform';

const at = (context: string | null, code: string, address?: string): Diagnostic => ({
  severity: 'error',
  summary: 's',
  snippet: { context, code },
  ...(address !== undefined && { address }),
});

test.each<[string, Diagnostic, ReturnType<typeof placeOf>]>([
  [
    'an argument of a resource',
    at('resource.azurerm_subnet.a-b_1', '        "address_prefixes": ["x"]'),
    { address: 'azurerm_subnet.a-b_1', argument: 'address_prefixes' },
  ],
  [
    'an argument of a block',
    at('resource.azurerm_kubernetes_cluster.c.default_node_pool', '          "os_sku": "Windows"'),
    { address: 'azurerm_kubernetes_cluster.c', argument: 'default_node_pool.os_sku' },
  ],
  [
    'a whole block',
    at('resource.azurerm_kubernetes_cluster.c.identity', '        "identity": {'),
    { address: 'azurerm_kubernetes_cluster.c', argument: 'identity' },
  ],
  ['a whole resource', at('resource.azurerm_subnet.a', '      "a": {'), { address: 'azurerm_subnet.a' }],
  [
    'an argument of a data source',
    at('data.azurerm_client_config.caller', '        "nope": 1'),
    { address: 'data.azurerm_client_config.caller', argument: 'nope' },
  ],
  ['an output', at('output.tenant_id', '      "value": "${x}"'), { address: 'output.tenant_id', argument: 'value' }],
  [
    'a resource of which Terraform says the address alone',
    { severity: 'error', summary: 's', address: 'azurerm_subnet.a' },
    { address: 'azurerm_subnet.a' },
  ],
  [
    'an instance of a resource',
    at('resource.azurerm_subnet.a', '        "name": "x"', 'azurerm_subnet.a[0]'),
    { address: 'azurerm_subnet.a[0]', argument: 'name' },
  ],
  ['nothing at all', { severity: 'error', summary: 's' }, undefined],
])('finds %s', (_what, diagnostic, expected) => {
  expect(placeOf(diagnostic)).toEqual(expected);
});

test('says the resource, the argument, the construct, and what is wrong in one line', () => {
  // GIVEN a refusal as azurerm words it, in the form Terraform prints; adapted from a recording of a precondition, since
  // no plugin could be run where it was recorded
  const diagnostic: Diagnostic = {
    severity: 'error',
    summary: 'expected network_acls.0.default_action to be one of ["Allow" "Deny"], got Block',
    detail: '',
    address: 'azurerm_cognitive_account.openai_3CCAC0F3',
    snippet: {
      context: 'resource.azurerm_cognitive_account.openai_3CCAC0F3.network_acls',
      code: '          "default_action": "Block",',
    },
  };
  const stack = {
    resource: {
      azurerm_cognitive_account: { openai_3CCAC0F3: { '//': { metadata: { path: 'dev/openai/Resource' } } } },
    },
  };

  // THEN
  expect(formatDiagnostic(diagnostic, stack)).toBe(
    'azurerm_cognitive_account.openai_3CCAC0F3, argument "network_acls.default_action" (construct dev/openai/Resource): ' +
      'expected network_acls.0.default_action to be one of ["Allow" "Deny"], got Block',
  );
});

test('a complaint that points nowhere is told as it is', () => {
  expect(formatDiagnostic({ severity: 'error', summary: 'Backend', detail: 'is\n\n not there' }, {})).toBe(
    'Backend: is not there',
  );
});
