import { Testing } from 'cdk8s';
import { StoreChart } from '../../charts';
import { IMAGE_NEEDS, STORE_SECRET } from '../../model';
import type { KubernetesObject } from '../helpers/artefacts';
import { parsed, type Draft } from '../helpers/environment';
import { podOf } from '../helpers/pod-security-rules';
import { objectProblems } from '../helpers/validate-object';

function synthStore(draft: Draft = {}): KubernetesObject[] {
  const { store } = parsed(draft);
  const chart = new StoreChart(Testing.app(), 'store', { workloads: store });
  return Testing.synth(chart) as KubernetesObject[];
}

/** A workload as upstream's manifest has it; what the manifest does not say is `undefined`. */
interface Upstream {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly image: string;
  readonly args?: readonly string[];
  readonly containerPorts?: readonly number[];
  readonly service?: { readonly type: string; readonly ports: readonly (readonly [port: number, target: number])[] };
  readonly variables?: Readonly<Record<string, string>>;
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
  /** What each probe asks. */
  readonly probes: Readonly<Record<string, string>>;
  readonly enableServiceLinks?: boolean;
}

const STORE = 'ghcr.io/azure-samples/aks-store-demo';
const everyProbe = (asked: string) => ({ startupProbe: asked, readinessProbe: asked, livenessProbe: asked });

/**
 * Upstream's manifest, release 2.2.0, field by field:
 * https://github.com/Azure-Samples/aks-store-demo/blob/main/aks-store-all-in-one.yaml
 */
const UPSTREAM: Readonly<Record<string, Upstream>> = {
  documentdb: {
    kind: 'StatefulSet',
    image: 'ghcr.io/documentdb/documentdb/documentdb-local:pg17-0.112.0',
    args: ['--username', 'username', '--password', 'password'],
    containerPorts: [10_260],
    service: { type: 'ClusterIP', ports: [[10_260, 10_260]] },
    requests: { cpu: '5m', memory: '75Mi' },
    limits: { cpu: '25m', memory: '1024Mi' },
    probes: everyProbe('tcp 10260'),
    enableServiceLinks: false,
  },
  rabbitmq: {
    kind: 'StatefulSet',
    image: 'rabbitmq:4.3.2-management-alpine',
    containerPorts: [5672, 15_672],
    service: {
      type: 'ClusterIP',
      ports: [
        [5672, 5672],
        [15_672, 15_672],
      ],
    },
    variables: {
      RABBITMQ_DEFAULT_USER: 'rabbitmq-secrets RABBITMQ_DEFAULT_USER',
      RABBITMQ_DEFAULT_PASS: 'rabbitmq-secrets RABBITMQ_DEFAULT_PASS',
    },
    requests: { cpu: '10m', memory: '128Mi' },
    limits: { cpu: '250m', memory: '256Mi' },
    probes: everyProbe('tcp 5672'),
  },
  'order-service': {
    kind: 'Deployment',
    image: `${STORE}/order-service:2.2.0`,
    containerPorts: [3000],
    service: { type: 'ClusterIP', ports: [[3000, 3000]] },
    variables: {
      ORDER_QUEUE_HOSTNAME: 'rabbitmq',
      ORDER_QUEUE_PORT: '5672',
      ORDER_QUEUE_NAME: 'orders',
      FASTIFY_ADDRESS: '0.0.0.0',
      ORDER_QUEUE_USERNAME: 'username',
      ORDER_QUEUE_PASSWORD: 'password',
    },
    requests: { cpu: '1m', memory: '50Mi' },
    limits: { cpu: '100m', memory: '256Mi' },
    probes: everyProbe('http 3000 /health'),
  },
  'makeline-service': {
    kind: 'Deployment',
    image: `${STORE}/makeline-service:2.2.0`,
    containerPorts: [3001],
    service: { type: 'ClusterIP', ports: [[3001, 3001]] },
    variables: {
      ORDER_QUEUE_URI: 'amqp://rabbitmq:5672',
      ORDER_QUEUE_NAME: 'orders',
      ORDER_DB_URI: 'mongodb://documentdb:10260/?tls=true&tlsAllowInvalidCertificates=true',
      ORDER_DB_NAME: 'orderdb',
      ORDER_DB_COLLECTION_NAME: 'orders',
      ORDER_QUEUE_USERNAME: 'username',
      ORDER_QUEUE_PASSWORD: 'password',
      ORDER_DB_USERNAME: 'username',
      ORDER_DB_PASSWORD: 'password',
    },
    requests: { cpu: '1m', memory: '6Mi' },
    limits: { cpu: '5m', memory: '20Mi' },
    probes: { ...everyProbe('http 3001 /liveness'), readinessProbe: 'http 3001 /health' },
  },
  'product-service': {
    kind: 'Deployment',
    image: `${STORE}/product-service:2.2.0`,
    containerPorts: [3002],
    service: { type: 'ClusterIP', ports: [[3002, 3002]] },
    variables: { AI_SERVICE_URL: 'http://ai-service:5001/' },
    requests: { cpu: '1m', memory: '1Mi' },
    limits: { cpu: '2m', memory: '20Mi' },
    probes: { readinessProbe: 'http 3002 /health', livenessProbe: 'http 3002 /health' },
  },
  'store-front': {
    kind: 'Deployment',
    image: `${STORE}/store-front:2.2.0`,
    containerPorts: [8080],
    service: { type: 'LoadBalancer', ports: [[80, 8080]] },
    requests: { cpu: '1m', memory: '200Mi' },
    limits: { cpu: '1000m', memory: '512Mi' },
    probes: everyProbe('http 8080 /health'),
  },
  'store-admin': {
    kind: 'Deployment',
    image: `${STORE}/store-admin:2.2.0`,
    containerPorts: [8081],
    service: { type: 'LoadBalancer', ports: [[80, 8081]] },
    requests: { cpu: '1m', memory: '200Mi' },
    limits: { cpu: '1000m', memory: '512Mi' },
    probes: everyProbe('http 8081 /health'),
  },
  'virtual-customer': {
    kind: 'Deployment',
    image: `${STORE}/virtual-customer:2.2.0`,
    variables: { ORDER_SERVICE_URL: 'http://order-service:3000/', ORDERS_PER_HOUR: '100' },
    requests: { cpu: '1m', memory: '1Mi' },
    limits: { cpu: '2m', memory: '20Mi' },
    probes: everyProbe('exec cat /proc/1/status'),
  },
  'virtual-worker': {
    kind: 'Deployment',
    image: `${STORE}/virtual-worker:2.2.0`,
    variables: { MAKELINE_SERVICE_URL: 'http://makeline-service:3001', ORDERS_PER_HOUR: '100' },
    requests: { cpu: '1m', memory: '1Mi' },
    limits: { cpu: '2m', memory: '20Mi' },
    probes: everyProbe('exec cat /proc/1/status'),
  },
};

