import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Runner, type PipelineError } from '../../pipeline';
import { ProviderPluginsError, terraformInit } from '../../pipeline/terraform';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

const before = process.env['TF_CLI_CONFIG_FILE'];

afterEach(() => {
  if (before === undefined) delete process.env['TF_CLI_CONFIG_FILE'];
  else process.env['TF_CLI_CONFIG_FILE'] = before;
});

/** A CLI configuration that takes plugins from one place alone. */
function onlyFrom(method: string, argument: string, value: string): string {
  return `provider_installation {\n  ${method} {\n    ${argument} = ${JSON.stringify(value)}\n  }\n}\n`;
}

/** Runs init on a stack that needs azurerm; returns how it failed. */
async function failure(directory: string, cliConfiguration?: string): Promise<PipelineError> {
  const file = path.join(directory, 'terraform.tfrc');
  if (cliConfiguration !== undefined) writeFileSync(file, cliConfiguration);
  process.env['TF_CLI_CONFIG_FILE'] = file;
  writeFileSync(
    path.join(directory, 'cdk.tf.json'),
    JSON.stringify({ terraform: { required_providers: { azurerm: { source: 'azurerm', version: '4.55.0' } } } }),
  );
  return terraformInit(new Runner({ directory }), directory, 'dev').then(
    () => {
      throw new Error('init did not fail');
    },
    (error: unknown) => error as PipelineError,
  );
}

describeWith('terraform')('with terraform', () => {
  test('a registry that cannot be reached is told as that, with the way around it', async () => {
    // WHEN
    const error = await failure(scratchFolder(), onlyFrom('network_mirror', 'url', 'https://127.0.0.1:1/'));

    // THEN
    expect(error).toBeInstanceOf(ProviderPluginsError);
    expect(error.message).toMatch(
      /^the provider registry cannot be reached, so there are no provider plugins for stack "dev"\n/,
    );
    expect(error.message).toContain(
      'Terraform says: Could not retrieve the list of available versions for provider hashicorp/azurerm',
    );
    expect(error.message).not.toContain('TF_CLI_CONFIG_FILE names');
    expect(error.next).toContain('providers mirror /path/to/mirror');
    expect(error.next).toContain('TF_CLI_CONFIG_FILE=');
  });

  test('a mirror that lacks the plugin is not told as a network problem', async () => {
    // GIVEN
    const directory = scratchFolder();

    // WHEN
    const error = await failure(directory, onlyFrom('filesystem_mirror', 'path', directory));

    // THEN
    expect(error).toBeInstanceOf(ProviderPluginsError);
    expect(error.message).toMatch(/^there are no provider plugins for stack "dev"\n/);
    expect(error.message).toContain('was not found in any of the search locations');
  });

  test('a failure of another kind stays what it is', async () => {
    // GIVEN
    const directory = scratchFolder();
    const nowhere = path.join(directory, 'nowhere');

    // WHEN
    const failed = terraformInit(new Runner({ directory }), nowhere, 'dev');

    // THEN
    await expect(failed).rejects.toThrow(/no such file or directory|cannot find the (?:file|path)/);
    await expect(failed).rejects.not.toBeInstanceOf(ProviderPluginsError);
  });
});

test('a CLI configuration that is named and missing is told too', () => {
  // GIVEN
  process.env['TF_CLI_CONFIG_FILE'] = '/nowhere/terraform.tfrc';

  // THEN
  expect(new ProviderPluginsError('stack', 'dev', 'Could not retrieve it: no such host').message).toContain(
    'TF_CLI_CONFIG_FILE names /nowhere/terraform.tfrc, which does not exist',
  );
});
