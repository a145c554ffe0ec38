import type { Rule } from '../fixtures/pipeline/rules';
import { World, type Outcome } from '../helpers/pipeline-world';

// Every test starts a process of its own, which is killed with SIGKILL on its way, and lets a second run go on.

/** Where a run was killed. */
interface Death extends Rule {
  readonly at: string;
}

/** That a run was killed: it has no exit code, or on Windows the one of a failure, of which it would have told. */
function expectKilled({ code, stdout }: Outcome): void {
  expect(code).toBe(process.platform === 'win32' ? 1 : null);
  expect(stdout).not.toContain('stopped at: ');
}

/** The database's password, as a Secret holds it. */
function passwordIn(world: World, file: string): string {
  const { data } = JSON.parse(world.read(file)) as { data: Record<string, string> };
  return data['database-password'] ?? 'none';
}

/** What must be the same at the end, however often the way there was broken off. */
function endOf(world: World) {
  return {
    calls: world
      .calls()
      .at(-1)
      ?.replace(/verify-\w+/, 'verify-x'),
    namespace: world.has('namespace'),
    // How often what cannot be repeated was done.
    infrastructureMade: world.read('infrastructure-made').split('\n').filter(Boolean).length,
    secretsMade: world.read('secrets-made').split('\n').filter(Boolean).length,
    sameSecrets:
      ['secret', 'data-secret'].map((file) => world.read(file)).join('\n') === world.read('secrets-made').trim(),
    samePassword: passwordIn(world, 'secret') === passwordIn(world, 'data-secret'),
    applied: world.read('applied'),
  };
}

const DEPLOY: readonly Death[] = [
  { at: 'after preflight', call: 'cdktf deploy *', code: 'kill-before' },
  { at: 'inside infrastructure, with its outputs unread', call: 'cdktf deploy *', code: 'kill-after' },
  { at: 'after infrastructure', call: 'az aks get-credentials *', code: 'kill-before' },
  { at: 'inside kubeconfig, before kubelogin has been there', call: 'az aks get-credentials *', code: 'kill-after' },
  { at: 'after kubeconfig', call: 'kubectl * get secret *', code: 'kill-before' },
  { at: 'inside secret, with a namespace and no Secret', call: 'kubectl * create --filename -', code: 'kill-after' },
  { at: 'inside secret, with its answer lost', call: 'kubectl * create --filename -', code: 'kill-after', passes: 1 },
  { at: 'inside secret, with one of two', call: 'kubectl * create --filename -', code: 'kill-after', passes: 2 },
  { at: 'after secret', call: 'cdk8s synth *', code: 'kill-before' },
  { at: 'after charts', call: 'kubectl * wait *', code: 'kill-before' },
  { at: 'inside apply, with its answer lost', call: 'kubectl * apply *', code: 'kill-after' },
  { at: 'after apply', call: 'kubectl * get deployments.apps,*', code: 'kill-before' },
  { at: 'after rollouts', call: 'kubectl * rollout *', code: 'kill-after' },
  { at: 'after gateway', call: 'kubectl * get httproutes.*', code: 'kill-before' },
  { at: 'after route', call: 'kubectl * get pods *', code: 'kill-before' },
  { at: 'inside verify, with its Job left behind', call: 'kubectl * get job *', code: 'kill-before' },
];

describe('a deploy that was killed', () => {
  let undisturbed: ReturnType<typeof endOf>;

  beforeAll(async () => {
    const world = await new World().prepare('managed');
    await world.run('deploy', ['managed']);
    undisturbed = endOf(world);
    world.remove();
  });

  test('would have come to this end', () => {
    expect(undisturbed).toMatchObject({
      namespace: true,
      infrastructureMade: 1,
      secretsMade: 2,
      sameSecrets: true,
      samePassword: true,
    });
    expect(undisturbed.applied).toContain('made.fz01.alb.azure.com');
  });

  test.each(DEPLOY)('$at, goes on to the same end', async ({ call, code, passes }) => {
    // GIVEN
    const world = await new World().prepare('managed');
    world.rule({ call, passes, times: 1, code });
    expectKilled(await world.spawn('deploy', ['managed']));

    // WHEN
    const outcome = await world.settle().run('deploy', ['managed']);

    // THEN
    expect(outcome.code).toBe(0);
    expect(endOf(world)).toEqual(undisturbed);
    world.remove();
  });
});

const DESTROY: readonly Death[] = [
  { at: 'after preflight', call: 'az aks show *', code: 'kill-before' },
  { at: 'inside gateway, with the route gone', call: 'kubectl * delete httproutes.*', code: 'kill-after' },
  { at: 'inside gateway, with the Gateway gone', call: 'kubectl * delete gateways.*', code: 'kill-after' },
  {
    at: 'inside gateway, with the load balancer gone',
    call: 'kubectl * delete applicationloadbalancers.*',
    code: 'kill-after',
  },
  { at: 'after gateway', call: 'cdktf destroy *', code: 'kill-before' },
  { at: 'after infrastructure', call: 'cdktf destroy *', code: 'kill-after' },
  { at: 'inside leftovers', call: 'az group exists *', code: 'kill-after' },
];

describe('a destroy that was killed', () => {
  test.each(DESTROY)('$at, goes on until nothing is left', async ({ call, code }) => {
    // GIVEN
    const world = await new World().prepare('managed');
    expect((await world.run('deploy', ['managed'])).code).toBe(0);
    world.rule({ call, times: 1, code });
    expectKilled(await world.spawn('destroy', ['managed', '--yes']));

    // WHEN
    const outcome = await world.settle().run('destroy', ['managed', '--yes']);

    // THEN
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    for (const thing of ['infrastructure', 'route', 'gateway', 'load-balancer', 'secret', 'data-secret']) {
      expect({ thing, left: world.has(thing) }).toEqual({ thing, left: false });
    }
    world.remove();
  });
});
