import { ALB_CONTROLLER, namespacesOf } from '../../model';
import { filesOf, type Context } from '../context';
import { GATEWAY, HTTP_ROUTE, LOAD_BALANCER, kubectl, kubectlCommand, kubectlJson } from '../kubectl';
import { LIMITS } from '../limits';
import { readManifests } from '../manifests';
import { waitUntil } from '../run';
import type { Step } from '../run-steps';
import { KEEPER, handOvers, numberOfPods, type HandOver, type KubeObject } from './hand-over';
import { requireKubeconfig } from './kubeconfig';

const AUTOSCALER = 'horizontalpodautoscalers.autoscaling';

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

/** Lets the number of pods change hands where the YAML says that another moves it, so that no pod goes meanwhile. */
async function handReplicasOver(context: Context): Promise<void> {
  const yaml = readManifests<KubeObject>(context);
  for (const { name } of namespacesOf(context.environment)) {
    const { items } = await kubectlJson<{ items: KubeObject[] }>(context, [
      ['get', `${AUTOSCALER},deployments.apps`, '--namespace', name, '--show-managed-fields'],
    ]);
    for (const handOver of handOvers(yaml, items)) await handOverOne(context, handOver);
  }
}

async function handOverOne(context: Context, handOver: HandOver): Promise<void> {
  const { name, namespace, to } = handOver;
  if (to === 'yaml') {
    await kubectl(context, ['delete', AUTOSCALER, name, '--namespace', namespace, '--ignore-not-found']);
  }
  const force = to === 'yaml' ? ['--force-conflicts'] : [];
  await kubectl(
    context,
    // Not validated: it is no whole Deployment.
    ['apply', '--server-side', `--field-manager=${KEEPER}`, '--validate=false', ...force, '--filename', '-'],
    {
      input: JSON.stringify(numberOfPods(handOver)),
      next: `run again: somebody else may have changed the number of pods of ${name} at this moment`,
    },
  );
}

/** Gives the YAML to the cluster. */
export const apply: Step = {
  id: 'apply',
  title: 'kubectl apply',
  async run(context) {
    requireKubeconfig(context);
    await waitForKinds(context);
    await handReplicasOver(context);
    await applyManifests(context);
  },
};
