import { ALB_CONTROLLER_NAMESPACE } from '../../config';
import type { Deployment } from '../deployment';
import { GATEWAY, HTTP_ROUTE, LOAD_BALANCER, isNotFound, kubectl } from '../kubectl';
import { LIMITS } from '../limits';
import { PipelineError, RETRY_TRANSIENT, waitUntil } from '../run';
import { waitForAccess, writeKubeconfig } from '../steps/kubeconfig';
import type { Step } from '../tasks';
import { clusterState, target } from './target';

/**
 * The gateway objects, the ones that use others first. The controller takes down what it made in Azure while it still runs:
 * once the cluster is gone nobody would, and the subnet could not be deleted.
 */
export const gatewayObjects: Step = {
  id: 'gateway',
  title: 'routes, Gateway and load balancer',
  async skip(deployment) {
    return (await clusterState(deployment)) === undefined ? 'the cluster is gone already' : undefined;
  },
  async run(deployment) {
    const { subscription, resourceGroup, cluster } = target(deployment);
    const { environment } = deployment;
    await writeKubeconfig(deployment, { subscription, resourceGroup, name: cluster });
    await waitForAccess(deployment);
    await remove(deployment, HTTP_ROUTE, ['--all'], environment.namespace);
    await remove(deployment, GATEWAY, [environment.gateway.name], environment.namespace);
    if (environment.gateway.mode === 'bring-your-own') return;
    await remove(deployment, LOAD_BALANCER, [environment.gateway.loadBalancerName], ALB_CONTROLLER_NAMESPACE);
    await waitForAzure(deployment);
  },
};

/** Deletes objects and waits until their finalizers have let them go. */
async function remove(
  deployment: Deployment,
  kind: string,
  which: readonly string[],
  namespace: string,
): Promise<void> {
  const scope = ['--namespace', namespace];
  const seconds = LIMITS.gatewayObjectGone / 1000;
  const look = `kubectl --kubeconfig ${deployment.kubeconfig} describe ${kind} ${scope.join(' ')}`;
  const answer = await kubectl(
    deployment,
    ['delete', kind, ...which, ...scope, '--ignore-not-found', '--wait=true', `--timeout=${seconds}s`],
    { timeoutMs: LIMITS.gatewayObjectGone + 60_000, allowFailure: true, next: `look with: ${look}` },
  );
  // A cluster that never got the controller has no such kind, and so no such object.
  if (answer.exitCode === 0 || isNotFound(answer)) return;
  throw new PipelineError(
    `${kind} in namespace ${namespace} did not go: ${answer.stderr}`,
    `look with: ${look}; the ALB controller must run and have its roles to let it go`,
  );
}

/** In managed mode the load balancer lives in the nodes' resource group, under a name of the controller's. */
async function waitForAzure(deployment: Deployment): Promise<void> {
  const { subscription, nodeResourceGroup } = target(deployment);
  const args = [
    ['resource', 'list', '--subscription', subscription, '--resource-group', nodeResourceGroup],
    ['--resource-type', 'Microsoft.ServiceNetworking/trafficControllers', '--query', '[].name', '--output', 'json'],
  ];
  await waitUntil(deployment.runner, {
    what: `the load balancer in ${nodeResourceGroup} to go`,
    look: `az ${args.flat().join(' ')}`,
    timeoutMs: LIMITS.gatewayObjectGone,
    check: async () => {
      const names = await deployment.runner.json<string[]>('az', args, { retry: RETRY_TRANSIENT, dryRunStdout: '[]' });
      return names.length === 0 ? { done: true } : { seen: names.join(', ') };
    },
  });
}
