import { lt } from 'semver';

/**
 * What ages: Kubernetes and ALB controller versions, as published by 2026-11-22.
 *
 * @see https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/alb-controller-release-notes
 */
export const VERSIONS_AS_OF = '2026-11-22';

/** Kubernetes minor versions on AKS and the month in which standard support ends. */
export const KUBERNETES_VERSIONS: Readonly<Record<string, { readonly endOfLife: string }>> = {
  '1.34': { endOfLife: '2026-11' },
  '1.35': { endOfLife: '2027-03' },
  '1.36': { endOfLife: '2027-06' },
  '1.37': { endOfLife: '2027-10' },
};

/** Charts of the ALB controller, the Gateway API they bring, and the oldest Kubernetes minor they run on. */
export const ALB_CONTROLLER_VERSIONS: Readonly<
  Record<string, { readonly gatewayApi: string; readonly minimumKubernetes: string }>
> = {
  '1.13.0': { gatewayApi: 'v1.6.2', minimumKubernetes: '1.32' },
  '1.12.4': { gatewayApi: 'v1.5.1', minimumKubernetes: '1.32' },
  '1.12.2': { gatewayApi: 'v1.5.1', minimumKubernetes: '1.32' },
  '1.12.1': { gatewayApi: 'v1.5.1', minimumKubernetes: '1.32' },
  '1.11.5': { gatewayApi: 'v1.5.1', minimumKubernetes: '1.27' },
  '1.11.3': { gatewayApi: 'v1.5.1', minimumKubernetes: '1.27' },
  '1.11.1': { gatewayApi: 'v1.5.1', minimumKubernetes: '1.27' },
};

/** The newest Kubernetes that has left its first month. */
export const DEFAULT_KUBERNETES_VERSION = '1.36';

/** The newest chart; its Gateway API is of the minor version that imports/ was generated from. */
export const DEFAULT_ALB_CONTROLLER_VERSION = '1.13.0';

/**
 * What is wrong with running this controller on this cluster.
 *
 * @returns a message, or `undefined` where the two fit
 */
export function controllerMismatch(controllerVersion: string, kubernetesVersion: string): string | undefined {
  const controller = Object.hasOwn(ALB_CONTROLLER_VERSIONS, controllerVersion)
    ? ALB_CONTROLLER_VERSIONS[controllerVersion]
    : undefined;
  if (!controller) {
    return `ALB controller "${controllerVersion}" is not in the table of ${VERSIONS_AS_OF}: allowed are ${Object.keys(ALB_CONTROLLER_VERSIONS).join(', ')}`;
  }
  if (lt(minor(kubernetesVersion), minor(controller.minimumKubernetes))) {
    return `ALB controller ${controllerVersion} needs Kubernetes ${controller.minimumKubernetes} or newer, got ${kubernetesVersion}: raise the cluster's version or take an older controller`;
  }
  return undefined;
}

/** A minor version such as `1.36` as semver spells one. */
function minor(version: string): string {
  return `${version}.0`;
}
