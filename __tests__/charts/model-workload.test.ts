import { Testing } from 'cdk8s';
import { ModelWorkloadChart } from '../../charts';
import { youngerThan } from '../../config/workloads/chatbot';
import type { KubernetesObject } from '../helpers/artefacts';
import { chartsOf, type Objects } from '../helpers/charts';
import { parsed, type Draft } from '../helpers/environment';

const NAME = 'summaries';

function synth(more: Draft = {}, environment: Draft = {}): Objects {
  const workload = {
    name: NAME,
    image: 'ghcr.io/acme/summaries:1.4.0',
    port: 8080,
    deployment: 'gpt-5.4-mini',
    dialect: 'store',
    ...more,
  };
  return chartsOf({ ...environment, workloads: [workload] });
}

function checksum(more: Draft): string {
  return synth(more).pod(NAME).metadata.annotations['secure-aks-openai/config-checksum'] as string;
}

test('a ModelWorkloadChart tells a workload what the infrastructure says of it, and hands it out', () => {
  const [workload] = parsed().workloads;
  const chart = new ModelWorkloadChart(Testing.app(), 'chart', {
    workload: workload!,
    clientId: '11111111-1111-4111-8111-111111111111',
    tenantId: '22222222-2222-4222-8222-222222222222',
    endpoint: 'https://oai-other.openai.azure.com/',
  });
  chart.workload.addVariable('LOG_LEVEL', 'debug');
  const [serviceAccount, configMap] = Testing.synth(chart) as KubernetesObject[];

  expect(serviceAccount!.metadata).toMatchObject({
    name: 'ai-service-account',
    labels: { 'app.kubernetes.io/part-of': 'aks-store-demo' },
    annotations: {
      'azure.workload.identity/client-id': '11111111-1111-4111-8111-111111111111',
      'azure.workload.identity/tenant-id': '22222222-2222-4222-8222-222222222222',
    },
  });
  expect(configMap!['data']).toMatchObject({
    AZURE_OPENAI_ENDPOINT: 'https://oai-other.openai.azure.com/',
    LOG_LEVEL: 'debug',
  });
});

describe('the variables of a workload', () => {
  test.each([
    [
      'store',
      {
        USE_AZURE_OPENAI: 'True',
        USE_AZURE_AD: 'True',
        AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt-5.4-mini',
        AZURE_OPENAI_ENDPOINT: 'https://oai-preview.openai.azure.com/',
        AZURE_OPENAI_API_VERSION: '2025-01-01',
      },
    ],
    [
      'langchain',
      {
        OPENAI_API_TYPE: 'azure_ad',
        DEPLOYMENT_NAME: 'gpt-5.4-mini',
        OPENAI_API_BASE: 'https://oai-preview.openai.azure.com/',
        OPENAI_API_VERSION: '2025-01-01',
      },
    ],
    [
      { endpoint: 'WHERE', deployment: 'WHAT', apiVersion: 'SINCE' },
      { WHERE: 'https://oai-preview.openai.azure.com/', WHAT: 'gpt-5.4-mini', SINCE: '2025-01-01' },
    ],
  ])('speak the dialect %j, beside those of its own', (dialect, expected) => {
    const objects = synth({ dialect, apiVersion: '2025-01-01', variables: { LOG_LEVEL: 'info' } });

    expect(objects.get('ConfigMap', 'summaries-config')['data']).toEqual({ ...expected, LOG_LEVEL: 'info' });
    expect(objects.pod(NAME).spec.containers[0].envFrom).toEqual([{ configMapRef: { name: 'summaries-config' } }]);
  });

  test('from a Secret are a reference and nothing else', () => {
    const secretVariables = { DB_PASSWORD: { secretName: 'db', key: 'password' } };

    expect(synth({ secretVariables }).pod(NAME).spec.containers[0].env).toEqual([
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    ]);
  });

  test('start new pods when they change, and only then', () => {
    const one = checksum({ variables: { A: '1', B: '2' } });

    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum({ variables: { B: '2', A: '1' } })).toBe(one);
    expect(checksum({ variables: { A: '1', B: '2' }, port: 9090 })).toBe(one);
    expect(checksum({ variables: { A: '1', B: '3' } })).not.toBe(one);
  });
});

