import type { Runner } from '../run';
import type { Diagnostic } from './diagnostics';

/**
 * `terraform validate`: checks a stack that is initialized against the providers' schemas. Azure is not asked, no state is
 * read.
 *
 * @returns every error and warning
 */
export async function terraformValidate(runner: Runner, stackFolder: string): Promise<readonly Diagnostic[]> {
  // It exits with 1 where the stack is not valid, and says why on stdout all the same.
  const { diagnostics } = await runner.json<{ diagnostics: readonly Diagnostic[] }>(
    'terraform',
    [`-chdir=${stackFolder}`, 'validate', '-json', '-no-color'],
    { allowFailure: true },
  );
  return diagnostics;
}
