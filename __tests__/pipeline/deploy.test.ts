import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { World } from '../helpers/pipeline-world';

const SECRET_LABELS = {
  'app.kubernetes.io/managed-by': 'secure-aks-openai',
  'app.kubernetes.io/part-of': 'aks-store-demo',
  'secure-aks-openai/environment': 'dev',
};

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev');
});
afterEach(() => world.remove());

describe('deploy', () => {
  test('goes the whole way in order and prints plain lines where nobody watches', async () => {
    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const order = [...stdout.matchAll(/^(?:<|-) ([\w-]+):/gm)].map(([, step]) => step);
    // Those beside each other end as they happen to.
    expect(order.join(' ')).toMatch(
      /^preflight plan load-balancer infrastructure kubeconfig login (?:secret charts|charts secret) certificate apply rollouts (?:prune gateway|gateway prune) route dashboard verify$/,
    );
    expect(stdout).not.toContain('\u001B');
  });

  test('in bring-your-own mode applies once, since the host name is known from the start', async () => {
    // WHEN
    const { stdout } = await world.run('deploy', ['dev']);

    // THEN
    expect(world.calls().filter((call) => call.startsWith('kubectl apply'))).toHaveLength(1);
    expect(stdout).toContain('- route: skipped, Terraform made the load balancer');
  });

  test('in managed mode applies the route a second time with the host name, and never without it again', async () => {
    // GIVEN
    await world.prepare('managed');

    // WHEN
    await world.run('deploy', ['managed']);

    // THEN
    expect(world.calls().filter((call) => call.startsWith('kubectl apply'))).toHaveLength(2);
    expect(world.read('applied')).toContain('made.fz01.alb.azure.com');

    // WHEN it runs again
    world.forgetCalls().rule({ call: 'kubectl * rollout *', code: 1, says: 'stop here' });
    await world.run('deploy', ['managed']);

    // THEN
    expect(world.read('applied')).toContain('made.fz01.alb.azure.com');
  });

  test('never applies a preview, whatever the user looked at before', async () => {
    // WHEN
    const { code } = await world.variable('PREVIEW', '1').run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
  });

  test('keeps its kubeconfig to itself', async () => {
    // WHEN
    await world.run('deploy', ['dev']);

    // THEN
    const file = path.join(world.project, 'outputs/kubeconfig-dev');
    // Windows knows read-only alone.
    expect(statSync(file).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
    const calls = world
      .read('calls')
      .split('\n')
      .filter((call) => call.startsWith('kubectl') && !call.includes('version'));
    expect(calls.length).toBeGreaterThan(10);
    for (const call of calls) expect(call).toMatch(/^kubectl --kubeconfig outputs\/kubeconfig-dev /);
  });

  test('makes the Secret of the store at random, by stdin, and only once', async () => {
    // WHEN
    const first = await world.run('deploy', ['dev']);
    const second = await world.run('deploy', ['dev']);

    // THEN
    const made = world.read('secrets-made').trim().split('\n');
    const secrets = made.map((line) => JSON.parse(line) as { metadata: object; data: Record<string, string> });
    expect(secrets.map(({ metadata }) => metadata)).toEqual([
      { name: 'store-credentials', namespace: 'dev', labels: SECRET_LABELS },
      { name: 'store-credentials', namespace: 'dev-data', labels: SECRET_LABELS },
    ]);
    const [own, ofDatabase] = secrets.map(({ data }) => data);
    expect(ofDatabase).toEqual({
      'database-username': own!['database-username'],
      'database-password': own!['database-password'],
    });
    const passwords = [own!['broker-password']!, own!['database-password']!];
    expect(new Set(passwords).size).toBe(2);
    for (const password of passwords) {
      const text = Buffer.from(password, 'base64').toString();
      expect(text).toMatch(/^[0-9a-f]{48}$/);
      for (const form of [password, text]) {
        expect(first.stdout + second.stdout + world.read('calls')).not.toContain(form);
      }
    }
    expect(second.stdout).toContain(
      '- secret: skipped, Secret store-credentials is there already, in namespace dev and dev-data',
    );
  });

  test.each([
    ['dev-data', 'data-secret', ['database-username', 'database-password']],
    ['dev', 'secret', ['broker-username', 'broker-password', 'database-username', 'database-password']],
  ])('takes the password of the database over where the Secret of %s is missing', async (namespace, file, keys) => {
    // GIVEN
    await world.run('deploy', ['dev']);
    const before = JSON.parse(world.read(file)) as { data: Record<string, string> };
    world.takeAway(file);

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev']);

    // THEN
    const after = JSON.parse(world.read(file)) as { metadata: object; data: Record<string, string> };
    expect(code).toBe(0);
    expect(after.metadata).toEqual({ name: 'store-credentials', namespace, labels: SECRET_LABELS });
    expect(Object.keys(after.data)).toEqual(keys);
    expect(after.data['database-password']).toBe(before.data['database-password']);
    expect(stdout + world.read('calls')).not.toContain(before.data['database-password']!);
  });

  test('shows no value of the Secret, not even where kubectl repeats what it was given', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * create --filename -', passes: 1, code: 'echo-stdin' });

    // WHEN
    const { code, stderr } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('"broker-password":"***"');
    expect(stderr).toContain('"database-password":"***"');
  });

  test('does not touch a Secret that lacks a key', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * get secret store-credentials *', code: 0, says: 'broker-username' });

    // WHEN
    const { code, stderr } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Secret store-credentials in namespace dev lacks broker-password, database-username, database-password',
    );
    expect(world.has('secrets-made')).toBe(false);
  });

  test('--from starts in the middle', async () => {
    // GIVEN
    await world.run('deploy', ['dev']);
    world.forgetCalls();

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev', '--from', 'rollouts']);

    // THEN
    expect(code).toBe(0);
    expect(stdout.match(/skipped, --from rollouts/g)).toHaveLength(10);
    expect(world.calls()[0]).toMatch(/^kubectl get (?:deployments|gateways)\b/);
  });

  test('--from without what the steps before it leave says which step makes it', async () => {
    // WHEN
    const { code, stderr } = await world.run('deploy', ['dev', '--from', 'apply']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('error: outputs/kubeconfig-dev does not exist');
    expect(stderr).toContain('next: npm run deploy -- dev --from kubeconfig writes it');
    expect(world.calls()).toEqual([]);
  });

  test('--dry-run prints every command and runs none', async () => {
    // WHEN
    const { code, stdout } = await world.run('deploy', ['managed', '--dry-run']);

    // THEN
    expect(code).toBe(0);
    expect(world.calls()).toEqual([]);
    expect(world.files()).toEqual([]);
    const commands = stdout.split('\n').filter((line) => line.startsWith('$ '));
    expect(commands).toContain(
      '$ ENVIRONMENT=managed TF_CLI_ARGS_plan=-lock-timeout=0s TF_CLI_ARGS_apply=-lock-timeout=0s TF_CLI_ARGS_destroy=-lock-timeout=0s cdktf deploy managed --auto-approve --no-color --outputs-file outputs/managed.json',
    );
    expect(commands).toContain('$ kubectl --kubeconfig outputs/kubeconfig-managed create --filename - < (stdin)');
    expect(commands).toContain(
      '$ kubectl --kubeconfig outputs/kubeconfig-managed apply --server-side --filename dist/managed',
    );
  });

  test('tells outputs that are not what the charts expect at once', async () => {
    // GIVEN
    writeFileSync(path.join(world.project, '../world/outputs.json'), '{"dev": {"contract_version": 1}}');

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('does not hold the outputs this release expects');
    expect(stdout).toContain('stopped at: infrastructure');
  });

  test('fails where a proof fails', async () => {
    // GIVEN an account that answers to everybody
    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev'], { fetch: open200 });

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain('FAILS  outside: from here the account answers 403');
    expect(stderr).toContain('error: 1 of 5 proofs failed: outside');
  });

  test('in a terminal keeps in sight what the proofs have seen', async () => {
    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev'], { fetch: open200, typed: '' });

    // THEN
    expect(code).toBe(1);
    const shown = stripVTControlCharacters(stdout);
    const last = shown.slice(shown.lastIndexOf('preflight: tools, login, models, quota and names'));
    expect(last).toContain('FAILS  outside: from here the account answers 403');
    expect(last).toContain('likely cause: the account answers to everybody');
    expect(last).toContain('done: preflight, plan, load-balancer, infrastructure,');
    expect(stderr).toContain('error: 1 of 5 proofs failed: outside');
  });

  test('leaves no Job behind, and gave it nothing to misuse', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * delete job *', code: 1, says: 'kept for the test' });

    // WHEN
    await world.run('deploy', ['dev']);

    // THEN
    expect(world.calls().some((call) => /^kubectl delete job verify-\w+ /.test(call))).toBe(true);
    const job = JSON.parse(world.read('job')) as {
      spec: { template: { metadata: { labels: object }; spec: { containers: object[] } } };
    };
    expect(job.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 240, ttlSecondsAfterFinished: 300 });
    expect(job.spec.template.metadata.labels).toMatchObject({ 'app.kubernetes.io/component': 'verify' });
    expect(job.spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(job.spec.template.spec.containers[0]).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: { requests: { cpu: '10m' }, limits: { memory: '128Mi' } },
    });
  });

  test('shows no token that a tool prints', async () => {
    // GIVEN
    world.rule({
      call: 'kubectl * rollout *',
      code: 1,
      says: `Authorization: Bearer ${PLANTED_TOKEN}\n"accessToken": "${PLANTED_TOKEN}"`,
    });

    // WHEN
    const { stdout, stderr } = await world.run('deploy', ['dev']);

    // THEN
    expect(stderr).toContain('Authorization: Bearer ***');
    expect(stderr).toContain('"accessToken": "***"');
    expect(stdout + stderr).not.toContain(PLANTED_TOKEN);
    expect(readFileSync(path.join(world.project, 'outputs/dev.json'), 'utf8')).not.toContain(PLANTED_TOKEN);
  });
});

const open200: typeof fetch = () => Promise.resolve(new Response('{}'));
