import { ALB_CONTROLLER_NAMESPACE } from '../../config';
import type { Deployment } from '../deployment';
import { GATEWAY, HTTP_ROUTE, LOAD_BALANCER, kubectl } from '../kubectl';
import { LIMITS } from '../limits';
import { waitUntil } from '../run';
import type { Step } from '../tasks';
import { requireKubeconfig } from './kubeconfig';

/** Applies the environment's YAML; the server merges, so a second time changes nothing. */
export async function applyManifests(deployment: Deployment): Promise<void> {
  await kubectl(deployment, ['apply', '--server-side', '--filename', deployment.manifests], {
    timeoutMs: LIMITS.clusterCall,
    stream: true,
    next: 'mend what the API server names; a conflict of field managers says that somebody else has set the field',
  });
}

/** The kinds that the ALB controller's chart brings must be known before objects of them are applied. */
async function waitForKinds(deployment: Deployment): Promise<void> {
  const kinds = [GATEWAY, HTTP_ROUTE];
  if (deployment.environment.gateway.mode === 'managed') kinds.push(LOAD_BALANCER);
  const names = kinds.map((kind) => `customresourcedefinitions.apiextensions.k8s.io/${kind}`);
  await waitUntil(deployment.runner, {
    what: `the kinds ${kinds.join(', ')}`,
    look: `kubectl --kubeconfig ${deployment.kubeconfig} get pods --namespace ${ALB_CONTROLLER_NAMESPACE}`,
    timeoutMs: LIMITS.customResources,
    check: async () => {
      const answer = await kubectl(deployment, ['wait', '--for=condition=Established', '--timeout=10s', ...names], {
        allowFailure: true,
      });
      return answer.exitCode === 0 ? { done: true } : { seen: answer.stderr };
    },
  });
}

export const apply: Step = {
  id: 'apply',
  title: 'kubectl apply',
  async run(deployment) {
    requireKubeconfig(deployment);
    await waitForKinds(deployment);
    await applyManifests(deployment);
  },
};
