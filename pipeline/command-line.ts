import { Argument, Command as Program, CommanderError } from 'commander';
import { ConfigError, missingEnvironment, together } from '../config';
import type { Environment } from '../model';
import { ContractError } from '../contract';
import type { ParsedArtefacts } from '../policy';
import type { AnyCommand, CommandOptions } from './command';
import { command as bootstrap } from './commands/bootstrap';
import { command as deploy } from './commands/deploy';
import { command as destroy } from './commands/destroy';
import { command as diagram } from './commands/diagram';
import { command as mirror } from './commands/mirror';
import { command as create } from './commands/new';
import { command as plan } from './commands/plan';
import { command as policy } from './commands/policy';
import { command as refresh } from './commands/refresh';
import { command as rehearse } from './commands/rehearse';
import { command as report } from './commands/report';
import { command as status } from './commands/status';
import { command as upgrade } from './commands/upgrade';
import { command as validate } from './commands/validate';
import { command as verify } from './commands/verify';
import { DryRunner } from './dry-run';
import {
  CancelledError,
  Masker,
  PipelineError,
  Runner,
  UsageError,
  adviceOn,
  type RunnerProps,
  type Start,
} from './run';
import { refuseSwallowedFlags } from './swallowed-flags';

/** The commands by name, in the order a user meets them. */
export const COMMANDS: Readonly<Record<string, AnyCommand>> = {
  new: create,
  validate,
  policy,
  rehearse,
  plan,
  deploy,
  verify,
  status,
  upgrade,
  destroy,
  bootstrap,
  mirror,
  diagram,
  report,
  refresh,
};

/** What the pipeline is told of the environments, which it may not import. */
export interface Environments {
  loadEnvironment(name: string): Promise<Environment>;
  environmentNames(): string[];
  /** Makes both artefacts, and writes neither. */
  artefactsOf(environment: Environment): Promise<ParsedArtefacts>;
}

/**
 * Runs one command of the project. It prints its own errors: a user's mistake shows no stack trace, unless DEBUG=1.
 *
 * @param argv what follows the command's name
 * @param start what starts the tools. @default - processes of this machine
 * @returns the exit code: 0 if all went well, 130 if it was stopped, else 1
 */
