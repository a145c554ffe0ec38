import { parseArgs } from 'node:util';
import { ConfigError, type EnvironmentConfig } from '../config';
import { ContractError } from '../contract';
import type { Command, Flag } from './command';
import { systemOf, type System } from './system';
import { CancelledError, Masker, PipelineError, Runner, UsageError } from './run';

/** The commands, in the order a user meets them. Each is the file of that name in commands/. */
export const COMMANDS = ['validate', 'rehearse', 'deploy', 'verify', 'destroy', 'bootstrap'] as const;

/** What the pipeline is told of the environments, which it may not import. */
export interface Environments {
  loadEnvironment(name: string): Promise<EnvironmentConfig>;
  environmentNames(): string[];
}

/**
 * Runs one command of the project. It prints its own errors: a user's mistake shows no stack trace, unless DEBUG=1.
 *
 * @param argv what follows the command's name
 * @param parts what stands in for the real world, in tests
 * @returns the exit code: 0 if all went well, 130 if it was stopped, else 1
 */
export async function runCommand(
  name: string,
  argv: readonly string[],
  environments: Environments,
  parts: Partial<System> = {},
): Promise<number> {
  const system = systemOf(parts);
  const masker = new Masker();
  const cancellation = new AbortController();
  const interrupt = () => cancellation.abort(process.stdin.isTTY ? 'terminal' : 'signal');
  const terminate = () => cancellation.abort('signal');
  process.on('SIGINT', interrupt).on('SIGTERM', terminate);
  try {
    if (name === '--help' || name === '-h' || name === 'help') {
      console.log(usage());
      return 0;
    }
    const command = await loadCommand(name);
    const { flags, names } = parse(name, command, argv);
    if (flags['help']) {
      console.log(help(name, command, environments.environmentNames()));
      return 0;
    }
    const runner = new Runner({
      directory: system.directory,
      env: system.env,
      longestCommandMs: system.longestCommandMs,
      masker,
      clock: system.clock,
      signal: cancellation.signal,
      dryRun: flags['dry-run'] === true,
      // Where stdout is a document, progress goes beside it.
      print: flags['json'] === true ? console.error : console.log,
    });
    return await command.run({ environments: await load(name, command, names, environments), flags, runner, system });
  } catch (error) {
    console.error(masker.mask(formatError(error)));
    return error instanceof CancelledError ? 130 : 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate);
  }
}

async function loadCommand(name: string): Promise<Command> {
  if (!(COMMANDS as readonly string[]).includes(name)) {
    throw new UsageError(`unknown command "${name}": allowed are ${COMMANDS.join(', ')}`, 'npm run deploy -- --help');
  }
  const { command } = (await import(`./commands/${name}`)) as { command: Command };
  return command;
}

function parse(name: string, command: Command, argv: readonly string[]) {
  const known = withHelp(command);
  const { tokens, values, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(Object.entries(known).map(([flag, { type }]) => [flag, { type }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const next = `npm run ${name} -- --help`;
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!(token.name in known)) {
      throw new UsageError(
        `unknown flag "${token.rawName}" of ${name}: allowed are ${Object.keys(known)
          .map((flag) => `--${flag}`)
          .join(', ')}`,
        next,
      );
    }
    const { type, allowed } = known[token.name]!;
    if (type === 'boolean' && token.value !== undefined) {
      throw new UsageError(`"${token.rawName}" takes no value (got "${token.value}")`, next);
    }
    if (type === 'string' && !token.value) throw new UsageError(`"${token.rawName}" needs a value`, next);
    if (allowed && !allowed.includes(token.value!)) {
      throw new UsageError(`"${token.rawName}" must be one of ${allowed.join(', ')} (got "${token.value}")`, next);
    }
  }
  return { flags: values as Record<string, string | boolean | undefined>, names: positionals };
}

async function load(
  name: string,
  command: Command,
  names: readonly string[],
  environments: Environments,
): Promise<EnvironmentConfig[]> {
  const known = environments.environmentNames();
  const next = `npm run ${name} -- <environment>`;
  if (command.takes === 'one environment' && names.length !== 1) {
    throw new UsageError(
      `${name} takes one environment (got ${names.join(', ') || 'none'}): there are ${known.join(', ')}`,
      next,
    );
  }
  const unknown = names.filter((environment) => !known.includes(environment));
  if (unknown.length > 0) {
    throw new UsageError(`unknown environment "${unknown.join('", "')}": there are ${known.join(', ')}`, next);
  }
  const wanted = names.length === 0 ? known : names;
  return Promise.all(wanted.map((environment) => environments.loadEnvironment(environment)));
}

function withHelp(command: Command): Readonly<Record<string, Flag>> {
  return { ...command.flags, help: { type: 'boolean', description: 'show this' } };
}

function usage(): string {
  return `usage: npm run <command> -- <environment> [flags]\ncommands: ${COMMANDS.join(', ')}\nnpm run <command> -- --help tells more`;
}

function help(name: string, command: Command, environments: readonly string[]): string {
  const argument = command.takes === 'one environment' ? '<environment>' : '[<environment>...]';
  const flags = Object.entries(withHelp(command)).map(([flag, { type, description, allowed }]) => {
    const values = allowed ? `: ${allowed.join(', ')}` : '';
    return `  --${flag}${type === 'string' ? ' <value>' : ''}  ${description}${values}`;
  });
  return [
    `npm run ${name} -- ${argument} [flags]`,
    '',
    command.summary,
    '',
    `environments: ${environments.join(', ')}`,
    'flags:',
    ...flags,
  ].join('\n');
}

function formatError(error: unknown): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const debug = process.env['DEBUG'] === '1';
  const expected = [PipelineError, ConfigError, ContractError].some((type) => error instanceof type);
  const text = debug ? (error.stack ?? error.message) : error.message;
  const next = error instanceof PipelineError ? `\nnext: ${error.next}` : '';
  const hint = !expected && !debug ? '\nnext: this is not expected; DEBUG=1 shows where it comes from' : '';
  return `error: ${text}${next}${hint}`;
}
