import { stackResources, type StackJson } from '../terraform';
import type { MockedValues } from './mocks';

/** Name of the one run of the test. */
export const RUN = 'rehearse';

/** Path of the test beside the stack. Terraform looks for tests there, and runs no other. */
export const TEST_FILE = 'tests/rehearse.tftest.json';

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
  return {
    // An object without a provider is a syntax error to Terraform.
    ...(providers.length > 0 && { mock_provider: Object.fromEntries(providers.map((provider) => [provider, {}])) }),
    override_resource: overrides('managed'),
    override_data: overrides('data'),
    run: { [RUN]: { command: 'apply' } },
  };
}
