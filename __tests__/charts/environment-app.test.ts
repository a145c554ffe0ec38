import { chartsOf } from '../helpers/charts';
import { objectProblems } from '../helpers/validate-object';

const STORE = [
  'order-service',
  'makeline-service',
  'product-service',
  'store-front',
  'store-admin',
  'virtual-customer',
  'virtual-worker',
];
const urlOf = (objects: ReturnType<typeof chartsOf>) =>
  objects
    .pod('product-service')
    .spec.containers[0].env?.find(({ name }: { name: string }) => name === 'AI_SERVICE_URL');

describe('the store', () => {
  test('runs with ai-service by itself', () => {
    const objects = chartsOf();

    expect(objects.names('Deployment').toSorted()).toEqual([...STORE, 'ai-service'].toSorted());
    expect(objects.names('StatefulSet').toSorted()).toEqual(['documentdb', 'rabbitmq']);
    expect(urlOf(objects)).toEqual({ name: 'AI_SERVICE_URL', value: 'http://ai-service:5001/' });
  });

  test('runs without it', () => {
    const objects = chartsOf({ store: { ai: false } });

    expect(objects.names('Deployment').toSorted()).toEqual(STORE.toSorted());
    expect(objects.names('ServiceAccount')).toEqual([]);
    expect(urlOf(objects)).toBeUndefined();
    expect(objects.names('NetworkPolicy')).not.toContain('data-flow-ai-service');
  });

  test('stays away, and its namespace is strict', () => {
    const objects = chartsOf({ store: { enabled: false } });

    expect(objects.names('Deployment')).toEqual(['ai-service']);
    expect(objects.names('StatefulSet')).toEqual([]);
    expect(objects.get('Namespace', 'dev').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('takes its images from where the environment says', () => {
    const objects = chartsOf({ images: { registry: 'acr.example.com', 'store-front': { tag: '2.2.1' } } });

    expect(objects.pod('store-front').spec.containers[0].image).toBe(
      'acr.example.com/azure-samples/aks-store-demo/store-front:2.2.1',
    );
    const pods = objects.all.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind));
    const images = pods.flatMap(({ spec }) => [
      ...spec.template.spec.containers.map(({ image }: { image: string }) => image),
      ...(spec.template.spec.initContainers ?? []).map(({ image }: { image: string }) => image),
    ]);
    expect(images).toHaveLength(11);
    for (const image of images) expect(image).toMatch(/^acr\.example\.com\/.+:.+/);
  });
});

test('an environment and outputs that name other ServiceAccounts do not fit', () => {
  const draft = { chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini' }] };
  const workload_identities = {
    'ai-service': {
      client_id: '00000000-0000-4000-8000-000000000001',
      namespace: 'dev',
      service_account_name: 'ai-service-account',
    },
    chat: { client_id: '00000000-0000-4000-8000-000000000002', namespace: 'dev', service_account_name: 'other' },
  };

  expect(() => chartsOf(draft, { contract: { workload_identities } })).toThrow(
    'workload_identities.chat: the environment says dev/chat-sa, the credential was made for dev/other',
  );
});

test('everything of a namespace comes after it, and what its pods may do comes before them', () => {
  const objects = chartsOf({ chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini' }] }).all;
  const first = (kind: string) => objects.findIndex((object) => object.kind === kind);
  const last = (kind: string) => objects.findLastIndex((object) => object.kind === kind);

  expect(first('Namespace')).toBe(0);
  expect(last('NetworkPolicy')).toBeLessThan(first('Deployment'));
  expect(last('NetworkPolicy')).toBeLessThan(first('StatefulSet'));
});

test('every object of an environment with everything in it passes its schema', () => {
  const waf =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf';
  const workload = { image: 'ghcr.io/acme/own:1', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' };
  const objects = chartsOf({
    gateway: { mode: 'managed', tlsSecretName: 'tls', webApplicationFirewallPolicyId: waf, hostname: 'a.example.com' },
    chatbots: [
      { name: 'one', deployment: 'gpt-5.4-mini' },
      { name: 'two', deployment: 'gpt-5.4-mini', publish: { by: 'load-balancer' } },
    ],
    workloads: [
      { ...workload, name: 'page', publish: { by: 'path', path: '/own/page' } },
      { ...workload, name: 'many', autoscaling: { minReplicas: 2, maxReplicas: 5 }, calledBy: ['page'] },
      { ...workload, name: 'legacy', namespace: 'legacy', injectProxySidecar: true, skipContainers: ['x'] },
      { ...workload, name: 'reader', secretVariables: { DB_PASSWORD: { secretName: 'db', key: 'password' } } },
    ],
  }).all;

  expect(new Set(objects.map(({ kind }) => kind))).toEqual(
    new Set([
      'ApplicationLoadBalancer',
      'ConfigMap',
      'Deployment',
      'Gateway',
      'HTTPRoute',
      'HealthCheckPolicy',
      'HorizontalPodAutoscaler',
      'Namespace',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'ServiceAccount',
      'StatefulSet',
      'WebApplicationFirewallPolicy',
    ]),
  );
  expect(
    objects.flatMap((object) => objectProblems(object).map((problem) => `${object.metadata.name}: ${problem}`)),
  ).toEqual([]);
});
