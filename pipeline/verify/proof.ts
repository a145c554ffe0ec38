import type { Environment } from '../../model';
import type { Context } from '../context';
import { repeat } from '../run';

/** What a proof has found. */
export interface Verdict {
  readonly passed: boolean;
  readonly expected: string;
  readonly seen: string;
  /** What it most likely comes from, and how to fix it; only where it failed. */
  readonly cause?: string;
  /** Whether time alone may change it. @default false */
  readonly mayChange?: boolean;
}

/** One thing that must hold of a deployed environment. */
export interface Proof {
  readonly id: string;
  readonly title: string;
  /** How long to look again while time alone may change the verdict, in milliseconds. @default 0 */
  readonly patienceMs?: number;
  /** Why it means nothing in this environment; `undefined` where it does. @default - it always does */
  readonly notFor?: (environment: Environment) => string | undefined;
  readonly prove: (context: Context) => Promise<Verdict>;
}

/** A verdict with the name of its proof. */
export interface ProofResult extends Omit<Verdict, 'mayChange'> {
  readonly id: string;
  readonly title: string;
}

const BETWEEN_LOOKS = 20_000;

/** Looks until the proof holds, or until time cannot make it hold any more. */
export async function settle(proof: Proof, context: Context): Promise<ProofResult> {
  const { id, title, patienceMs = 0 } = proof;
  const { mayChange: _, ...verdict } = await repeat(context.runner, () => proof.prove(context), {
    what: `proof ${id}`,
    timeoutMs: patienceMs,
    again: ({ passed, mayChange }) => (!passed && mayChange ? BETWEEN_LOOKS : undefined),
    onWait: ({ seen }, delayMs) => context.runner.print(`${id}: ${seen}; looking again in ${delayMs / 1000} s`),
  });
  return { id, title, ...verdict };
}
