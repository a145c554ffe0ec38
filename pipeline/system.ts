import { createInterface } from 'node:readline/promises';
import { systemClock, type Clock } from './run';

/** What the pipeline meets beside the command line tools. A test puts its own in its place. */
export interface System {
  readonly clock: Clock;
  /** Calls from outside the cluster. */
  readonly fetch: typeof fetch;
  /** Whether somebody reads along. */
  readonly interactive: boolean;
  /** The day as an ISO date. */
  readonly today: () => string;
  /** Asks whoever sits at the terminal. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string>;
}

/** The real world, but for what is given. */
export function systemOf(parts: Partial<System>): System {
  return {
    clock: systemClock,
    fetch: globalThis.fetch,
    interactive: process.stdout.isTTY && process.stdin.isTTY && !process.env['CI'],
    today: () => new Date().toISOString().slice(0, 10),
    ask,
    ...parts,
  };
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}
