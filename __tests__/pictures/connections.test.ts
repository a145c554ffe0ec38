import { Artefacts } from '../../pictures';
import { connectionsOf, type Connection } from '../../pictures/connections';
import type { KubernetesObject } from '../helpers/artefacts';
import { allowedConnections, type Endpoint } from '../helpers/network-policies';
import { artefactsOf, contentOf } from '../helpers/pictured';

const POD = { containers: [{ name: 'app', image: 'app:1' }] };

function pod(name: string, namespace = 'one'): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name } }, spec: POD };
}

function policy(spec: object, namespace = 'one'): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: JSON.stringify(spec), namespace },
    spec,
  };
}

function nameOf(end: Connection['from']): string {
  return 'cidr' in end ? end.cidr : (end.workload?.name ?? Object.values(end.labels).join());
}

function written({ from, to, ports }: Connection): string {
  return `${nameOf(from)} > ${nameOf(to)} : ${ports.join(',') || 'any'}`;
}

function allowed(...objects: KubernetesObject[]): string[] {
  return connectionsOf(new Artefacts({}, objects)).connections.map(written);
}

const select = (app: string) => ({ podSelector: { matchLabels: { app } } });

test('those of an environment are what its policies allow, pair by pair and port by port', () => {
  // GIVEN
  const artefacts = artefactsOf(contentOf('documents'));
  const { pods, connections } = connectionsOf(artefacts);
  const parties = Object.fromEntries(
    pods.map(({ id, namespace, labels }): [string, Endpoint] => [id, { namespace, labels }]),
  );
  const ports = [...new Set(connections.flatMap((each) => each.ports))]
    .filter((port) => !port.includes('UDP'))
    .map(Number);
  const policies = artefacts.ofKind('NetworkPolicy') as Parameters<typeof allowedConnections>[0];

  // WHEN
  const expected = ['dev', 'dev-data'].flatMap((namespace) => allowedConnections(policies, parties, ports, namespace));

  // THEN
  const found = connections
    .filter(({ from, to }) => !('cidr' in from) && !('cidr' in to))
    .flatMap(({ from, to, ports: each }) =>
      each.filter((port) => !port.includes('UDP')).map((port) => `${from.id} > ${to.id} : ${port}`),
    );
  expect(found.length).toBeGreaterThan(20);
  expect(new Set(found)).toEqual(new Set(expected));
});

describe('a connection', () => {
  const out = policy({
    ...select('a'),
    policyTypes: ['Egress'],
    egress: [{ to: [select('b')], ports: [{ port: 80 }, { port: 81 }] }],
  });
  const into = (port: number) =>
    policy({ ...select('b'), policyTypes: ['Ingress'], ingress: [{ from: [select('a')], ports: [{ port }] }] });

  test('is what both ends let through', () => {
    expect(allowed(pod('a'), pod('b'), out, into(80))).toEqual(['a > b : 80']);
  });

  test('is none where one end does not', () => {
    expect(allowed(pod('a'), pod('b'), out, into(90))).toEqual([]);
    expect(allowed(pod('a'), pod('b'), out, policy({ podSelector: {}, policyTypes: ['Ingress'] }))).toEqual([]);
  });

  test('is what one end says where nothing holds back the other', () => {
    expect(allowed(pod('a'), pod('b'), out)).toEqual(['a > b : 80,81']);
  });

  test('goes to another namespace only where that is named', () => {
    const there = { ...select('b'), namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'two' } } };
    const egress = (to: object) => policy({ ...select('a'), policyTypes: ['Egress'], egress: [{ to: [to] }] });

    expect(allowed(pod('a'), pod('b', 'two'), egress(there))).toEqual(['a > b : any']);
    expect(allowed(pod('a'), pod('b', 'two'), egress({ namespaceSelector: {} }))).toContain('a > b : any');
    expect(allowed(pod('a'), pod('b', 'two'), egress(select('c')))).not.toContain('a > b : any');
  });

  test('goes everywhere where a rule names nobody', () => {
    expect(allowed(pod('a'), pod('b'), policy({ ...select('a'), policyTypes: ['Egress'], egress: [{}] }))).toEqual([
      'a > 0.0.0.0/0 : any',
      'a > b : any',
    ]);
  });

  test.each([
    ['In', ['b'], 1],
    ['NotIn', ['b'], 0],
    ['Exists', undefined, 1],
    ['DoesNotExist', undefined, 0],
  ])('follows an expression %s of a selector', (operator, values, count) => {
    const selector = { podSelector: { matchExpressions: [{ key: 'app', operator, ...(values && { values }) }] } };
    const egress = policy({
      ...select('a'),
      policyTypes: ['Egress'],
      egress: [{ to: [selector], ports: [{ port: 80 }] }],
    });

    expect(allowed(pod('a'), pod('b'), egress).filter((line) => line === 'a > b : 80')).toHaveLength(count);
  });

  test('of a policy without types is held back outwards only where it has rules for that', () => {
    const found = connectionsOf(new Artefacts({}, [pod('a'), policy(select('a'))]));

    expect(found.isHeldBack(found.pods[0]!, 'Ingress')).toBe(true);
    expect(found.isHeldBack(found.pods[0]!, 'Egress')).toBe(false);
  });
});
