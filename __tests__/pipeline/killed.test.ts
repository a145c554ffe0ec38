import { World } from '../helpers/pipeline-world';

// Every test starts a process of its own, kills it with SIGKILL, and lets a second run go on.

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
    sameSecret: world.read('secret') === world.read('secrets-made').trim(),
    applied: world.read('applied'),
  };
}

const DEPLOY = [
  ['after preflight', 'cdktf deploy *', 'kill-before'],
  ['inside infrastructure, with its outputs unread', 'cdktf deploy *', 'kill-after'],
  ['after infrastructure', 'az aks get-credentials *', 'kill-before'],
  ['inside kubeconfig, before kubelogin has been there', 'az aks get-credentials *', 'kill-after'],
  ['after kubeconfig', 'kubectl * get secret *', 'kill-before'],
  ['inside secret, with a namespace and no Secret', 'kubectl * create namespace *', 'kill-after'],
  ['inside secret, with its answer lost', 'kubectl * create --filename -', 'kill-after'],
  ['after secret', 'cdk8s synth *', 'kill-before'],
  ['after charts', 'kubectl * wait *', 'kill-before'],
  ['inside apply, with its answer lost', 'kubectl * apply *', 'kill-after'],
  ['after apply', 'kubectl * get deployments.apps,*', 'kill-before'],
  ['after rollouts', 'kubectl * rollout *', 'kill-after'],
  ['after gateway', 'kubectl * get httproutes.*', 'kill-before'],
  ['after route', 'kubectl * get pods *', 'kill-before'],
  ['inside verify, with its Job left behind', 'kubectl * get job *', 'kill-before'],
] as const;

describe('a deploy that was killed', () => {
  let undisturbed: ReturnType<typeof endOf>;

  beforeAll(async () => {
    const world = await new World().prepare('managed');
    await world.run('deploy', ['managed']);
    undisturbed = endOf(world);
    world.remove();
  });

  test('would have come to this end', () => {
    expect(undisturbed).toMatchObject({ namespace: true, infrastructureMade: 1, secretsMade: 1, sameSecret: true });
    expect(undisturbed.applied).toContain('made.fz01.alb.azure.com');
  });

  test.each(DEPLOY)('%s, goes on to the same end', async (_, call, code) => {
    // GIVEN
    const world = await new World().prepare('managed');
    world.rule({ call, times: 1, code });
    const killed = await world.spawn('deploy', ['managed']);
    expect(killed.code).toBeNull();

    // WHEN
    const outcome = await world.settle().run('deploy', ['managed']);

    // THEN
    expect(outcome.code).toBe(0);
    expect(endOf(world)).toEqual(undisturbed);
    world.remove();
  });
});

const DESTROY = [
  ['after preflight', 'az aks show *', 'kill-before'],
  ['inside gateway, with the route gone', 'kubectl * delete httproutes.*', 'kill-after'],
  ['inside gateway, with the Gateway gone', 'kubectl * delete gateways.*', 'kill-after'],
  ['inside gateway, with the load balancer gone', 'kubectl * delete applicationloadbalancers.*', 'kill-after'],
  ['after gateway', 'cdktf destroy *', 'kill-before'],
  ['after infrastructure', 'cdktf destroy *', 'kill-after'],
  ['inside leftovers', 'az group exists *', 'kill-after'],
] as const;

describe('a destroy that was killed', () => {
  test.each(DESTROY)('%s, goes on until nothing is left', async (_, call, code) => {
    // GIVEN
    const world = await new World().prepare('managed');
    expect((await world.run('deploy', ['managed'])).code).toBe(0);
    world.rule({ call, times: 1, code });
    const killed = await world.spawn('destroy', ['managed', '--yes']);
    expect(killed.code).toBeNull();

    // WHEN
    const outcome = await world.settle().run('destroy', ['managed', '--yes']);

    // THEN
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    for (const thing of ['infrastructure', 'route', 'gateway', 'load-balancer', 'secret']) {
      expect({ thing, left: world.has(thing) }).toEqual({ thing, left: false });
    }
    world.remove();
  });
});
