import { delimiter, join } from 'node:path';
import type { Options } from 'execa';
import { systemClock, type Clock } from './clock';
import { CancelledError, CommandFailedError, CommandMissingError, CommandTimedOutError } from './errors';
import { Masker } from './mask';
import { retryDelay, type RetryPolicy } from './retry';
import { installHint } from './tools';

/** Where lines go: a terminal, a log, a test. */
export type Print = (line: string) => void;

export interface RunnerProps {
  /** Folder of the project: commands run in it, and its node_modules/.bin comes first on PATH. */
  readonly directory: string;
  /** Variables of every command, beside those of this process. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** No command may take longer, in milliseconds, whatever its own limit is. @default - no such limit */
  readonly longestCommandMs?: number;
  /** @default - prints nothing */
  readonly print?: Print;
  /** @default - a new one */
  readonly masker?: Masker;
  /** @default - the system's */
  readonly clock?: Clock;
  /** Stops the command that runs and every later one. @default - never */
  readonly signal?: AbortSignal;
  /** Print what would run instead of running it. @default false */
  readonly dryRun?: boolean;
}

export interface RunOptions {
  /** Added to the environment of this process. @default - nothing */
  readonly env?: Readonly<Record<string, string>>;
  /** Text for stdin, never printed. @default - stdin is closed */
  readonly input?: string;
  /** How long it may take, in milliseconds. @default 120_000 */
  readonly timeoutMs?: number;
  /** From the signal that ends it to the one that kills it, in milliseconds: time to save its state. @default 5_000 */
  readonly graceMs?: number;
  /** @default - it runs once */
  readonly retry?: RetryPolicy;
  /** Print each line as it comes. @default false */
  readonly stream?: boolean;
  /** Return the result of a failure instead of throwing. @default false */
  readonly allowFailure?: boolean;
  /** What to do when it fails. @default - the general advice */
  readonly next?: string;
  /** What a dry run returns as stdout. @default '' */
  readonly dryRunStdout?: string;
}

/** The arguments of a command; a flag and its value may stand together in an array of their own. */
export type Args = readonly (string | readonly string[])[];

/** How a command ended. `stdout` is what it said, unmasked, to be parsed and not to be printed. */
export interface RunResult {
  /** `undefined` where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Masked. */
  readonly stderr: string;
}

const DEFAULT_TIMEOUT = 120_000;
const TAIL_LINES = 15;

/** Quiet tools: nobody's terminal, no phoning home, no question that waits for an answer. */
const QUIET: Readonly<Record<string, string>> = {
  CHECKPOINT_DISABLE: '1',
  CI: '1',
  DISABLE_VERSION_CHECK: '1',
  FORCE_COLOR: '0',
  NO_COLOR: '1',
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
  AZURE_CORE_COLLECT_TELEMETRY: '0',
  AZURE_CORE_NO_COLOR: 'true',
};

/** Runs command line tools. Every secret is masked in what it prints and throws. */
export class Runner {
  public readonly directory: string;
  public readonly masker: Masker;
  public readonly clock: Clock;
  public readonly signal: AbortSignal;
  public readonly dryRun: boolean;
  private readonly env: Readonly<Record<string, string>>;
  private readonly longestCommandMs: number;
  private write: Print;

  public constructor(props: RunnerProps) {
    this.directory = props.directory;
    this.env = props.env ?? {};
    this.longestCommandMs = props.longestCommandMs ?? Number.POSITIVE_INFINITY;
    this.masker = props.masker ?? new Masker();
    this.clock = props.clock ?? systemClock;
    this.signal = props.signal ?? new AbortController().signal;
    this.dryRun = props.dryRun ?? false;
    this.write = props.print ?? (() => {});
  }

  /** Sends later lines elsewhere, for example below the task that is under way. Returns where they went before. */
  public printTo(print: Print): Print {
    const before = this.write;
    this.write = print;
    return before;
  }

  /** Prints a masked line. */
  public print(line: string): void {
    this.write(this.masker.mask(line));
  }

