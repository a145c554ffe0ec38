import { recoverOutputs } from '../outputs';
import { PipelineError, adviceOn } from '../run';
import type { Step } from '../run-steps';
import { PROOFS, runProofs } from '../verify';

/** A deploy is done when the proofs hold. */
export const verify: Step = {
  id: 'verify',
  title: 'the proofs',
  keepsOutput: true,
  async run(context) {
    const { runner, environment } = context;
    await recoverOutputs(context);
    const proofs = PROOFS.filter(({ notFor }) => notFor?.(environment) === undefined);
    await runner.judge(
      proofs.map(({ id, title }) => `proof ${id}: ${title}`),
      async () => {
        const failed = (await runProofs(context)).filter(({ passed }) => !passed);
        if (failed.length === 0) return;
        throw new PipelineError(
          `${failed.length} of ${proofs.length} proofs failed: ${failed.map(({ id }) => id).join(', ')}`,
          adviceOn(failed.map(({ seen }) => seen).join('\n')) ??
            `fix what they name, then npm run verify -- ${environment.name}`,
        );
      },
    );
  },
};
