import { gte } from 'semver';
import { DEFAULT_KUBERNETES_VERSION } from '../../config/defaults';
import { TOOLS } from '../../pipeline';
import { deploySteps } from '../../pipeline/steps';
import { actions, workflows } from '../helpers/workflows';

const byName = (name: string) => workflows().find((file) => file.name === `.github/workflows/${name}.yml`)!;

test.each(['deploy', 'destroy'])(
  '%s waits for the approval of its environment, and for every other run on it',
  (name) => {
    const { content } = byName(name);
    expect(content.jobs![name]).toMatchObject({ environment: '${{ inputs.environment }}' });
    expect(content.concurrency).toEqual({
      group: 'environment-${{ inputs.environment }}',
      'cancel-in-progress': false,
    });
  },
);

test('what deploy says of its steps is what the command does', () => {
  // GIVEN
  const ids = deploySteps().map(({ id }) => id);
  const words: Readonly<Record<string, string>> = {
    preflight: 'preflight',
    plan: 'plan and its gate',
    'load-balancer': 'load balancer',
    infrastructure: 'cdktf deploy',
    kubeconfig: 'kubeconfig',
    login: 'login',
    secret: 'Secrets',
    charts: 'cdk8s synth',
    certificate: 'certificate',
    apply: 'kubectl apply --server-side',
    rollouts: 'rollouts',
    prune: 'prune',
    gateway: 'gateway',
    route: 'route',
    dashboard: 'dashboard',
    verify: 'verify',
  };

  // WHEN
  const comment = byName('deploy').text.replaceAll(/\n\s*#/g, '');

  // THEN
  expect(Object.keys(words)).toEqual(ids);
  expect(comment).toContain(ids.map((id) => words[id]).join(', '));
});

test('destroy asks for the name first, by a job without any right', () => {
  const { jobs } = byName('destroy').content;
  expect(jobs!['confirm']).toMatchObject({ permissions: {} });
  expect(jobs!['destroy']).toMatchObject({ needs: 'confirm' });
  expect(jobs!['confirm']!.steps?.[0]?.run).toContain('if [ "$CONFIRMATION" != "$ENVIRONMENT" ]');
});

test('a plan runs in an environment of its own, and only the comment may write', () => {
  const { jobs } = byName('plan').content;
  expect(jobs!['plan']).toMatchObject({
    environment: '${{ matrix.environment }}-plan',
    permissions: { contents: 'read', 'id-token': 'write' },
  });
  expect(jobs!['comment']).toMatchObject({ permissions: { 'pull-requests': 'write' } });
});

test('a look at a drift runs in an environment of its own, by a schedule, and only the issue may write', () => {
  const { jobs, on } = byName('drift').content;
  expect(on).toMatchObject({ schedule: [{ cron: expect.any(String) }], workflow_dispatch: null });
  expect(jobs!['look']).toMatchObject({
    environment: '${{ matrix.environment }}-drift',
    permissions: { contents: 'read', 'id-token': 'write' },
  });
  expect(jobs!['issue']).toMatchObject({ permissions: { issues: 'write' } });
  expect(jobs!['issue']!.steps!.flatMap(({ run }) => run ?? [])).toEqual([]);
});

test('the tests skip nothing', () => {
  const steps = byName('test').content.jobs!['test']!.steps;
  expect(steps).toContainEqual(expect.objectContaining({ run: 'npm test', env: { FORBID_SKIP: '1' } }));
});

describe('the tools of a runner', () => {
  const setup = actions().find(({ name }) => name.includes('/setup/'))!.text;

  test.each([
    ['terraform', /terraform_version: (\d+\.\d+\.\d+)/],
    ['kubectl', /--client-version (\d+\.\d+\.\d+)/],
    ['kubelogin', /--kubelogin-version v(\d+\.\d+\.\d+)/],
  ] as const)('%s is no older than the pipeline asks for', (tool, version) => {
    const installed = version.exec(setup)![1]!;
    expect(gte(installed, TOOLS[tool].minimum)).toBe(true);
  });

  test('kubectl is within one minor version of the cluster, as its skew policy asks', () => {
    // https://kubernetes.io/releases/version-skew-policy/#kubectl
    const client = Number(/--client-version 1\.(\d+)/.exec(setup)![1]);
    const cluster = Number(DEFAULT_KUBERNETES_VERSION.split('.')[1]);
    expect(Math.abs(client - cluster)).toBeLessThanOrEqual(1);
  });
});
