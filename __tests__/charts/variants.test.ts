import { INTERNET, namespacesOf } from '../../model';
import { certifiedIn } from '../fixtures/existing';
import { chartsOf } from '../helpers/charts';
import { MINIMAL, parsed, type Draft } from '../helpers/environment';
import type { KubernetesObject } from '../helpers/artefacts';
import { isAllowed } from '../helpers/network-policies';
import { brokenRules, podOf } from '../helpers/pod-security-rules';
import { danglingReferences } from '../helpers/references';
import { objectProblems } from '../helpers/validate-object';

const mine = {
  name: 'my-app',
  image: 'registry.example/my-app:1.0.0',
  port: 8080,
  deployment: 'gpt-5.4-mini',
  dialect: 'store',
} as const;

const withNames = { tlsSecretName: 'pages-tls', hostname: 'admin.example.com' };

const VARIANTS: Readonly<Record<string, Draft>> = {
  'the defaults': {},
  'the store without AI': { store: { ai: false } },
  'a workload of its own alone': { store: { enabled: false }, workloads: [mine] },
  'a private endpoint': { openAi: { access: 'private-endpoint' } },
  'a workload that writes nothing': { workloads: [{ ...mine, writableFolders: [] }] },
  'several replicas': { workloads: [{ ...mine, replicas: 3 }] },
  'a namespace apart': { workloads: [{ ...mine, namespace: 'apart' }] },
  'a proxy sidecar': { workloads: [{ ...mine, namespace: 'apart', injectProxySidecar: true }] },
  'a login': {
    gateway: { ...withNames, login: { clientId: '11111111-1111-4111-8111-111111111111' } },
    chatbots: [{ name: 'bot', deployment: 'gpt-5.4-mini' }],
    workloads: [{ ...mine, login: true, publish: { by: 'hostname', hostname: 'mine.example.com' } }],
  },
  'a certificate': certifiedIn(MINIMAL.subscriptionId),
  'a managed load balancer': { gateway: { mode: 'managed' } },
};

/** The paths of the lists of a value that hold nothing. */
function emptyLists(value: unknown, path: string): string[] {
  if (Array.isArray(value) && value.length === 0) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => emptyLists(inner, `${path}.${key}`));
}

test('a list that holds nothing is found wherever it stands', () => {
  expect(emptyLists({ spec: { env: [], more: [{ volumes: [] }, 'x'] } }, 'Pod/x')).toEqual([
    'Pod/x.spec.env',
    'Pod/x.spec.more.0.volumes',
  ]);
});

describe.each(Object.entries(VARIANTS))('%s', (_, draft) => {
  let objects: readonly KubernetesObject[];
  beforeAll(() => {
    objects = chartsOf(draft).all;
  });

  test('makes objects that are valid and find each other', () => {
    expect(objects.flatMap(objectProblems)).toEqual([]);
    expect(danglingReferences(objects, ['Secret pages-tls'])).toEqual([]);
  });

  test('makes no list that holds nothing', () => {
    expect(objects.flatMap(({ kind, metadata, ...rest }) => emptyLists(rest, `${kind}/${metadata.name}`))).toEqual([]);
  });

  test('makes pods that their namespace admits, each under a policy that refuses by default', () => {
    expect(objects.filter(podOf).length).toBeGreaterThan(0);
    for (const object of objects.filter(podOf)) {
      const { namespace } = object.metadata;
      const { labels } = objects.find(
        ({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace,
      )!.metadata;

      expect(brokenRules(podOf(object)!, labels!['pod-security.kubernetes.io/enforce'] as 'restricted')).toEqual([]);
      expect(
        objects.filter(({ metadata }) => metadata.namespace === namespace && metadata.name === 'deny-all'),
      ).toHaveLength(1);
    }
  });
});

test.each([
  ['the defaults', { dev: 'restricted', 'dev-data': 'baseline' }],
  ['a workload of its own alone', { dev: 'restricted' }],
  ['a namespace apart', { dev: 'restricted', 'dev-data': 'baseline', apart: 'restricted' }],
  ['a proxy sidecar', { dev: 'restricted', 'dev-data': 'baseline', apart: 'privileged' }],
])('%s: each namespace enforces the strictest level that all its pods can run under', (name, expected) => {
  const namespaces = namespacesOf(parsed(VARIANTS[name]));

  expect(Object.fromEntries(namespaces.map((namespace) => [namespace.name, namespace.podSecurity]))).toEqual(expected);
});

test.each([
  ['cilium', ['dev', 'dev-data']],
  ['calico', []],
  ['azure', []],
])('under %s the namespaces with a policy of Cilium are %j', (networkPolicy, namespaces) => {
  const objects = chartsOf({ cluster: { networkPolicy } }).all;

  expect(
    objects.filter(({ kind }) => kind === 'CiliumNetworkPolicy').map(({ metadata }) => metadata.namespace),
  ).toEqual(namespaces);
});

test('without AI nothing of the store may reach the internet', () => {
  const [namespace] = namespacesOf(parsed(VARIANTS['the store without AI']));

  expect(namespace!.flows.length).toBeGreaterThan(10);
  expect(namespace!.flows.map(({ to }) => to)).not.toContain(INTERNET);
});

function policiesOf(draft: Draft): KubernetesObject[] {
  return chartsOf(draft).all.filter(({ kind }) => kind === 'NetworkPolicy');
}

test('a private endpoint is reached in its subnet, and without one nothing in that subnet is', () => {
  const connection = {
    from: { namespace: 'dev', labels: { app: 'ai-service' } },
    to: { address: '10.21.2.4' },
    port: 443,
  };
  expect(isAllowed(policiesOf(VARIANTS['a private endpoint']!), connection)).toBe(true);
  expect(isAllowed(policiesOf({}), connection)).toBe(false);
});
