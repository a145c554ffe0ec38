import path from 'node:path';
import { LIMITS } from '../limits';
import type { Runner } from '../run';
import { emptyScratch } from '../scratch';
import { deployFolder } from './deploy-folder';

const FIX = 'fix what it names in environments/ or constructs/, and run the same command again';

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
    next: FIX,
  });
  return path.join(folder, 'stacks', environment);
}

/**
 * Runs `cdktf synth` for one environment as its deploy does, protection included.
 *
 * @returns the folder of the stack, relative to the project
 */
export async function synthesizeForDeploy(runner: Runner, environment: string): Promise<string> {
  await runner.run('cdktf', ['synth'], {
    env: { ENVIRONMENT: environment, PROTECT: '', KEEP_DEPLOYMENTS: '' },
    timeoutMs: LIMITS.synth,
    next: FIX,
  });
  return deployFolder(environment);
}
