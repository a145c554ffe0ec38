import type { Command } from '../command';
import { formatDiagnostic, readStack, synthesizeStack, terraformInit, terraformValidate } from '../terraform';

/** Checks a stack against the schemas of the real providers, without an account. */
export const command: Command = {
  summary: 'Check the Terraform JSON of environments against the real providers. No Azure account, no state.',
  takes: 'environments',
  async run({ environment: { name }, runner }) {
    const folder = await synthesizeStack(runner, name);
    await terraformInit(runner, folder, name);
    const stack = await readStack(folder);
    const diagnostics = await terraformValidate(runner, folder);
    for (const diagnostic of diagnostics) {
      runner.print(`${name}: ${diagnostic.severity}: ${formatDiagnostic(diagnostic, stack)}`);
    }
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    runner.print(`${name}: ${errors === 0 ? 'valid' : `not valid: ${errors} error${errors === 1 ? '' : 's'}`}`);
    return errors === 0 ? 0 : 1;
  },
};
