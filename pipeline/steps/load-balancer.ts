import type { Context } from '../context';
import { takeGatewayDown } from '../destroy/gateway-objects';
import { clusterExists, outputsOf } from '../destroy/target';
import type { Step } from '../run-steps';

/**
 * The way from `managed` to `bring-your-own`. What the controller made goes while the controller still may delete it: Terraform
 * moves its roles to the resource group of the new load balancer, which needs the subnet of the old one.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components
 */
export const loadBalancer: Step = {
  id: 'load-balancer',
  title: 'the load balancer of the controller gives way',
  async skip(context) {
    const { mode } = context.environment.gateway;
    if (mode === 'managed' || deployedMode(context) !== 'managed') return 'the controller made none that has to go';
    return (await clusterExists(context)) ? undefined : 'the cluster is gone';
  },
  run: (context) => takeGatewayDown(context, 'managed'),
};

/** Who made the load balancer at the last deploy from this folder. */
function deployedMode(context: Context): string | undefined {
  return (outputsOf(context)['gateway'] as { readonly mode?: string } | undefined)?.mode;
}
