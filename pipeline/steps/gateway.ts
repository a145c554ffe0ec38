import { ALB_CONTROLLER, hasPages } from '../../model';
import type { Context } from '../context';
import { gatewayStatus } from '../gateway-status';
import { GATEWAY, HTTP_ROUTE, kubectlCommand, kubectlJson } from '../kubectl';
import { LIMITS } from '../limits';
import { waitUntil } from '../run';
import type { Step } from '../run-steps';
import { applyManifests } from './apply';
import { synthesizeCharts } from './charts';
import { requireKubeconfig } from './kubeconfig';

const NO_PAGE = 'the environment publishes no page, so there is no Gateway';

/** Waits until the load balancer does what the Gateway says, and has an address. */
async function programmedGateway(context: Context): Promise<string> {
  requireKubeconfig(context);
  const { gateway, namespace } = context.environment;
  return waitUntil<string>(context.runner, {
    what: `Gateway ${gateway.name} to be programmed`,
    look: `${kubectlCommand(context, '--namespace', namespace, 'describe', GATEWAY, gateway.name)}; the controller's log: ${kubectlCommand(context, '--namespace', ALB_CONTROLLER.namespace, 'logs deployment/alb-controller')}`,
    timeoutMs: LIMITS.gatewayProgrammed,
    check: async () => {
      const { programmed, address, seen } = await gatewayStatus(context);
      return programmed && address !== undefined ? { done: address } : { seen };
    },
  });
}

/** The load balancer does what the Gateway says. */
export const gateway: Step = {
  id: 'gateway',
  title: 'wait for the Gateway to be programmed',
  // It needs the objects that are applied; one that has left may hold the frontend that it waits for.
  beside: true,
  keepsOutput: true,
  skip({ environment }) {
    return Promise.resolve(hasPages(environment) ? undefined : NO_PAGE);
  },
  async run(context) {
    context.runner.report(`the gateway listens at ${await programmedGateway(context)}`);
  },
};

/** In managed mode the controller makes the host name, so the route gets it in a second turn. */
export const route: Step = {
  id: 'route',
  title: 'route with the host name',
  async skip(context) {
    if (!hasPages(context.environment)) return NO_PAGE;
    if (context.environment.gateway.mode === 'bring-your-own') {
      return 'Terraform made the load balancer, so the route had its host name from the start';
    }
    if (context.environment.gateway.hostname !== undefined) return 'the environment names the host itself';
    requireKubeconfig(context);
    const { address } = await gatewayStatus(context);
    return address !== undefined && (await routesNamed(context, address))
      ? `the route answers to ${address} already`
      : undefined;
  },
  async run(context) {
    await synthesizeCharts(context, await programmedGateway(context));
    await applyManifests(context);
  },
};

async function routesNamed(context: Context, hostname: string): Promise<boolean> {
  const { items } = await kubectlJson<{ items: { spec: { hostnames?: string[] } }[] }>(context, [
    ['get', HTTP_ROUTE, '--namespace', context.environment.namespace],
  ]);
  // Not every one: a page may have a host name of its own.
  return items.some(({ spec }) => spec.hostnames?.includes(hostname));
}