const secret = (key: string) => `${STORE_SECRET.name} ${key}`;
const { brokerUsername, brokerPassword, databaseUsername, databasePassword } = STORE_SECRET.keys;

/** Where ours differs from upstream on purpose, and why. */
const DIFFERENCES: readonly {
  readonly of: string;
  readonly field: string;
  readonly ours: unknown;
  readonly why: string;
}[] = [
  ...['store-front', 'store-admin'].map((of) => ({
    of,
    field: 'service.type',
    ours: 'ClusterIP',
    why: 'the pages stand behind the gateway; a load balancer each would be a second way in, past TLS and firewall',
  })),
  ...[
    ['rabbitmq', 'RABBITMQ_DEFAULT_USER', brokerUsername],
    ['rabbitmq', 'RABBITMQ_DEFAULT_PASS', brokerPassword],
    ['order-service', 'ORDER_QUEUE_USERNAME', brokerUsername],
    ['order-service', 'ORDER_QUEUE_PASSWORD', brokerPassword],
    ['makeline-service', 'ORDER_QUEUE_USERNAME', brokerUsername],
    ['makeline-service', 'ORDER_QUEUE_PASSWORD', brokerPassword],
    ['makeline-service', 'ORDER_DB_USERNAME', databaseUsername],
    ['makeline-service', 'ORDER_DB_PASSWORD', databasePassword],
  ].map(([of, variable, key]) => ({
    of: of!,
    field: `variables.${variable}`,
    ours: secret(key!),
    why: 'no credential stands in an artefact',
  })),
  {
    of: 'makeline-service',
    field: 'variables.ORDER_DB_URI',
    ours: 'mongodb://documentdb.dev-data:10260/?tls=true&tlsAllowInvalidCertificates=true',
    why: 'the database has a namespace of its own, since its image cannot run restricted',
  },
  {
    of: 'documentdb',
    field: 'variables',
    ours: { DATABASE_USERNAME: secret(databaseUsername), DATABASE_PASSWORD: secret(databasePassword) },
    why: 'its arguments take their values from here',
  },
  ...[
    ['args.1', '$(DATABASE_USERNAME)'],
    ['args.3', '$(DATABASE_PASSWORD)'],
  ].map(([field, ours]) => ({
    of: 'documentdb',
    field: field!,
    ours,
    why: 'no credential stands in an artefact: the kubelet puts the variable in',
  })),
];

