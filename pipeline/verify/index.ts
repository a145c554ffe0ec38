import type { Context } from '../context';
import { CancelledError, PipelineError } from '../run';
import { closedOutside } from './closed-outside';
import { injected } from './injected';
import { keyless } from './keyless';
import { logsArrive } from './logs-arrive';
import { page } from './page';
import { settle, type Proof, type ProofResult } from './proof';
import { worksInside } from './works-inside';

/** What must hold of a deployed environment, in this order. */
export const PROOFS: readonly Proof[] = [keyless, injected, closedOutside, worksInside, page, logsArrive];

/** Runs every proof, whatever the others have found. One that cannot be run counts as failed. */
export async function runProofs(context: Context): Promise<ProofResult[]> {
  const results: ProofResult[] = [];
  for (const proof of PROOFS) {
    const reason = proof.notFor?.(context.environment);
    if (reason !== undefined) {
      context.runner.print(`-      ${proof.id}: not looked at, ${reason}`);
      continue;
    }
    const result = await settleSafely(proof, context);
    for (const line of lines(result)) context.runner.print(line);
    results.push(result);
  }
  return results;
}

async function settleSafely(proof: Proof, context: Context): Promise<ProofResult> {
  try {
    return await settle(proof, context);
  } catch (error) {
    if (!(error instanceof PipelineError) || error instanceof CancelledError) throw error;
    const { id, title } = proof;
    return { id, title, passed: false, expected: title, seen: `could not look: ${error.message}`, cause: error.next };
  }
}

function lines({ id, title, passed, expected, seen, cause }: ProofResult): string[] {
  return [
    `${passed ? 'holds ' : 'FAILS '} ${id}: ${title}`,
    ...(passed ? [] : [`  expected: ${expected}`]),
    `  seen: ${seen}`,
    ...(cause === undefined ? [] : [`  likely cause: ${cause}`]),
  ];
}
