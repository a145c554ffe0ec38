import { STORE_PORTS, STORE_RESOURCES, STORE_SECRET, STORE_WORKLOAD_NAMES, storeWorkloads } from '../../model';

const images = Object.fromEntries(
  [...STORE_WORKLOAD_NAMES, 'busybox'].map((name) => [name, `${name}:1`]),
) as Parameters<typeof storeWorkloads>[0]['images'];
const STORE = storeWorkloads({ images, ai: true, resources: STORE_RESOURCES });

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
        .flatMap((text) => [...text.matchAll(/\/\/([a-z-]+):(\d+)/g)])
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
