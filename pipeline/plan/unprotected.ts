import { writeFileSync } from 'node:fs';
import type { Context } from '../context';
import type { StackJson } from '../terraform';

/**
 * Does some work while the stack in a folder protects nothing: Terraform ends the plan of what is protected at the first
 * resource, and what would happen to the others stays untold. Then the file is as it was. One that a kill has left is written
 * anew by whatever synthesizes next, and cdktf does before each deploy.
 *
 * @param file the `cdk.tf.json`, relative to the project
 * @param work gets the addresses of what is protected
 */
export async function withoutProtection<T>(
  { runner }: Context,
  file: string,
  work: (protectedAddresses: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const text = runner.read(file) ?? '{}';
  const stack = JSON.parse(text) as StackJson;
  const addresses = new Set<string>();
  for (const [type, instances] of Object.entries(stack.resource ?? {})) {
    for (const [name, { lifecycle }] of Object.entries(instances)) {
      const said = lifecycle as { prevent_destroy?: boolean } | undefined;
      if (said?.prevent_destroy !== true) continue;
      addresses.add(`${type}.${name}`);
      said.prevent_destroy = false;
    }
  }
  if (addresses.size === 0) return work(addresses);
  const write = (how: string, content: string) =>
    runner.change(`${how} ${file}`, () => writeFileSync(runner.path(file), content));
  write(`jq '.resource[][].lifecycle.prevent_destroy = false'`, JSON.stringify(stack));
  try {
    return await work(addresses);
  } finally {
    write('restore', text);
  }
}
