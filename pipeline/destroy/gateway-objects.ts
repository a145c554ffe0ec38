import { ALB_CONTROLLER, ownershipLabels, type GatewayMode } from '../../model';
import { AzureCli } from '../azure';
import type { Context } from '../context';
import { GATEWAY, HTTP_ROUTE, LOAD_BALANCER, isNotFound, kubectl, kubectlCommand } from '../kubectl';
import { LIMITS } from '../limits';
import { PipelineError, adviceOn, waitUntil } from '../run';
import { waitForAccess, writeKubeconfig } from '../steps/kubeconfig';
import type { Step } from '../run-steps';
import { everythingOf, nameOf, removeOrphans } from '../prune';
import { clusterExists, clusterGroup, target } from './target';

/**
 * The gateway objects, the ones that use others first. The controller takes down what it made in Azure while it still runs:
 * once the cluster is gone nobody would, and the subnet could not be deleted.
 */
export const gatewayObjects: Step = {
  id: 'gateway',
  title: 'routes, Gateway and load balancer',
  async skip(context) {
    return (await clusterExists(context)) ? undefined : 'the cluster is gone already';
  },
  run: (context) =>
    context.environment.existing.cluster
      ? takeObjectsDown(context)
      : takeGatewayDown(context, context.environment.gateway.mode),
};

/**
 * A cluster that exists stays, so all that is the environment's in it has to go: what carries its labels, and nothing else. The
 * namespace `default` cannot go.
 */
async function takeObjectsDown(context: Context): Promise<void> {
  const { environment, runner } = context;
  await logIn(context);
  const own = await everythingOf(context);
  const kept = own.filter(({ kind, name }) => kind === 'Namespace' && name === 'default');
  await removeOrphans(
    context,
    own.filter((object) => !kept.includes(object)),
  );
  for (const object of kept) {
    runner.report(`${nameOf(object)} stays, with the labels that this environment has put on it: Kubernetes keeps it`);
  }
  if (environment.gateway.mode === 'managed') await waitForAzure(context);
}

async function logIn(context: Context): Promise<void> {
  const { subscription, cluster } = target(context);
  await writeKubeconfig(context, { subscription, resourceGroup: clusterGroup(context), name: cluster });
  await waitForAccess(context);
}

/**
 * Deletes the routes, then the Gateway, then in managed mode the load balancer, each once the one before is gone.
 *
 * @param mode who made the load balancer
 */
export async function takeGatewayDown(context: Context, mode: GatewayMode): Promise<void> {
  const { environment } = context;
  await logIn(context);
  // A cluster that exists may have routes of others in the namespace.
  const labels = Object.entries(ownershipLabels(environment.name)).map(([name, value]) => `${name}=${value}`);
  const which = environment.existing.cluster ? ['--selector', labels.join(',')] : ['--all'];
  await remove(context, HTTP_ROUTE, which, environment.namespace);
  await remove(context, GATEWAY, [environment.gateway.name], environment.namespace);
  if (mode === 'bring-your-own') return;
  await remove(context, LOAD_BALANCER, [environment.gateway.loadBalancerName], ALB_CONTROLLER.namespace);
  await waitForAzure(context);
}

/** Deletes objects and waits until their finalizers have let them go. */
async function remove(context: Context, kind: string, which: readonly string[], namespace: string): Promise<void> {
  const scope = ['--namespace', namespace];
  const seconds = LIMITS.objectGone / 1000;
  const look = kubectlCommand(context, 'describe', kind, ...scope);
  const answer = await kubectl(
    context,
    ['delete', kind, ...which, ...scope, '--ignore-not-found', '--wait=true', `--timeout=${seconds}s`],
    { timeoutMs: LIMITS.objectGone + 60_000, allowFailure: true, next: `look with: ${look}` },
  );
  // A cluster that never got the controller has no such kind, and so no such object.
  if (answer.exitCode === 0 || isNotFound(answer)) return;
  throw new PipelineError(
    `${kind} in namespace ${namespace} did not go: ${answer.stderr}`,
    adviceOn(answer.stderr) ?? `look with: ${look}; the ALB controller must run and have its roles to let it go`,
  );
}

/** In managed mode the load balancer lives in the nodes' resource group, under a name of the controller's. */
async function waitForAzure(context: Context): Promise<void> {
  const { subscription, nodeResourceGroup } = target(context);
  const az = new AzureCli(context.runner, subscription);
  await waitUntil(context.runner, {
    what: `the load balancer in ${nodeResourceGroup} to go`,
    look: `az resource list --resource-group ${nodeResourceGroup} --subscription ${subscription} --output table`,
    timeoutMs: LIMITS.objectGone,
    check: async () => {
      const names = await az.loadBalancers(nodeResourceGroup);
      return names.length === 0 ? { done: true } : { seen: names.join(', ') };
    },
  });
}
