import { RESOURCE_PROVIDERS } from '../../model';
import type { AzureCli } from '../azure';
import type { Runner } from '../run';

/**
 * Registers the resource providers of the stack. Terraform would do it too, but at a first plan as well, whose identity
 * can only read.
 */
export async function ensureResourceProviders(runner: Runner, az: AzureCli): Promise<void> {
  const missing = await az.unregistered(RESOURCE_PROVIDERS);
  for (const namespace of missing) await az.change('provider register', { namespace });
  runner.report(`resource providers: ${missing.length === 0 ? 'registered' : `asked for ${missing.join(', ')}`}`);
}
