import { IMAGE_NEEDS, type ImageNeeds, type RestrictedNeeds } from './image-needs';
import { STORE_SECRET } from './store-credentials';
import { AI_SERVICE } from './vocabulary';
import type { Probe, Probes, Resources, SecretKey, WorkloadPort } from './workload';

/** One workload of the AKS store demo. It calls no model: ai-service, which does, is a model workload. */
export interface StoreWorkload extends Probes {
  /** Name of its objects, by which the others find it. */
  readonly name: StoreWorkloadName;
  /** Namespace of its objects. */
  readonly namespace: string;
  /** Kind of the object that runs its pod. */
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Reference of its image. */
  readonly image: string;
  /** What the image needs to run. */
  readonly needs: ImageNeeds;
  /** Arguments of its process. @default - the image's own */
  readonly args?: readonly string[];
  /** The first is the one that probes ask. */
  readonly ports: readonly WorkloadPort[];
  /** Its variables by their names. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose values the store's Secret holds. */
  readonly secretVariables: Readonly<Record<string, SecretKey>>;
  /** What it is promised, and what it gets at most. */
  readonly resources: Resources;
  /** What has to accept connections before it starts. @default - nothing */
  readonly waitsFor?: WaitsFor;
  /** Whether variables about the namespace's Services are put into it. @default true */
  readonly serviceLinks?: boolean;
}

/** A Service that an init container waits for. */
export interface WaitsFor {
  /** Name of the Service. */
  readonly host: string;
  /** Port that has to open. */
  readonly port: number;
  /** Reference of the init container's image. */
  readonly image: string;
  /** What that image needs to run. */
  readonly needs: RestrictedNeeds;
}

/**
 * Ports of the store's containers. Other workloads find them by these, and the pages' nginx configurations hold them.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/aks-store-all-in-one.yaml
 */
export const STORE_PORTS = {
  documentdb: 10_260,
  rabbitmq: 5672,
  'rabbitmq-management': 15_672,
  'order-service': 3000,
  'makeline-service': 3001,
  'product-service': 3002,
  'store-front': 8080,
  'store-admin': 8081,
} as const;

/** Port at which the Services of the store's two pages offer them. */
export const STORE_PAGE_PORT = 80;

const HEALTH = { path: '/health' };
/** The robots answer no port: that their first process is there is all that can be asked. */
const ALIVE = { command: ['cat', '/proc/1/status'] };

/** The rhythm upstream probes most of its services in. */
const READINESS = { initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 3 };
const LIVENESS = { initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 5 };
const PAGE_STARTUP: Probe = { by: HEALTH, initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 };

