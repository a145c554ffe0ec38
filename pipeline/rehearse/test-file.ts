import { stackResources, type StackJson } from '../terraform';
import type { MockedValues } from './mocks';

/** Name of the one run of the test. */
export const RUN = 'rehearse';

/** Path of the test beside the stack. Terraform looks for tests there, and runs no other. */
export const TEST_FILE = 'tests/rehearse.tftest.json';

/** Path of what the rehearsal adds to the stack. By the end of its name Terraform merges it into the resources that are there. */
export const OVERRIDE_FILE = 'rehearse_override.tf.json';

/**
 * The blocks that a rehearsal says of resources, as Terraform merges them into the stack.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function rehearsalOverride(stack: StackJson, blocks: ReadonlyMap<string, MockedValues>): unknown {
  const resource: Record<string, Record<string, MockedValues>> = {};
  for (const { mode, address, type, name } of stackResources(stack)) {
    const added = mode === 'managed' ? blocks.get(address) : undefined;
    if (added) (resource[type] ??= {})[name] = added;
  }
  // An object without a resource is a syntax error to Terraform.
  return Object.keys(resource).length > 0 ? { resource } : {};
}

/**
 * A Terraform test that applies a stack with every provider mocked, and each resource answering with values of its own.
 *
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export function rehearsalTest(stack: StackJson, values: ReadonlyMap<string, MockedValues>): unknown {
  const overrides = (mode: 'managed' | 'data') =>
    stackResources(stack)
      .filter((resource) => resource.mode === mode)
      .map(({ address }) => ({ target: address, values: values.get(address) ?? {} }))
      .filter((override) => Object.keys(override.values).length > 0);
  const providers = Object.keys(stack.terraform?.required_providers ?? {});
  const mocksOf = (provider: string) => {
    const aliases = (stack.provider?.[provider] ?? []).flatMap(({ alias }) => (alias === undefined ? [] : [{ alias }]));
    return aliases.length === 0 ? {} : [{}, ...aliases];
  };
  return {
    // An object without a provider is a syntax error to Terraform.
    ...(providers.length > 0 && {
      mock_provider: Object.fromEntries(providers.map((provider) => [provider, mocksOf(provider)])),
    }),
    override_resource: overrides('managed'),
    override_data: overrides('data'),
    run: { [RUN]: { command: 'apply' } },
  };
}
