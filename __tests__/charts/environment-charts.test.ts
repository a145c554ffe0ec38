import { App, Chart } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { EnvironmentCharts, synthesizeYaml, type EnvironmentChartsProps } from '../../charts';
import { sampleContract } from '../../contract';
import { Objects, chartsOf } from '../helpers/charts';
import { parsed, type Draft } from '../helpers/environment';
import { objectProblems } from '../helpers/validate-object';

const OWN = {
  name: 'own',
  image: 'ghcr.io/acme/own:1.0.0',
  port: 8080,
  deployment: 'gpt-5.4-mini',
  dialect: 'store',
} as const;

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

  test('stays away with all of it, and its namespace is strict', () => {
    const objects = chartsOf({ store: { enabled: false } });

    expect(objects.all.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'Namespace/dev',
      'NetworkPolicy/deny-all',
      'CiliumNetworkPolicy/allow-local-dns',
      'NetworkPolicy/allow-dns',
    ]);
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

/** The charts of an environment in an app of their own. */
function make(draft: Draft = {}, more: Partial<EnvironmentChartsProps> = {}): EnvironmentCharts {
  const environment = parsed(draft);
  return new EnvironmentCharts(new App(), 'dev', { environment, contract: sampleContract(environment), ...more });
}

test.each(['https://x.example.com', 'X.example.com', '*.example.com', 'localhost', ''])(
  'the host name %j of the gateway is refused',
  (gatewayHostname) => {
    expect(() => make({}, { gatewayHostname })).toThrow(
      `'gatewayHostname' must be a host name in lower case without a wildcard, for example chat.example.com, got '${gatewayHostname}'`,
    );
  },
);

describe('outputs that were made from another environment file', () => {
  const draft = { chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini' }] };
  const contract = sampleContract(parsed(draft));

  test('are of another subscription', () => {
    const { subscriptionId } = parsed(draft);
    const other = '99999999-9999-4999-8999-99999999999a';

    expect(() => make(draft, { contract: { ...contract, subscriptionId: other } })).toThrow(
      [
        'the outputs of stack "dev" were made from another environment file:',
        `  - subscription_id: the environment says ${subscriptionId}, the outputs say ${other}`,
        'deploy the stack again: npx cdktf deploy dev --outputs-file outputs/dev.json',
      ].join('\n'),
    );
  });

  test('may spell the subscription in another case', () => {
    const subscriptionId = '99999999-9999-4999-8999-99999999999a';
    const environment = { ...parsed(draft), subscriptionId };

    expect(() =>
      make(draft, { environment, contract: { ...contract, subscriptionId: subscriptionId.toUpperCase() } }),
    ).not.toThrow();
  });

  test('name other ServiceAccounts', () => {
    const chat = { ...contract.workloadIdentities['chat']!, serviceAccountName: 'other' };
    const workloadIdentities = { ...contract.workloadIdentities, chat };

    expect(() => make(draft, { contract: { ...contract, workloadIdentities } })).toThrow(
      'workload_identities.chat: the environment says dev/chat-sa, the credential was made for dev/other',
    );
  });

  test('lack a workload, a deployment and the mode of the gateway, of which all are named', () => {
    const other = { ...sampleContract(parsed({ gateway: { mode: 'managed' } })), openaiDeployments: ['o1', 'o2'] };

    expect(() => make(draft, { contract: other })).toThrow(
      [
        'the outputs of stack "dev" were made from another environment file:',
        '  - workload_identities.chat: is missing from the outputs',
        '  - openai_deployments: "gpt-5.4-mini" is missing, the outputs hold o1, o2',
        '  - gateway.mode: the environment says bring-your-own, the outputs say managed',
        'deploy the stack again: npx cdktf deploy dev --outputs-file outputs/dev.json',
      ].join('\n'),
    );
  });
});

describe('EnvironmentCharts', () => {
  const chatbots = [{ name: 'chat', deployment: 'gpt-5.4-mini' }];

  test('hands out its charts and workloads', () => {
    const charts = make({ chatbots, workloads: [{ ...OWN, namespace: 'apart' }] });

    expect(charts.namespaces.map(({ node }) => node.id)).toEqual([
      'namespace',
      'namespace-dev-data',
      'namespace-apart',
    ]);
    expect(charts.store?.node.id).toBe('store');
    expect([...charts.workloads.keys()]).toEqual(['ai-service', 'chat', 'own']);
    expect(charts.workload('own')).toBe(charts.workloads.get('own'));
    expect(charts.workload('own').namespace).toBe('apart');
    expect(charts.gateway?.node.id).toBe('gateway');
    expect(charts.preview).toBe(false);
    expect(make({ store: { enabled: false } })).toMatchObject({ store: undefined, gateway: undefined });
  });

  test('says which workloads there are where it is asked for another', () => {
    expect(() => make({ chatbots }).workload('caht')).toThrow(
      "'name' must be that of a workload that calls a model, got 'caht': there are ai-service, chat",
    );
    expect(() => make({ store: { ai: false } }).workload('chat')).toThrow("got 'chat': there are none");
  });

  test('can be added to, and so can its app', () => {
    // GIVEN
    const charts = make({ chatbots });

    // WHEN
    charts.workload('chat').addVariable('GREETING', 'hello');
    const within = new Chart(charts, 'within', { namespace: 'dev' });
    new ConfigMap(within, 'prompts', { metadata: { name: 'prompts' } });
    const beside = new Chart(App.of(charts), 'beside', { namespace: 'dev' });
    new ConfigMap(beside, 'styles', { metadata: { name: 'styles' } });

    // THEN
    const objects = Objects.ofYaml(synthesizeYaml(charts));
    expect(objects.get('ConfigMap', 'chat-config')['data']).toMatchObject({ GREETING: 'hello' });
    expect(objects.get('ConfigMap', 'prompts').metadata.namespace).toBe('dev');
    expect(objects.get('ConfigMap', 'styles').metadata.namespace).toBe('dev');
    expect(objects.all).toHaveLength(chartsOf({ chatbots }).all.length + 2);
  });

  test('comes before and after what is added as that says', () => {
    // GIVEN
    const charts = make({ chatbots });
    const early = new Chart(charts, 'z-early', { namespace: 'dev' });
    const config = new ConfigMap(early, 'early', { metadata: { name: 'early' } });

    // WHEN
    early.addDependency(...charts.namespaces);
    charts.workload('chat').deployment.addDependency(config);

    // THEN
    const names = Objects.ofYaml(synthesizeYaml(charts)).all.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.indexOf('Namespace dev')).toBeLessThan(names.indexOf('ConfigMap early'));
    expect(names.indexOf('ConfigMap early')).toBeLessThan(names.indexOf('Deployment chat'));
    const kinds = names.map((name) => name.split(' ')[0]);
    expect(kinds.lastIndexOf('NetworkPolicy')).toBeLessThan(kinds.indexOf('Deployment'));
  });

  test('of a sample say so on every object, on what is added too', () => {
    const annotationOf = 'secure-aks-openai/preview';
    const charts = make({ chatbots }, { preview: true });
    new ConfigMap(new Chart(App.of(charts), 'beside'), 'own', { metadata: { name: 'own' } });

    const { all } = Objects.ofYaml(synthesizeYaml(charts));
    expect(all.map(({ metadata }) => metadata.name)).toContain('own');
    for (const { metadata } of all) {
      expect(metadata.annotations?.[annotationOf]).toBe('made of sample values under PREVIEW=1: not for kubectl apply');
    }
    // cdk8s's own synthesis knows of no preview.
    expect(App.of(make({}, { preview: true })).synthYaml()).toContain(`${annotationOf}: `);
    expect(synthesizeYaml(make({ chatbots }))).not.toContain(annotationOf);
  });

  test('say whose they are on what is added too, unless that names a manager of its own', () => {
    // GIVEN
    const charts = make({ chatbots });
    const beside = new Chart(App.of(charts), 'beside', { namespace: 'dev' });
    const own = (name: string, labels: Record<string, string>) =>
      new ConfigMap(beside, name, { metadata: { name, labels } });
    own('ours', { team: 'search' });
    own('theirs', { 'app.kubernetes.io/managed-by': 'somebody' });

    // WHEN
    const objects = Objects.ofYaml(synthesizeYaml(charts));

    // THEN
    expect(objects.get('ConfigMap', 'ours').metadata.labels).toEqual({
      team: 'search',
      'app.kubernetes.io/managed-by': 'secure-aks-openai',
      'app.kubernetes.io/part-of': 'secureai',
      'secure-aks-openai/environment': 'dev',
    });
    expect(objects.get('ConfigMap', 'theirs').metadata.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'somebody',
    });
    // cdk8s's own synthesis marks what the environment itself makes.
    expect(App.of(make()).synthYaml()).toContain('secure-aks-openai/environment: dev');
  });

  test('know the name that Azure gives a managed gateway once they are told', () => {
    const [unknown, known] = [undefined, 'made.fz01.alb.azure.com'].map((gatewayHostname) => {
      const charts = make({ gateway: { mode: 'managed' } }, { gatewayHostname });
      return Objects.ofYaml(synthesizeYaml(charts)).get('HTTPRoute', 'store-admin-route')['spec'].hostnames;
    });

    expect(unknown).toBeUndefined();
    expect(known).toEqual(['made.fz01.alb.azure.com']);
  });
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
    gateway: { mode: 'managed', tlsSecretName: 'tls', hostname: 'a.example.com' },
    existing: { webApplicationFirewallPolicyId: waf },
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
      'CiliumNetworkPolicy',
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