/** The two stateful services open their port once they serve. */
const PORT_PROBES = {
  readinessProbe: { by: 'port', initialDelaySeconds: 5, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
  livenessProbe: { by: 'port', periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
} as const satisfies Probes;

const ROBOT_PROBES = {
  startupProbe: { by: ALIVE, ...READINESS },
  readinessProbe: { by: ALIVE, ...READINESS },
  livenessProbe: { by: ALIVE, ...LIVENESS },
} as const satisfies Probes;

/** The names of the store's workloads but for ai-service; each has an image of its name. */
export const STORE_WORKLOAD_NAMES = [
  'documentdb',
  'rabbitmq',
  'order-service',
  'makeline-service',
  'product-service',
  'store-front',
  'store-admin',
  'virtual-customer',
  'virtual-worker',
] as const;
export type StoreWorkloadName = (typeof STORE_WORKLOAD_NAMES)[number];

/** What each is promised, and what it gets at most, where nothing else is said: upstream's quantities. */
export const STORE_RESOURCES: Readonly<Record<StoreWorkloadName, Resources>> = {
  documentdb: { cpuRequest: '5m', memoryRequest: '75Mi', cpuLimit: '25m', memoryLimit: '1024Mi' },
  rabbitmq: { cpuRequest: '10m', memoryRequest: '128Mi', cpuLimit: '250m', memoryLimit: '256Mi' },
  'order-service': { cpuRequest: '1m', memoryRequest: '50Mi', cpuLimit: '100m', memoryLimit: '256Mi' },
  'makeline-service': { cpuRequest: '1m', memoryRequest: '6Mi', cpuLimit: '5m', memoryLimit: '20Mi' },
  'product-service': { cpuRequest: '1m', memoryRequest: '1Mi', cpuLimit: '2m', memoryLimit: '20Mi' },
  'store-front': { cpuRequest: '1m', memoryRequest: '200Mi', cpuLimit: '1000m', memoryLimit: '512Mi' },
  'store-admin': { cpuRequest: '1m', memoryRequest: '200Mi', cpuLimit: '1000m', memoryLimit: '512Mi' },
  'virtual-customer': { cpuRequest: '1m', memoryRequest: '1Mi', cpuLimit: '2m', memoryLimit: '20Mi' },
  'virtual-worker': { cpuRequest: '1m', memoryRequest: '1Mi', cpuLimit: '2m', memoryLimit: '20Mi' },
};

/** The namespace of the database where the environment names none. */
export function defaultDataNamespace(namespace: string): string {
  return `${namespace}-data`;
}

/** What the store's workloads depend on. */
export interface StoreOptions {
  /** Reference of each image. */
  readonly images: Readonly<Record<StoreWorkloadName | 'busybox', string>>;
  /** Whether ai-service runs beside them, so that the page offers its descriptions. */
  readonly ai: boolean;
  /** The environment's own namespace. */
  readonly namespace: string;
  /** Namespace of the database. */
  readonly dataNamespace: string;
  /** What each is promised, and what it gets at most. */
  readonly resources: Readonly<Record<StoreWorkloadName, Resources>>;
}

/**
 * The workloads of the AKS store demo, with upstream's names, ports, variables, probes and quantities. The pages' nginx
 * configurations hold the names of the services they call, so all live in one namespace, but for the database: its image
 * cannot run restricted, and nothing that calls a model shares a namespace with it.
 *
 * Neither the broker nor the database has a persistent volume, as upstream has none: the demo's orders live as long as
 * their pod.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/aks-store-all-in-one.yaml
 */
export function storeWorkloads({ images, ai, namespace, dataNamespace, resources }: StoreOptions): StoreWorkload[] {
  const { documentdb, rabbitmq } = STORE_PORTS;
  const http = (name: keyof typeof STORE_PORTS, servicePort?: number): WorkloadPort[] => [
    { name: 'http', port: STORE_PORTS[name], servicePort },
  ];
  const imageOf = (name: StoreWorkloadName) => ({
    name,
    namespace,
    image: images[name],
    needs: IMAGE_NEEDS[name],
    resources: resources[name],
  });
  return [
    {
      ...imageOf('documentdb'),
      namespace: dataNamespace,
      kind: 'StatefulSet',
      args: ['--username', '$(DATABASE_USERNAME)', '--password', '$(DATABASE_PASSWORD)'],
      ports: [{ name: 'documentdb', port: documentdb }],
      variables: {},
      secretVariables: {
        DATABASE_USERNAME: credential('databaseUsername'),
        DATABASE_PASSWORD: credential('databasePassword'),
      },
      startupProbe: { by: 'port', periodSeconds: 5, failureThreshold: 30 },
      ...PORT_PROBES,
      // Its start script reads DOCUMENTDB_PORT, which the Service of that name would set to an address.
      serviceLinks: false,
    },
    {
      ...imageOf('rabbitmq'),
      kind: 'StatefulSet',
      ports: [
        { name: 'rabbitmq-amqp', port: rabbitmq },
        { name: 'rabbitmq-http', port: STORE_PORTS['rabbitmq-management'] },
      ],
      variables: {},
      secretVariables: {
        RABBITMQ_DEFAULT_USER: credential('brokerUsername'),
        RABBITMQ_DEFAULT_PASS: credential('brokerPassword'),
      },
      // Upstream's patience: with a quarter of a processor it may take 310 seconds to open its port.
      startupProbe: { by: 'port', initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 30 },
      ...PORT_PROBES,
    },
    {
      ...imageOf('order-service'),
      kind: 'Deployment',
      ports: http('order-service'),
      variables: {
        ORDER_QUEUE_HOSTNAME: 'rabbitmq',
        ORDER_QUEUE_PORT: String(rabbitmq),
        ORDER_QUEUE_NAME: 'orders',
        FASTIFY_ADDRESS: '0.0.0.0',
      },
      secretVariables: {
        ORDER_QUEUE_USERNAME: credential('brokerUsername'),
        ORDER_QUEUE_PASSWORD: credential('brokerPassword'),
      },
      startupProbe: { by: HEALTH, initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 5 },
      readinessProbe: { by: HEALTH, ...READINESS },
      livenessProbe: { by: HEALTH, ...LIVENESS },
      waitsFor: { host: 'rabbitmq', port: rabbitmq, image: images.busybox, needs: IMAGE_NEEDS.busybox },
    },
    {
      ...imageOf('makeline-service'),
      kind: 'Deployment',
      ports: http('makeline-service'),
      variables: {
        ORDER_QUEUE_URI: `amqp://rabbitmq:${rabbitmq}`,
        ORDER_QUEUE_NAME: 'orders',
        ORDER_DB_URI: `mongodb://documentdb.${dataNamespace}:${documentdb}/?tls=true&tlsAllowInvalidCertificates=true`,
        ORDER_DB_NAME: 'orderdb',
        ORDER_DB_COLLECTION_NAME: 'orders',
      },
      secretVariables: {
        ORDER_QUEUE_USERNAME: credential('brokerUsername'),
        ORDER_QUEUE_PASSWORD: credential('brokerPassword'),
        ORDER_DB_USERNAME: credential('databaseUsername'),
        ORDER_DB_PASSWORD: credential('databasePassword'),
      },
      startupProbe: { by: { path: '/liveness' }, periodSeconds: 5, failureThreshold: 10 },
      readinessProbe: { by: HEALTH, ...READINESS },
      livenessProbe: { by: { path: '/liveness' }, ...LIVENESS },
    },
    {
      ...imageOf('product-service'),
      kind: 'Deployment',
      ports: http('product-service'),
      // Without it the page offers no descriptions.
      variables: ai ? { AI_SERVICE_URL: serviceUrl(AI_SERVICE.name, AI_SERVICE.port) } : {},
      secretVariables: {},
      readinessProbe: { by: HEALTH, ...READINESS },
      livenessProbe: { by: HEALTH, ...LIVENESS },
    },
    {
      ...imageOf('store-front'),
      kind: 'Deployment',
      ports: http('store-front', STORE_PAGE_PORT),
      variables: {},
      secretVariables: {},
      startupProbe: PAGE_STARTUP,
      readinessProbe: { by: HEALTH, ...READINESS, periodSeconds: 3 },
      livenessProbe: { by: HEALTH, ...LIVENESS },
    },
    {
      ...imageOf('store-admin'),
      kind: 'Deployment',
      ports: http('store-admin', STORE_PAGE_PORT),
      variables: {},
      secretVariables: {},
      startupProbe: PAGE_STARTUP,
      readinessProbe: { by: HEALTH, ...READINESS },
      livenessProbe: { by: HEALTH, ...LIVENESS },
    },
    {
      ...imageOf('virtual-customer'),
      kind: 'Deployment',
      ports: [],
      variables: {
        ORDER_SERVICE_URL: serviceUrl('order-service', STORE_PORTS['order-service']),
        ORDERS_PER_HOUR: '100',
      },
      secretVariables: {},
      ...ROBOT_PROBES,
    },
    {
      ...imageOf('virtual-worker'),
      kind: 'Deployment',
      ports: [],
      variables: {
        MAKELINE_SERVICE_URL: `http://makeline-service:${STORE_PORTS['makeline-service']}`,
        ORDERS_PER_HOUR: '100',
      },
      secretVariables: {},
      ...ROBOT_PROBES,
    },
  ];
}

/** A value of the Secret that holds the credentials of broker and database. */
function credential(key: keyof typeof STORE_SECRET.keys): SecretKey {
  return { secretName: STORE_SECRET.name, key: STORE_SECRET.keys[key] };
}

/** Address of a Service of the same namespace. */
function serviceUrl(service: string, port: number): string {
  return `http://${service}:${port}/`;
}
