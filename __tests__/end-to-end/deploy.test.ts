import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { PLANTED_KEY, PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { World } from '../helpers/pipeline-world';
import { describeWith } from '../helpers/require-tool';

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
    // GIVEN a world in which cdktf and cdk8s synthesize by themselves, this once
    const world = new World({ standIns: false }).variable('WHOLE', 'true');

    // WHEN it is deployed
    const deploy = await world.spawn('deploy', ['managed']);
    world.variable('WHOLE', 'false');

    // THEN each step came after what it needs; charts and Secret are made beside each other, in no order
    expect(deploy).toMatchObject({ code: 0, stderr: '' });
    const calls = course(world.calls());
    const [first, applied] = [calls.indexOf('kubelogin') + 1, calls.indexOf('apply')];
    expect(calls.slice(first, applied).toSorted()).toEqual([...Array<string>(4).fill('create from stdin'), 'gateway?']);
    expect([...calls.slice(0, first), ...calls.slice(applied)]).toEqual(
      [
        ['login', 'nodes?', 'nodes?', 'kubeconfig', 'kubelogin'],
        ['apply', 'rollout', 'rollout', 'gateway?', 'gateway?', 'gateway?', 'apply'],
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

    // WHEN it is deployed again, and a process that has died has left its lock beside the state
    world.forgetCalls();
    const lock = {
      ID: 'x',
      Operation: 'OperationTypeApply',
      Info: '',
      Who: `me@${hostname()}`,
      Version: '1.11.4',
      Created: new Date().toISOString(),
      Path: 'x',
    };
    writeFileSync(path.join(world.project, '.terraform.managed.tfstate.lock.info'), JSON.stringify(lock));
    const again = await world.spawn('deploy', ['managed']);

    // THEN nothing is made a second time, and the lock is in nobody's way
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).not.toContain('the state is locked');
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
});

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Record<string, string> };
  readonly spec?: { readonly hostnames?: string[] };
}
