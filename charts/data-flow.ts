/** Parties of a flow that are no workload. None of them is a name a workload can have. */
export const LOAD_BALANCER = 'outside: the load balancer';
export const INTERNET = 'outside: the internet';
export const PRIVATE_ENDPOINT = 'outside: the private endpoint';
export const DNS = 'cluster: dns';
export const VERIFY_JOB = 'job: verify';
export const EVERY_POD = 'every pod';

/** A connection that some pod may open: who opens it, to whom, to which TCP port, and why. */
export interface Flow {
  /** Name of a workload, or one of the parties above. */
  readonly from: string;
  readonly to: string;
  /** Port of the pod that accepts it, not of its Service. */
  readonly port: number;
  readonly why: string;
}

/** A page that people reach from outside. */
export interface PublishedPage {
  readonly workload: string;
  /** Port of its container. */
  readonly port: number;
  /** Whether it has a public address of its own, past the gateway. @default false */
  readonly pastTheGateway?: boolean;
}

/** What the flows of a namespace depend on. */
export interface DataFlowProps {
  /** Whether the AKS store demo runs in it. */
  readonly store: boolean;
  /** Whether ai-service runs in it. */
  readonly ai: boolean;
  /** What else is published, beside the store's two pages. */
  readonly pages: readonly PublishedPage[];
  /** Workloads that call the model. */
  readonly modelUsers: readonly string[];
  /** Whether the account is reached through a private endpoint. */
  readonly privateEndpoint: boolean;
}

const HTTPS = 443;
const DNS_PORT = 53;

/**
 * The arrows of the store, as its configuration and its pages' nginx files draw them.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/src/store-front/nginx.conf
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/src/store-admin/nginx.conf
 */
const STORE_FLOWS: readonly Flow[] = [
  { from: LOAD_BALANCER, to: 'store-front', port: 8080, why: 'customers open the shop' },
  { from: LOAD_BALANCER, to: 'store-admin', port: 8081, why: 'staff open the administration' },
  { from: 'store-front', to: 'order-service', port: 3000, why: 'the shop places orders' },
  { from: 'store-front', to: 'product-service', port: 3002, why: 'the shop lists products' },
  { from: 'store-admin', to: 'order-service', port: 3000, why: 'its nginx passes /order on' },
  { from: 'store-admin', to: 'makeline-service', port: 3001, why: 'staff see and complete orders' },
  { from: 'store-admin', to: 'product-service', port: 3002, why: 'staff edit products and ask for descriptions' },
  { from: 'virtual-customer', to: 'order-service', port: 3000, why: 'it plays a customer who orders' },
  { from: 'virtual-worker', to: 'makeline-service', port: 3001, why: 'it plays staff who complete orders' },
  { from: 'order-service', to: 'rabbitmq', port: 5672, why: 'orders are queued' },
  { from: 'makeline-service', to: 'rabbitmq', port: 5672, why: 'orders are taken from the queue' },
  { from: 'makeline-service', to: 'documentdb', port: 10260, why: 'orders are stored' },
];

const AI_PORT = 5001;

/**
 * Every connection that the pods of a namespace may open or accept. What is not in it is refused, but for what no
 * policy can refuse: a kubelet reaches the pods of its own node, which is how probes come in.
 *
 * The API server is not in it: no workload talks to it.
 */
export function dataFlow({ store, ai, pages, modelUsers, privateEndpoint }: DataFlowProps): Flow[] {
  return [
    { from: EVERY_POD, to: DNS, port: DNS_PORT, why: 'services and endpoints are found by name' },
    ...(store ? STORE_FLOWS : []),
    ...(store && ai
      ? [{ from: 'product-service', to: 'ai-service', port: AI_PORT, why: 'it passes on requests for descriptions' }]
      : []),
    ...(ai
      ? [{ from: VERIFY_JOB, to: 'ai-service', port: AI_PORT, why: 'it proves that descriptions are written' }]
      : []),
    ...pages.map(({ workload, port, pastTheGateway = false }) => ({
      from: pastTheGateway ? INTERNET : LOAD_BALANCER,
      to: workload,
      port,
      why: 'people open its page',
    })),
    ...modelUsers.flatMap((workload) => modelFlows(workload, privateEndpoint)),
  ];
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
