import type { ModelWorkload } from '../../../model';
import { parsed, type Draft } from '../../helpers/environment';

/** The row of a workload with these properties, the only one of its environment. */
function rowOf(more: Draft = {}): ModelWorkload {
  const { workloads } = parsed({
    namespace: 'shop',
    store: { ai: false },
    openAi: { deployments: [{ name: 'mini', model: 'gpt-5.4-mini' }] },
    workloads: [
      {
        name: 'summaries',
        image: 'ghcr.io/acme/summaries:1.4.0',
        port: 8080,
        deployment: 'mini',
        dialect: 'langchain',
        ...more,
      },
    ],
  });
  expect(workloads).toHaveLength(1);
  return workloads[0]!;
}

describe('the row of a workload', () => {
  test('is in the namespace of the environment and published by nothing, unless it says otherwise', () => {
    expect(rowOf()).toEqual({
      kind: 'workload',
      source: 'workloads.0',
      name: 'summaries',
      partOf: 'summaries',
      namespace: 'shop',
      serviceAccountName: 'summaries-sa',
      identityName: expect.stringMatching(/^id-summaries-secureai-dev-[0-9a-z]{5}$/),
      alsoFederate: [],
      image: 'ghcr.io/acme/summaries:1.4.0',
      needs: { level: 'restricted', user: 10_001, group: 10_001, writable: ['/tmp'] },
      port: 8080,
      deployment: 'mini',
      apiVersion: '2024-12-01-preview',
      dialect: {
        names: { endpoint: 'OPENAI_API_BASE', deployment: 'DEPLOYMENT_NAME', apiVersion: 'OPENAI_API_VERSION' },
        switches: { OPENAI_API_TYPE: 'azure_ad' },
      },
      variables: {},
      secretVariables: {},
      resources: { cpuRequest: '50m', memoryRequest: '64Mi', cpuLimit: '500m', memoryLimit: '256Mi' },
      startupProbe: undefined,
      readinessProbe: { by: 'port' },
      livenessProbe: undefined,
      replicas: 1,
      autoscaling: undefined,
      tokenExpirationSeconds: 3600,
      skipContainers: [],
      injectProxySidecar: false,
      proxySidecarPort: 8000,
      publish: { by: 'nothing' },
      login: false,
      calledBy: [],
    });
  });

  test('has what the environment says', () => {
    // GIVEN
    const same = {
      name: 'titles',
      image: 'ghcr.io/acme/titles:2.0.0',
      port: 9090,
      apiVersion: '2025-01-01',
      namespace: 'titles',
      serviceAccountName: 'mine',
      identityName: 'id-mine',
      variables: { LANGUAGE: 'en' },
      secretVariables: { BROKER_PASSWORD: { secretName: 'broker', key: 'password' } },
      resources: { cpuRequest: '60m', memoryRequest: '65Mi', cpuLimit: '600m', memoryLimit: '257Mi' },
      replicas: 3,
      tokenExpirationSeconds: 7200,
      skipContainers: ['proxy'],
      injectProxySidecar: true,
      proxySidecarPort: 8001,
      publish: { by: 'load-balancer' },
      login: false,
    };
    const names = { endpoint: 'URL', deployment: 'MODEL', apiVersion: 'VERSION' };
    const timing = { initialDelaySeconds: 1, periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 4 };

    // WHEN
    const row = rowOf({
      ...same,
      dialect: names,
      runAsUser: 1234,
      writableFolders: ['/cache', '/data'],
      startupProbe: { path: '/started', ...timing },
      readinessProbe: { path: '/ready' },
      livenessProbe: timing,
    });

    // THEN
    expect(row).toEqual({
      ...same,
      kind: 'workload',
      source: 'workloads.0',
      partOf: 'titles',
      alsoFederate: [],
      needs: { level: 'restricted', user: 1234, group: 1234, writable: ['/cache', '/data'] },
      deployment: 'mini',
      dialect: { names, switches: {} },
      startupProbe: { by: { path: '/started' }, ...timing },
      readinessProbe: { by: { path: '/ready' } },
      livenessProbe: { by: 'port', ...timing },
      autoscaling: undefined,
      calledBy: [],
    });
  });

  test.each([
    [{ by: 'path' }, { by: 'path', path: '/summaries' }],
    [
      { by: 'path', path: '/sum' },
      { by: 'path', path: '/sum' },
    ],
    [
      { by: 'hostname', hostname: 'sum.example.com' },
      { by: 'hostname', hostname: 'sum.example.com' },
    ],
  ])('published by %j is at %j', (said, publish) => {
    expect(rowOf({ publish: said }).publish).toEqual(publish);
  });

  test('moves between the numbers of pods that it names', () => {
    const autoscaling = { minReplicas: 2, maxReplicas: 6 };

    expect(rowOf({ autoscaling }).autoscaling).toEqual({ ...autoscaling, targetCpuPercent: 70 });
    expect(rowOf({ autoscaling: { ...autoscaling, targetCpuPercent: 50 } }).autoscaling?.targetCpuPercent).toBe(50);
  });

  test('names its callers', () => {
    const [row] = parsed({
      store: { ai: false },
      workloads: [
        {
          name: 'summaries',
          image: 'acme/s:1',
          port: 80,
          deployment: 'gpt-5.4-mini',
          dialect: 'store',
          calledBy: ['store-admin'],
        },
      ],
    }).workloads;

    expect(row?.calledBy).toEqual(['store-admin']);
  });
});

describe('model workloads', () => {
  test('have an identity each, ai-service first, then chatbots, then the user’s own', () => {
    const { workloads } = parsed({
      openAi: { deployments: [{ name: 'mini', model: 'gpt-5.4-mini' }, { name: 'gpt-5.1' }] },
      chatbots: [
        { name: 'chat', deployment: 'mini' },
        { name: 'chat2', deployment: 'gpt-5.1' },
      ],
      workloads: [{ name: 'summaries', image: 'acme/s:1', port: 8080, deployment: 'mini', dialect: 'store' }],
    });

    expect(workloads.map(({ name, serviceAccountName }) => [name, serviceAccountName])).toEqual([
      ['ai-service', 'ai-service-account'],
      ['chat', 'chat-sa'],
      ['chat2', 'chat2-sa'],
      ['summaries', 'summaries-sa'],
    ]);
    expect(new Set(workloads.map(({ identityName }) => identityName)).size).toBe(4);
    for (const { alsoFederate } of workloads) expect(alsoFederate).toEqual([]);
  });
});
