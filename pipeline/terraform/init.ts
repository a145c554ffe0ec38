import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailedError, RETRY_TERRAFORM, PipelineError, toolProblems, type Runner } from '../run';
import { SCRATCH } from '../scratch';

const NO_PLUGINS = /Failed to (?:query available provider packages|install provider)/;
const UNREACHABLE =
  /could not connect to (?<registry>[\w.-]+)|failed to (?:request discovery document|retrieve)|no such host|connection refused|timeout/i;

/** The provider plugins of a stack could not be fetched. */
export class ProviderPluginsError extends PipelineError {
  public constructor(stackFolder: string, environment: string, output: string) {
    const text = output.replaceAll(/\s+/g, ' ');
    const unreachable = UNREACHABLE.exec(text);
    const registry = unreachable?.groups?.['registry'] ?? 'the provider registry';
    const missingConfig = missingCliConfig();
    super(
      [
        unreachable
          ? `${registry} cannot be reached, so there are no provider plugins for stack "${environment}"`
          : `there are no provider plugins for stack "${environment}"`,
        ...(missingConfig === undefined ? [] : [`TF_CLI_CONFIG_FILE names ${missingConfig}, which does not exist`]),
        `Terraform says: ${firstComplaint(text)}`,
      ].join('\n'),
      [
        'open the way to the registry, or use a filesystem mirror:',
        `    1. where there is a network: terraform -chdir=${stackFolder} providers mirror /path/to/mirror`,
        '    2. in a file: provider_installation { filesystem_mirror { path = "/path/to/mirror" } }',
        '    3. here: TF_CLI_CONFIG_FILE=/path/to/that/file, and run the same command again',
      ].join('\n'),
    );
  }
}

/**
 * `terraform init`: fetches the provider plugins of a stack. Without a backend it touches no state, and plugins are kept in
 * the scratch folder for the next stack, unless TF_PLUGIN_CACHE_DIR names a place.
 *
 * @param backend whether the state is meant too, in the folder of a deploy. @default false
 * @throws {PipelineError} if there is no Terraform, or it is too old
 * @throws {ProviderPluginsError} if the plugins cannot be had
 * @throws {CommandFailedError} if it fails for another reason
 */
export async function terraformInit(
  runner: Runner,
  stackFolder: string,
  environment: string,
  { backend = false } = {},
): Promise<void> {
  const [problem] = await toolProblems(runner, ['terraform']);
  if (problem) throw problem;
  const args = [`-chdir=${stackFolder}`, 'init', ...(backend ? [] : ['-backend=false']), '-input=false', '-no-color'];
  try {
    await runner.run('terraform', args, {
      timeoutMs: 600_000,
      env: backend ? {} : await pluginCache(runner),
      retry: RETRY_TERRAFORM,
    });
  } catch (error) {
    if (error instanceof CommandFailedError && NO_PLUGINS.test(error.stderrTail.replaceAll(/\s+/g, ' '))) {
      throw new ProviderPluginsError(stackFolder, environment, error.stderrTail);
    }
    throw error;
  }
}

/**
 * A stack in the scratch folder has no lock file to protect, so plugins of the cache are taken as they are.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
async function pluginCache(runner: Runner): Promise<Record<string, string>> {
  if (process.env['TF_PLUGIN_CACHE_DIR']) return {};
  const folder = path.join(runner.directory, SCRATCH, 'plugins');
  await mkdir(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' };
}

function missingCliConfig(): string | undefined {
  const file = process.env['TF_CLI_CONFIG_FILE'];
  return file === undefined || file === '' || existsSync(file) ? undefined : file;
}

function firstComplaint(text: string): string {
  return /Could not .+?(?= To see which modules| Error: |$)/.exec(text)?.[0] ?? text.slice(0, 400);
}
