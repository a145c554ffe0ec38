import { withoutVersions } from '../../cdktn/versions';

const VERSIONS = { framework: '0.21.0', azurerm: '4.55.0' };

/** The JSON of a stack, as far as it names versions. */
function stack({ framework = '0.21.0', azurerm = '4.55.0', tags = {} } = {}, indent = 2): string {
  const json = {
    '//': { metadata: { stackName: 'dev', version: framework } },
    resource: { azurerm_resource_group: { group: { tags, zones: [] } } },
    terraform: { required_providers: { azurerm: { source: 'hashicorp/azurerm', version: azurerm } } },
  };
  return JSON.stringify(json, undefined, indent);
}

test('stacks of two frameworks are the same without their versions, however they are laid out', () => {
  const other = { framework: '0.24.0', azurerm: '4.73.0' };

  const text = withoutVersions(stack(), VERSIONS);

  expect(withoutVersions(stack(other, 4), other)).toBe(text);
  expect(text).not.toMatch(/0\.21\.0|4\.55\.0/);
  expect(text).toContain('"source": "hashicorp/azurerm"');
});

test('whatever else differs stays to be seen, an order too', () => {
  const text = withoutVersions(stack({ tags: { a: '1', b: '2' } }), VERSIONS);

  expect(withoutVersions(stack({ tags: { a: '1', b: '3' } }), VERSIONS)).not.toBe(text);
  expect(withoutVersions(stack({ tags: { b: '2', a: '1' } }), VERSIONS)).not.toBe(text);
});

test.each([
  [{ framework: '0.24.0' }, 'made by 0.24.0 of the framework, not 0.21.0'],
  [{ azurerm: '4.73.0' }, 'made for azurerm 4.73.0, not 4.55.0'],
])('what was made by another version is refused: %j', (made, message) => {
  expect(() => withoutVersions(stack(made), VERSIONS)).toThrow(message);
});
