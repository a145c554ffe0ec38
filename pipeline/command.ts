import type { EnvironmentConfig } from '../config';
import type { Runner } from './run';
import type { System } from './system';

/** A flag of a command, beside --help. */
export interface Flag {
  /** `string` takes a value. */
  readonly type: 'boolean' | 'string';
  readonly description: string;
  /** What a string may be. @default - anything */
  readonly allowed?: readonly string[];
}

/** What a command works with. */
export interface CommandContext {
  /** The environments asked for; one, unless the command takes several. */
  readonly environments: readonly EnvironmentConfig[];
  /** The flags given, by name. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Runs every tool and prints every line. It is a dry one under --dry-run, if the command has that flag. */
  readonly runner: Runner;
  /** What is outside this process beside the tools. */
  readonly system: System;
}

/**
 * One command. A file of commands/ exports it under the name `command`, and the file's name is the command's.
 */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string;
  /** Whether it takes exactly one environment, or any number, where none means every one. */
  readonly takes: 'one environment' | 'environments';
  readonly flags: Readonly<Record<string, Flag>>;
  /** Returns the exit code. What it throws becomes a message and exit code 1. */
  run(context: CommandContext): Promise<number>;
}
