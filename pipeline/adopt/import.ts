import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context';
import { LIMITS } from '../limits';
import { RETRY_TRANSIENT } from '../run';
import { emptyScratch } from '../scratch';
import { deployFolder, readStack, type Arguments, type StackJson } from '../terraform';
import type { Found } from './look-up';

/** Somebody has been faster: an earlier run before it was killed. */
const DONE = /already managing a remote object|Resource already managed/;
/** What was there a moment ago has gone. */
const GONE = /Cannot import non-existent remote object/;

/**
 * Takes resources into Terraform's state, under their addresses, one after the other: what is taken stays taken, wherever
 * this ends.
 *
 * @returns how many
 */
export async function importAll({ environment, runner }: Context, found: readonly Found[]): Promise<number> {
  const folder = deployFolder(environment.name);
  const configuration = await emptyScratch(runner, environment.name, 'adopt');
  const stack = await readStack(runner.path(folder));
  const flags = ['-input=false', '-no-color', `-lock-timeout=${LIMITS.terraformLock}`, `-config=${configuration}`];
  let imported = 0;
  for (const { address, id } of found) {
    runner.print(`adopting ${address}, which is there: ${id}`);
    const known = withKnownProviders(stack, providerOf(address));
    await writeFile(path.join(configuration, 'cdk.tf.json'), JSON.stringify(known));
    const args = [`-chdir=${folder}`, 'import', ...flags, address, id];
    const result = await runner.run('terraform', args, {
      timeoutMs: LIMITS.terraformImport,
      graceMs: LIMITS.terraformGrace,
      retry: RETRY_TRANSIENT,
      allowFailure: true,
    });
    const text = result.stderr.replaceAll(/\s+/g, ' ');
    if (result.exitCode !== 0 && !DONE.test(text) && !GONE.test(text)) {
      throw runner.failure('terraform', args, result);
    }
    if (!GONE.test(text)) imported += 1;
  }
  return imported;
}

/**
 * The stack, with no value in the settings of other providers that is known only once something is made. `terraform import`
 * configures every provider and refuses such a value, also where it imports nothing by that provider.
 *
 * @param importing name of the provider that imports
 * @see https://developer.hashicorp.com/terraform/cli/import/usage#provider-configuration
 */
export function withKnownProviders(stack: StackJson, importing: string): StackJson {
  if (stack.provider === undefined) return stack;
  const providers = Object.entries(stack.provider).map(([name, settings]) => [
    name,
    name === importing ? settings : settings.map(known),
  ]);
  return { ...stack, provider: Object.fromEntries(providers) as StackJson['provider'] };
}

function known(settings: Arguments): Arguments {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !JSON.stringify(value).includes('${')));
}

/** The provider of a resource, by the first word of its type. */
function providerOf(address: string): string {
  return address.split('_')[0]!;
}
