import { RETRY_TRANSIENT, type RunOptions, type Runner } from '../run';

/** Arguments of a command by name, without the two hyphens. One that is undefined is left out. */
export type AzArguments = Readonly<Record<string, string | undefined>>;

/** Runs the Azure CLI for its effect. Throttling and conflicts are waited out. */
export async function az(runner: Runner, command: string, args: AzArguments, options: RunOptions = {}): Promise<void> {
  await runner.run('az', words(command, { ...args, output: 'none' }), { retry: RETRY_TRANSIENT, ...options });
}

/** Runs the Azure CLI for its answer. */
export function azJson<T>(
  runner: Runner,
  command: string,
  args: AzArguments = {},
  options: RunOptions = {},
): Promise<T> {
  return runner.json<T>('az', words(command, { ...args, output: 'json' }), { retry: RETRY_TRANSIENT, ...options });
}

function words(command: string, args: AzArguments): string[] {
  return [
    ...command.split(' '),
    ...Object.entries(args).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
  ];
}
