import { WaitTimedOutError } from './errors';
import type { Runner } from './runner';

export interface WaitOptions<T> {
  /** What is waited for, as a noun. */
  readonly what: string;
  /** The command that shows why it does not come. */
  readonly look: string;
  /** Longest wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Between two looks, in milliseconds. @default 10_000 */
  readonly intervalMs?: number;
  /** Looks once: the value when it is there, or what is seen instead. */
  readonly check: () => Promise<{ readonly done: T } | { readonly seen: string }>;
}

/**
 * Looks again and again until something is there. It looks at least once.
 *
 * @throws {WaitTimedOutError} naming what was waited for, what was seen last and how to look
 */
export async function waitUntil<T>(runner: Runner, options: WaitOptions<T>): Promise<T> {
  const { what, look, timeoutMs, intervalMs = 10_000, check } = options;
  const end = runner.clock.now() + timeoutMs;
  for (;;) {
    const state = await check();
    if ('done' in state) return state.done;
    if (runner.clock.now() + intervalMs > end) {
      throw new WaitTimedOutError(what, timeoutMs, runner.masker.mask(state.seen), look);
    }
    await runner.sleep(intervalMs, `waiting for ${what}`);
  }
}
