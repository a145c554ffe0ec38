import { PipelineError } from '../run';
import type { Step } from '../tasks';
import { PROOFS, runProofs } from '../verify';

/** A deploy is done when the proofs hold. */
export const verify: Step = {
  id: 'verify',
  title: 'the five proofs',
  keepsOutput: true,
  async run(deployment) {
    const { runner, environment } = deployment;
    if (runner.dryRun) {
      for (const { id, title } of PROOFS) runner.print(`proof ${id}: ${title}`);
      return;
    }
    const failed = (await runProofs(deployment)).filter(({ passed }) => !passed);
    if (failed.length > 0) {
      throw new PipelineError(
        `${failed.length} of ${PROOFS.length} proofs failed: ${failed.map(({ id }) => id).join(', ')}`,
        `mend what they name, then npm run verify -- ${environment.name}`,
      );
    }
  },
};