describe('the identity of a workload', () => {
  test('is on its ServiceAccount, and its pods take it', () => {
    const objects = synth({ serviceAccountName: 'reader', tokenExpirationSeconds: 7200 });

    expect(objects.get('ServiceAccount', 'reader').metadata).toMatchObject({
      namespace: 'dev',
      annotations: {
        'azure.workload.identity/client-id': '00000000-0000-4000-8000-000000000002',
        'azure.workload.identity/tenant-id': '00000000-0000-4000-8000-000000000000',
        'azure.workload.identity/service-account-token-expiration': '7200',
      },
    });
    expect(objects.pod(NAME)).toMatchObject({
      metadata: { labels: { 'azure.workload.identity/use': 'true' } },
      spec: { serviceAccountName: 'reader', automountServiceAccountToken: false },
    });
  });

  test('takes all settings of the webhook to its pods', () => {
    const { annotations } = synth({
      namespace: 'legacy',
      skipContainers: ['istio-proxy', 'linkerd'],
      injectProxySidecar: true,
      proxySidecarPort: 8001,
    }).pod(NAME).metadata;

    expect(annotations).toMatchObject({
      'azure.workload.identity/skip-containers': 'istio-proxy;linkerd',
      'azure.workload.identity/inject-proxy-sidecar': 'true',
      'azure.workload.identity/proxy-sidecar-port': '8001',
    });
  });
});

describe('the pods of a workload', () => {
  test('run as the user it names, on a read-only disk but for the folders it names', () => {
    const { spec } = synth({ runAsUser: 1234, writableFolders: ['/tmp', '/var/cache/app'] }).pod(NAME);

    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1234,
      runAsGroup: 1234,
      fsGroup: 1234,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0]).toMatchObject({
      image: 'ghcr.io/acme/summaries:1.4.0',
      ports: [{ containerPort: 8080 }],
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [{ mountPath: '/tmp' }, { mountPath: '/var/cache/app' }],
    });
  });

  test('are probed and bounded as it says', () => {
    const [container] = synth({
      readinessProbe: { path: '/ready', periodSeconds: 7 },
      livenessProbe: { failureThreshold: 9 },
      startupProbe: { path: '/started', initialDelaySeconds: 4, timeoutSeconds: 2 },
      resources: { cpuRequest: '100m', memoryRequest: '1Gi', cpuLimit: '2', memoryLimit: '2Gi' },
    }).pod(NAME).spec.containers;

    expect(container).toMatchObject({
      readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 7 },
      livenessProbe: { tcpSocket: { port: 8080 }, failureThreshold: 9 },
      startupProbe: { httpGet: { path: '/started', port: 8080 }, initialDelaySeconds: 4, timeoutSeconds: 2 },
      resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
    });
  });

  test('have no more probes than it asks for', () => {
    const [container] = synth().pod(NAME).spec.containers;

    expect(container.readinessProbe).toEqual({ tcpSocket: { port: 8080 } });
    expect(container).not.toHaveProperty('livenessProbe');
    expect(container).not.toHaveProperty('startupProbe');
  });
});

