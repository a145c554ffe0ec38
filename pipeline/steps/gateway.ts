import { ALB_CONTROLLER_NAMESPACE } from '../../config';
import type { Deployment } from '../deployment';
import { gatewayStatus } from '../gateway-status';
import { GATEWAY, HTTP_ROUTE, kubectlJson } from '../kubectl';
import { LIMITS } from '../limits';
import { waitUntil } from '../run';
import type { Step } from '../tasks';
import { applyManifests } from './apply';
import { synthesizeCharts } from './charts';
import { requireKubeconfig } from './kubeconfig';

/** Waits until the load balancer does what the Gateway says, and has an address. */
async function programmedGateway(deployment: Deployment): Promise<string> {
  requireKubeconfig(deployment);
  const { gateway, namespace } = deployment.environment;
  const client = `kubectl --kubeconfig ${deployment.kubeconfig} --namespace`;
  return waitUntil<string>(deployment.runner, {
    what: `Gateway ${gateway.name} to be programmed`,
    look: `${client} ${namespace} describe ${GATEWAY} ${gateway.name}; the controller's log: ${client} ${ALB_CONTROLLER_NAMESPACE} logs deployment/alb-controller`,
    timeoutMs: LIMITS.gatewayProgrammed,
    check: async () => {
      const { programmed, address, seen } = await gatewayStatus(deployment);
      return programmed && address !== undefined ? { done: address } : { seen };
    },
  });
}

export const gateway: Step = {
  id: 'gateway',
  title: 'Gateway is programmed',
  keepsOutput: true,
  async run(deployment) {
    deployment.runner.print(`the gateway listens at ${await programmedGateway(deployment)}`);
  },
};

/** In managed mode the controller makes the host name, so the route gets it in a second turn. */
export const route: Step = {
  id: 'route',
  title: 'route with the host name',
  async skip(deployment) {
    if (deployment.environment.gateway.mode === 'bring-your-own') {
      return 'Terraform made the load balancer, so the route had its host name from the start';
    }
    if (deployment.environment.gateway.hostname !== undefined) return 'the environment names the host itself';
    requireKubeconfig(deployment);
    const { address } = await gatewayStatus(deployment);
    return address !== undefined && (await routesNamed(deployment, address))
      ? `the route answers to ${address} already`
      : undefined;
  },
  async run(deployment) {
    await synthesizeCharts(deployment, await programmedGateway(deployment));
    await applyManifests(deployment);
  },
};

async function routesNamed(deployment: Deployment, hostname: string): Promise<boolean> {
  const { items } = await kubectlJson<{ items: { spec: { hostnames?: string[] } }[] }>(
    deployment,
    ['get', HTTP_ROUTE, '--namespace', deployment.environment.namespace],
    { dryRunStdout: '{"items":[]}' },
  );
  // Not every one: a page may have a host name of its own.
  return items.some(({ spec }) => spec.hostnames?.includes(hostname));
}
