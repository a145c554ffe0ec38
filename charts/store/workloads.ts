import type { ImageName, STORE_SECRET } from '../../config';

/** How a probe asks, and in what rhythm. */
export interface ProbeRow {
  /** A path that answers 2xx, a port that accepts, or a command that ends with 0. */
  readonly by: { readonly path: string } | 'port' | { readonly command: readonly string[] };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold: number;
}

/** A port of a container, and what the Service calls it. */
export interface PortRow {
  readonly name: string;
  readonly port: number;
  /** Port of the Service. @default - the container's */
  readonly servicePort?: number;
}

/** Processor and memory, as Kubernetes spells quantities. */
export type Quantities = readonly [cpu: string, memory: string];

/** One workload of the store. */
export interface StoreWorkload {
  readonly name: Exclude<ImageName, 'busybox' | 'ai-service' | 'chatbot'>;
  /** @default 'Deployment' */
  readonly kind?: 'Deployment' | 'StatefulSet';
  readonly args?: readonly string[];
  /** The first is the one that probes ask. */
  readonly ports?: readonly PortRow[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Variables whose values come from the store's Secret, by its key. */
  readonly credentials?: Readonly<Record<string, keyof typeof STORE_SECRET.keys>>;
  readonly requests: Quantities;
  readonly limits: Quantities;
  readonly startup?: ProbeRow;
  readonly readiness: ProbeRow;
  readonly liveness: ProbeRow;
  /** What has to accept connections before it starts. @default - nothing */
  readonly waitsFor?: { readonly host: string; readonly port: number };
  /** Whether variables about the namespace's Services are put into it. @default true */
  readonly serviceLinks?: boolean;
}

const HEALTH = { path: '/health' };
/** The robots answer no port: that their first process is there is all that can be asked. */
const ALIVE = { command: ['cat', '/proc/1/status'] };

/** The rhythm upstream probes most of its services in. */
const READINESS = { initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 3 };
const LIVENESS = { initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 5 };
const PAGE_STARTUP: ProbeRow = { by: HEALTH, initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 };

/** The two stateful services open their port once they serve. */
const PORT_PROBES = {
  startup: { by: 'port', periodSeconds: 5, failureThreshold: 30 },
  readiness: { by: 'port', initialDelaySeconds: 5, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
  liveness: { by: 'port', periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
} as const;

const ROBOT_PROBES = {
  startup: { by: ALIVE, ...READINESS },
  readiness: { by: ALIVE, ...READINESS },
  liveness: { by: ALIVE, ...LIVENESS },
} as const;

/** Where product-service finds ai-service; without it the page offers no descriptions. */
export const AI_SERVICE_URL = 'http://ai-service:5001/';

/**
 * The workloads of the AKS store demo at the release that config/images.ts names, with upstream's names, ports, variables,
 * probes and quantities. The pages' nginx configurations hold the names of the services, so all live in one namespace.
 *
 * Neither the broker nor the database has a persistent volume, as upstream has none: the demo's orders live as long as
 * their pod.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/aks-store-all-in-one.yaml
 */
export const STORE_WORKLOADS: readonly StoreWorkload[] = [
  {
    name: 'documentdb',
    kind: 'StatefulSet',
    args: ['--username', '$(DATABASE_USERNAME)', '--password', '$(DATABASE_PASSWORD)'],
    ports: [{ name: 'documentdb', port: 10260 }],
    credentials: { DATABASE_USERNAME: 'databaseUsername', DATABASE_PASSWORD: 'databasePassword' },
    requests: ['5m', '75Mi'],
    limits: ['25m', '1024Mi'],
    ...PORT_PROBES,
    // Its start script reads DOCUMENTDB_PORT, which the Service of that name would set to an address.
    serviceLinks: false,
  },
  {
    name: 'rabbitmq',
    kind: 'StatefulSet',
    ports: [
      { name: 'rabbitmq-amqp', port: 5672 },
      { name: 'rabbitmq-http', port: 15672 },
    ],
    credentials: { RABBITMQ_DEFAULT_USER: 'brokerUsername', RABBITMQ_DEFAULT_PASS: 'brokerPassword' },
    requests: ['10m', '128Mi'],
    limits: ['250m', '256Mi'],
    ...PORT_PROBES,
  },
  {
    name: 'order-service',
    ports: [{ name: 'http', port: 3000 }],
    variables: {
      ORDER_QUEUE_HOSTNAME: 'rabbitmq',
      ORDER_QUEUE_PORT: '5672',
      ORDER_QUEUE_NAME: 'orders',
      FASTIFY_ADDRESS: '0.0.0.0',
    },
    credentials: { ORDER_QUEUE_USERNAME: 'brokerUsername', ORDER_QUEUE_PASSWORD: 'brokerPassword' },
    requests: ['1m', '50Mi'],
    limits: ['100m', '256Mi'],
    startup: { by: HEALTH, initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 5 },
    readiness: { by: HEALTH, ...READINESS },
    liveness: { by: HEALTH, ...LIVENESS },
    waitsFor: { host: 'rabbitmq', port: 5672 },
  },
  {
    name: 'makeline-service',
    ports: [{ name: 'http', port: 3001 }],
    variables: {
      ORDER_QUEUE_URI: 'amqp://rabbitmq:5672',
      ORDER_QUEUE_NAME: 'orders',
      ORDER_DB_URI: 'mongodb://documentdb:10260/?tls=true&tlsAllowInvalidCertificates=true',
      ORDER_DB_NAME: 'orderdb',
      ORDER_DB_COLLECTION_NAME: 'orders',
    },
    credentials: {
      ORDER_QUEUE_USERNAME: 'brokerUsername',
      ORDER_QUEUE_PASSWORD: 'brokerPassword',
      ORDER_DB_USERNAME: 'databaseUsername',
      ORDER_DB_PASSWORD: 'databasePassword',
    },
    requests: ['1m', '6Mi'],
    limits: ['5m', '20Mi'],
    startup: { by: { path: '/liveness' }, periodSeconds: 5, failureThreshold: 10 },
    readiness: { by: HEALTH, ...READINESS },
    liveness: { by: { path: '/liveness' }, ...LIVENESS },
  },
  {
    name: 'product-service',
    ports: [{ name: 'http', port: 3002 }],
    requests: ['1m', '1Mi'],
    limits: ['2m', '20Mi'],
    readiness: { by: HEALTH, ...READINESS },
    liveness: { by: HEALTH, ...LIVENESS },
  },
  {
    name: 'store-front',
    ports: [{ name: 'http', port: 8080, servicePort: 80 }],
    requests: ['1m', '200Mi'],
    limits: ['1000m', '512Mi'],
    startup: PAGE_STARTUP,
    readiness: { by: HEALTH, ...READINESS, periodSeconds: 3 },
    liveness: { by: HEALTH, ...LIVENESS },
  },
  {
    name: 'store-admin',
    ports: [{ name: 'http', port: 8081, servicePort: 80 }],
    requests: ['1m', '200Mi'],
    limits: ['1000m', '512Mi'],
    startup: PAGE_STARTUP,
    readiness: { by: HEALTH, ...READINESS },
    liveness: { by: HEALTH, ...LIVENESS },
  },
  {
    name: 'virtual-customer',
    variables: { ORDER_SERVICE_URL: 'http://order-service:3000/', ORDERS_PER_HOUR: '100' },
    requests: ['1m', '1Mi'],
    limits: ['2m', '20Mi'],
    ...ROBOT_PROBES,
  },
  {
    name: 'virtual-worker',
    variables: { MAKELINE_SERVICE_URL: 'http://makeline-service:3001', ORDERS_PER_HOUR: '100' },
    requests: ['1m', '1Mi'],
    limits: ['2m', '20Mi'],
    ...ROBOT_PROBES,
  },
];
