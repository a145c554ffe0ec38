import { Chart, Testing } from 'cdk8s';
import { OpenAiWorkload, type OpenAiWorkloadProps } from '../../charts';

const PROPS: OpenAiWorkloadProps = {
  name: 'own',
  namespace: 'dev',
  serviceAccountName: 'own-sa',
  clientId: '00000000-0000-4000-8000-000000000001',
  tenantId: '00000000-0000-4000-8000-000000000000',
  image: 'ghcr.io/acme/own:1.0.0',
  port: 8080,
  variables: {},
  resources: {},
};

function make(more: Partial<OpenAiWorkloadProps> = {}, ...others: Partial<OpenAiWorkloadProps>[]): Chart {
  const chart = new Chart(Testing.app(), 'test');
  [more, ...others].forEach((props, index) => new OpenAiWorkload(chart, `workload-${index}`, { ...PROPS, ...props }));
  return chart;
}

describe('OpenAiWorkload without an environment', () => {
  test('makes what a workload consists of', () => {
    const kinds = (Testing.synth(make()) as { kind: string }[]).map(({ kind }) => kind);

    expect(kinds).toEqual(['ServiceAccount', 'ConfigMap', 'Deployment', 'Service']);
  });

  test.each<[string, Partial<OpenAiWorkloadProps>, string]>([
    ['an image at latest', { image: 'own:latest' }, "'image' must not be latest"],
    ['an image without a tag', { image: 'own' }, "'image' must be pinned"],
    [
      'the name of a key',
      { variables: { OPENAI_API_KEY: 'x' } },
      "'variables.OPENAI_API_KEY' has the name of a secret",
    ],
    ['its own container left out', { skipContainers: ['own'] }, "'skipContainers' must not hold 'own'"],
    ['no pod', { replicas: 0 }, "'replicas' must be a whole number from 1, got 0"],
    [
      'an autoscaler between two wrong ends',
      { autoscaling: { minReplicas: 3, maxReplicas: 2, targetCpuPercent: 50 } },
      "'autoscaling.minReplicas' must be from 1 to 'maxReplicas' 2, got 3",
    ],
    [
      'a token that lives too long',
      { tokenExpirationSeconds: 90_000 },
      "'tokenExpirationSeconds' must be a whole number",
    ],
  ])('refuses %s', (_what, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test('says where', () => {
    expect(() => make({ image: 'own' })).toThrow(/got 'own' \[test\/workload-0\]$/);
  });

  test('refuses a ServiceAccount that another has in the same namespace, and only there', () => {
    expect(() => make({}, { name: 'other' })).toThrow(
      "'serviceAccountName' must be its own: 'test/workload-0' has 'dev/own-sa'",
    );
    expect(() => make({}, { name: 'other', namespace: 'elsewhere' })).not.toThrow();
    expect(() => make({}, { name: 'other', serviceAccountName: 'other-sa' })).not.toThrow();
  });
});
