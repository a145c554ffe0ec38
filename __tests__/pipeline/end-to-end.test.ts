import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { parseAllDocuments } from 'yaml';
import { PLANTED_KEY, PLANTED_TOKEN, World } from '../helpers/pipeline-world';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

/** Calls that change something or that later ones depend on, in few words. */
function course(calls: readonly string[]): string[] {
  const words: readonly (readonly [RegExp, string])[] = [
    [/^az account show/, 'login'],
    [/^az aks get-credentials/, 'kubeconfig'],
    [/^kubelogin convert/, 'kubelogin'],
    [/^kubectl apply --server-side/, 'apply'],
    [/^kubectl rollout status/, 'rollout'],
    [/^kubectl get gateways/, 'gateway?'],
    [/^az account get-access-token/, 'token'],
    [/^kubectl create --filename -/, 'create from stdin'],
    [/^kubectl logs job/, 'log of the job'],
    [/^kubectl delete job/, 'delete job'],
    [/^az aks nodepool list/, 'nodes?'],
    [/^az aks show/, 'cluster?'],
    [/^kubectl delete (\w+)\./, 'delete'],
    [/^az resource list/, 'resources?'],
    [/^az group exists/, 'group?'],
  ];
  return calls.flatMap((call) => {
    const [, word] = words.find(([pattern]) => pattern.test(call)) ?? [];
    return word === undefined ? [] : [word === 'delete' ? `delete ${/delete (\w+)\./.exec(call)?.[1]}` : word];
  });
}

describeWith('terraform')('with the real cdktf, terraform and cdk8s', () => {
  test('deploy, deploy again, and destroy', async () => {
    // GIVEN
    const world = new World({ standIns: false });

    // WHEN it is deployed
    const deploy = await world.spawn('deploy', ['managed']);

    // THEN each step came after what it needs
    expect(deploy).toMatchObject({ code: 0, stderr: '' });
    expect(course(world.calls())).toEqual(
      [
        ['login', 'nodes?', 'nodes?', 'kubeconfig', 'kubelogin', ...Array<string>(4).fill('create from stdin')],
        ['gateway?', 'apply', 'rollout', 'rollout', 'gateway?', 'gateway?', 'gateway?', 'apply'],
        ['token', 'create from stdin', 'log of the job', 'delete job', 'gateway?'],
      ].flat(),
    );
    // THEN Terraform's outputs have reached the YAML, and the host name that only the cluster knew
    const outputs = JSON.parse(readFileSync(path.join(world.project, 'outputs/managed.json'), 'utf8')) as {
      managed: { workload_identities: Record<string, { client_id: string }> };
    };
    const objects = parseAllDocuments(world.read('applied')).map((document) => document.toJS() as Manifest);
    const account = objects.find(({ kind }) => kind === 'ServiceAccount')!;
    expect(account.metadata.annotations?.['azure.workload.identity/client-id']).toBe(
      outputs.managed.workload_identities['ai-service']!.client_id,
    );
    expect(objects.find(({ kind }) => kind === 'HTTPRoute')!.spec?.hostnames).toEqual(['made.fz01.alb.azure.com']);
    // THEN the user's own kubeconfig was left alone
    expect(() => readFileSync(path.join(world.project, '.kube/config'))).toThrow('ENOENT');

    // WHEN it is deployed again
    world.forgetCalls();
    const again = await world.spawn('deploy', ['managed']);

    // THEN nothing is made a second time
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('No changes. Your infrastructure matches the configuration');
    expect(again.stdout).toContain(
      '- secret: skipped, Secret store-credentials is there already, in namespace dev and dev-data',
    );
    expect(again.stdout).toContain('- route: skipped, the route answers to made.fz01.alb.azure.com already');
    expect(course(world.calls()).filter((word) => word === 'create from stdin')).toHaveLength(1);
    expect(world.read('secrets-made').trim().split('\n')).toHaveLength(2);

    // WHEN it is destroyed
    world.forgetCalls();
    const destroy = await world.spawn('destroy', ['managed', '--yes']);

    // THEN what uses others went first
    expect(destroy).toMatchObject({ code: 0, stderr: '' });
    expect(course(world.calls())).toEqual(
      [
        ['login', 'cluster?', 'kubeconfig', 'kubelogin'],
        ['delete httproutes', 'delete gateways', 'delete applicationloadbalancers', 'resources?'],
        ['group?', 'group?'],
      ].flat(),
    );
    const state = JSON.parse(readFileSync(path.join(world.project, 'terraform.managed.tfstate'), 'utf8')) as {
      resources: unknown[];
    };
    expect(state.resources).toEqual([]);
    expect(() => readFileSync(path.join(world.project, 'outputs/managed.json'))).toThrow('ENOENT');

    // THEN no secret was printed or recorded on the way
    const printed =
      [deploy, again, destroy].map(({ stdout, stderr }) => stdout + stderr).join('\n') + world.read('calls');
    const [made] = world.read('secrets-made').split('\n');
    const { data } = JSON.parse(made!) as { data: Record<string, string> };
    const password = data['broker-password']!;
    for (const secret of [PLANTED_KEY, PLANTED_TOKEN, password, Buffer.from(password, 'base64').toString()]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(printed).not.toContain(secret);
    }
    expect(printed).toContain('AccountKey=***');
    world.remove();
  });

  test('a deploy waits for whoever holds the lock of the state, and goes on once it is free', async () => {
    // GIVEN an environment that is deployed, and a Terraform of somebody else at work on its state
    const world = new World({ standIns: false });
    expect((await world.spawn('deploy', ['dev'])).code).toBe(0);
    const colleague = await holdLock(path.join(world.project, 'terraform.dev.tfstate'));
    const left = once(colleague, 'exit');

    // WHEN
    const outcome = await world.spawn('deploy', ['dev'], {
      text: 'Acquiring state lock',
      react: () => colleague.stdin.end(),
    });

    // THEN it came to its end, which it could not have before the other one had
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('Acquiring state lock');
    expect(outcome.stdout).toContain('No changes. Your infrastructure matches the configuration');
    expect(await left).toEqual([0, null]);
    world.remove();
  });

  test('a deploy that was killed while Terraform was at work goes on to the same end', async () => {
    // GIVEN a Terraform that has begun, and is let go on once nobody listens to it any more
    const world = new World({ standIns: false }).variable('SLOW_APPLY', 'applies');
    const applies = path.join(world.project, 'applies');
    const killed = await world.spawn('deploy', ['dev'], { text: 'Creating...', react: (run) => run.kill('SIGKILL') });
    expect(killed.code).toBeNull();
    writeFileSync(`${applies}.go`, '');

    // WHEN
    const outcome = await world.spawn('deploy', ['dev']);

    // THEN
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(applies, 'utf8')).toMatch(/^(?:made\n)+$/);
    expect((await world.spawn('deploy', ['dev', '--from', 'infrastructure'])).stdout).toContain(
      'No changes. Your infrastructure matches the configuration',
    );
    world.remove();
  });
});

/** A Terraform that holds the lock of a state until its stdin is closed. */
async function holdLock(state: string): Promise<ChildProcessByStdio<Writable, null, null>> {
  const terraform = spawn('terraform', ['console', `-state=${state}`], {
    cwd: scratchFolder(),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const lock = path.join(path.dirname(state), `.${path.basename(state)}.lock.info`);
  while (!existsSync(lock) && terraform.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
  expect(terraform.exitCode).toBeNull();
  return terraform;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Record<string, string> };
  readonly spec?: { readonly hostnames?: string[] };
}
