import { RESOURCE_PROVIDERS } from '../../config';
import type { Runner } from '../run';
import { az, azJson } from './azure';

/**
 * Registers the resource providers of the stack. Terraform would do it too, but at a first plan as well, whose identity
 * can only read.
 */
export async function ensureResourceProviders(runner: Runner): Promise<void> {
  const registered = await azJson<readonly string[]>(
    runner,
    'provider list',
    { query: "[?registrationState=='Registered'].namespace" },
    { dryRunStdout: '[]' },
  );
  const known = new Set(registered.map((namespace) => namespace.toLowerCase()));
  const missing = RESOURCE_PROVIDERS.filter((namespace) => !known.has(namespace.toLowerCase()));
  for (const namespace of missing) await az(runner, 'provider register', { namespace });
  if (!runner.dryRun) {
    runner.print(`resource providers: ${missing.length === 0 ? 'registered' : `asked for ${missing.join(', ')}`}`);
  }
}