export async function runCommand(
  name: string,
  argv: readonly string[],
  environments: Environments,
  start?: Start,
): Promise<number> {
  const masker = new Masker();
  const cancellation = new AbortController();
  const interrupt = () => cancellation.abort(process.stdin.isTTY ? 'terminal' : 'signal');
  const terminate = () => cancellation.abort('signal');
  process.on('SIGINT', interrupt).on('SIGTERM', terminate);
  let exitCode = 0;
  const load = (each: string) => environments.loadEnvironment(each);
  const namesOrAll = (names: readonly string[]) => (names.length === 0 ? environments.environmentNames() : names);
  const run = async (command: AnyCommand, names: readonly string[], options: CommandOptions) => {
    const props: RunnerProps = {
      directory: process.cwd(),
      masker,
      signal: cancellation.signal,
      interactive: process.stdout.isTTY && process.stdin.isTTY && !process.env['CI'],
      // Where stdout is a document, progress goes beside it.
      print: options.json ? console.error : console.log,
      start,
    };
    if (command.takes === 'nothing') {
      exitCode = await command.run(new Runner(props), options);
      return;
    }
    if (command.takes === 'a new name') {
      exitCode = await command.run(names[0]!, new Runner(props), options);
      return;
    }
    if (command.takes === 'environments or files') {
      const loaded = await together(filesAsked(name, names, options) ? [] : namesOrAll(names).map(load));
      const synthesized = [];
      for (const environment of loaded) {
        synthesized.push({ environment, artefacts: await environments.artefactsOf(environment) });
      }
      exitCode = await command.run(synthesized, new Runner(props), options);
      return;
    }
    for (const environment of await together(namesOrAll(names).map(load))) {
      if (options.dryRun && !command.asksInDryRun) {
        const runner = new DryRunner(props, environment);
        await runner.frame(name, () => command.run({ environment, runner }, options));
        continue;
      }
      exitCode = Math.max(exitCode, await command.run({ environment, runner: new Runner(props) }, options));
    }
  };
  try {
    refuseSwallowedFlags({
      command: name,
      argv,
      options: COMMANDS[name]?.options ?? [],
      allOptions: Object.values(COMMANDS).flatMap(({ options = [] }) => options),
      variables: process.env,
      platform: process.platform,
    });
    await program(environments.environmentNames(), run).parseAsync([name, ...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help was asked for and has been printed.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    console.error(masker.mask(formatError(error)));
    return error instanceof CancelledError ? 130 : 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate);
  }
}

/** The command line: what commands, arguments and options there are, and what is run for them. */
function program(
  environments: readonly string[],
  run: (command: AnyCommand, names: readonly string[], options: CommandOptions) => Promise<void>,
): Program {
  const top = new Program('npm run')
    .usage('<command> -- <environment> [options]')
    .helpOption('-h, --help', 'show this')
    // Help goes where everything is printed; errors are printed by whoever catches them.
    .configureOutput({ writeOut: (text) => console.log(text.trimEnd()), writeErr: () => {} })
    .exitOverride(
      refuse({ 'commander.unknownCommand': `allowed are ${Object.keys(COMMANDS).join(', ')}` }, 'npm run help'),
    );
  for (const [name, command] of Object.entries(COMMANDS)) {
    const sub = top.command(name).description(command.summary);
    if (command.takes === 'nothing') {
      sub.usage('-- [options]').action((options: CommandOptions) => run(command, [], options));
    } else {
      const argument = argumentOf(command.takes, environments);
      sub
        .usage(`-- ${argument.required ? `<${argument.name()}>` : `[${argument.name()}...]`} [options]`)
        .addArgument(argument)
        .action((given: string | readonly string[], options: CommandOptions) => run(command, [given].flat(), options));
    }
    for (const option of command.options ?? []) sub.addOption(option);
    const allowed = {
      'commander.unknownOption': `allowed are ${[...sub.options.map(({ long }) => long), '--help'].join(', ')}`,
      'commander.missingArgument':
        command.takes === 'a new name' ? 'it is that of its file too' : `there are ${environments.join(', ')}`,
      'commander.excessArguments':
        command.takes === 'nothing' ? 'it takes options alone' : `there are ${environments.join(', ')}`,
    };
    sub.exitOverride(refuse(allowed, `npm run ${name} -- --help`));
  }
  return top;
}

function argumentOf(takes: Exclude<AnyCommand['takes'], 'nothing'>, environments: readonly string[]): Argument {
  if (takes === 'a new name') return new Argument('<name>', 'its name, and that of its file in environments/');
  const words = takes === 'one environment' ? '<environment>' : '[environment...]';
  const argument = new Argument(words, 'a file of environments/');
  // Where there is none, whoever loads it says what to do.
  if (environments.length === 0) return argument;
  return argument.choices(environments).argParser<string | readonly string[] | undefined>((name, before) => {
    if (!environments.includes(name)) {
      throw new UsageError(missingEnvironment(name, environments), `npm run new -- ${name} writes one`);
    }
    return argument.variadic ? [before ?? [], name].flat() : name;
  });
}

/**
 * Whether the options name files.
 *
 * @throws {UsageError} if there is an environment beside them
 */
function filesAsked(command: string, names: readonly string[], { terraform, manifests }: CommandOptions): boolean {
  const hasFiles = terraform !== undefined || manifests !== undefined;
  if (hasFiles && names.length > 0) {
    throw new UsageError(
      `files are judged by themselves, and ${names.join(', ')} is named beside them: leave one of them out`,
      `npm run ${command} -- --help`,
    );
  }
  return hasFiles;
}

/**
 * Makes an error of the command line library one of ours.
 *
 * @param allowed by code of the library's error, what is allowed where the library does not say it
 */
function refuse(allowed: Readonly<Record<string, string>>, next: string): (error: CommanderError) => never {
  return (error) => {
    if (error.exitCode === 0) throw error;
    const message = error.message
      .replace(/^error: /, '')
      .replace('\n', ' ')
      .replace(/\.$/, '');
    throw new UsageError([message, allowed[error.code]].filter(Boolean).join(': '), next);
  };
}

function formatError(error: unknown): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const debug = process.env['DEBUG'] === '1';
  const expected = [PipelineError, ConfigError, ContractError].some((type) => error instanceof type);
  const text = debug ? (error.stack ?? error.message) : error.message;
  const next = error instanceof PipelineError ? error.next : adviceOn(error.message);
  if (next !== undefined) return `error: ${text}\nnext: ${next}`;
  return `error: ${text}${!expected && !debug ? '\nnext: this is not expected; DEBUG=1 shows where it comes from' : ''}`;
}
