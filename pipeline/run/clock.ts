import { setTimeout as delay } from 'node:timers/promises';

/** Time, as far as the pipeline waits for it; a test puts its own in its place. */
export interface Clock {
  /** Milliseconds since some fixed point. */
  now(): number;
  /** Waits, in milliseconds; ends early with an AbortError when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal });
  },
};
