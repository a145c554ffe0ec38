import { spawnSync } from 'node:child_process';
import { youngerThan } from '../../charts/chatbot';
import { chartsOf, type Objects } from '../helpers/charts';
import type { Draft } from '../helpers/environment';
import { describeWhere } from '../helpers/require-tool';
import { which } from '../helpers/pipeline-world';

function synth(more: Draft = {}): Objects {
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
    const objects = synth();

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
    const { spec } = synth().get('Deployment', 'one');

    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('have an identity each', () => {
    const objects = synth();
    const clientId = (name: string) =>
      objects.get('ServiceAccount', name).metadata.annotations?.['azure.workload.identity/client-id'];

    expect(objects.pod('one').spec.serviceAccountName).toBe('one-sa');
    expect(objects.pod('two').spec.serviceAccountName).toBe('second');
    expect(clientId('one-sa')).toBe('00000000-0000-4000-8000-000000000002');
    expect(clientId('second')).toBe('00000000-0000-4000-8000-000000000003');
  });

  test('keep their conversation in one pod, on the port of the image', () => {
    const objects = synth();

    for (const name of ['one', 'two']) {
      expect(objects.get('Deployment', name)['spec'].replicas).toBe(1);
      expect(objects.pod(name).spec.containers[0].ports).toEqual([{ containerPort: 7860 }]);
      expect(objects.get('Service', name)['spec']).toMatchObject({ type: 'ClusterIP', ports: [{ port: 7860 }] });
    }
  });

  test('by hostname know no path', () => {
    const objects = synth({ publish: { by: 'hostname', hostname: 'chat.example.com' } });

    expect(objects.get('ConfigMap', 'one-config')['data']).not.toHaveProperty('GRADIO_ROOT_PATH');
    expect(objects.get('HTTPRoute', 'one-route')['spec'].hostnames).toEqual(['chat.example.com']);
  });

  test('by load balancer have a public address as in the document, and no route', () => {
    const objects = synth({ publish: { by: 'load-balancer' } });

    expect(objects.get('Service', 'one')['spec']).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 7860 }] });
    expect(objects.get('Service', 'two')['spec'].type).toBe('ClusterIP');
    expect(objects.names('HTTPRoute')).not.toContain('one-route');
  });
});

describe('the restart of a chatbot', () => {
  test('comes before its token for the model expires', () => {
    expect(synth().pod('one').spec.containers[0].livenessProbe).toEqual(JSON.parse(JSON.stringify(youngerThan(3000))));
    expect(
      synth({ restartAfterSeconds: 43_200 }).pod('one').spec.containers[0].livenessProbe.exec.command[2],
    ).toContain('> 43200');
  });
});

if (process.platform !== 'linux')
  process.stderr.write('skipped: the script of the probe, because only Linux has /proc\n');

describeWhere(process.platform === 'linux' && which('python3') !== undefined, 'the probe reads /proc with python3')(
  'the script of the probe',
  () => {
    test('runs, and decides on the age of the first process', () => {
      expect(runProbe(10 ** 9)).toMatchObject({ status: 0, stderr: '' });
      expect(runProbe(0)).toMatchObject({ status: 1, stderr: '' });
    });
  },
);

function runProbe(seconds: number) {
  const [, ...args] = youngerThan(seconds).exec!.command!;
  return spawnSync('python3', args, { encoding: 'utf8' });
}
