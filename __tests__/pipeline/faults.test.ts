import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { RETRY_TRANSIENT, Runner } from '../../pipeline';
import {
  EXPIRED,
  FULL,
  HOLDER,
  LOCKED,
  LOG_IN,
  MAKE_ROOM,
  OTHER_SERVER,
  PASSING,
  STAYING,
  expectAllWaitedOut,
  leadTo,
  putState,
} from '../helpers/faults';
import { World } from '../helpers/pipeline-world';

let world: World;
beforeEach(async () => {
  world = await new World().prepare('managed');
});
afterEach(() => world.remove());

describe('what passes is waited out', () => {
  test.each(PASSING)('%s', (text) => {
    expect(RETRY_TRANSIENT.retryable(text)).toBe(true);
  });

  test.each(['(AuthorizationFailed) no', 'conflict with "helm"', 'Error: 500 tokens are too few', 'AADSTS70043'])(
    'and not: %s',
    (text) => {
      expect(RETRY_TRANSIENT.retryable(text)).toBe(false);
    },
  );

  test.each([
    ['deploy', ['managed'], 30, 'refused', 1],
    ['destroy', ['managed', '--yes'], 10, 'refused', 1],
    ['deploy', ['managed'], 30, 'whose answer is lost', 'answer-lost'],
    ['destroy', ['managed', '--yes'], 10, 'whose answer is lost', 'answer-lost'],
  ] as const)(
    'at every call of a %s %j that goes to Azure or to the cluster',
    async (command, argv, least, _, code) => {
      // GIVEN every call, each of which fails the first time
      const before = async () => {
        const made = await new World().prepare('managed');
        if (command === 'destroy') await made.run('deploy', ['managed']);
        return made.forgetCalls();
      };

      // THEN
      const { remote, world: after } = await expectAllWaitedOut(before, (of) => of.run(command, argv), code);
      expect(remote.length).toBeGreaterThan(least);
      after.remove();
    },
  );

  test.each(STAYING)('and where it does not pass ends the run: %s', async (_, says) => {
    // GIVEN
    world.rule({ call: 'az aks get-credentials *', code: 1, says });

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['managed']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/\nnext: \S/);
    expect(stdout).toContain('done: preflight, plan, load-balancer, infrastructure\nstopped at: kubeconfig');
    expect(world.calls().filter((call) => call.startsWith('az aks get-credentials'))).toHaveLength(5);
    expect((await world.settle().run('deploy', ['managed'])).code).toBe(0);
    expect(world.read('infrastructure-made')).toBe('made\n');
  });
});

describe('a login that expires in the middle', () => {
  test.each<[string, string]>([
    ['plan', 'terraform * plan *'],
    ['infrastructure', 'cdktf deploy *'],
    ['kubeconfig', 'az aks get-credentials *'],
    ['kubeconfig', 'kubectl * auth can-i *'],
    ['secret', 'kubectl * create --filename *'],
    ['apply', 'kubectl * apply *'],
    ['rollouts', 'kubectl * rollout status *'],
    ['prune', 'kubectl * get namespaces,*'],
    ['gateway', 'kubectl * get gateways.*'],
    ['route', 'kubectl * get httproutes.*'],
  ])('at %s says so, and the same command goes on', async (step, call) => {
    // GIVEN
    world.rule({ call, code: 1, says: EXPIRED });

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['managed']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain(`stopped at: ${step}\n`);
    expect(stderr).toContain(LOG_IN);
    expect((await world.settle().run('deploy', ['managed'])).code).toBe(0);
    expect(world.read('infrastructure-made')).toBe('made\n');
  });
});

