import { lt } from 'semver';
import type { ModelWorkload } from '../../model';
import { DEFAULT_API_VERSION } from '../defaults';
import { ALB_CONTROLLERS, API_VERSIONS, KUBERNETES_VERSIONS, REGIONS, rowOf } from '../tables';
import { LEFT_TO_AZURE } from './left-to-azure';

/** Advice about a region that the table lacks. */
export function regionAdvice(location: string): string[] {
  return REGIONS.rows.includes(location)
    ? []
    : [
        `location "${location}" is not among the regions with Application Gateway for Containers in the table of ${REGIONS.asOf}; ${LEFT_TO_AZURE}`,
      ];
}

/**
 * Advice about a Kubernetes minor version that the table lacks, or that is out of standard support.
 *
 * @param today as an ISO date
 */
export function kubernetesAdvice(minor: string, today: string): string[] {
  const row = rowOf(KUBERNETES_VERSIONS, minor);
  if (!row) return [`Kubernetes ${minor} is not in the table of ${KUBERNETES_VERSIONS.asOf}; ${LEFT_TO_AZURE}`];
  return row.endOfLife !== undefined && today.slice(0, 7) >= row.endOfLife
    ? [`Kubernetes ${minor} loses standard support in ${row.endOfLife}: raise cluster.kubernetesVersion`]
    : [];
}

/** Advice about an ALB controller that the table lacks, or that asks for a newer Kubernetes. */
export function controllerAdvice(version: string, kubernetesMinor: string): string[] {
  const row = rowOf(ALB_CONTROLLERS, version);
  if (!row)
    return [`ALB controller ${version} is not in the table of ${ALB_CONTROLLERS.asOf}: see ${ALB_CONTROLLERS.source}`];
  return lt(`${kubernetesMinor}.0`, `${row.minimumKubernetes}.0`)
    ? [
        `ALB controller ${version} needs Kubernetes ${row.minimumKubernetes} or newer, by the table of ${ALB_CONTROLLERS.asOf}, and cluster.kubernetesVersion is ${kubernetesMinor}: raise it, or take an older controller`,
      ]
    : [];
}

/** Advice about a workload that asks for a version of the data plane which answers no more. */
export function apiVersionAdvice({ name, apiVersion }: ModelWorkload): string[] {
  const row = rowOf(API_VERSIONS, apiVersion);
  return row
    ? [
        `${name} asks for API version ${apiVersion}, retired on ${row.retired} by the table of ${API_VERSIONS.asOf}: take ${DEFAULT_API_VERSION} or newer`,
      ]
    : [];
}