describe('the number of pods', () => {
  test('is one, with nothing that keeps others up', () => {
    const objects = synth();

    expect(objects.get('Deployment', NAME)['spec'].replicas).toBe(1);
    expect(objects.pod(NAME).spec).not.toHaveProperty('topologySpreadConstraints');
    expect(objects.names('PodDisruptionBudget')).toEqual([]);
    expect(objects.names('HorizontalPodAutoscaler')).toEqual([]);
  });

  test('of several is spread, and goes one at a time', () => {
    const objects = synth({ replicas: 3 });

    expect(objects.get('Deployment', NAME)['spec'].replicas).toBe(3);
    expect(objects.pod(NAME).spec.topologySpreadConstraints.map((row: KubernetesObject) => row['topologyKey'])).toEqual(
      ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'],
    );
    expect(objects.get('PodDisruptionBudget', NAME)['spec']).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { app: NAME } },
    });
  });

  test('is left to the autoscaler where there is one', () => {
    const objects = synth({ autoscaling: { minReplicas: 2, maxReplicas: 6, targetCpuPercent: 55 } });

    expect(objects.get('Deployment', NAME)['spec']).not.toHaveProperty('replicas');
    expect(objects.get('HorizontalPodAutoscaler', NAME)['spec']).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: NAME },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: NAME,
            target: { type: 'Utilization', averageUtilization: 55 },
          },
        },
      ],
    });
    expect(objects.names('PodDisruptionBudget')).toEqual([NAME]);
  });
});

test('a workload that may grow is kept up from its first pod on', () => {
  const objects = synth({ autoscaling: { minReplicas: 1, maxReplicas: 5, targetCpuPercent: 55 } });

  expect(objects.names('PodDisruptionBudget')).toEqual([NAME]);
  expect(objects.pod(NAME).spec.topologySpreadConstraints).toHaveLength(2);
});

test('no Service of the namespace becomes a variable of a workload', () => {
  expect(synth().pod(NAME).spec.enableServiceLinks).toBe(false);
});

describe('who reaches a workload', () => {
  test('is nobody by itself', () => {
    const objects = synth();

    expect(objects.get('Service', NAME)['spec']).toMatchObject({
      type: 'ClusterIP',
      ports: [{ port: 8080, targetPort: 8080 }],
    });
    expect(objects.get('NetworkPolicy', `data-flow-${NAME}`)['spec'].policyTypes).toEqual(['Egress']);
    expect(objects.names('HTTPRoute')).not.toContain(`${NAME}-route`);
  });

  test('is a workload that it names, on both sides', () => {
    const objects = synth({ calledBy: ['store-admin'] });

    expect(objects.get('NetworkPolicy', `data-flow-${NAME}`)['spec'].ingress).toEqual([
      { from: [{ podSelector: { matchLabels: { app: 'store-admin' } } }], ports: [{ port: 8080, protocol: 'TCP' }] },
    ]);
    expect(objects.get('NetworkPolicy', 'data-flow-store-admin')['spec'].egress).toContainEqual({
      to: [{ podSelector: { matchLabels: { app: NAME } } }],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });

  test('is everybody where it has a public address, who is then known by the address they come from', () => {
    const objects = synth({ publish: { by: 'load-balancer' } });

    expect(objects.get('Service', NAME)['spec']).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      ports: [{ port: 8080 }],
    });
    expect(objects.get('NetworkPolicy', `data-flow-${NAME}`)['spec'].ingress[0].from[0].ipBlock.cidr).toBe('0.0.0.0/0');
  });
});

describe('a namespace of its own', () => {
  test('is hardened like the first, and its routes to the model are the same', () => {
    const objects = synth({ namespace: 'apart' });

    expect(objects.get('Namespace', 'apart').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(
      objects.all
        .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'apart')
        .map(({ metadata }) => metadata.name),
    ).toEqual(['deny-all', 'allow-dns', `data-flow-${NAME}`]);
    for (const kind of ['Deployment', 'Service', 'ServiceAccount', 'ConfigMap']) {
      const own = objects.all.filter((object) => object.kind === kind && object.metadata.namespace === 'apart');
      expect(own).toHaveLength(1);
    }
  });

  test('is lax where the webhook has to make a container root, and only there', () => {
    const objects = synth({ namespace: 'legacy', injectProxySidecar: true });
    const enforced = (name: string) =>
      objects.get('Namespace', name).metadata.labels?.['pod-security.kubernetes.io/enforce'];

    expect(enforced('legacy')).toBe('privileged');
    expect(enforced('dev')).toBe('restricted');
  });
});

