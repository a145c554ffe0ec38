import { ALB_CONTROLLER } from '../../model';
import { filesOf, type Context } from '../context';
import { GATEWAY, HTTP_ROUTE, LOAD_BALANCER, kubectl, kubectlCommand } from '../kubectl';
import { LIMITS } from '../limits';
import { waitUntil } from '../run';
import type { Step } from '../run-steps';
import { requireKubeconfig } from './kubeconfig';

/** Applies the environment's YAML; the server merges, so a second time changes nothing. */
export async function applyManifests(context: Context): Promise<void> {
  await kubectl(context, ['apply', '--server-side', '--filename', filesOf(context.environment).manifests], {
    timeoutMs: LIMITS.clusterCall,
    stream: true,
    next: 'fix what the API server names; a conflict of field managers says that somebody else has set the field',
  });
}

/** The kinds that the ALB controller's chart brings must be known before objects of them are applied. */
async function waitForKinds(context: Context): Promise<void> {
  const kinds = [GATEWAY, HTTP_ROUTE];
  if (context.environment.gateway.mode === 'managed') kinds.push(LOAD_BALANCER);
  const names = kinds.map((kind) => `customresourcedefinitions.apiextensions.k8s.io/${kind}`);
  await waitUntil(context.runner, {
    what: `the kinds ${kinds.join(', ')}`,
    look: kubectlCommand(context, 'get pods --namespace', ALB_CONTROLLER.namespace),
    timeoutMs: LIMITS.customResources,
    check: async () => {
      const answer = await kubectl(context, ['wait', '--for=condition=Established', '--timeout=10s', ...names], {
        allowFailure: true,
      });
      return answer.exitCode === 0 ? { done: true } : { seen: answer.stderr };
    },
  });
}

/** Gives the YAML to the cluster. */
export const apply: Step = {
  id: 'apply',
  title: 'kubectl apply',
  async run(context) {
    requireKubeconfig(context);
    await waitForKinds(context);
    await applyManifests(context);
  },
};
