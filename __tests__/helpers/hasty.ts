import { CancelledError, Runner } from '../../pipeline';

/** Time that passes when the pipeline waits for it, and at no other time; commands and servers keep the real one. */
export function hasty(today = '2026-11-22'): { readonly waits: number[]; readonly stop: () => void } {
  const waits: number[] = [];
  jest.useFakeTimers({ now: new Date(today), doNotFake: [...REAL_TIMERS] });
  const spy = jest.spyOn(Runner.prototype, 'sleep').mockImplementation(async function (this: Runner, ms, what) {
    if (this.signal.aborted) throw new CancelledError(what);
    waits.push(ms);
    jest.advanceTimersByTime(ms);
    await new Promise((resolve) => setImmediate(resolve));
  });
  return {
    waits,
    stop: () => {
      spy.mockRestore();
      jest.useRealTimers();
    },
  };
}

/** Everything but Date and performance. */
const REAL_TIMERS = [
  'cancelAnimationFrame',
  'cancelIdleCallback',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'hrtime',
  'nextTick',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'setImmediate',
  'setInterval',
  'setTimeout',
] as const;
