import { Option } from 'commander';
import type { Context } from './context';

/** Every option of a command that somebody may have given. Each command declares those that it takes. */
export interface CommandOptions {
  readonly dryRun?: boolean;
  /** The first step to run. */
  readonly from?: string;
  /** Print the result as JSON on stdout, and progress on stderr. */
  readonly json?: boolean;
  readonly repository?: string;
  readonly yes?: boolean;
}

/** Of the commands that can show what they would do. */
export const DRY_RUN = new Option('--dry-run', 'print the commands instead of running them');

/** One command. A file of commands/ exports it under the name `command`, and the file's name is the command's. */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string;
  /** Whether it takes exactly one environment, or any number, where none means every one. */
  readonly takes: 'one environment' | 'environments';
  /** @default - none but --help */
  readonly options?: readonly Option[];
  /** Runs it for one environment. Returns the exit code; what it throws becomes a message and exit code 1. */
  run(context: Context, options: CommandOptions): Promise<number>;
}
