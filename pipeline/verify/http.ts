import type { Deployment } from '../deployment';
import { LIMITS } from '../limits';
import { CancelledError } from '../run';

/** What came back: an answer, or why there was none. */
export type Reply =
  { readonly status: number; readonly body: string } | { readonly status: undefined; readonly error: string };

const ATTEMPTS_WHEN_THROTTLED = 3;
const LONGEST_RETRY_AFTER = 60;

/** Makes a call. A 429 is tried again after as long as it asks for, within a minute; a failed connection is an answer too. */
export async function call(
  { system, runner }: Pick<Deployment, 'system' | 'runner'>,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  for (let attempt = 1; ; attempt++) {
    try {
      const signal = AbortSignal.any([runner.signal, AbortSignal.timeout(LIMITS.httpCall)]);
      const response = await system.fetch(url, { headers, signal, redirect: 'manual' });
      const body = await response.text();
      if (response.status !== 429 || attempt === ATTEMPTS_WHEN_THROTTLED) return { status: response.status, body };
      const seconds = Math.min(Number(response.headers.get('retry-after') ?? 5) || 5, LONGEST_RETRY_AFTER);
      await runner.sleep(seconds * 1000, `the call of ${url}`);
    } catch (error) {
      if (runner.signal.aborted) throw new CancelledError(`the call of ${url}`);
      return { status: undefined, error: reason(error) };
    }
  }
}

/** A reply in one line. */
export function describe(reply: Reply): string {
  return reply.status === undefined ? reply.error : `${reply.status} ${oneLine(reply.body)}`.trim();
}

/** The beginning of a text, without line breaks. */
export function oneLine(text: string, length = 300): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

/** The innermost reason: fetch itself says no more than "fetch failed", and a name with several addresses has several. */
function reason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { cause, errors, message, name } = error as Partial<AggregateError>;
  if (cause !== undefined) return reason(cause);
  if (errors !== undefined && errors.length > 0) return reason(errors[0]);
  return message || name || 'no answer';
}
