import { resourceProvidersOf, type Environment } from '../../model';
import type { AzureCli } from '../azure';
import { LIMITS } from '../limits';
import { waitUntil, type Runner } from '../run';

/**
 * Registers the resource providers of the stack and of its state, and waits until they are: what is asked of one before is
 * refused. Terraform would register its own too, but at a first plan as well, whose identity can only read.
 *
 * @throws {WaitTimedOutError} if Azure does not come to an end
 */
export async function ensureResourceProviders(runner: Runner, az: AzureCli, environment: Environment): Promise<void> {
  // Not even the name of a storage account can be asked of before its own is registered.
  const missing = await az.unregistered([...resourceProvidersOf(environment), 'Microsoft.Storage']);
  if (missing.length === 0) return runner.report('resource providers: registered');
  // All are asked for before any is waited for: each takes minutes.
  for (const namespace of missing) await az.change('provider register', { namespace });
  await waitUntil(runner, {
    what: `the resource providers ${missing.join(', ')} to be registered`,
    look: 'az provider list --query "[?registrationState==\'Registering\'].namespace"',
    timeoutMs: LIMITS.providerRegistration,
    check: async () => {
      const open = await az.registering(missing);
      return open.length === 0 ? { done: true } : { seen: `${open.join(', ')} registering` };
    },
  });
  runner.report(`resource providers: registered ${missing.join(', ')}`);
}
