import { LIMITS } from '../../pipeline/limits';
import type { Rule } from '../fixtures/pipeline/rules';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { World } from '../helpers/pipeline-world';

/** A step that fails: what a tool does, and what the user is told. */
interface Failure {
  readonly what: string;
  readonly rule: Rule;
  readonly step: string;
  readonly says: readonly string[];
}

const STEPS =
  'preflight plan load-balancer infrastructure kubeconfig login secret charts certificate apply rollouts prune gateway route dashboard verify'.split(
    ' ',
  );

/** What comes to its end beside a step that fails. */
const BESIDE: Readonly<Record<string, string>> = { secret: 'charts', prune: 'gateway' };
const NEVER = JSON.stringify({
  metadata: { generation: 2 },
  status: {
    addresses: [{ value: 'made.fz01.alb.azure.com' }],
    conditions: [
      { type: 'Programmed', status: 'False', reason: 'Pending', message: 'no subnet', observedGeneration: 2 },
    ],
  },
});
const STALE = NEVER.replace('"False"', '"True"').replace('"observedGeneration":2', '"observedGeneration":1');

const FAILURES: readonly Failure[] = [
  {
    what: 'the stack does not synthesize',
    rule: { call: 'cdktf synth', code: 1, says: 'error: the environment is not valid' },
    step: 'plan',
    says: ['exit code 1: cdktf synth', 'error: the environment is not valid'],
  },
  {
    what: 'Terraform cannot plan',
    rule: { call: 'terraform * plan *', code: 1, says: `Error: Unsupported argument\nBearer ${PLANTED_TOKEN}` },
    step: 'plan',
    says: ['Error: Unsupported argument', 'Bearer ***', 'next: fix what Terraform names', 'nothing was changed'],
  },
  {
    what: 'the state is of another environment',
    rule: {
      call: 'terraform * show *',
      code: 0,
      says: JSON.stringify({ output_changes: { environment: { actions: ['update'], before: 'other' } } }),
    },
    step: 'plan',
    says: ['terraform.managed.tfstate is the state of environment other, not of managed: nothing was changed'],
  },
  {
    what: 'Terraform refuses',
    rule: { call: 'cdktf deploy *', code: 1, says: `Error: creating Cluster\nAuthorization: Bearer ${PLANTED_TOKEN}` },
    step: 'infrastructure',
    says: [
      'exit code 1: cdktf deploy managed',
      'Error: creating Cluster',
      'Bearer ***',
      'next: fix what Terraform names',
    ],
  },
  {
    what: 'Terraform meets a conflict that stays',
    rule: { call: 'cdktf deploy *', code: 1, says: 'StatusCode=409 AnotherOperationInProgress' },
    step: 'infrastructure',
    says: ['StatusCode=409'],
  },
  {
    what: 'Terraform hangs',
    rule: { call: 'cdktf deploy *', code: 'hang' },
    step: 'infrastructure',
    says: ['no end after 1 s: cdktf deploy managed', 'terraform force-unlock'],
  },
  {
    what: 'credentials are not to be had',
    rule: { call: 'az aks get-credentials *', code: 1, says: '(AuthorizationFailed) no' },
    step: 'kubeconfig',
    says: ['(AuthorizationFailed)', 'Azure Kubernetes Service Cluster User Role'],
  },
  {
    what: 'kubelogin fails',
    rule: { call: 'kubelogin convert-kubeconfig *', code: 2, says: 'unknown login' },
    step: 'kubeconfig',
    says: ['exit code 2: kubelogin convert-kubeconfig --login azurecli', 'unknown login'],
  },
  {
    what: 'the cluster never lets the caller in',
    rule: { call: 'kubectl * auth can-i *', code: 1, says: 'no' },
    step: 'kubeconfig',
    says: ['waited 10 min for the cluster to let the caller in; last seen: no', 'cluster.authorizedIpRanges'],
  },
  {
    what: 'the namespace is forbidden',
    rule: { call: 'kubectl * create --filename -', code: 1, says: 'Error from server (Forbidden): no' },
    step: 'secret',
    says: ['namespace dev was not made: Error from server (Forbidden)'],
  },
  {
    what: 'the Secret is refused',
    rule: { call: 'kubectl * create --filename -', passes: 1, code: 1, says: 'admission webhook denied' },
    step: 'secret',
    says: ['Secret store-credentials was not made: admission webhook denied'],
  },
  {
    what: 'the charts do not synthesize',
    rule: { call: 'cdk8s synth *', code: 1, says: 'error: the contract is of another environment' },
    step: 'charts',
    says: ['exit code 1: cdk8s synth', 'the contract is of another environment'],
  },
  {
    what: 'the kinds of the gateway never come',
    rule: { call: 'kubectl * wait *', code: 1, says: 'Error from server (NotFound): no such kind' },
    step: 'apply',
    says: ['waited 5 min for the kinds gateways.gateway.networking.k8s.io', 'get pods --namespace azure-alb-system'],
  },
  {
    what: 'somebody else owns a field',
    rule: { call: 'kubectl * apply *', code: 1, says: 'Apply failed with 1 conflict: conflict with "helm"' },
    step: 'apply',
    says: ['conflict with "helm"', 'a conflict of field managers says that somebody else has set the field'],
  },
  {
    what: 'the API server throttles for good',
    rule: { call: 'kubectl * apply *', code: 1, says: 'Error from server (TooManyRequests): wait' },
    step: 'apply',
    says: ['Error from server (TooManyRequests)'],
  },
  {
    what: 'a workload does not start',
    rule: { call: 'kubectl * rollout *', code: 1, says: 'error: timed out waiting for the condition' },
    step: 'rollouts',
    says: ['timed out waiting for the condition', 'describe deployment.apps/ai-service', 'get events'],
  },
  {
    what: 'a tool goes missing on the way',
    rule: { call: 'kubectl * get deployments.apps,*', code: 127, says: 'kubectl: not found' },
    step: 'rollouts',
    says: ['exit code 127'],
  },
  {
    what: 'what has left cannot be looked for',
    rule: {
      call: 'kubectl * get namespaces,*',
      code: 1,
      says: 'Error from server (Forbidden): namespaces is forbidden',
    },
    step: 'prune',
    says: ['exit code 1: kubectl', 'namespaces is forbidden'],
  },
  {
    what: 'the Gateway is never programmed',
    rule: { call: 'kubectl * get gateways.*', code: 0, says: NEVER },
    step: 'gateway',
    says: [
      'waited 15 min for Gateway aks-store-demo-gateway to be programmed; last seen: Programmed False Pending no subnet',
      'azure-alb-system logs deployment/alb-controller',
    ],
  },
  {
    what: 'the Gateway is programmed as it was, not as it is',
    rule: { call: 'kubectl * get gateways.*', code: 0, says: STALE },
    step: 'gateway',
    says: ['Programmed True Pending no subnet (of an older generation)'],
  },
  {
    what: 'the routes cannot be read',
    rule: { call: 'kubectl * get httproutes.*', code: 1, says: 'Unauthorized' },
    step: 'route',
    says: ['Unauthorized'],
  },
];

