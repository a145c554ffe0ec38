import { Option } from 'commander';
import type { Command } from '../command';
import { readOutputs } from '../context';
import { recoverOutputs } from '../outputs';
import { requireKubeconfig } from '../steps/kubeconfig';
import { runProofs } from '../verify';

/** The proofs alone, of an environment that is deployed. */
export const command: Command = {
  summary:
    'Prove that a deployed environment works, and that it is closed to everybody else. Exit code 0 only if all holds.',
  takes: 'one environment',
  options: [new Option('--json', 'print the results as JSON on stdout, and progress on stderr')],
  async run(context, { json }) {
    // Every proof needs them: where one is missing, that is one error and not five.
    await recoverOutputs(context);
    readOutputs(context);
    requireKubeconfig(context);
    const proofs = await runProofs(context);
    const failed = proofs.filter(({ passed }) => !passed).map(({ id }) => id);
    const passed = failed.length === 0;
    const { environment, runner } = context;
    if (json) {
      console.log(runner.masker.mask(JSON.stringify({ environment: environment.name, passed, proofs }, null, 2)));
    }
    runner.print(passed ? 'all proofs hold' : `failed: ${failed.join(', ')}`);
    return passed ? 0 : 1;
  },
};
