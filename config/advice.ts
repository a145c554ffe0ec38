import type { Environment } from '../model';
import { retirementAdvice } from './tables/models';
import { KUBERNETES_VERSIONS } from './tables/versions';

/**
 * What is worth knowing but stops nothing: models and Kubernetes versions near their end, doors that stand open.
 *
 * @param today as an ISO date, so that the answer depends on nothing else
 */
export function advice({ cluster, openAi, workloads }: Environment, today: string): string[] {
  const kubernetes = cluster.kubernetesVersion;
  const endOfLife = KUBERNETES_VERSIONS[kubernetes]?.endOfLife;
  return [
    ...(cluster.admins.length === 0
      ? [
          'cluster.admins is empty: Helm can log in only if the deployer has "Azure Kubernetes Service RBAC Cluster Admin" from elsewhere',
        ]
      : []),
    ...openAi.deployments.flatMap(({ model, version }) => retirementAdvice(model, version, today) ?? []),
    ...workloads
      .filter(({ publish }) => publish.by === 'load-balancer')
      .map(({ name }) => `${name} has a public address past the gateway: nothing encrypts or filters what reaches it`),
    ...(endOfLife !== undefined && today.slice(0, 7) >= endOfLife
      ? [`Kubernetes ${kubernetes} loses standard support in ${endOfLife}: raise cluster.kubernetesVersion`]
      : []),
  ];
}
