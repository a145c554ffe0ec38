import type { Environment } from '../../model';
import { deploymentAdvice } from './deployments';
import { doorAdvice, loadBalancerAdvice, recordAdvice, registryAdvice } from './doors';
import { monitoringAdvice } from './monitoring';
import { imageLockAdvice } from './registry';
import { apiVersionAdvice, controllerAdvice, kubernetesAdvice, regionAdvice } from './versions';

/**
 * What is worth knowing but stops nothing: what the dated tables lack or see near its end, and doors that stand open.
 *
 * @param today as an ISO date, so that the answer depends on nothing else
 */
export function advice(environment: Environment, today: string): string[] {
  const { cluster, openAi, workloads } = environment;
  return [
    ...(cluster.admins.length === 0
      ? [
          'cluster.admins is empty: Helm can log in only if the deployer has "Azure Kubernetes Service RBAC Cluster Admin" from elsewhere',
        ]
      : []),
    ...doorAdvice(environment),
    ...registryAdvice(environment),
    ...imageLockAdvice(environment),
    ...loadBalancerAdvice(environment),
    ...monitoringAdvice(environment),
    ...recordAdvice(environment),
    ...regionAdvice(environment.location),
    ...openAi.deployments.flatMap((deployment) => deploymentAdvice(deployment, today)),
    ...workloads.flatMap(apiVersionAdvice),
    ...kubernetesAdvice(cluster.kubernetesVersion, today),
    ...controllerAdvice(environment.gateway.controllerVersion, cluster.kubernetesVersion),
  ];
}
