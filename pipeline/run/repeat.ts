import { adviceOn } from './advice';
import { PipelineError, WaitTimedOutError } from './errors';
import type { Masker } from './mask';

/** Who waits: a runner, whose waits end at once when the run is stopped. */
interface Waiter {
  /** Waits, in milliseconds. */
  sleep(ms: number, what: string): Promise<void>;
  readonly masker: Masker;
}

/** Options of {@link repeat}. */
export interface RepeatOptions<T> {
  /** What is repeated, for the message when the run is stopped meanwhile. */
  readonly what: string;
  /** How long to wait before another attempt, in milliseconds; `undefined` where this result is final. */
  readonly again: (result: T, attempt: number) => number | undefined;
  /** Attempts at most, the first one counted. @default - as many as the time allows */
  readonly attempts?: number;
  /** No further attempt begins after that long, in milliseconds. @default - no such limit */
  readonly timeoutMs?: number;
  /** Called before each wait. @default - nothing is called */
  readonly onWait?: (result: T, delayMs: number, attempt: number) => void;
}

/** Carries a result that is worth another attempt through the library, which repeats what throws. */
class NotFinalError<T> extends Error {
  public constructor(
    public readonly result: T,
    public readonly delayMs: number,
  ) {
    super('not final');
  }
}

/**
 * Attempts something until its result is final, or until attempts or time are used up; at least once. Everything that the
 * pipeline tries again or waits for goes through here. What an attempt throws is thrown at once.
 *
 * @returns the last result
 * @throws {CancelledError} if the run is stopped during a wait
 */
export async function repeat<T>(
  runner: Pick<Waiter, 'sleep'>,
  attempt: () => Promise<T>,
  { what, again, attempts = Infinity, timeoutMs = Infinity, onWait }: RepeatOptions<T>,
): Promise<T> {
  // Imported when it is needed: p-retry is an ES module alone, and this package is not.
  const { default: pRetry } = await import('p-retry');
  try {
    return await pRetry(
      async (number) => {
        const result = await attempt();
        const delayMs = again(result, number);
        if (delayMs === undefined) return result;
        throw new NotFinalError(result, delayMs);
      },
      {
        retries: attempts - 1,
        maxRetryTime: timeoutMs,
        // The library knows one delay for all attempts; a server may ask for another each time, so the wait is below.
        minTimeout: 0,
        shouldRetry: async ({ error, attemptNumber }) => {
          if (!(error instanceof NotFinalError)) return false;
          onWait?.(error.result as T, error.delayMs, attemptNumber);
          await runner.sleep(error.delayMs, what);
          return true;
        },
      },
    );
  } catch (error) {
    if (error instanceof NotFinalError) return error.result as T;
    throw error;
  }
}

/** What a look has found: the value, or what is seen instead. */
export type Look<T> = { readonly done: T } | { readonly seen: string };

/** Options of {@link waitUntil}. */
export interface WaitOptions<T> {
  /** What is waited for, as a noun. */
  readonly what: string;
  /** The command that shows why it does not come. */
  readonly look: string;
  /** Longest wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Between two looks, in milliseconds. @default 10_000 */
  readonly intervalMs?: number;
  /** Looks once. */
  readonly check: () => Promise<Look<T>>;
}

/**
 * Looks again and again until something is there. It looks at least once.
 *
 * @throws {WaitTimedOutError} naming what was waited for, what was seen last and how to look
 * @throws {PipelineError} at once, if what is seen does not change by waiting
 * @throws {CancelledError} if the run is stopped meanwhile
 */
export async function waitUntil<T>(runner: Waiter, options: WaitOptions<T>): Promise<T> {
  const { what, look, timeoutMs, intervalMs = 10_000, check } = options;
  const last = await repeat<Look<T>>(runner, check, {
    what: `waiting for ${what}`,
    timeoutMs,
    // Some things do not come by waiting.
    again: (state) => ('done' in state || adviceOn(state.seen) !== undefined ? undefined : intervalMs),
  });
  if ('done' in last) return last.done;
  const advice = adviceOn(last.seen);
  if (advice !== undefined) throw new PipelineError(`no look at ${what}: ${runner.masker.mask(last.seen)}`, advice);
  throw new WaitTimedOutError(what, timeoutMs, runner.masker.mask(last.seen), look);
}
