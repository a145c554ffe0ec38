/** Something a user can fix. It is printed without a stack trace, with what to do next. */
export class PipelineError extends Error {
  /** @param next what to do about it, as an imperative sentence */
  public constructor(
    message: string,
    public readonly next: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The command line asks for something that does not exist. */
export class UsageError extends PipelineError {}

/** A command line tool is not on PATH. */
export class CommandMissingError extends PipelineError {
  public constructor(
    public readonly tool: string,
    install: string,
  ) {
    super(`"${tool}" was not found on PATH`, install);
  }
}

/** A command line tool is older than what the pipeline was written for. */
export class WrongVersionError extends PipelineError {
  public constructor(tool: string, found: string, minimum: string, install: string) {
    super(`"${tool}" is version ${found}, and ${minimum} or newer is needed`, install);
  }
}

/** A command ended with an exit code other than 0. Both texts are masked. */
export class CommandFailedError extends PipelineError {
  public constructor(
    public readonly command: string,
    public readonly exitCode: number | undefined,
    public readonly stderrTail: string,
    next: string,
  ) {
    super(
      `${exitCode === undefined ? 'was killed' : `exit code ${exitCode}`}: ${command}${stderrTail && `\n${indent(stderrTail)}`}`,
      next,
    );
  }
}

/** A command ran longer than it may. */
export class CommandTimedOutError extends PipelineError {
  public constructor(command: string, timeoutMs: number, next: string) {
    super(`no end after ${seconds(timeoutMs)}: ${command}`, next);
  }
}

/** Something that was waited for did not happen in time. */
export class WaitTimedOutError extends PipelineError {
  /** @param look the command that shows why */
  public constructor(what: string, timeoutMs: number, seen: string, look: string) {
    super(`waited ${seconds(timeoutMs)} for ${what}; last seen: ${seen}`, `look with: ${look}`);
  }
}

/** The user stopped the run. */
export class CancelledError extends PipelineError {
  public constructor(what: string) {
    super(`${what} was stopped`, 'run the same command again: it goes on from where it is');
  }
}

function seconds(ms: number): string {
  return ms >= 120_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
