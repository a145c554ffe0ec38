import { setMaxListeners } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { adviceOn } from './advice';
import { CancelledError, CommandFailedError, CommandMissingError, CommandTimedOutError, PipelineError } from './errors';
import { Masker } from './mask';
import { repeat } from './repeat';
import { startProcess, type Start } from './start';
import { installHint } from './tools';
import { retryDelay, type RetryPolicy } from './transient';

/** Where lines go: a terminal, a log. */
export type Print = (line: string) => void;

/** Properties of {@link Runner}. */
export interface RunnerProps {
  /** Folder of the project: commands run in it, and its node_modules/.bin comes first on PATH. */
  readonly directory: string;
  /** @default - prints nothing */
  readonly print?: Print;
  /** @default - a new one */
  readonly masker?: Masker;
  /** Stops the command that runs and every later one. @default - never */
  readonly signal?: AbortSignal;
  /** Whether a person at a terminal can be asked, and shown a live list. @default false */
  readonly interactive?: boolean;
  /** What starts a command. @default - processes of this machine */
  readonly start?: Start;
}

/** Options of {@link Runner.run}. */
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
  /** Print each line as it comes, or each that looks so. @default false */
  readonly stream?: boolean | RegExp;
  /** Return the result of a failure instead of throwing. @default false */
  readonly allowFailure?: boolean;
  /** What to do when it fails. @default - the general advice */
  readonly next?: string;
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
const DEFAULT_GRACE = 5_000;
const TAIL_LINES = 15;
/** Commands at once, above which Node is to warn of a leak. */
const MOST_AT_ONCE = 1000;

/** Keeps tools quiet: no colour, no telemetry, no question that waits for an answer. */
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

/**
 * The way from a step to the world: runs command line tools, touches the project's files, waits and prints. Every secret is
 * masked in what it prints and throws.
 */
export class Runner {
  public readonly directory: string;
  public readonly masker: Masker;
  public readonly signal: AbortSignal;
  public readonly interactive: boolean;
  private readonly start: Start;
  private readonly env: Readonly<Record<string, string | undefined>>;
  private write: Print;

  public constructor(props: RunnerProps) {
    this.directory = props.directory;
    this.masker = props.masker ?? new Masker();
    this.signal = props.signal ?? new AbortController().signal;
    // Each command that runs listens to it, and more than Node's ten at once are no leak.
    setMaxListeners(MOST_AT_ONCE, this.signal);
    this.interactive = props.interactive ?? false;
    this.start = props.start ?? startProcess;
    this.env = {
      ...process.env,
      ...QUIET,
      // The tools of the project come first, then those of whoever runs it.
      PATH: [this.path('node_modules/.bin'), process.env['PATH']].join(delimiter),
    };
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

  /** Prints a masked line that says what was done or found in the world. */
  public report(line: string): void {
    this.print(line);
  }

  /** Ends the run because of something that the user has to set right before it. */
  public refuse(error: PipelineError): void {
    throw error;
  }

  /**
   * Judges what earlier steps have made.
   *
   * @param _what what is judged, a line each
   */
  public async judge(_what: readonly string[], work: () => Promise<void>): Promise<void> {
    await work();
  }

  /**
   * Changes a file of the project.
   *
   * @param _command the command that would do the same
   */
  public change(_command: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      const advice = adviceOn(String(error));
      throw advice === undefined ? error : new PipelineError((error as Error).message, advice);
    }
  }

  /**
   * The text of a file of the project; `undefined` if it does not exist.
   *
   * @param file relative to the project
   */
  public read(file: string): string | undefined {
    const path = this.path(file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** The absolute path of a file of the project. */
  public path(file: string): string {
    return join(this.directory, file);
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
    const { retry } = options;
    const result = await repeat(this, () => this.execute(tool, args.flat(), options), {
      what: command,
      attempts: retry?.attempts ?? 1,
      again: (attempt, number) =>
        attempt.exitCode !== 0 && retry?.retryable(this.said(attempt))
          ? retryDelay(retry, number, this.said(attempt))
          : undefined,
      onWait: (_, delayMs, number) =>
        this.print(
          `attempt ${number} of ${retry?.attempts} failed, the next in ${Math.ceil(delayMs / 1000)} s: ${command}`,
        ),
    });
    if (result.exitCode === 0 || options.allowFailure) return result;
    throw this.failure(tool, args, result, options.next);
  }

  /**
   * The error of a command that has failed.
   *
   * @param next what to do about it. @default - the general advice
   */
  public failure(tool: string, args: Args, result: RunResult, next?: string): CommandFailedError {
    const said = this.said(result).trim();
    return new CommandFailedError(
      this.describe(tool, args),
      result.exitCode,
      tail(result.stderr.trim() || said),
      adviceOn(said) ?? next ?? 'fix what it names and run the same command again; DEBUG=1 shows more',
    );
  }

  /** Runs a command and parses its stdout as JSON. */
  public async json<T>(tool: string, args: Args, options: RunOptions = {}): Promise<T> {
    const { stdout } = await this.run(tool, args, options);
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
      await delay(ms, undefined, { signal: this.signal });
    } catch (error) {
      throw this.signal.aborted ? new CancelledError(what) : error;
    }
  }

  /** A command as one could type it, masked. */
  protected describe(tool: string, args: Args): string {
    return this.masker.mask([tool, ...args.flat()].map(quote).join(' '));
  }

  /** Runs a command once. */
  protected async execute(tool: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
    const command = () => this.describe(tool, args);
    if (this.signal.aborted) throw new CancelledError(command());
    const { timeoutMs = DEFAULT_TIMEOUT, stream } = options;
    // One signal, once: Terraform takes the first as "finish and save", and a second as "drop everything". In a terminal
    // Ctrl-C has reached the command already, since it is of the same process group.
    const stop = new AbortController();
    const passOn = () => {
      if (this.signal.reason !== 'terminal') stop.abort();
    };
    this.signal.addEventListener('abort', passOn, { once: true });
    try {
      const { exitCode, stdout, stderr, missing, timedOut } = await this.start(tool, args, {
        cwd: this.directory,
        env: { ...this.env, ...options.env },
        input: options.input,
        timeoutMs,
        graceMs: options.graceMs ?? DEFAULT_GRACE,
        stop: stop.signal,
        onLine: stream ? (line) => (stream === true || stream.test(line)) && this.print(line) : undefined,
      });
      if (this.signal.aborted) throw new CancelledError(command());
      if (missing) throw new CommandMissingError(tool, installHint(tool));
      if (timedOut) {
        throw new CommandTimedOutError(
          command(),
          timeoutMs,
          options.next ?? 'see whether it hangs by hand, then run again',
        );
      }
      return { exitCode, stdout, stderr: this.masker.mask(stderr) };
    } finally {
      this.signal.removeEventListener('abort', passOn);
    }
  }

  /** All a command said, masked. */
  private said({ stdout, stderr }: RunResult): string {
    return `${stderr}\n${this.masker.mask(stdout)}`;
  }
}

function tail(text: string): string {
  return text.split('\n').slice(-TAIL_LINES).join('\n');
}

function quote(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`;
}