describe('a login that expires in the middle of a destroy', () => {
  test.each<[string, string]>([
    ['gateway', 'kubectl * delete gateways.*'],
    ['infrastructure', 'cdktf destroy *'],
    ['leftovers', 'az group exists *'],
  ])('at %s says so, and the same command goes on', async (step, call) => {
    // GIVEN
    await world.run('deploy', ['managed']);
    world.rule({ call, code: 1, says: EXPIRED });

    // WHEN
    const { code, stdout, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain(`stopped at: ${step}\n`);
    expect(stderr).toContain(LOG_IN);
    expect((await world.settle().run('destroy', ['managed', '--yes'])).code).toBe(0);
    expect(world.has('infrastructure')).toBe(false);
  });
});

describe('a full disk', () => {
  test('under a file of the project says so, and what else is wrong with it is not taken for that', () => {
    // GIVEN
    const runner = new Runner({ directory: '.' });
    const change = (message: string) => () =>
      runner.change('write it', () => {
        throw new Error(message);
      });

    // THEN
    const full = 'ENOSPC: no space left on device, write';
    const next = expect.stringMatching(/^the disk is full: make room/) as string;
    expect(change(full)).toThrow(expect.objectContaining({ name: 'PipelineError', message: full, next }));
    expect(change('EACCES: permission denied')).toThrow(expect.objectContaining({ name: 'Error' }));
  });

  test.each([
    ['plan', 'terraform * plan *'],
    ['infrastructure', 'cdktf deploy *'],
    ['charts', 'cdk8s synth *'],
  ])('says so where a tool meets it at %s, and the same command goes on', async (step, call) => {
    // GIVEN
    world.rule({ call, code: 1, says: FULL });

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['managed']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(FULL);
    expect(stderr).toContain(MAKE_ROOM);
    expect(stdout).toContain(`stopped at: ${step}\n`);
    expect((await world.settle().run('deploy', ['managed'])).code).toBe(0);
    expect(world.read('infrastructure-made')).toBe('made\n');
  });

  test('under outputs that are cut off is told before anything is made from them, and mended by the same command', async () => {
    // GIVEN
    const outputs = path.join(world.project, 'outputs/managed.json');
    mkdirSync(path.dirname(outputs), { recursive: true });
    writeFileSync(outputs, '{"managed": {"clus');
    world.rule({ call: 'cdktf deploy *', code: 0 });

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['managed']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('outputs/managed.json');
    expect(stdout).toContain('stopped at: infrastructure');
    expect(world.calls().filter((call) => call.startsWith('kubectl apply'))).toEqual([]);
    expect((await world.settle().run('deploy', ['managed'])).code).toBe(0);
  });
});

describe('a kubeconfig of another cluster', () => {
  test('is not followed', async () => {
    // GIVEN
    await world.run('deploy', ['managed']);
    world.forgetCalls();
    leadTo(OTHER_SERVER, world, 'managed');

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['managed', '--from', 'apply']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: outputs/kubeconfig-managed leads to aks-secureai-prod-abcde-0123abcd.hcp.eastus2.azmk8s.io, which is not cluster aks-secureai-managed-izobl of managed: nothing was sent there\n' +
        'next: npm run deploy -- managed --from kubeconfig writes it',
    );
    expect(stdout).toContain('stopped at: apply');
    expect(world.calls()).toEqual([]);
    expect((await world.run('deploy', ['managed'])).code).toBe(0);
  });

  test.each([
    ['plan', ['managed']],
    ['verify', ['managed']],
  ])('is not followed by a %s', async (command, argv) => {
    // GIVEN
    await world.run('deploy', ['managed']);
    world.forgetCalls();
    leadTo(OTHER_SERVER, world, 'managed');

    // WHEN
    const { code, stderr } = await world.run(command, argv);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('outputs/kubeconfig-managed leads to aks-secureai-prod-abcde-0123abcd.hcp');
    expect(world.calls().filter((call) => call.startsWith('kubectl'))).toEqual([]);
  });

  test('is not followed by the plan of a deploy, which goes on and writes its own', async () => {
    // GIVEN
    await world.run('deploy', ['managed']);
    leadTo(OTHER_SERVER, world, 'managed');

    // WHEN
    const { code, stdout } = await world.run('deploy', ['managed']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('cluster: not compared, outputs/kubeconfig-managed leads to aks-secureai-prod');
  });

  test.each([
    'https://aks-secureai-managed-izobl-0123abcd.hcp.eastus2.azmk8s.io:443',
    'https://aks-secureai-managed-izobl-0123abcd.01234567-0123-4123-8123-0123456789ab.privatelink.eastus2.azmk8s.io:443',
    // Says nothing of whose it is.
    'https://127.0.0.1:6443',
  ])('is not %s', async (server) => {
    // GIVEN
    await world.run('deploy', ['managed']);
    leadTo(server, world, 'managed');

    // THEN
    expect((await world.run('deploy', ['managed', '--from', 'apply'])).code).toBe(0);
  });
});

describe('a state of another environment', () => {
  test.each([
    ['deploy', ['managed']],
    ['destroy', ['managed', '--yes']],
  ])('is not touched by a %s', async (command, argv) => {
    // GIVEN
    putState('prod', world, 'managed');

    // WHEN
    const { code, stderr } = await world.run(command, argv);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: terraform.managed.tfstate is the state of environment prod, not of managed: nothing was changed\n' +
        'next: move it away, to terraform.prod.tfstate if there is none; without a state, what exists of managed is found in Azure',
    );
    expect(world.calls().filter((call) => call.startsWith('cdktf'))).toEqual([]);
  });

  test('is not its own', async () => {
    putState('managed', world, 'managed');
    expect((await world.run('deploy', ['managed'])).code).toBe(0);
  });
});

describe('two deploys of one environment at once', () => {
  test.each(['cdktf deploy *', 'terraform * plan *'])('are one after the other, met at %s', async (call) => {
    // GIVEN
    world.rule({ ...LOCKED, call, times: 1 });

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['managed']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`the state is locked by ${HOLDER}: waiting for it, at most 10m`);
  });

  test('are so too where one is a destroy', async () => {
    // GIVEN
    await world.run('deploy', ['managed']);
    world.rule({ ...LOCKED, call: 'cdktf destroy *', times: 1 });

    // WHEN
    const { code, stdout } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain(`the state is locked by ${HOLDER}: waiting for it, at most 10m`);
    expect(world.has('infrastructure')).toBe(false);
  });

  test('of which the first does not end, let the second say whose it is', async () => {
    // GIVEN
    world.rule({ ...LOCKED, times: 2 });

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['managed']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(`error: the state of managed is locked by ${HOLDER}\nnext: wait for them`);
    expect(stdout).toContain('done: preflight, plan, load-balancer\nstopped at: infrastructure');
    expect((await world.run('deploy', ['managed'])).code).toBe(0);
  });
});