/** Upstream's row with the differences put in. */
function expected(name: string): unknown {
  const row = structuredClone(UPSTREAM[name]!) as unknown as Record<string, unknown>;
  for (const { of, field, ours } of DIFFERENCES) {
    if (of !== name) continue;
    const path = field.split('.');
    const parent = path.slice(0, -1).reduce((value, key) => value[key] as Record<string, unknown>, row);
    const last = path.at(-1)!;
    // A difference that is none would hide one to come.
    expect(parent[last]).not.toEqual(ours);
    parent[last] = ours;
  }
  return row;
}

/** A rendered workload in the words of the table. */
function rendered(objects: readonly KubernetesObject[], name: string): unknown {
  const workload = objects.find(({ kind, metadata }) => kind !== 'Service' && metadata.name === name)!;
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
  const { spec } = podOf(workload)!;
  const [container] = spec['containers'];
  const probes = ['startupProbe', 'readinessProbe', 'livenessProbe']
    .filter((probe) => container[probe] !== undefined)
    .map((probe) => [probe, asked(container[probe])]);
  const variables = (container.env ?? []).map(({ name, value, valueFrom }: Variable) => [
    name,
    value ?? `${valueFrom!.secretKeyRef.name} ${valueFrom!.secretKeyRef.key}`,
  ]);
  return withoutUndefined({
    kind: workload.kind,
    image: container.image,
    args: container.args,
    containerPorts: container.ports?.map(({ containerPort }: Record<string, never>) => containerPort),
    service: service && {
      type: service['spec'].type,
      ports: service['spec'].ports.map(({ port, targetPort }: Record<string, never>) => [port, targetPort]),
    },
    variables: variables.length > 0 ? Object.fromEntries(variables) : undefined,
    requests: container.resources.requests,
    limits: container.resources.limits,
    probes: Object.fromEntries(probes),
    enableServiceLinks: spec['enableServiceLinks'],
  });
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

interface Probe {
  readonly httpGet?: { readonly port: number; readonly path: string };
  readonly tcpSocket?: { readonly port: number };
  readonly exec?: { readonly command: readonly string[] };
}

function asked({ httpGet, tcpSocket, exec }: Probe): string {
  if (httpGet) return `http ${httpGet.port} ${httpGet.path}`;
  return tcpSocket ? `tcp ${tcpSocket.port}` : `exec ${exec!.command.join(' ')}`;
}

function withoutVariables(objects: readonly KubernetesObject[]): string {
  return JSON.stringify(objects, (key, value: unknown) => (key === 'env' ? undefined : value));
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

describe('against upstream', () => {
  test.each(Object.keys(UPSTREAM))('%s is the same in every field but for the differences', (name) => {
    expect(rendered(synthStore(), name)).toEqual(expected(name));
  });

  test('has each of its workloads and no other, all in one namespace but the database', () => {
    const objects = synthStore({ namespace: 'shop' });

    expect(
      objects
        .filter(podOf)
        .map(({ metadata }) => metadata.name)
        .toSorted(),
    ).toEqual(Object.keys(UPSTREAM).toSorted());
    expect(
      objects
        .filter(({ metadata }) => metadata.namespace !== 'shop')
        .map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace]),
    ).toEqual([
      ['StatefulSet', 'documentdb', 'shop-data'],
      ['Service', 'documentdb', 'shop-data'],
    ]);
    expect(objects).toHaveLength(9 + 7);
  });

  test('order-service waits for the broker, under limits of its own', () => {
    const [init, ...others] = podOf(synthStore().find(({ metadata }) => metadata.name === 'order-service')!)!.spec[
      'initContainers'
    ];

    expect(others).toEqual([]);
    expect(init).toMatchObject({
      name: 'wait-for-rabbitmq',
      image: 'busybox:1.37.0',
      command: ['sh', '-c', expect.stringContaining('nc -zv rabbitmq 5672')],
      resources: { requests: { cpu: '1m', memory: '50Mi' }, limits: { cpu: '100m', memory: '256Mi' } },
    });
  });

  test.each([
    ['order-service', 'startupProbe', { initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 5 }],
    ['order-service', 'readinessProbe', { initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 3 }],
    ['order-service', 'livenessProbe', { initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 5 }],
    ['makeline-service', 'startupProbe', { periodSeconds: 5, failureThreshold: 10 }],
    ['rabbitmq', 'startupProbe', { initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 30 }],
    ['documentdb', 'startupProbe', { periodSeconds: 5, failureThreshold: 30 }],
    ['store-front', 'readinessProbe', { initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 3 }],
    ['store-admin', 'readinessProbe', { initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 3 }],
  ])('%s keeps the rhythm of its %s', (name, probe, rhythm) => {
    const [container] = podOf(synthStore().find(({ metadata }) => metadata.name === name)!)!.spec['containers'];
    const { httpGet: _, tcpSocket: __, ...got } = container[probe];

    expect(got).toEqual(rhythm);
  });
});

