import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Option } from 'commander';
import { UsageError } from './run';

/** A command that npm has started, and what npm tells of it. */
export interface Invocation {
  readonly command: string;
  /** What has reached it. */
  readonly argv: readonly string[];
  /** The options of the command. */
  readonly options: readonly Option[];
  /** The options of every command: one of another command is meant to do something too. */
  readonly allOptions: readonly Option[];
  /** The variables of the process. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** The one that must never be lost, wherever it comes from. */
const DRY_RUN = '--dry-run';

/**
 * Refuses a run some of whose flags npm has taken for its own: `npm run deploy dev --dry-run` would deploy. npm hands such a
 * flag on as a variable, as it does with what stands in a file of its own settings, which nobody meant for a command.
 *
 * @see https://docs.npmjs.com/cli/commands/npm-run#description
 * @throws {UsageError} with the line as it has to be typed
 */
export function refuseSwallowedFlags(invocation: Invocation): void {
  const { command, argv, options, allOptions, variables } = invocation;
  // Of a script that another one has started, npm's variables tell nothing.
  if (variables['npm_lifecycle_event'] !== command) return;
  const given = new Set(argv.map((word) => word.split('=')[0]));
  const swallowed = [...new Map(allOptions.map((option) => [option.long!, option])).values()]
    .filter(({ long }) => !given.has(long) && isOn(valueOf(long!, variables)))
    .filter(({ long }) => long === DRY_RUN || !isInSettings(long!, variables));
  if (swallowed.length === 0) return;
  const names = swallowed.map(({ long }) => long);
  throw new UsageError(
    `npm took ${names.join(', ')} for ${names.length === 1 ? 'a flag of its own' : 'flags of its own'}, and "${command}" was not told: nothing was done`,
    [
      `write flags after "--": npm run ${command} -- ${asTyped(invocation, swallowed)}`,
      ...(invocation.platform === 'win32' ? [`where PowerShell drops the two hyphens, put them in quotes: '--'`] : []),
      ...swallowed.flatMap(({ long }) =>
        options.some((option) => option.long === long) ? [] : [`${command} has no ${long}: leave it out`],
      ),
      `if it was not typed, take it out of npm's settings: ${names.map((name) => variableOf(name!)).join(', ')}`,
    ].join('\n'),
  );
}

/** What follows the two hyphens, as it was meant. */
function asTyped({ argv, options, variables }: Invocation, swallowed: readonly Option[]): string {
  const words = [...argv];
  const flags = swallowed
    .filter(({ long }) => options.some((option) => option.long === long))
    .map(({ long, flags: usage, required, argChoices }) => {
      if (!required) return long;
      const value = valueOf(long!, variables);
      // npm 11 takes a flag that it does not know for one without a value.
      return `${long} ${value === 'true' ? (valueAmong(words, argChoices) ?? usage.split(' ')[1]) : value}`;
    });
  return [...words, ...flags].join(' ');
}

/** Takes the value of a flag out of the words, where npm has left it among them. */
function valueAmong(words: string[], choices: readonly string[] | undefined): string | undefined {
  // The first word a command has to have is not its value.
  const index = words.length > 1 ? words.findIndex((word) => choices?.includes(word)) : -1;
  return index === -1 ? undefined : words.splice(index, 1)[0];
}

/** The value of npm's variable for a flag, in whatever way the flag was spelled: --dryRun, --dry_run. */
function valueOf(long: string, variables: Invocation['variables']): string | undefined {
  return Object.entries(variables).find(
    ([name]) => name.toLowerCase().startsWith('npm_config_') && plain(name.slice('npm_config_'.length)) === plain(long),
  )?.[1];
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}

/** Whether a file of npm's settings says it: the project's, the user's or the machine's. */
function isInSettings(long: string, variables: Invocation['variables']): boolean {
  const { npm_config_local_prefix: project, npm_config_userconfig: user, npm_config_globalconfig: machine } = variables;
  const files = [project === undefined ? undefined : path.join(project, '.npmrc'), user, machine];
  return files.some((file) =>
    linesOf(file).some((line) => plain(/^\s*([\w-]+)\s*(?:=|$)/.exec(line)?.[1] ?? '') === plain(long)),
  );
}

function linesOf(file: string | undefined): string[] {
  try {
    return file === undefined ? [] : readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}

function variableOf(long: string): string {
  return `npm_config_${long.replace(/^--/, '').replaceAll('-', '_')}`;
}

/** A name without what different spellings differ in. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}
