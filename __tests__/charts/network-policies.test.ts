import { Testing } from 'cdk8s';
import { NetworkPoliciesChart } from '../../charts';
import {
  DNS,
  EVERY_POD,
  INTERNET,
  LOAD_BALANCER,
  PRIVATE_ENDPOINT,
  VERIFY_JOB,
  VERIFY_LABEL,
  flowsOf,
  namespacesOf,
  selectorOf,
  type Flow,
} from '../../model';
import type { KubernetesObject } from '../helpers/artefacts';
import { parsed, type Draft } from '../helpers/environment';
import { allowedConnections, isAllowed, type Endpoint } from '../helpers/network-policies';
import { objectProblems } from '../helpers/validate-object';

const NAMESPACE = 'dev';
const DATA = 'dev-data';
const RANGES = { loadBalancerCidr: '10.21.1.0/24', privateEndpointCidr: '10.21.2.0/27' };

const WORKLOADS = [
  'documentdb',
  'rabbitmq',
  'order-service',
  'makeline-service',
  'product-service',
  'store-front',
  'store-admin',
  'virtual-customer',
  'virtual-worker',
  'ai-service',
  'chatbot',
  'past-the-gateway',
  'a-pod-nobody-named',
];

/** Where each party of the table stands. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  ...Object.fromEntries(
    WORKLOADS.map((name) => [name, { namespace: name === 'documentdb' ? DATA : NAMESPACE, labels: selectorOf(name) }]),
  ),
  [VERIFY_JOB]: { namespace: NAMESPACE, labels: VERIFY_LABEL },
  [DNS]: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  [LOAD_BALANCER]: { address: '10.21.1.7' },
  [PRIVATE_ENDPOINT]: { address: '10.21.2.4' },
  [INTERNET]: { address: '20.190.151.7' },
};

/** Others, whom nobody may reach and who may reach nobody. */
const STRANGERS: Readonly<Record<string, Endpoint>> = {
  'a node': { address: '10.21.0.4' },
  'the metadata service of a node': { address: '169.254.169.254' },
  'a database of another namespace': { namespace: 'other', labels: selectorOf('documentdb') },
  'a namesake of the one who stores orders': { namespace: 'other', labels: selectorOf('makeline-service') },
  'a namesake in another namespace': { namespace: 'other', labels: selectorOf('order-service') },
  'another pod of kube-system': { namespace: 'kube-system', labels: { 'k8s-app': 'metrics-server' } },
};

const FULL: Draft = {
  chatbots: [{ name: 'chatbot', deployment: 'gpt-5.4-mini' }],
  workloads: [
    {
      name: 'past-the-gateway',
      image: 'registry.example/past-the-gateway:1.0.0',
      port: 8000,
      deployment: 'gpt-5.4-mini',
      dialect: 'store',
      publish: { by: 'load-balancer' },
    },
  ],
};
const PRIVATE: Draft = { ...FULL, openAi: { access: 'private-endpoint' } };

/** The connections of an environment's own namespace. */
function flowsFor(draft: Draft): Flow[] {
  return flowsOf(parsed(draft), NAMESPACE);
}

function policiesFor(flows: readonly Flow[], namespace = NAMESPACE): KubernetesObject[] {
  const chart = new NetworkPoliciesChart(Testing.app(), 'network-policies', { namespace, flows, ...RANGES });
  return Testing.synth(chart) as KubernetesObject[];
}

/** The policies of all namespaces of an environment. */
function allPolicies(draft: Draft): KubernetesObject[] {
  return namespacesOf(parsed(draft)).flatMap(({ name, flows }) => policiesFor(flows, name));
}

const isIn = (party: string, namespace: string): boolean => {
  const endpoint = ENDPOINTS[party];
  return endpoint !== undefined && 'namespace' in endpoint && endpoint.namespace === namespace;
};

/** What the policies allow in the environment's own namespace and in that of the database, each connection once. */
const allowed = (policies: readonly KubernetesObject[], ports: readonly number[]): string[] => [
  ...new Set(
    [...new Set(policies.map(({ metadata }) => metadata.namespace!))].flatMap((namespace) =>
      allowedConnections(policies, { ...ENDPOINTS, ...STRANGERS }, ports, namespace),
    ),
  ),
];

/** What the tables say, written the same way. */
function expected(draft: Draft): string[] {
  const lines = namespacesOf(parsed(draft)).flatMap(({ name, flows }) =>
    flows.flatMap(({ from, to, port }) =>
      (from === EVERY_POD ? [...WORKLOADS, VERIFY_JOB].filter((party) => isIn(party, name)) : [from]).map(
        (source) => `${source} > ${to} : ${port}`,
      ),
    ),
  );
  return [...new Set(lines)];
}

/** A policy that nobody asked for. */
function planted(podSelector: object, rules: object): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'planted', namespace: NAMESPACE },
    spec: { podSelector, policyTypes: ['Ingress', 'Egress'], ...rules },
  };
}

