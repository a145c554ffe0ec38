import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asLive } from '../../fixtures/pipeline/live-objects';
import { World } from '../../helpers/pipeline-world';
import recorded from '../../fixtures/terraform-plan/changes.json';

const STACK = JSON.stringify({
  resource: {
    terraform_data: {
      a: { input: 'a' },
      b: { input: 'b', lifecycle: { prevent_destroy: true, ignore_changes: ['input'] } },
      c: { lifecycle: { prevent_destroy: false } },
    },
  },
});
const DIFF = [
  'diff -u -N /tmp/LIVE-1/v1.ConfigMap.dev.settings /tmp/MERGED-1/v1.ConfigMap.dev.settings',
  '--- /tmp/LIVE-1/v1.ConfigMap.dev.settings\tnow',
  '+++ /tmp/MERGED-1/v1.ConfigMap.dev.settings\tnow',
  '@@ -1,1 +1,1 @@',
  '-  a: "1"',
  '+  a: "2"',
].join('\n');

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev');
});
afterEach(() => world.remove());

const plans = (plan: object) => world.rule({ call: 'terraform * show *', code: 0, says: JSON.stringify(plan) });

/** The stack in the folder of the deploy. */
const stackNow = () => readFileSync(path.join(world.project, 'cdktf.out/stacks/dev/cdk.tf.json'), 'utf8');

/** Lets the world go on from a deploy. */
async function deployed(): Promise<void> {
  await world.run('deploy', ['dev']);
  world.forgetCalls();
}

const LABELS = { 'app.kubernetes.io/managed-by': 'secure-aks-openai', 'secure-aks-openai/environment': 'dev' };

/** An object that says it is the environment's. */
const object = (apiVersion: string, kind: string, name: string) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'dev', labels: LABELS },
});
const CHAT = object('apps/v1', 'Deployment', 'chat');
const CLAIM = object('v1', 'PersistentVolumeClaim', 'cache');

/** Says what the cluster holds of the environment. */
const holds = (...objects: Parameters<typeof asLive>[0]) =>
  world.rule({
    call: 'kubectl * get namespaces,* --all-namespaces *',
    code: 0,
    says: JSON.stringify({ items: asLive(objects) }),
  });

