import path from 'node:path';
import type { Runner } from '../run';
import { emptyScratch } from '../scratch';

/**
 * Runs `cdktf synth` for one environment into the scratch folder. What is only tried out is taken down again, so it is not
 * protected.
 *
 * @param keepDeployments model deployments that it has beside the environment's, as JSON. @default - none
 * @returns the folder of the stack, which holds its `cdk.tf.json`
 */
export async function synthesizeStack(runner: Runner, environment: string, keepDeployments = ''): Promise<string> {
  const folder = await emptyScratch(runner, environment, 'infrastructure');
  await runner.run('cdktf', ['synth', '--output', folder], {
    env: { ENVIRONMENT: environment, PROTECT: 'false', KEEP_DEPLOYMENTS: keepDeployments },
    next: 'fix what it names in environments/ or constructs/, and run the same command again',
  });
  return path.join(folder, 'stacks', environment);
}
