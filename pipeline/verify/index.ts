import type { Deployment } from '../deployment';
import { CancelledError, PipelineError } from '../run';
import { closedOutside } from './closed-outside';
import { injected } from './injected';
import { keyless } from './keyless';
import { page } from './page';
import { settle, type Proof, type ProofResult } from './proof';
import { worksInside } from './works-inside';

/** What must hold of a deployed environment, in this order. */
export const PROOFS: readonly Proof[] = [keyless, injected, closedOutside, worksInside, page];

/** Runs every proof, whatever the others have found. One that could not look has not held. */
export async function runProofs(deployment: Deployment): Promise<ProofResult[]> {
  const results: ProofResult[] = [];
  for (const proof of PROOFS) {
    const reason = proof.notFor?.(deployment.environment);
    if (reason !== undefined) {
      deployment.runner.print(`-      ${proof.id}: not looked at, ${reason}`);
      continue;
    }
    const result = await settleSafely(proof, deployment);
    for (const line of lines(result)) deployment.runner.print(line);
    results.push(result);
  }
  return results;
}

async function settleSafely(proof: Proof, deployment: Deployment): Promise<ProofResult> {
  try {
    return await settle(proof, deployment);
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