const PORTS = [53, 80, 443, 3000, 3001, 3002, 5001, 5672, 7860, 8000, 8080, 8081, 10_260, 15_672];

describe('for every pair and port, what is allowed is what the table says', () => {
  test.each<[string, Draft]>([
    ['with all there is', FULL],
    ['with a private endpoint', PRIVATE],
    ['without AI', { store: { ai: false } }],
    ['with nothing', { store: { enabled: false } }],
  ])('%s', (_, draft) => {
    expect(allowed(allPolicies(draft), PORTS).toSorted()).toEqual(expected(draft).toSorted());
  });

  test('names every party of the table', () => {
    const parties = [FULL, PRIVATE].flatMap(flowsFor).flatMap(({ from, to }) => [from, to]);

    expect([...new Set(parties)].filter((party) => party !== EVERY_POD && !(party in ENDPOINTS))).toEqual([]);
  });

  test('asks about every port of the table', () => {
    expect(flowsFor(FULL).filter(({ port }) => !PORTS.includes(port))).toEqual([]);
  });
});

test('every address that a workload of the store is given is one it may reach', () => {
  const flows = flowsFor(FULL);
  const { store } = parsed({ store: { ai: false } });
  const names = store.map(({ name }) => name as string);
  const addresses = store.flatMap(({ name: from, variables, waitsFor }) => [
    ...(waitsFor ? [{ from, to: waitsFor.host, port: waitsFor.port }] : []),
    ...Object.values(variables)
      .flatMap((text) => [...text.matchAll(/\/\/([a-z-]+)(?:\.dev-data)?:(\d+)/g)])
      .map(([, to, port]) => ({ from, to: to!, port: Number(port) })),
  ]);

  expect(addresses).toHaveLength(5);
  for (const address of addresses) {
    expect(names).toContain(address.to);
    expect(flows).toContainEqual(expect.objectContaining(address));
  }
});

describe('the arrows, written out', () => {
  const policies = allPolicies(FULL);
  const opens = (from: string, to: string, port: number): boolean =>
    isAllowed(policies, { from: { ...ENDPOINTS, ...STRANGERS }[from]!, to: { ...ENDPOINTS, ...STRANGERS }[to]!, port });

  test.each([
    [LOAD_BALANCER, 'store-front', 8080],
    [LOAD_BALANCER, 'store-admin', 8081],
    ['store-front', 'order-service', 3000],
    ['store-admin', 'makeline-service', 3001],
    ['product-service', 'ai-service', 5001],
    ['order-service', 'rabbitmq', 5672],
    ['makeline-service', 'documentdb', 10_260],
    ['ai-service', INTERNET, 443],
    [VERIFY_JOB, 'ai-service', 5001],
    ['virtual-worker', DNS, 53],
  ])('%s reaches %s on %i, and not the other way', (from, to, port) => {
    expect(opens(from, to, port)).toBe(true);
    expect(opens(to, from, port)).toBe(false);
  });

  test.each([
    [LOAD_BALANCER, 'ai-service', 5001],
    [LOAD_BALANCER, 'rabbitmq', 15_672],
    [INTERNET, 'store-front', 8080],
    ['store-front', 'ai-service', 5001],
    ['store-front', 'documentdb', 10_260],
    ['order-service', 'documentdb', 10_260],
    ['order-service', INTERNET, 443],
    ['documentdb', INTERNET, 443],
    ['order-service', 'a database of another namespace', 10_260],
    ['makeline-service', 'a database of another namespace', 10_260],
    ['a namesake of the one who stores orders', 'documentdb', 10_260],
    ['ai-service', INTERNET, 80],
    ['ai-service', 'a node', 443],
    ['ai-service', 'the metadata service of a node', 443],
    ['ai-service', PRIVATE_ENDPOINT, 443],
    ['a namesake in another namespace', 'rabbitmq', 5672],
    ['a-pod-nobody-named', 'rabbitmq', 5672],
    ['virtual-worker', 'another pod of kube-system', 53],
  ])('%s does not reach %s on %i', (from, to, port) => {
    expect(opens(from, to, port)).toBe(false);
  });

  test('names are asked for by UDP too, and of a node that answers itself', () => {
    const from = ENDPOINTS['ai-service']!;

    expect(isAllowed(policies, { from, to: ENDPOINTS[DNS]!, port: 53, protocol: 'UDP' })).toBe(true);
    expect(isAllowed(policies, { from, to: { address: '169.254.10.11' }, port: 53, protocol: 'UDP' })).toBe(true);
    expect(isAllowed(policies, { from, to: ENDPOINTS['rabbitmq']!, port: 53, protocol: 'UDP' })).toBe(false);
  });
});

