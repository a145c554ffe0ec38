import { LIMITS } from '../limits';
import { CancelledError, repeat, type Runner } from '../run';

/** What came back: an answer, or why there was none. */
export type Reply =
  | { readonly status: number; readonly body: string; readonly location?: string }
  | { readonly status: undefined; readonly error: string };

const ATTEMPTS_WHEN_THROTTLED = 3;
const SECOND = 1000;
const DEFAULT_RETRY_AFTER = 5;
const LONGEST_RETRY_AFTER = 60;

/** Makes a call. A 429 is tried again after as long as it asks for, within a minute; a failed connection is an answer too. */
export async function call(
  runner: Runner,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const what = `the call of ${url}`;
  const { reply } = await repeat(runner, () => once(runner, url, headers, what), {
    what,
    attempts: ATTEMPTS_WHEN_THROTTLED,
    again: ({ reply: { status }, retryAfter }) =>
      status === 429 ? Math.min(retryAfter, LONGEST_RETRY_AFTER) * SECOND : undefined,
  });
  return reply;
}

async function once(
  runner: Runner,
  url: string,
  headers: Readonly<Record<string, string>>,
  what: string,
): Promise<{ readonly reply: Reply; readonly retryAfter: number }> {
  try {
    const signal = AbortSignal.any([runner.signal, AbortSignal.timeout(LIMITS.httpCall)]);
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    const retryAfter = Number(response.headers.get('retry-after')) || DEFAULT_RETRY_AFTER;
    const location = response.headers.get('location') ?? undefined;
    return { reply: { status: response.status, body: await response.text(), location }, retryAfter };
  } catch (error) {
    if (runner.signal.aborted) throw new CancelledError(what);
    return { reply: { status: undefined, error: reason(error) }, retryAfter: DEFAULT_RETRY_AFTER };
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
