import { hasPages } from '../../model';
import { gatewayStatus } from '../gateway-status';
import { requireKubeconfig } from '../steps/kubeconfig';
import type { Look } from './look';

/** Whether the load balancer does what the Gateway says, and where it listens. */
export const gateway: Look = {
  id: 'gateway',
  async ask({ context, environment }) {
    if (!hasPages(environment)) return { seen: 'the environment publishes no page' };
    requireKubeconfig(context);
    const { programmed, address, seen, failure } = await gatewayStatus(context);
    if (failure !== undefined) throw failure;
    const name = `Gateway ${environment.gateway.name}`;
    return programmed && address !== undefined
      ? { seen: `${name} is programmed, at ${address}` }
      : {
          seen: `${name} ${address === undefined ? 'has no address' : `has the address ${address}`}`,
          concerns: [{ what: `it is not programmed: ${seen}`, next: `npm run deploy -- ${environment.name}` }],
        };
  },
};
