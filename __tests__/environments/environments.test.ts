import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../config';
import { environmentNames, loadEnvironment } from '../../environments';

const FOLDER = path.resolve(__dirname, '../../environments');
const NAMES = environmentNames();

describe('the environments there are', () => {
  test('are the files of the folder, in order', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'index.ts');

    expect(files.toSorted()).toEqual(NAMES.map((name) => `${name}.ts`));
    expect(NAMES).toEqual(expect.arrayContaining(['dev', 'workshop']));
  });

  test.each(NAMES)('%s loads, and is named as its file', async (name) => {
    expect((await loadEnvironment(name)).name).toBe(name);
  });

  test.each(NAMES)('%s fits in 20 lines', (name) => {
    const lines = readFileSync(path.join(FOLDER, `${name}.ts`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  test.each(NAMES)('%s leaves the subscription to its user', async (name) => {
    expect((await loadEnvironment(name)).subscriptionId).toBe('00000000-0000-0000-0000-000000000000');
  });
});

describe.each(['dev', 'workshop'])('%s', (name) => {
  test('is laid out as the documents have it', async () => {
    const environment = await loadEnvironment(name);

    expect(environment).toMatchObject({
      namespace: 'dev',
      network: {
        virtualNetworkCidr: '10.21.0.0/16',
        aksSubnetCidr: '10.21.0.0/24',
        albSubnetCidr: '10.21.1.0/24',
      },
      openAi: { access: 'service-endpoint' },
      gateway: { name: 'aks-store-demo-gateway', loadBalancerName: 'aks-store-demo-alb' },
      aiService: { serviceAccountName: 'ai-service-account', deployment: 'gpt-5.4-mini' },
    });
    expect(environment.openAi.deployments).toEqual([
      { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17', sku: 'GlobalStandard', capacity: 120 },
      { name: 'gpt-5.1', model: 'gpt-5.1', version: '2025-11-13', sku: 'GlobalStandard', capacity: 120 },
    ]);
    expect(environment.chatbots.map((chatbot) => chatbot.deployment)).toEqual(['gpt-5.4-mini', 'gpt-5.1']);
    expect(environment.workloadIdentities).toEqual([
      expect.objectContaining({
        workload: 'ai-service',
        namespace: 'dev',
        serviceAccountName: 'ai-service-account',
      }),
      expect.objectContaining({ workload: 'gradio-aks', namespace: 'dev', serviceAccountName: 'gradio-aks-sa' }),
      expect.objectContaining({
        workload: 'gradio-aks-gpt51',
        namespace: 'dev',
        serviceAccountName: 'gradio-aks-gpt51-sa',
      }),
    ]);
  });
});

test.each([
  ['dev', 'overlay', 'bring-your-own'],
  ['workshop', 'node-subnet', 'managed'],
])('%s runs its cluster in %s and its gateway %s', async (name, networkMode, mode) => {
  expect(await loadEnvironment(name)).toMatchObject({ cluster: { networkMode }, gateway: { mode } });
});

describe('an environment that is not there', () => {
  test.each(['moon', '', 'index', '../config/index', 'dev.ts', 'Dev'])(
    '%j is answered with those that are',
    async (name) => {
      const loading = loadEnvironment(name);

      await expect(loading).rejects.toBeInstanceOf(ConfigError);
      await expect(loading).rejects.toThrow(
        `ENVIRONMENT "${name}" is not valid:\n  - there is no environments/${name}.ts: allowed are ${NAMES.join(', ')}`,
      );
    },
  );
});
