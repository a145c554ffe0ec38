import type { Command } from '../command';
import { Deployment } from '../deployment';
import { requireKubeconfig } from '../steps/kubeconfig';
import { runProofs } from '../verify';

export const command: Command = {
  summary:
    'Proves that a deployed environment works, and that it is closed to everybody else. Exit code 0 only if all holds.',
  takes: 'one environment',
  flags: { json: { type: 'boolean', description: 'print the results as JSON on stdout, and progress on stderr' } },
  async run({ environments, flags, runner, system }) {
    const deployment = new Deployment(environments[0]!, runner, system);
    // Without these two no proof can look, so that is one error and not five.
    deployment.contract();
    requireKubeconfig(deployment);
    const proofs = await runProofs(deployment);
    const passed = proofs.every((proof) => proof.passed);
    if (flags['json'] === true) {
      console.log(
        runner.masker.mask(JSON.stringify({ environment: deployment.environment.name, passed, proofs }, null, 2)),
      );
    }
    runner.print(
      passed
        ? 'all proofs hold'
        : `failed: ${proofs
            .filter((proof) => !proof.passed)
            .map(({ id }) => id)
            .join(', ')}`,
    );
    return passed ? 0 : 1;
  },
};
