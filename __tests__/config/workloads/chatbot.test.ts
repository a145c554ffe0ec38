import { IMAGE_NAMES, type ImageName } from '../../../config/tables';
import { chatbot, chatbotRow, youngerThan } from '../../../config/workloads/chatbot';
import { IMAGE_NEEDS, type ModelWorkload } from '../../../model';
import { parsed, type Draft } from '../../helpers/environment';

/** The row of a chatbot with these properties, the only one of its environment. */
function rowOf(more: Draft = {}, environment: Draft = {}): ModelWorkload {
  const { workloads } = parsed({
    store: { ai: false },
    openAi: { deployments: [{ name: 'mini', model: 'gpt-5.4-mini' }] },
    chatbots: [{ name: 'chat', deployment: 'mini', ...more }],
    ...environment,
  });
  expect(workloads).toHaveLength(1);
  return workloads[0]!;
}

const IMAGES_BY_NAME = Object.fromEntries(IMAGE_NAMES.map((name) => [name, `${name}:1`])) as Record<ImageName, string>;

const DEFAULTS = {
  kind: 'chatbot',
  source: 'chatbots.0',
  name: 'chat',
  partOf: 'chat',
  namespace: 'dev',
  serviceAccountName: 'chat-sa',
  identityName: expect.stringMatching(/^id-chat-secureai-dev-[0-9a-z]{5}$/),
  alsoFederate: [],
  image: 'ghcr.io/jsburckhardt/gradio-aks/chatbot:1.1.0',
  needs: IMAGE_NEEDS.chatbot,
  port: 7860,
  deployment: 'mini',
  apiVersion: '2024-12-01-preview',
  dialect: {
    names: { endpoint: 'OPENAI_API_BASE', deployment: 'DEPLOYMENT_NAME', apiVersion: 'OPENAI_API_VERSION' },
    switches: { OPENAI_API_TYPE: 'azure_ad' },
  },
  variables: { TEMPERATURE: '1', HOME: '/tmp', GRADIO_ANALYTICS_ENABLED: 'False', GRADIO_ROOT_PATH: '/chat' },
  secretVariables: {},
  resources: { cpuRequest: '50m', memoryRequest: '256Mi', cpuLimit: '500m', memoryLimit: '768Mi' },
  startupProbe: { by: { path: '/' }, periodSeconds: 5, failureThreshold: 60 },
  readinessProbe: { by: { path: '/' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  livenessProbe: youngerThan(3000),
  replicas: 1,
  strategy: 'Recreate',
  tokenExpirationSeconds: 3600,
  skipContainers: [],
  injectProxySidecar: false,
  proxySidecarPort: 8000,
  publish: { by: 'path', path: '/chat' },
  login: true,
  calledBy: [],
};

describe('the row of a chatbot', () => {
  test('has a ServiceAccount, a path, a pinned image and the temperature its model takes', () => {
    expect(rowOf()).toEqual(DEFAULTS);
  });

  test('has what the environment says', () => {
    // GIVEN
    const said = {
      serviceAccountName: 'mine',
      identityName: 'id-mine',
      apiVersion: '2025-01-01',
      image: 'acme/chatbot:2',
      tokenExpirationSeconds: 7200,
      resources: { cpuRequest: '60m', memoryRequest: '257Mi', cpuLimit: '600m', memoryLimit: '1Gi' },
      publish: { by: 'hostname', hostname: 'chat.example.com' },
      login: false,
    };

    // WHEN
    const row = rowOf({ ...said, restartAfterSeconds: 700 }, { namespace: 'shop' });

    // THEN
    expect(row).toEqual({
      ...DEFAULTS,
      ...said,
      namespace: 'shop',
      variables: { TEMPERATURE: '1', HOME: '/tmp', GRADIO_ANALYTICS_ENABLED: 'False' },
      livenessProbe: youngerThan(700),
    });
  });

  test.each([
    [{ by: 'path' }, { by: 'path', path: '/chat' }, '/chat'],
    [{ by: 'path', path: '/v1/talk' }, { by: 'path', path: '/v1/talk' }, '/v1/talk'],
    [{ by: 'load-balancer' }, { by: 'load-balancer' }, undefined],
    [{ by: 'nothing' }, { by: 'nothing' }, undefined],
  ])('published by %j is at %j, and knows its path as %s', (said, publish, rootPath) => {
    const row = rowOf({ publish: said });

    expect(row.publish).toEqual(publish);
    expect(row.variables['GRADIO_ROOT_PATH']).toBe(rootPath);
  });

  test('has its temperature, whether or not a model of today takes it', () => {
    // GIVEN
    const said = chatbot.parse({ name: 'chat', deployment: 'mini', temperature: 0.5 });
    const context = {
      namespace: 'dev',
      defaultDeployment: 'mini',
      images: IMAGES_BY_NAME,
      identityNameOf: String,
      builtImageOf: String,
    };

    // THEN
    expect(chatbotRow(said, 0, context).variables['TEMPERATURE']).toBe('0.5');
  });

  test('names its place in the environment', () => {
    const chatbots = ['one', 'two'].map((name) => ({ name, deployment: 'gpt-5.1' }));
    const { workloads } = parsed({ openAi: { deployments: [{ name: 'gpt-5.1' }] }, chatbots });

    expect(workloads.map(({ source }) => source)).toEqual(['aiService', 'chatbots.0', 'chatbots.1']);
  });
});

describe('youngerThan', () => {
  test('asks the kernel how long the first process has run, and ends at once where it fails', () => {
    const probe = youngerThan(1234);

    expect(probe).toEqual({
      by: { command: ['python', '-c', expect.stringContaining('/proc/1/stat')] },
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 1,
      terminationGracePeriodSeconds: 5,
    });
    expect(JSON.stringify(probe)).toContain('> 1234)');
  });
});
