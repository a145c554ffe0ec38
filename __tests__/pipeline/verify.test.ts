import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { closedAndAnswering } from '../fixtures/pipeline/closed-and-answering';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { World } from '../helpers/pipeline-world';
import { SUBSCRIPTION } from '../fixtures/pipeline/environments';
import pods from '../fixtures/pipeline/pods.json';

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev');
  await world.run('deploy', ['dev', '--from', 'preflight']);
  world.forgetCalls();
});
afterEach(() => world.remove());

/** The pods of a deployed environment, with one thing changed. */
function podsWith(change: (text: string) => string): string {
  const text = JSON.stringify(pods);
  const changed = change(text);
  expect(changed).not.toBe(text);
  return changed;
}

interface Report {
  readonly environment: string;
  readonly passed: boolean;
  readonly proofs: readonly { id: string; passed: boolean; expected: string; seen: string; cause?: string }[];
}

describe('verify', () => {
  test('holds for what was deployed', async () => {
    // WHEN
    const { code, stdout, stderr } = await world.run('verify', ['dev']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect([...stdout.matchAll(/^holds {2}(\w+):/gm)].map(([, id]) => id)).toEqual([
      'keyless',
      'identity',
      'outside',
      'inside',
      'gateway',
    ]);
  });

  test('--json prints one document on stdout and progress beside it', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * logs deployment/ai-service *', code: 0, says: 'ERROR AADSTS700212' });
    world.rule({ call: 'kubectl * logs job/*', code: 0, says: `{"status": 500, "body": "Bearer ${PLANTED_TOKEN}"}` });

    // WHEN
    const { code, stdout, stderr } = await world.run('verify', ['dev', '--json']);

    // THEN
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(1);
    expect(report).toMatchObject({ environment: 'dev', passed: false });
    expect(report.proofs.map(({ id, passed }) => [id, passed])).toEqual([
      ['keyless', true],
      ['identity', true],
      ['outside', true],
      ['inside', false],
      ['gateway', true],
    ]);
    expect(report.proofs[3]).toMatchObject({
      expected: '200 and a description from http://ai-service:5001/generate/description',
      seen: '500 Bearer ***; its log: ERROR AADSTS700212',
      cause: 'the federated credential has another audience than api://AzureADTokenExchange',
    });
    expect(stderr).toContain('FAILS  inside');
    expect(stdout + stderr).not.toContain(PLANTED_TOKEN);
  });

  test.each([[[]], [['--json']]])(
    'before a deploy is one error and not five, and says to deploy: %j',
    async (flags) => {
      // GIVEN
      const fresh = await new World().prepare('dev');

      // WHEN
      const { code, stdout, stderr } = await fresh.run('verify', ['dev', ...flags]);
      const calls = fresh.calls();
      fresh.remove();

      // THEN
      expect({ code, stdout, calls }).toEqual({ code: 1, stdout: '', calls: [] });
      expect(stderr).toBe(
        'error: outputs/dev.json does not exist: dev was not deployed from this folder\n' +
          'next: npm run deploy -- dev writes it, and changes nothing that is there already',
      );
    },
  );

  test('asks nothing of another subscription than the environment’s', async () => {
    // GIVEN
    const other = '99999999-9999-4999-8999-999999999999';
    const file = path.join(world.project, 'outputs/dev.json');
    const { dev } = JSON.parse(readFileSync(file, 'utf8')) as { dev: object };
    writeFileSync(file, JSON.stringify({ dev: { ...dev, subscription_id: other } }));

    // WHEN
    const { code, stderr } = await world.run('verify', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(
      `outputs/dev.json is of another subscription: subscription_id: the environment says ${SUBSCRIPTION}, the outputs say ${other}`,
    );
    expect(world.calls().filter((call) => call.includes(other))).toEqual([]);
  });

  test('gives a new role time to arrive, with a Job for each look', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * logs deployment/ai-service *', code: 0, says: 'ERROR PermissionDenied' });
    world.rule({ call: 'kubectl * logs job/*', times: 2, code: 0, says: '{"status": 500, "body": "no"}' });

    // WHEN
    const { code, stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(code).toBe(0);
    expect(stdout.match(/looking again in 20 s/g)).toHaveLength(2);
    expect(world.calls().filter((call) => call.startsWith('kubectl delete job'))).toHaveLength(3);
  });

  test('a Job that never finishes is a proof that fails, and the others still run', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * get job *', code: 0, says: '{"status":{"active":1}}' });

    // WHEN
    const { code, stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /seen: could not look: waited 5 min for Job verify-\w+ to finish; last seen: its pod has not finished/,
    );
    expect(stdout).toContain('holds  gateway');
    expect(world.calls().some((call) => call.startsWith('kubectl delete job'))).toBe(true);
  });

  test('without a token says how to log in', async () => {
    // GIVEN
    world.rule({ call: 'az account get-access-token *', code: 1, says: `no luck with Bearer ${PLANTED_TOKEN}` });

    // WHEN
    const { code, stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain(
      'could not look: no token for https://cognitiveservices.azure.com/.default: no luck with Bearer ***',
    );
    expect(stdout).toContain('likely cause: az login --tenant 00000000-0000-4000-8000-000000000000');
  });

  test('in managed mode asks under the name the controller has made', async () => {
    // GIVEN
    await world.prepare('managed');
    await world.run('deploy', ['managed']);
    const asked: string[] = [];

    // WHEN
    await world.run('verify', ['managed'], {
      fetch: (input, init) => {
        asked.push(input instanceof Request ? input.url : input.toString());
        return closedAndAnswering(input, init);
      },
    });

    // THEN
    expect(asked.at(-1)).toBe('http://made.fz01.alb.azure.com/');
  });
});

describe('no pod holds a key', () => {
  const KEY = 'aB3d'.repeat(21);

  test.each<[string, () => string, string]>([
    [
      'a variable named like one',
      () => podsWith((text) => text.replace('"AZURE_TENANT_ID"', '"AZURE_OPENAI_API_KEY"')),
      'pod ai-service-0: variable AZURE_OPENAI_API_KEY',
    ],
    [
      'a value that looks like one',
      () => podsWith((text) => text.replace('"https://login.microsoftonline.com/"', `"${KEY}"`)),
      'pod ai-service-0: variable AZURE_AUTHORITY_HOST',
    ],
    [
      'a key of a Secret',
      () =>
        podsWith((text) =>
          text.replace(
            '"value":"https://login.microsoftonline.com/"',
            '"valueFrom":{"secretKeyRef":{"name":"ai","key":"api-key"}}',
          ),
        ),
      'pod ai-service-0: variable AZURE_AUTHORITY_HOST',
    ],
  ])('fails with %s', async (_, says, seen) => {
    // GIVEN
    world.rule({ call: 'kubectl * get pods *', code: 0, says: says() });

    // WHEN
    const { code, stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain('FAILS  keyless');
    expect(stdout).toContain(`seen: ${seen}`);
    expect(stdout).not.toContain(KEY);
  });

  test('fails with a ConfigMap that holds one', async () => {
    // GIVEN
    const says = JSON.stringify({
      items: [{ metadata: { name: 'ai-service-config' }, data: { OPENAI_API_KEY: 'x', USE_AZURE_AD: 'True' } }],
    });
    world.rule({ call: 'kubectl * get configmaps *', code: 0, says });

    // WHEN
    const { stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(stdout).toContain('seen: pod ai-service-0: OPENAI_API_KEY of ConfigMap ai-service-config');
  });

  test.each([
    [
      'envFrom',
      (text: string) => text.replace('"configMapRef":{"name":"ai-service-config"}', '"secretRef":{"name":"ai"}'),
    ],
    ['a volume', (text: string) => text.replace('"projected":{', '"secret":{"secretName":"ai"},"projected":{')],
  ])('fails with a Secret that comes by %s, and reads no value of it', async (_, change) => {
    // GIVEN
    world.rule({ call: 'kubectl * get pods *', code: 0, says: podsWith(change) });
    world.rule({ call: 'kubectl * get secrets *', code: 0, says: 'ai AZURE_OPENAI_API_KEY other' });

    // WHEN
    const { stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(stdout).toContain('seen: pod ai-service-0: AZURE_OPENAI_API_KEY of Secret ai');
    const reads = world.calls().filter((call) => call.startsWith('kubectl get secrets'));
    expect(reads.map((read) => /--namespace (\S+)/.exec(read)?.[1])).toEqual(['dev', 'dev-data']);
    for (const read of reads) {
      expect(read).toContain('--output go-template=');
      expect(read).not.toContain('{{$value}}');
    }
  });

  test('fails where there is no pod to look at', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * get pods *', code: 0, says: '{"items":[]}' });

    // WHEN
    const { stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(stdout).toContain('FAILS  keyless');
    expect(stdout).toContain('seen: no pod at all');
  });
});

describe('the webhook has injected the identity', () => {
  test.each([
    ['no variables', '"AZURE_FEDERATED_TOKEN_FILE"', '"OTHER"', 'pod ai-service-0 without AZURE_FEDERATED_TOKEN_FILE'],
    [
      'another client id',
      '00000000-0000-4000-8000-000000000001',
      '00000000-0000-4000-8000-00000000000f',
      'with client id 00000000-0000-4000-8000-00000000000f instead of 00000000-0000-4000-8000-000000000001',
    ],
    ['no token', 'api://AzureADTokenExchange', 'https://other', 'pod ai-service-0 without a token for api://'],
    ['another ServiceAccount', '"ai-service-account"', '"default"', 'no pod of ai-service under ServiceAccount'],
  ])('fails with %s', async (_, from, to, seen) => {
    // GIVEN
    world.rule({ call: 'kubectl * get pods *', code: 0, says: podsWith((text) => text.replace(from, to)) });

    // WHEN
    const { code, stdout } = await world.run('verify', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain('FAILS  identity');
    expect(stdout).toContain(seen);
    expect(stdout).toContain('kubectl rollout restart');
  });
});
