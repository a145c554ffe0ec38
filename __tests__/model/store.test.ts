import {
  STORE_PORTS,
  STORE_RESOURCES,
  STORE_SECRET,
  STORE_WORKLOAD_NAMES,
  storeSecretsOf,
  storeWorkloads,
} from '../../model';

const images = Object.fromEntries(
  [...STORE_WORKLOAD_NAMES, 'busybox'].map((name) => [name, `${name}:1`]),
) as Parameters<typeof storeWorkloads>[0]['images'];
const STORE = storeWorkloads({
  images,
  ai: true,
  namespace: 'shop',
  dataNamespace: 'shop-data',
  resources: STORE_RESOURCES,
});

describe('the workloads of the store', () => {
  test('are those that are named, each of its image', () => {
    expect(STORE.map(({ name, image }) => [name, image])).toEqual(
      STORE_WORKLOAD_NAMES.map((name) => [name, `${name}:1`]),
    );
  });

  test('are stateful where upstream has it so', () => {
    expect(STORE.filter(({ kind }) => kind === 'StatefulSet').map(({ name }) => name)).toEqual([
      'documentdb',
      'rabbitmq',
    ]);
  });

  test('are given no address but of a workload that listens there', () => {
    const addresses = STORE.flatMap(({ variables, waitsFor }) => [
      ...(waitsFor ? [[waitsFor.host, waitsFor.port]] : []),
      ...Object.values(variables)
        .flatMap((text) => [...text.matchAll(/\/\/([a-z-]+)(?:\.shop-data)?:(\d+)/g)])
        .map(([, host, port]) => [host, Number(port)]),
    ]);

    expect(addresses).toHaveLength(6);
    for (const [host, port] of addresses) {
      expect([host, port]).toEqual([host, host === 'ai-service' ? 5001 : STORE_PORTS[host as 'rabbitmq']]);
    }
  });

  test('read every secret from the one Secret, and every key of it', () => {
    const references = STORE.flatMap(({ secretVariables }) => Object.values(secretVariables));

    expect(new Set(references.map(({ secretName }) => secretName))).toEqual(new Set([STORE_SECRET.name]));
    expect(new Set(references.map(({ key }) => key))).toEqual(new Set(Object.values(STORE_SECRET.keys)));
  });

  test('live in one namespace, but for the database, by which others call it', () => {
    const apart = STORE.filter(({ namespace }) => namespace !== 'shop');

    expect(apart.map(({ name, namespace }) => [name, namespace])).toEqual([['documentdb', 'shop-data']]);
    expect(STORE.find(({ name }) => name === 'makeline-service')?.variables['ORDER_DB_URI']).toBe(
      'mongodb://documentdb.shop-data:10260/?tls=true&tlsAllowInvalidCertificates=true',
    );
  });

  test('need the Secret in both namespaces, each with the keys that are read there', () => {
    expect(storeSecretsOf(STORE)).toEqual([
      {
        namespace: 'shop',
        keys: ['broker-username', 'broker-password', 'database-username', 'database-password'],
      },
      { namespace: 'shop-data', keys: ['database-username', 'database-password'] },
    ]);
    expect(storeSecretsOf([])).toEqual([]);
  });

  test('ask their first port by every probe', () => {
    const robots = STORE.filter(({ ports }) => ports.length === 0).map(({ name }) => name);

    expect(robots).toEqual(['virtual-customer', 'virtual-worker']);
    for (const { name, livenessProbe, readinessProbe } of STORE) {
      for (const probe of [livenessProbe, readinessProbe]) {
        const byCommand = typeof probe?.by === 'object' && 'command' in probe.by;
        expect([name, byCommand]).toEqual([name, robots.includes(name)]);
      }
    }
  });
});
