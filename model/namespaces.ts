import type { Environment } from './environment';
import { flowsOf, type Flow } from './flows';
import { strictestCommonLevel, type PodSecurityLevel } from './pod-security';
import type { ModelWorkload } from './workload';

/** A namespace of workloads: what its pods may be and do. */
export interface Namespace {
  /** Its name in the cluster. */
  readonly name: string;
  /** The strictest level that every pod of it can run under. */
  readonly podSecurity: PodSecurityLevel;
  /** Every connection that is wanted in it. */
  readonly flows: readonly Flow[];
}

/** The environment's own namespace first, then that of the store's database and those that its workloads name. */
export function namespacesOf(environment: Environment): Namespace[] {
  const { namespace: main, store, workloads } = environment;
  const names = new Set([main, ...[...store, ...workloads].map(({ namespace }) => namespace)]);
  return [...names].map((name) => ({
    name,
    podSecurity: strictestCommonLevel([
      ...store.filter(({ namespace }) => namespace === name).map(({ needs }) => needs.level),
      ...workloads.filter(({ namespace }) => namespace === name).map(levelOf),
    ]),
    flows: flowsOf(environment, name),
  }));
}

/** @see https://github.com/Azure/azure-workload-identity/issues/1424 the proxy's init container changes the pod's network as root */
function levelOf({ injectProxySidecar, needs }: ModelWorkload): PodSecurityLevel {
  return injectProxySidecar ? 'privileged' : needs.level;
}
