import type { EnvironmentConfig } from '../../config';
import type { Deployment } from '../deployment';

/** What a proof has found. */
export interface Verdict {
  readonly passed: boolean;
  readonly expected: string;
  readonly seen: string;
  /** What it most likely comes from, and how to mend it; only where it failed. */
  readonly cause?: string;
  /** Whether time alone may mend it. @default false */
  readonly mayChange?: boolean;
}

/** One thing that must hold of a deployed environment. */
export interface Proof {
  readonly id: string;
  readonly title: string;
  /** How long to look again while time alone may mend it, in milliseconds. @default 0 */
  readonly patienceMs?: number;
  /** Why it means nothing in this environment; `undefined` where it does. @default - it always does */
  readonly notFor?: (environment: EnvironmentConfig) => string | undefined;
  readonly prove: (deployment: Deployment) => Promise<Verdict>;
}

/** A verdict with the name of its proof. */
export interface ProofResult extends Omit<Verdict, 'mayChange'> {
  readonly id: string;
  readonly title: string;
}

const BETWEEN_LOOKS = 20_000;

/** Looks until the proof holds, or until time cannot mend it any more. */
export async function settle(proof: Proof, deployment: Deployment): Promise<ProofResult> {
  const { runner } = deployment;
  const end = runner.clock.now() + (proof.patienceMs ?? 0);
  for (;;) {
    const { mayChange, ...verdict } = await proof.prove(deployment);
    if (verdict.passed || !mayChange || runner.clock.now() + BETWEEN_LOOKS > end) {
      return { id: proof.id, title: proof.title, ...verdict };
    }
    runner.print(`${proof.id}: ${verdict.seen}; looking again in ${BETWEEN_LOOKS / 1000} s`);
    await runner.sleep(BETWEEN_LOOKS, `proof ${proof.id}`);
  }
}
