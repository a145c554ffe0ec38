import { imageLockProblem } from '../../config';
import { filesOf, type Context } from '../context';
import { gatewayStatus } from '../gateway-status';
import { LIMITS } from '../limits';
import { recoverOutputs } from '../outputs';
import { PipelineError } from '../run';
import type { Step } from '../run-steps';

/**
 * Writes the YAML of the environment from its outputs.
 *
 * @param hostname what the gateway is called, where only the cluster knows
 */
export async function synthesizeCharts(context: Context, hostname?: string): Promise<void> {
  requireImages(context);
  await context.runner.run('cdk8s', ['synth', '--check-upgrade=false'], {
    env: {
      ENVIRONMENT: context.environment.name,
      OUTPUTS_FILE: filesOf(context.environment).outputs,
      // An inherited one is taken back: what is applied is never a preview.
      PREVIEW: '',
      REHEARSAL: '',
      ...(hostname === undefined ? {} : { GATEWAY_HOSTNAME: hostname }),
    },
    timeoutMs: LIMITS.synth,
  });
}

/**
 * That the registry holds what the charts name. A registry that is made is there for the first time now, and still empty.
 *
 * @throws {PipelineError} if an image has no digest
 */
function requireImages({ environment, runner }: Context): void {
  const problem = imageLockProblem(environment, { isPreview: false });
  if (problem === undefined) return;
  const { name } = environment;
  runner.refuse(new PipelineError(problem, `npm run mirror -- ${name}, then the same command again`));
}

/** The YAML. In managed mode with the host name at once where there is one, so that a later run never takes it off the route. */
export const charts: Step = {
  id: 'charts',
  title: 'cdk8s synth',
  // Of the Secret the YAML has the name alone.
  beside: true,
  async run(context) {
    await recoverOutputs(context);
    const isManaged = context.environment.gateway.mode === 'managed';
    const hostname = isManaged ? (await gatewayStatus(context)).address : undefined;
    await synthesizeCharts(context, hostname);
  },
};