describe('plan', () => {
  test('of nothing exits 0, and says what of the cluster is not known', async () => {
    // WHEN
    const { code, stdout, stderr } = await world.run('plan', ['dev']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'plan of dev: nothing would change',
      'cluster: not compared, outputs/dev.json does not exist, and no state has the outputs: there is no cluster yet',
    ]);
    expect(world.calls()).toEqual([
      'cdktf synth',
      'terraform version',
      'terraform -chdir=cdktf.out/stacks/dev init -input=false -no-color',
      'terraform -chdir=cdktf.out/stacks/dev plan -input=false -no-color -out=environment.tfplan -lock=false',
      'terraform -chdir=cdktf.out/stacks/dev show -json -no-color environment.tfplan',
    ]);
  });

  test('of a change exits 2, in Azure', async () => {
    plans(recorded);
    const { code, stdout } = await world.run('plan', ['dev']);

    expect(code).toBe(2);
    expect(stdout).toContain(
      'plan of dev: 2 to replace, 1 to destroy, 1 to create, 1 to update\n  replace terraform_data.a',
    );
    expect(stdout).not.toContain('hunter22-secret');
  });

  test('of a change exits 2, in the outputs alone', async () => {
    plans({ output_changes: { endpoint: { actions: ['update'] } } });

    expect((await world.run('plan', ['dev'])).code).toBe(2);
  });

  test('of a change exits 2, in the cluster, and gives the YAML of the last deploy to its API server', async () => {
    // GIVEN
    await deployed();
    world.rule({ call: 'kubectl * diff *', code: 1, prints: DIFF });

    // WHEN
    const { code, stdout } = await world.run('plan', ['dev']);

    // THEN
    expect(code).toBe(2);
    expect(stdout).toContain(
      ['cluster: 1 objects to change', '  update ConfigMap dev/settings', '      -  a: "1"', '      +  a: "2"'].join(
        '\n',
      ),
    );
    expect(world.calls().filter((call) => /^(?:cdk8s|kubectl)/.test(call))).toEqual([
      'cdk8s synth --check-upgrade=false',
      'kubectl diff --server-side --force-conflicts --filename dist/dev',
      expect.stringMatching(/^kubectl get customresourcedefinitions/),
      expect.stringMatching(/^kubectl get namespaces,/),
      expect.stringMatching(/^kubectl get secrets --all-namespaces/),
    ]);
  });

  test.each([
    ['a text of the YAML', { prints: DIFF.replace('a: "2"', 'a: "429 Too Many Requests"') }, 2, 1],
    ['a text of the cluster', { says: 'Error from server (InternalError): an error', times: 1 }, 0, 2],
  ])('asks again for what passes, and not for what differs: %s', async (_, rule, exitCode, calls) => {
    // GIVEN
    await deployed();
    world.rule({ call: 'kubectl * diff *', code: 1, ...rule });

    // WHEN
    const { code } = await world.run('plan', ['dev']);

    // THEN
    expect(code).toBe(exitCode);
    expect(world.calls().filter((call) => call.startsWith('kubectl diff'))).toHaveLength(calls);
  });

  describe('of what has left the YAML', () => {
    test('exits 2, says what the deploy would delete and what it would keep, and deletes nothing', async () => {
      // GIVEN
      await deployed();
      holds(CLAIM, CHAT);

      // WHEN
      const { code, stdout } = await world.run('plan', ['dev']);

      // THEN
      expect(code).toBe(2);
      expect(stdout.split('\n')).toEqual([
        'plan of dev: 0 to replace, 0 to destroy, 0 to create, 0 to update',
        'cluster: 0 objects to change, 1 to delete',
        '  delete Deployment dev/chat, which has left the YAML',
        '  keep PersistentVolumeClaim dev/cache, which has left the YAML and holds data: --prune-data deletes it',
      ]);
      expect(world.calls().filter((call) => /^kubectl (?!diff|get)/.test(call))).toEqual([]);
    });

    test('exits 0 where all of it is kept, and still says so', async () => {
      // GIVEN
      await deployed();
      holds(CLAIM);

      // WHEN
      const { code, stdout } = await world.run('plan', ['dev']);

      // THEN
      expect(code).toBe(0);
      expect(stdout).toContain('plan of dev: nothing would change\ncluster: 0 objects to change\n  keep Persistent');
    });

    test('is in the JSON, with why the pages are away for a while', async () => {
      // GIVEN a Gateway under another name
      await deployed();
      const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'old');
      holds(CHAT, CLAIM, gateway);
      world.make('more.yaml', JSON.stringify({ ...gateway, metadata: { ...gateway.metadata, name: 'new' } }));

      // WHEN
      const { code, stdout, stderr } = await world.run('plan', ['dev', '--json']);

      // THEN
      const absence = 'the pages are away for some minutes: Gateway dev/new takes the place of Gateway dev/old';
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({
        changed: true,
        cluster: {
          changes: [],
          deletions: ['Gateway dev/old', 'Deployment dev/chat'],
          kept: ['PersistentVolumeClaim dev/cache'],
          pageAbsences: [absence],
        },
      });
      expect(stderr).toContain(`\n  ${absence}`);
    });

    test('is shown by a deploy before it does anything', async () => {
      // GIVEN
      await deployed();
      holds(CHAT);
      world.rule({ call: 'cdktf deploy *', code: 1, says: 'Error: no' });

      // WHEN
      const { stdout } = await world.run('deploy', ['dev']);

      // THEN
      expect(stdout).toContain('  delete Deployment dev/chat, which has left the YAML');
    });
  });

  test.each([
    ['a namespace', 'Error from server (NotFound): namespaces "new" not found'],
    ['a kind', 'error: resource mapping not found for name: "pages-tls": no matches for kind "Certificate"'],
  ])('tells what %s that is still to be made keeps from being compared', async (_, says) => {
    // GIVEN
    await deployed();
    world.rule({
      call: 'kubectl * diff *',
      code: 2,
      prints: DIFF,
      says,
    });

    // WHEN
    const { code, stdout } = await world.run('plan', ['dev']);

    // THEN
    expect(code).toBe(2);
    expect(stdout).toContain(`cluster: not compared, ${says}`);
    expect(stdout).toContain('update ConfigMap dev/settings');
  });

  test.each([
    ['1, that says nothing', 1],
    ['more', 3],
  ] as const)('fails where the cluster does not tell: exit code %s', async (_, exitCode) => {
    // GIVEN
    await deployed();
    world.rule({ call: 'kubectl * diff *', code: exitCode, says: 'error: Unauthorized' });

    // WHEN
    const { code, stderr } = await world.run('plan', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('error: Unauthorized');
    expect(stderr).toContain('npm run plan -- dev --state-only');
  });

  test('--state-only asks neither Azure nor the cluster', async () => {
    // GIVEN
    await deployed();

    // WHEN
    const { code, stdout } = await world.run('plan', ['dev', '--state-only']);

    // THEN
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'plan of dev: nothing would change' });
    expect(world.calls().filter((call) => /^(?:kubectl|az|cdk8s)/.test(call))).toEqual([]);
    expect(world.calls().find((call) => / plan /.test(call))).toMatch(/ -lock=false -refresh=false$/);
  });

  test('--json prints a document on stdout and the lines beside it, without what is sensitive', async () => {
    // GIVEN
    plans(recorded);

    // WHEN
    const { code, stdout, stderr } = await world.run('plan', ['dev', '--json', '--state-only']);

    // THEN
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'dev',
      changed: true,
      infrastructure: {
        counts: { replace: 2, destroy: 1, create: 1, update: 1, forget: 0 },
        changes: [
          { address: 'terraform_data.a', action: 'replace', forcedBy: [{ field: 'triggers_replace' }] },
          { address: 'terraform_data.b', action: 'replace', forcedBy: [{ follows: ['terraform_data.a'] }] },
          { address: 'terraform_data.d', action: 'destroy' },
          { address: 'terraform_data.e', action: 'create' },
          { address: 'terraform_data.c', action: 'update' },
        ],
      },
    });
    expect(stderr).toContain('plan of dev: 2 to replace');
    expect(stdout + stderr).not.toContain('hunter22-secret');
  });

  test('plans as if nothing were protected, says what is, and leaves the stack and no plan behind', async () => {
    // GIVEN
    world.make('stack.json', STACK);
    plans(recorded);

    // WHEN
    const { stdout } = await world.run('plan', ['dev', '--state-only']);

    // THEN
    expect(JSON.parse(world.read('planned.json')).resource.terraform_data.b.lifecycle).toEqual({
      prevent_destroy: false,
      ignore_changes: ['input'],
    });
    expect(stdout).toContain('replace terraform_data.b (protected)');
    expect(stdout).not.toContain('terraform_data.a (protected)');
    expect(stackNow()).toBe(STACK);
    expect(existsSync(path.join(world.project, 'cdktf.out/stacks/dev/environment.tfplan'))).toBe(false);
  });

  test('that fails exits 1, and leaves the stack as it was', async () => {
    // GIVEN
    world.make('stack.json', STACK);
    world.rule({ call: 'terraform * plan *', code: 1, says: 'Error: no' });

    // WHEN
    const { code, stderr } = await world.run('plan', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('Error: no');
    expect(stackNow()).toBe(STACK);
  });

  test.each([
    [
      { environment: { actions: ['update'], before: 'other' } },
      'terraform.dev.tfstate is the state of environment other, not of dev: nothing was changed',
    ],
    [
      {
        environment: { actions: ['no-op'], before: 'dev' },
        subscription_id: { actions: ['update'], before: 'another' },
      },
      'terraform.dev.tfstate is the state of dev in subscription another, not in 33333333-3333-4333-8333-333333333333: nothing was changed',
    ],
  ])('refuses a state of %j', async (outputs, says) => {
    plans({ output_changes: outputs });
    const { code, stderr } = await world.run('plan', ['dev']);

    expect(code).toBe(1);
    expect(stderr).toContain(says);
  });
});
