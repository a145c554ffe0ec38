import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Runner } from '../../../pipeline';
import { mockedApply, RehearsalRefusedError } from '../../../pipeline/rehearse/apply';
import type { MockedValues } from '../../../pipeline/rehearse/mocks';
import { stackResources, terraformInit, type StackJson } from '../../../pipeline/terraform';
import { describeWith } from '../../helpers/require-tool';
import { scratchFolder } from '../../helpers/scratch';

/** The built-in provider, named so that it is mocked as any other. */
function stackOf(account: Record<string, unknown>): StackJson & Record<string, unknown> {
  return {
    terraform: { required_providers: { terraform: { source: 'terraform.io/builtin/terraform' } } },
    resource: { terraform_data: { identity: {}, account } },
    output: { used: { value: '${terraform_data.account.input}' }, own: { value: '${terraform_data.account.id}' } },
  };
}

async function apply(stack: StackJson, blocks: ReadonlyMap<string, MockedValues> = new Map()) {
  const directory = scratchFolder();
  const runner = new Runner({ directory });
  writeFileSync(path.join(directory, 'cdk.tf.json'), JSON.stringify(stack, undefined, 2));
  await terraformInit(runner, directory, 'dev');
  const values = new Map(stackResources(stack).map(({ address, name }) => [address, { id: `id-of-${name}` }]));
  return mockedApply(runner, directory, 'dev', stack, { values, blocks });
}

describeWith('terraform')('with terraform', () => {
  test('gives each resource the values of its own address, and what Azure adds to it', async () => {
    // GIVEN
    const added = new Map([['terraform_data.account', { input: '${terraform_data.identity.id}' }]]);

    // WHEN
    const { state } = await apply(stackOf({}), added);

    // THEN
    expect(state.outputs).toEqual({ used: 'id-of-identity', own: 'id-of-account' });
  });

  test('a check that refuses names the resource and the argument', async () => {
    // GIVEN
    const stack = stackOf({
      '//': { metadata: { path: 'dev/openai/Resource' } },
      input: 'x',
      lifecycle: {
        precondition: [{ condition: '${terraform_data.identity.id == "another"}', error_message: 'must be another' }],
      },
    });

    // WHEN
    const applied = apply(stack);

    // THEN
    await expect(applied).rejects.toThrow(RehearsalRefusedError);
    await expect(applied).rejects.toThrow(
      'stack "dev" would not be applied:\n' +
        '  - terraform_data.account, argument "lifecycle.precondition[0].condition" (construct dev/openai/Resource): ' +
        'Resource precondition failed: must be another',
    );
  });

  test('an argument that does not exist is refused too', async () => {
    await expect(apply(stackOf({ inputt: 'x' }))).rejects.toThrow(
      /terraform_data\.account, argument "inputt": Extraneous JSON object property: .*Did you mean "input"/,
    );
  });
});
