import type { Deployment } from '../deployment';
import { gatewayStatus } from '../gateway-status';
import { LIMITS } from '../limits';
import type { Step } from '../tasks';

/**
 * Writes the YAML of the environment from its outputs.
 *
 * @param hostname what the gateway is called, where only the cluster knows
 */
export async function synthesizeCharts(deployment: Deployment, hostname?: string): Promise<void> {
  await deployment.runner.run('cdk8s', ['synth', '--check-upgrade=false'], {
    env: {
      ENVIRONMENT: deployment.environment.name,
      OUTPUTS_FILE: deployment.outputsFile,
      // An inherited one is taken back: what is applied is never a preview.
      PREVIEW: '',
      ...(hostname === undefined ? {} : { GATEWAY_HOSTNAME: hostname }),
    },
    timeoutMs: LIMITS.synth,
  });
}

/** The YAML. In managed mode with the host name at once where there is one, so that a later run never takes it off the route. */
export const charts: Step = {
  id: 'charts',
  title: 'cdk8s synth',
  async run(deployment) {
    const isManaged = deployment.environment.gateway.mode === 'managed';
    const hostname = isManaged && !deployment.runner.dryRun ? (await gatewayStatus(deployment)).address : undefined;
    await synthesizeCharts(deployment, hostname);
  },
};
