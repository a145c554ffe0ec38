import { IMAGE_NEEDS } from '../../../model';
import { parsed } from '../../helpers/environment';

const HEALTH = { by: { path: '/health' }, initialDelaySeconds: 3, periodSeconds: 10, failureThreshold: 10 };

describe('the row of ai-service', () => {
  test('has what its image is fixed to, and defaults for the rest', () => {
    expect(parsed().workloads).toEqual([
      {
        kind: 'ai-service',
        source: 'aiService',
        name: 'ai-service',
        partOf: 'aks-store-demo',
        namespace: 'dev',
        serviceAccountName: 'ai-service-account',
        identityName: expect.stringMatching(/^id-ai-service-secureai-dev-[0-9a-z]{5}$/),
        alsoFederate: [],
        image: 'ghcr.io/azure-samples/aks-store-demo/ai-service:2.2.0',
        needs: IMAGE_NEEDS['ai-service'],
        port: 5001,
        deployment: 'gpt-5.4-mini',
        apiVersion: '2024-12-01-preview',
        dialect: {
          names: {
            endpoint: 'AZURE_OPENAI_ENDPOINT',
            deployment: 'AZURE_OPENAI_DEPLOYMENT_NAME',
            apiVersion: 'AZURE_OPENAI_API_VERSION',
          },
          switches: { USE_AZURE_OPENAI: 'True', USE_AZURE_AD: 'True' },
        },
        variables: {},
        secretVariables: {},
        resources: { cpuRequest: '20m', memoryRequest: '50Mi', cpuLimit: '50m', memoryLimit: '256Mi' },
        startupProbe: { by: { path: '/health' }, initialDelaySeconds: 60, periodSeconds: 5, failureThreshold: 3 },
        readinessProbe: HEALTH,
        livenessProbe: HEALTH,
        replicas: 1,
        skipContainers: [],
        injectProxySidecar: false,
        proxySidecarPort: 8000,
        publish: { by: 'nothing' },
        login: false,
        calledBy: [],
      },
    ]);
  });

  test('has one identity, of its namespace and ServiceAccount', () => {
    const { workloads } = parsed({
      namespace: 'shop',
      aiService: {
        serviceAccountName: 'sa',
        identityName: 'id-mine',
        alsoFederate: [{ namespace: 'other', serviceAccountName: 'sa' }],
      },
    });

    expect(workloads).toEqual([
      expect.objectContaining({
        name: 'ai-service',
        namespace: 'shop',
        serviceAccountName: 'sa',
        identityName: 'id-mine',
        alsoFederate: [{ namespace: 'other', serviceAccountName: 'sa' }],
      }),
    ]);
  });

  test('has the resources that are said', () => {
    const said = { cpuRequest: '30m', memoryRequest: '60Mi', cpuLimit: '1', memoryLimit: '512Mi' };

    expect(parsed({ aiService: { resources: said } }).workloads[0]?.resources).toEqual(said);
    expect(parsed({ aiService: { resources: { cpuLimit: '100m' } } }).workloads[0]?.resources).toEqual({
      cpuRequest: '20m',
      memoryRequest: '50Mi',
      cpuLimit: '100m',
      memoryLimit: '256Mi',
    });
  });

  test.each([{ ai: false }, { enabled: false }])('is not there with store %j', (store) => {
    expect(parsed({ store }).workloads).toEqual([]);
  });
});

describe('the deployment ai-service asks for', () => {
  const deployments = [
    { name: 'chat', model: 'gpt-5.4' },
    { name: 'small', model: 'gpt-5.4-nano' },
  ];

  test.each([
    [{}, 'chat'],
    [{ deployment: 'small' }, 'small'],
  ])('with %j is %s', (aiService, deployment) => {
    expect(parsed({ openAi: { deployments }, aiService }).workloads[0]!.deployment).toBe(deployment);
  });
});
