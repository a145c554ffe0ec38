import { createInterface } from 'node:readline';
import { CancelledError } from './errors';

/** Asks somebody at the terminal and returns the line that is typed. */
export type Ask = (question: string) => Promise<string>;

/**
 * Lets somebody at the terminal be asked while some work is done. Lines may be typed ahead.
 *
 * @param what what is stopped by Ctrl-C, or by the end of what is typed
 * @throws {CancelledError} if it is
 */
export async function atTerminal<T>(what: string, signal: AbortSignal, work: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, signal });
  // It takes the key in raw mode, where no signal is sent.
  terminal.on('SIGINT', () => terminal.close());
  const lines = terminal[Symbol.asyncIterator]();
  try {
    return await work(async (question) => {
      terminal.setPrompt(question);
      terminal.prompt();
      const line = await lines.next();
      if (line.done) throw new CancelledError(what);
      return line.value;
    });
  } finally {
    terminal.close();
  }
}
