import type { Environment } from './environment';
import { LOGIN, loginNameOf, loginPagesOf } from './login';
import { hasPages, type Page } from './pages';
import { STORE_PORTS, type StoreWorkload, type StoreWorkloadName } from './store';
import { AI_SERVICE } from './vocabulary';
import type { ModelWorkload } from './workload';

/** Parties of a flow that are no workload. None of them is a name a workload can have. */
export const LOAD_BALANCER = 'outside: the load balancer';
export const INTERNET = 'outside: the internet';
export const PRIVATE_ENDPOINT = 'outside: the private endpoint';
export const DNS = 'cluster: dns';
export const VERIFY_JOB = 'job: verify';
export const EVERY_POD = 'every pod';
/** The pods by which cert-manager proves to a certificate authority that a host name is ours. */
export const ACME_SOLVER = 'pod: acme solver';

/** A connection that some pod may open: who opens it, to whom, to which TCP port, and why. */
export interface Flow {
  /** Name of a workload, or one of the parties above. */
  readonly from: string;
  /** The same, of who accepts it. */
  readonly to: string;
  /** Port of the pod that accepts it, not of its Service. */
  readonly port: number;
  /** What it is for. */
  readonly why: string;
  /** Namespace of who opens it, where that is another than the one the flow is told of. @default - the same */
  readonly fromNamespace?: string;
  /** Namespace of who accepts it, likewise. @default - the same */
  readonly toNamespace?: string;
}

const HTTPS = 443;
const DNS_PORT = 53;
/** @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/pkg/issuer/acme/http/pod.go */
const ACME_SOLVER_PORT = 8089;

/**
 * The connections within the store, as its configuration and its pages' nginx files make them.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/src/store-front/nginx.conf
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/src/store-admin/nginx.conf
 */
const STORE_FLOWS: readonly Flow[] = [
  toStore(LOAD_BALANCER, 'store-front', 'customers open the shop'),
  toStore(LOAD_BALANCER, 'store-admin', 'staff open the administration'),
  toStore('store-front', 'order-service', 'the shop places orders'),
  toStore('store-front', 'product-service', 'the shop lists products'),
  toStore('store-admin', 'order-service', 'its nginx passes /order on'),
  toStore('store-admin', 'makeline-service', 'staff see and complete orders'),
  toStore('store-admin', 'product-service', 'staff edit products and ask for descriptions'),
  toStore('virtual-customer', 'order-service', 'it plays a customer who orders'),
  toStore('virtual-worker', 'makeline-service', 'it plays staff who complete orders'),
  toStore('order-service', 'rabbitmq', 'orders are queued'),
  toStore('makeline-service', 'rabbitmq', 'orders are taken from the queue'),
  toStore('makeline-service', 'documentdb', 'orders are stored'),
];

/**
 * Every connection that the pods of a namespace may open or accept. What is not in it is refused, but for what no
 * policy can refuse: a kubelet reaches the pods of its own node, which is how probes come in.
 *
 * The API server is not in it: no workload talks to it.
 */
export function flowsOf(environment: Environment, namespace: string): Flow[] {
  const { namespace: main, store, workloads, openAi } = environment;
  const here = workloads.filter((workload) => workload.namespace === namespace);
  const aiService = here.find(({ kind }) => kind === 'ai-service');
  const hasStore = namespace === main && store.length > 0;
  const loginPages = loginPagesOf(environment);
  const withLogin = new Set(loginPages.map(({ service }) => service));
  return [
    { from: EVERY_POD, to: DNS, port: DNS_PORT, why: 'services and endpoints are found by name' },
    ...storeFlows(store, namespace).filter(({ from, to }) => from !== LOAD_BALANCER || !withLogin.has(to)),
    ...(hasStore && aiService ? [toAiService('product-service', 'it passes on requests for descriptions')] : []),
    ...(aiService ? [toAiService(VERIFY_JOB, 'it proves that descriptions are written')] : []),
    ...here.filter(({ name }) => !withLogin.has(name)).flatMap(pageFlows),
    ...(namespace === main ? loginPages.flatMap((page) => loginFlows(page, store)) : []),
    ...(namespace === main ? certificateFlows(environment) : []),
    ...here.flatMap(({ name }) => modelFlows(name, openAi.access === 'private-endpoint')),
    ...here.flatMap(callerFlows),
  ];
}

/** The store's connections that begin or end in a namespace. */
function storeFlows(store: readonly StoreWorkload[], namespace: string): Flow[] {
  if (store.length === 0) return [];
  const elsewhere = (party: string): string | undefined => {
    const own = store.find(({ name }) => name === party)?.namespace;
    return own === namespace ? undefined : own;
  };
  return STORE_FLOWS.map((flow) => ({
    ...flow,
    fromNamespace: elsewhere(flow.from),
    toNamespace: elsewhere(flow.to),
  })).filter(({ from, fromNamespace, toNamespace }) =>
    from === LOAD_BALANCER ? toNamespace === undefined : fromNamespace === undefined || toNamespace === undefined,
  );
}

function toStore(from: StoreWorkloadName | typeof LOAD_BALANCER, to: keyof typeof STORE_PORTS, why: string): Flow {
  return { from, to, port: STORE_PORTS[to], why };
}

function toAiService(from: string, why: string): Flow {
  return { from, to: AI_SERVICE.name, port: AI_SERVICE.port, why };
}

function pageFlows({ name, port, publish }: ModelWorkload): Flow[] {
  if (publish.by === 'nothing') return [];
  return [
    { from: publish.by === 'load-balancer' ? INTERNET : LOAD_BALANCER, to: name, port, why: 'people open its page' },
  ];
}

/** Nobody but its login reaches a page that has one. */
function loginFlows({ service, port }: Page, store: readonly StoreWorkload[]): Flow[] {
  const login = loginNameOf(service);
  const [podPort = port] = store.filter(({ name }) => name === service).map(({ ports }) => ports[0]!.port);
  return [
    { from: LOAD_BALANCER, to: login, port: LOGIN.port, why: `people log in before ${service}` },
    { from: login, to: service, port: podPort, why: 'it leads whoever is logged in to the page' },
    { from: login, to: INTERNET, port: HTTPS, why: 'it logs people in at login.microsoftonline.com' },
  ];
}

/** A certificate of one's own needs none of it, but who makes it is not told. */
function certificateFlows(environment: Environment): Flow[] {
  if (environment.gateway.tlsSecretName === undefined || !hasPages(environment)) return [];
  const why = 'a certificate authority asks cert-manager for its proof';
  return [{ from: LOAD_BALANCER, to: ACME_SOLVER, port: ACME_SOLVER_PORT, why }];
}

function callerFlows({ name, port, calledBy }: ModelWorkload): Flow[] {
  return calledBy.map((from) => ({ from, to: name, port, why: 'the environment names it as a caller' }));
}

/**
 * A NetworkPolicy knows addresses, not host names, and those of the login and of an account's public endpoint are not
 * fixed: what can be said is HTTPS to public addresses, and that the account answers no other network.
 */
function modelFlows(workload: string, privateEndpoint: boolean): Flow[] {
  return privateEndpoint
    ? [
        { from: workload, to: PRIVATE_ENDPOINT, port: HTTPS, why: 'it calls the model' },
        { from: workload, to: INTERNET, port: HTTPS, why: 'it trades its token at login.microsoftonline.com' },
      ]
    : [
        {
          from: workload,
          to: INTERNET,
          port: HTTPS,
          why: 'it trades its token at login.microsoftonline.com and calls the model',
        },
      ];
}
