import type { Command, CommandContext } from '../command';
import { formatDiagnostic, readStack, synthesizeStack, terraformInit, terraformValidate } from '../terraform';

/** Checks the stacks against the schemas of the real providers, without an account. */
export const command: Command = {
  summary: 'Check the Terraform JSON of environments against the real providers. No Azure account, no state.',
  takes: 'environments',
  flags: {},
  async run({ environments, runner }: CommandContext): Promise<number> {
    let errors = 0;
    for (const { name } of environments) {
      const folder = await synthesizeStack(runner, name);
      await terraformInit(runner, folder, name);
      const stack = await readStack(folder);
      const diagnostics = await terraformValidate(runner, folder);
      for (const diagnostic of diagnostics) {
        runner.print(`${name}: ${diagnostic.severity}: ${formatDiagnostic(diagnostic, stack)}`);
      }
      const found = diagnostics.filter(({ severity }) => severity === 'error').length;
      runner.print(`${name}: ${found === 0 ? 'valid' : `not valid: ${found} error${found === 1 ? '' : 's'}`}`);
      errors += found;
    }
    return errors === 0 ? 0 : 1;
  },
};