describe('deploy, when', () => {
  test.each(FAILURES)('$what, says so, what is done, and goes on from there', async ({ rule, step, says }) => {
    // GIVEN
    const world = await new World().prepare('managed');
    world.rule(rule);

    // WHEN
    const limit = jest.replaceProperty(LIMITS, 'terraform', rule.code === 'hang' ? 500 : 60_000);
    const { code, stdout, stderr } = await world.run('deploy', ['managed']);
    limit.restore();

    // THEN
    expect(code).toBe(1);
    for (const text of says) expect(stderr).toContain(text);
    expect(stderr).toMatch(/\nnext: \S/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout + stderr).not.toContain(PLANTED_TOKEN);
    const at = STEPS.indexOf(step);
    expect(stdout).toContain(
      [
        `done: ${STEPS.filter((id, index) => index < at || id === BESIDE[step]).join(', ')}`,
        `stopped at: ${step}`,
        `not done: ${STEPS.filter((id, index) => index > at && id !== BESIDE[step]).join(', ')}`,
        'go on with: npm run deploy -- managed',
      ].join('\n'),
    );

    // WHEN what was wrong is fixed
    const again = await world.settle().run('deploy', ['managed']);

    // THEN
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(world.read('secrets-made').trim().split('\n')).toHaveLength(2);
    world.remove();
  });

  test.each([
    ['az aks get-credentials *', '(TooManyRequests) 429'],
    ['kubectl * apply *', 'Error from server (Conflict): the object has been modified'],
    ['cdktf deploy *', '"code": "RequestConflict"'],
    ['kubectl * auth can-i *', 'no'],
    ['kubectl * wait *', 'Error from server (NotFound): no such kind'],
  ])('%s answers "%s" for a while, waits and goes on', async (call, says) => {
    // GIVEN
    const world = await new World().prepare('dev');
    world.rule({ call, times: 2, code: 1, says });

    // WHEN
    const { code } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
    world.remove();
  });

  test('it is stopped, ends with 130 and can go on', async () => {
    // GIVEN
    const world = await new World().prepare('dev');
    world.rule({ call: 'kubectl * rollout *', code: 'hang' });

    // WHEN
    const running = world.run('deploy', ['dev']);
    while (!world.calls().some((call) => call.startsWith('kubectl rollout'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.emit('SIGTERM');
    const { code, stdout, stderr } = await running;

    // THEN
    expect(code).toBe(130);
    expect(stdout).toContain('stopped at: rollouts');
    expect(stderr).toMatch(/error: kubectl .* was stopped\nnext: run the same command again/);
    expect((await world.settle().run('deploy', ['dev'])).code).toBe(0);
    world.remove();
  });
});
