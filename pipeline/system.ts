import { createInterface } from 'node:readline/promises';
import { systemClock, type Clock } from './run';

/** What the pipeline meets beside the command line tools. A test puts its own in its place. */
export interface System {
  readonly clock: Clock;
  /** Folder of the project. */
  readonly directory: string;
  /** Variables of the tools, beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** No command may take longer, whatever its own limit is, in milliseconds. */
  readonly longestCommandMs: number;
  /** A token of whoever is logged in. */
  readonly token: (scope: string, tenantId: string, signal: AbortSignal) => Promise<string>;
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
    directory: process.cwd(),
    env: {},
    longestCommandMs: Number.POSITIVE_INFINITY,
    token: azureCliToken,
    fetch: globalThis.fetch,
    interactive: process.stdout.isTTY && process.stdin.isTTY && !process.env['CI'],
    today: () => new Date().toISOString().slice(0, 10),
    ask,
    ...parts,
  };
}

/** Of the login that every other step uses too. */
async function azureCliToken(scope: string, tenantId: string, signal: AbortSignal): Promise<string> {
  const { AzureCliCredential } = await import('@azure/identity');
  return (await new AzureCliCredential({ tenantId }).getToken(scope, { abortSignal: signal })).token;
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}
