import { CERTIFICATE, GATEWAY, HTTP_ROUTE, LOAD_BALANCER } from '../kubectl';

/** A kind of object that is looked after. */
export interface PrunedKind {
  readonly kind: string;
  /** Its full name to kubectl: the plural and, but for Kubernetes' own core, the group. */
  readonly resource: string;
  /** Whether a cluster knows it only once something has brought it. @default false */
  readonly custom?: boolean;
  /** Whether deleting one may lose what nobody can make again. @default false */
  readonly data?: boolean;
  /** Whether it is in no namespace. @default false */
  readonly clusterScoped?: boolean;
}

/**
 * What the charts, the pipeline or a chart of the user's own may make, in the order in which it is deleted. A stage begins once
 * the one before is gone, so that nobody is led to what is not there any more, no controller lacks what it needs to clean up,
 * and a pod keeps its Service, its ConfigMap, its ServiceAccount and what it may connect to until its end.
 */
export const STAGES: readonly (readonly PrunedKind[])[] = [
  [
    { kind: 'HTTPRoute', resource: HTTP_ROUTE, custom: true },
    { kind: 'Ingress', resource: 'ingresses.networking.k8s.io' },
  ],
  [{ kind: 'Gateway', resource: GATEWAY, custom: true }],
  // Not before the Gateway: without its firewall it would let everybody in.
  [
    {
      kind: 'WebApplicationFirewallPolicy',
      resource: 'webapplicationfirewallpolicies.alb.networking.azure.io',
      custom: true,
    },
    { kind: 'HealthCheckPolicy', resource: 'healthcheckpolicies.alb.networking.azure.io', custom: true },
  ],
  // The Secret that it has filled stays, and so does a Gateway that listens with it.
  [{ kind: 'Certificate', resource: CERTIFICATE, custom: true }],
  [{ kind: 'ClusterIssuer', resource: 'clusterissuers.cert-manager.io', custom: true, clusterScoped: true }],
  [{ kind: 'ApplicationLoadBalancer', resource: LOAD_BALANCER, custom: true }],
  [{ kind: 'HorizontalPodAutoscaler', resource: 'horizontalpodautoscalers.autoscaling' }],
  [
    { kind: 'CronJob', resource: 'cronjobs.batch' },
    { kind: 'Job', resource: 'jobs.batch' },
    { kind: 'DaemonSet', resource: 'daemonsets.apps' },
    { kind: 'Deployment', resource: 'deployments.apps' },
    { kind: 'StatefulSet', resource: 'statefulsets.apps' },
  ],
  [
    { kind: 'PodDisruptionBudget', resource: 'poddisruptionbudgets.policy' },
    { kind: 'Service', resource: 'services' },
    { kind: 'ConfigMap', resource: 'configmaps' },
    { kind: 'RoleBinding', resource: 'rolebindings.rbac.authorization.k8s.io' },
    { kind: 'Role', resource: 'roles.rbac.authorization.k8s.io' },
    { kind: 'ServiceAccount', resource: 'serviceaccounts' },
  ],
  [
    { kind: 'NetworkPolicy', resource: 'networkpolicies.networking.k8s.io' },
    { kind: 'CiliumNetworkPolicy', resource: 'ciliumnetworkpolicies.cilium.io', custom: true },
  ],
  [
    { kind: 'Secret', resource: 'secrets', data: true },
    { kind: 'PersistentVolumeClaim', resource: 'persistentvolumeclaims', data: true },
  ],
  [{ kind: 'Namespace', resource: 'namespaces', data: true, clusterScoped: true }],
];

/** All of them. */
export const PRUNED_KINDS = STAGES.flat();

/** The kind of an object, if it is looked after: two groups may have a kind of one name. */
export function kindOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) {
  return PRUNED_KINDS.find((one) => one.kind === kind && groupOf(one.resource) === groupOfVersion(apiVersion));
}

function groupOf(resource: string): string {
  return resource.split('.').slice(1).join('.');
}

function groupOfVersion(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}