  /**
   * Runs a command to its end.
   *
   * @throws {CommandMissingError} if it is not on PATH
   * @throws {CommandTimedOutError} if it takes too long
   * @throws {CommandFailedError} if it fails, with its exit code and the end of what it said
   * @throws {CancelledError} if the run was stopped
   */
  public async run(tool: string, args: Args = [], options: RunOptions = {}): Promise<RunResult> {
    const command = this.describe(tool, args);
    if (this.dryRun) {
      const variables = Object.entries(options.env ?? {})
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${name}=${value} `);
      this.print(`$ ${variables.join('')}${command}${options.input === undefined ? '' : ' < (stdin)'}`);
      return { exitCode: 0, stdout: options.dryRunStdout ?? '', stderr: '' };
    }
    const attempts = options.retry?.attempts ?? 1;
    for (let attempt = 1; ; attempt++) {
      const result = await this.once(tool, args, command, options);
      if (result.exitCode === 0) return result;
      const output = `${result.stderr}\n${this.masker.mask(result.stdout)}`;
      if (options.retry && attempt < attempts && options.retry.retryable(output)) {
        const wait = retryDelay(options.retry, attempt, output);
        this.print(`attempt ${attempt} of ${attempts} failed, the next in ${Math.ceil(wait / 1000)} s: ${command}`);
        await this.sleep(wait, command);
        continue;
      }
      if (options.allowFailure) return result;
      throw new CommandFailedError(
        command,
        result.exitCode,
        tail(result.stderr.trim() || output.trim()),
        options.next ?? 'mend what it names and run the same command again; DEBUG=1 shows more',
      );
    }
  }

  /** Runs a command and parses its stdout as JSON. In a dry run that is `dryRunStdout`, or null. */
  public async json<T>(tool: string, args: Args, options: RunOptions = {}): Promise<T> {
    const { stdout } = await this.run(tool, args, { dryRunStdout: 'null', ...options });
    try {
      return JSON.parse(stdout) as T;
    } catch {
      throw new CommandFailedError(
        this.describe(tool, args),
        0,
        `answered with something that is no JSON: ${this.masker.mask(stdout.slice(0, 200))}`,
        `run it by hand: an extension or a proxy may add text of its own`,
      );
    }
  }

  /** Waits, in milliseconds, unless the run is stopped. */
  public async sleep(ms: number, what: string): Promise<void> {
    try {
      await this.clock.sleep(ms, this.signal);
    } catch (error) {
      throw this.signal.aborted ? new CancelledError(what) : error;
    }
  }

  private describe(tool: string, args: Args): string {
    return this.masker.mask([tool, ...args.flat()].map(quote).join(' '));
  }

  private async once(tool: string, args: Args, command: string, options: RunOptions): Promise<RunResult> {
    if (this.signal.aborted) throw new CancelledError(command);
    // Imported when it is needed: execa is an ES module alone, and this package is not.
    const { execa } = await import('execa');
    const timeout = Math.min(options.timeoutMs ?? DEFAULT_TIMEOUT, this.longestCommandMs);
    const lines = options.stream ? ['pipe' as const, this.printer()] : ('pipe' as const);
    const execaOptions = {
      cwd: this.directory,
      env: { ...QUIET, ...this.env, ...options.env, PATH: this.path() },
      timeout,
      forceKillAfterDelay: options.graceMs ?? 5_000,
      reject: false,
      stripFinalNewline: true,
      maxBuffer: 64 * 1024 * 1024,
      stdout: lines,
      stderr: lines,
      ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    } satisfies Options;
    const subprocess = execa(tool, args.flat(), execaOptions);
    // One signal, once: Terraform takes the first as "finish and save", and a second as "drop everything". In a terminal
    // Ctrl-C has reached the command already, since it is of the same process group.
    const stop = () => {
      if (this.signal.reason !== 'terminal') subprocess.kill('SIGTERM');
    };
    this.signal.addEventListener('abort', stop, { once: true });
    try {
      const result = await subprocess;
      if (this.signal.aborted) throw new CancelledError(command);
      if (result.code === 'ENOENT') throw new CommandMissingError(tool, installHint(tool));
      if (result.timedOut) {
        throw new CommandTimedOutError(
          command,
          timeout,
          options.next ?? 'see whether it hangs by hand, then run again',
        );
      }
      return {
        exitCode: result.exitCode,
        stdout: result.stdout ?? '',
        stderr: this.masker.mask(result.stderr || (result.exitCode === undefined ? (result.shortMessage ?? '') : '')),
      };
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** The tools of the project come first, then those of whoever runs it. */
  private path(): string {
    const inherited = this.env['PATH'] ?? process.env['PATH'] ?? '';
    return [join(this.directory, 'node_modules', '.bin'), inherited].join(delimiter);
  }

  private printer() {
    const print = (line: string) => this.print(line);
    return function* (line: unknown) {
      print(String(line));
      yield line;
    };
  }
}

function tail(text: string): string {
  return text.split('\n').slice(-TAIL_LINES).join('\n');
}

function quote(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`;
}
