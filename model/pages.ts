import type { Environment } from './environment';
import { STORE_PAGE_PORT } from './store';
import type { ModelWorkload, Probe } from './workload';

/** A page behind the gateway. */
export interface Page {
  /** Name of the Service, and of the route with `-route` behind it. */
  readonly service: string;
  /** Port of the Service. */
  readonly port: number;
  /** Host name it answers to. @default - every name that no other page has */
  readonly hostname?: string;
  /** Path it is found at and does not see itself, for example `/chat`. @default - the root */
  readonly path?: string;
  /**
   * Whether its pods have a readiness probe by HTTP, from which the load balancer takes its own. Without one it would
   * ask for `/` and want a 200 to 399, which many services answer with a 404 although they are well.
   *
   * @default true
   */
  readonly tellsItsHealth?: boolean;
  /** Whether people log in before it. @default false */
  readonly needsLogin?: boolean;
}

/**
 * The pages behind the gateway.
 *
 * store-admin has the gateway's own host name to itself, as in the documents, but for paths of pages that can live below
 * one. store-front cannot: its scripts are asked for from the root of its host name, where store-admin's are. So it has
 * a name of its own, or every name that is nobody else's; and none at all until the gateway's own name is known, since
 * then it would meet store-admin there.
 *
 * @param hostname the gateway's own host name, where it is known
 */
export function pagesOf({ store, gateway, workloads }: Environment, hostname?: string): Page[] {
  const hasStore = store.length > 0;
  const storeFrontHasAName = gateway.storeFrontHostname !== undefined || hostname !== undefined;
  return [
    ...(hasStore
      ? [{ service: 'store-admin', port: STORE_PAGE_PORT, hostname, needsLogin: gateway.login?.beforeStoreAdmin }]
      : []),
    ...(hasStore && storeFrontHasAName
      ? [{ service: 'store-front', port: STORE_PAGE_PORT, hostname: gateway.storeFrontHostname }]
      : []),
    ...workloads.flatMap((workload) => pageOf(workload, gateway.login !== undefined, hostname)),
  ];
}

/** Whether the gateway has anything to lead to, whatever its host name will be. */
export function hasPages(environment: Environment): boolean {
  return pagesOf(environment).length > 0;
}

function pageOf(
  { name, port, publish, readinessProbe, login }: ModelWorkload,
  hasLogin: boolean,
  hostname: string | undefined,
): Page[] {
  const page = {
    service: name,
    port,
    tellsItsHealth: asksByHttp(readinessProbe),
    needsLogin: hasLogin ? login : undefined,
  };
  switch (publish.by) {
    case 'hostname':
      return [{ ...page, hostname: publish.hostname }];
    case 'path':
      return [{ ...page, hostname, path: publish.path }];
    default:
      return [];
  }
}

function asksByHttp(probe: Probe | undefined): boolean {
  return typeof probe?.by === 'object' && 'path' in probe.by;
}