function synthChatbots(more: Draft = {}): Objects {
  return chartsOf({
    openAi: { deployments: [{ name: 'gpt-5.4-mini' }, { name: 'gpt-5.1' }] },
    chatbots: [
      { name: 'one', deployment: 'gpt-5.4-mini', ...more },
      { name: 'two', deployment: 'gpt-5.1', serviceAccountName: 'second' },
    ],
  });
}

describe('chatbots', () => {
  test('stand side by side, each on its own deployment', () => {
    const objects = synthChatbots();

    expect(objects.get('ConfigMap', 'one-config')['data']).toEqual({
      OPENAI_API_TYPE: 'azure_ad',
      OPENAI_API_BASE: 'https://oai-preview.openai.azure.com/',
      OPENAI_API_VERSION: '2024-12-01-preview',
      DEPLOYMENT_NAME: 'gpt-5.4-mini',
      TEMPERATURE: '1',
      GRADIO_ROOT_PATH: '/one',
      GRADIO_ANALYTICS_ENABLED: 'False',
      HOME: '/tmp',
    });
    expect(objects.get('ConfigMap', 'two-config')['data']).toMatchObject({
      DEPLOYMENT_NAME: 'gpt-5.1',
      GRADIO_ROOT_PATH: '/two',
    });
  });

  test('are one pod each, also while a new one takes over', () => {
    const { spec } = synthChatbots().get('Deployment', 'one');

    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('have an identity each', () => {
    const objects = synthChatbots();
    const clientId = (name: string) =>
      objects.get('ServiceAccount', name).metadata.annotations?.['azure.workload.identity/client-id'];

    expect(objects.pod('one').spec.serviceAccountName).toBe('one-sa');
    expect(objects.pod('two').spec.serviceAccountName).toBe('second');
    expect(clientId('one-sa')).toBe('00000000-0000-4000-8000-000000000002');
    expect(clientId('second')).toBe('00000000-0000-4000-8000-000000000003');
  });

  test('keep their conversation in one pod, on the port of the image', () => {
    const objects = synthChatbots();

    for (const name of ['one', 'two']) {
      expect(objects.get('Deployment', name)['spec'].replicas).toBe(1);
      expect(objects.pod(name).spec.containers[0].ports).toEqual([{ containerPort: 7860 }]);
      expect(objects.get('Service', name)['spec']).toMatchObject({ type: 'ClusterIP', ports: [{ port: 7860 }] });
    }
  });

  test('by hostname know no path', () => {
    const objects = synthChatbots({ publish: { by: 'hostname', hostname: 'chat.example.com' } });

    expect(objects.get('ConfigMap', 'one-config')['data']).not.toHaveProperty('GRADIO_ROOT_PATH');
    expect(objects.get('HTTPRoute', 'one-route')['spec'].hostnames).toEqual(['chat.example.com']);
  });

  test('by load balancer have a public address as in the document, and no route', () => {
    const objects = synthChatbots({ publish: { by: 'load-balancer' } });

    expect(objects.get('Service', 'one')['spec']).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 7860 }] });
    expect(objects.get('Service', 'two')['spec'].type).toBe('ClusterIP');
    expect(objects.names('HTTPRoute')).not.toContain('one-route');
  });
});

test('a chatbot is started anew before its token for the model expires', () => {
  const [byDefault, later] = [{}, { restartAfterSeconds: 43_200 }].map(
    (more) => synthChatbots(more).pod('one').spec.containers[0].livenessProbe,
  );
  const { by, ...timing } = youngerThan(3000);

  expect(byDefault).toEqual({ exec: by, ...timing });
  expect(later.exec.command[2]).toContain('> 43200');
});