test('the broker may take upstream’s 310 seconds to start before it is started anew', () => {
  const { startupProbe } = podOf(synthStore().find(({ metadata }) => metadata.name === 'rabbitmq')!)!.spec[
    'containers'
  ][0];
  const { initialDelaySeconds, periodSeconds, failureThreshold } = startupProbe as Record<string, number>;

  expect(initialDelaySeconds! + periodSeconds! * failureThreshold!).toBe(310);
});

describe('what each is promised and gets at most', () => {
  const said = { cpuRequest: '7m', memoryRequest: '33Mi', cpuLimit: '1.5', memoryLimit: '3Gi' };

  test.each(Object.keys(UPSTREAM))('of %s is what the environment says, and of no other', (name) => {
    // WHEN
    const objects = synthStore({ store: { resources: { [name]: said } } });

    // THEN
    for (const { kind, metadata, spec } of objects.filter(podOf)) {
      const upstream = UPSTREAM[metadata.name]!;
      expect([kind, spec.template.spec.containers[0].resources]).toEqual([
        kind,
        metadata.name === name
          ? { requests: { cpu: '7m', memory: '33Mi' }, limits: { cpu: '1.5', memory: '3Gi' } }
          : { requests: upstream.requests, limits: upstream.limits },
      ]);
    }
  });

  test('keeps upstream’s quantity where one is left out', () => {
    const broker = synthStore({ store: { resources: { rabbitmq: { memoryLimit: '512Mi' } } } }).find(
      ({ metadata }) => metadata.name === 'rabbitmq',
    )!;

    expect(podOf(broker)!.spec['containers'][0].resources).toEqual({
      requests: UPSTREAM['rabbitmq']!.requests,
      limits: { cpu: '250m', memory: '512Mi' },
    });
  });
});

describe('AI is one property', () => {
  test('without it no workload knows an ai-service, and nothing else changes', () => {
    const base = synthStore({ store: { ai: false } });

    expect(JSON.stringify(base)).not.toMatch(/ai-service|AI_/);
    expect(rendered(base, 'product-service')).not.toHaveProperty('variables');
    expect(withoutVariables(base)).toBe(withoutVariables(synthStore({ store: { ai: true } })));
  });
});

describe('its images', () => {
  test('can be replaced one by one', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const objects = synthStore({
      images: {
        rabbitmq: { registry: 'registry.example', digest },
        busybox: { registry: 'registry.example', tag: '1.36.1' },
      },
    });
    const images = objects.flatMap((object) => {
      const pod = podOf(object)?.spec;
      return [...(pod?.['initContainers'] ?? []), ...(pod?.['containers'] ?? [])].map((container) => container.image);
    });

    expect(images).toContain(`registry.example/rabbitmq@${digest}`);
    expect(images).toContain('registry.example/busybox:1.36.1');
    expect(images).toHaveLength(10);
    expect(images.filter((name: string) => name.startsWith(STORE))).toHaveLength(7);
  });

  test('each run as the table of images says', () => {
    for (const object of synthStore().filter(podOf)) {
      const { spec } = podOf(object)!;
      const needs = IMAGE_NEEDS[object.metadata.name as keyof typeof IMAGE_NEEDS];
      const [container] = spec['containers'];

      expect(spec['volumes']?.map(({ emptyDir }: Record<string, unknown>) => emptyDir) ?? []).toEqual(
        needs.writable.map(() => ({})),
      );
      expect(container.volumeMounts?.map(({ mountPath }: Record<string, unknown>) => mountPath) ?? []).toEqual(
        needs.writable,
      );
      expect(spec['securityContext'].runAsUser).toBe(needs.level === 'restricted' ? needs.user : undefined);
      expect(container.securityContext.capabilities.add).toEqual(
        needs.level === 'restricted' ? undefined : needs.capabilities,
      );
    }
  });

  test('that start as root by themselves get a user that is not', () => {
    const users = Object.values(IMAGE_NEEDS).flatMap((needs) => (needs.level === 'restricted' ? [needs.user] : []));

    expect(users).toHaveLength(12);
    expect(Math.min(...users)).toBeGreaterThan(0);
  });
});

test('every object passes its schema', () => {
  expect(synthStore().flatMap(objectProblems)).toEqual([]);
});