test('with a certificate the load balancer reaches cert-manager’s solver, and nobody else does', () => {
  const policies = allPolicies({ gateway: { tlsSecretName: 'pages' } });
  const solver = {
    namespace: NAMESPACE,
    labels: { 'acme.cert-manager.io/http01-solver': 'true', 'acme.cert-manager.io/http-domain': '1' },
  };
  const opens = (from: Endpoint, port = 8089) => isAllowed(policies, { from, to: solver, port });

  expect(opens(ENDPOINTS[LOAD_BALANCER]!)).toBe(true);
  expect(opens(ENDPOINTS[LOAD_BALANCER]!, 8080)).toBe(false);
  expect(opens(ENDPOINTS[INTERNET]!)).toBe(false);
  expect(opens(ENDPOINTS['store-admin']!)).toBe(false);
  expect(isAllowed(allPolicies({}), { from: ENDPOINTS[LOAD_BALANCER]!, to: solver, port: 8089 })).toBe(false);
});

function made(networkPolicy?: 'cilium' | 'calico' | 'azure'): KubernetesObject[] {
  const chart = new NetworkPoliciesChart(Testing.app(), 'network-policies', {
    namespace: NAMESPACE,
    flows: flowsFor({}),
    networkPolicy,
    ...RANGES,
  });
  return Testing.synth(chart) as KubernetesObject[];
}

describe('names under Cilium', () => {
  const toPorts = [
    {
      ports: [
        { port: '53', protocol: 'UDP' },
        { port: '53', protocol: 'TCP' },
      ],
    },
  ];

  test('are asked for at a node with LocalDNS by a policy of its own', () => {
    const policies = made('cilium').filter(({ kind }) => kind === 'CiliumNetworkPolicy');

    expect(policies).toEqual([
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: {
          name: 'allow-local-dns',
          namespace: NAMESPACE,
          annotations: { 'secure-aks-openai/why': 'names are asked for at the node where LocalDNS is on' },
        },
        spec: {
          endpointSelector: {},
          egress: [
            { toCIDR: ['169.254.10.0/24'], toPorts },
            { toEntities: ['host'], toPorts },
          ],
        },
      },
    ]);
    expect(policies.flatMap(objectProblems)).toEqual([]);
  });

  test.each([
    ['cilium', false],
    ['calico', true],
    ['azure', true],
    [undefined, true],
  ] as const)('under %s: a range for LocalDNS in the NetworkPolicy: %s', (networkPolicy, hasRange) => {
    const objects = made(networkPolicy);
    const [rule] = objects.find(({ metadata }) => metadata.name === 'allow-dns')!['spec'].egress;
    const kubeDns = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    };

    expect(rule.to).toEqual([kubeDns, ...(hasRange ? [{ ipBlock: { cidr: '169.254.10.11/32' } }] : [])]);
    expect(objects.some(({ kind }) => kind === 'CiliumNetworkPolicy')).toBe(!hasRange);
  });
});

describe('the walk finds', () => {
  test('a planted policy that opens both ends of a connection', () => {
    const policies = [
      ...allPolicies(FULL),
      planted({ matchLabels: selectorOf('rabbitmq') }, { ingress: [{ from: [{ podSelector: {} }] }] }),
      planted(
        { matchLabels: selectorOf('virtual-worker') },
        { egress: [{ to: [{ podSelector: {} }], ports: [{ port: 5672 }] }] },
      ),
    ];

    expect(allowed(policies, PORTS)).toEqual(expect.arrayContaining(['virtual-worker > rabbitmq : 5672']));
    expect(allowed(policies, PORTS)).toHaveLength(expected(FULL).length + 1);
  });

  test('a planted policy that opens a page to everybody', () => {
    const policies = [
      ...allPolicies(FULL),
      planted({ matchLabels: selectorOf('rabbitmq') }, { ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }),
    ];

    expect(allowed(policies, PORTS)).toEqual(expect.arrayContaining([`${INTERNET} > rabbitmq : 15672`]));
  });

  test.each(['deny-all', 'data-flow-rabbitmq', 'allow-dns'])('that %s is missing', (name) => {
    const policies = allPolicies(FULL).filter(
      ({ metadata }) => metadata.name !== name || metadata.namespace !== NAMESPACE,
    );

    expect(policies).toHaveLength(allPolicies(FULL).length - 1);
    expect(allowed(policies, PORTS).toSorted()).not.toEqual(expected(FULL).toSorted());
  });
});

test('each policy passes its schema, says why, and stands in the namespace it is made for', () => {
  const policies = policiesFor(flowsFor(PRIVATE), 'shop');

  expect(policies.flatMap(objectProblems)).toEqual([]);
  for (const { metadata } of policies) {
    expect(metadata.namespace).toBe('shop');
    expect(metadata.annotations?.['secure-aks-openai/why']).toMatch(/\w/);
  }
});

test('a private endpoint without a range is refused', () => {
  const flows = flowsFor(PRIVATE);

  expect(
    () =>
      new NetworkPoliciesChart(Testing.app(), 'network-policies', {
        namespace: NAMESPACE,
        flows,
        loadBalancerCidr: '10.21.1.0/24',
      }),
  ).toThrow("'privateEndpointCidr' must be the range of the private endpoint's subnet, got none");
});
