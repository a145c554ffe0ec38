import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { EnvironmentInput } from '../../../config';
import { Runner, type Start } from '../../../pipeline';
import { lookAt } from '../../../pipeline/status';
import { certifiedIn, dnsZoneIdIn } from '../../fixtures/existing';
import { SUBSCRIPTION, devWith, fixtureEnvironments, only } from '../../fixtures/pipeline/environments';
import { CLUSTER, CONTROLLER, DEPLOYMENTS, helmRelease } from '../../fixtures/pipeline/well';
import { World } from '../../helpers/pipeline-world';
import { deployedWorld } from '../../helpers/status';

const IDS = 'kubernetes controller models quota credentials gateway certificate deploy drift'.split(' ');
const SAYS = 'well       '.length;

let world: World;
beforeEach(async () => {
  world = await deployedWorld();
});
afterEach(() => world.remove());

const run = (...flags: string[]) => world.run('status', ['dev', ...flags]);

/** Answers a call with what is said as JSON. */
const answers = (call: string, says: unknown) =>
  world.rule({ call, code: 0, says: typeof says === 'string' ? says : JSON.stringify(says) });

const base64 = (text: string) => Buffer.from(text).toString('base64');
const zipped = (release: object) => base64(gzipSync(JSON.stringify(release)).toString('base64'));

/** How a line says that it stands, and what it says. */
function lineOf(stdout: string, id: string): string {
  const lines = stdout.split('\n').filter((line) => line.slice(SAYS).startsWith(`${id} `));
  expect(lines).toHaveLength(1);
  return lines[0]!.replaceAll(/ {2,}/g, ' ');
}

/** `dev` with more said of it. */
const saying = (more: Partial<EnvironmentInput>) => only(devWith(more));

describe('status', () => {
  test('of an environment that is well exits 0, on one screen', async () => {
    // WHEN
    const { code, stdout, stderr } = await run();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'status of dev on 2026-11-22',
      'well       kubernetes   Kubernetes 1.36.2, until 2027-06; nodes default AKSUbuntu-2404gen2containerd-202611.10.0',
      'well       controller   ALB controller 1.13.0, chart 1.13.0 (Gateway API v1.6.2; the newest in the table of 2026-11-22 is 1.13.0)',
      'well       models       gpt-5.4-mini gpt-5.4-mini 2026-03-17 GlobalStandard (retires 2027-09-21 by the table of 2026-10-05)',
      'well       quota        OpenAI.GlobalStandard.gpt-5.4-mini 0 of 1000 thousand tokens a minute; cores 0 of 100 processors',
      'well       credentials  2 of 2 ServiceAccounts have their identity, its trust and its roles',
      'well       gateway      Gateway aks-store-demo-gateway is programmed, at made.fz01.alb.azure.com',
      'well       certificate  none: the pages answer by HTTP alone (gateway.certificate)',
      'well       deploy       the state was written at 2026-11-20T08:00:00Z',
      '-          drift        not looked at: --drift plans, which takes a minute or more',
      'all is well',
    ]);
  });

  test('asks and writes nothing', async () => {
    // WHEN
    await run('--drift');

    // THEN each call is of a verb that reads, a plan without a lock, or makes an artefact
    const READS =
      /^(?:az (?:\w[\w-]* )+(?:show|list|list-usage|list-skus|get-versions) --|kubectl (?:get|diff) |cdktf synth$|cdk8s synth |terraform version$|terraform -chdir=\S+ (?:init -input=false -no-color$|plan .*-lock=false$|show -json ))/;
    expect(world.calls().length).toBeGreaterThan(20);
    expect(world.calls().filter((call) => !READS.test(call))).toEqual([]);
    // Of a Secret, what Helm knows of its release alone.
    const ofSecrets = world
      .calls()
      .filter((call) => call.includes('secret') && !/go-template=|--output name$/.test(call));
    expect(ofSecrets).toEqual([expect.stringMatching(/ --selector owner=helm,name=alb-controller,status=deployed /)]);
  });

  test('asks what does not need each other beside each other', async () => {
    // GIVEN calls of which none ends before others have begun, unless no other comes for many turns
    const begun: string[] = [];
    let together = 0;
    const start: Start = async (tool, args) => {
      begun.push([tool, ...args].join(' '));
      for (let turn = 0; turn < 200 && begun.length < 6; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      together ||= begun.length;
      return { exitCode: 1, stdout: '', stderr: 'ERROR: no' };
    };
    const environment = await fixtureEnvironments.loadEnvironment('dev');
    const runner = new Runner({ directory: world.project, start });

    // WHEN
    const lines = await lookAt({ environment, runner }, { drift: false, today: '2026-11-22' });

    // THEN
    expect(together).toBeGreaterThanOrEqual(6);
    expect(begun.slice(0, together).filter((call) => call.startsWith('kubectl')).length).toBeGreaterThan(1);
    expect(lines.map(({ id }) => id)).toEqual(IDS);
    // What two lines need is asked once.
    expect(begun.filter((call) => call.startsWith('az aks show'))).toHaveLength(1);
    expect(begun.filter((call) => call.startsWith('az cognitiveservices model list'))).toHaveLength(1);
  });

  test('--json prints one document on stdout and the screen beside it', async () => {
    // GIVEN
    answers('az aks show *', { ...CLUSTER, powerState: { code: 'Stopped' } });
    world.rule({ call: 'az vm list-usage *', code: 1, says: 'ERROR: (AuthorizationFailed) no' });

    // WHEN
    const { code, stdout, stderr } = await run('--json');

    // THEN
    const document = JSON.parse(stdout) as { lines: { id: string; state: string }[] };
    expect(code).toBe(1);
    expect(document).toMatchObject({ environment: 'dev', today: '2026-11-22', well: false });
    expect(document.lines.map(({ id }) => id)).toEqual(IDS);
    expect(document.lines.filter(({ state }) => state !== 'well').map(({ id, state }) => [id, state])).toEqual([
      ['kubernetes', 'attention'],
      ['quota', 'unknown'],
      ['drift', 'skipped'],
    ]);
    expect(stderr).toContain('wants attention: kubernetes; could not be asked: quota');
  });

  test('of what was never deployed says so on each line', async () => {
    // GIVEN
    const fresh = await new World().prepare('dev');

    // WHEN
    const { code, stdout } = await fresh.run('status', ['dev']);

    // THEN the cluster's lines have no kubeconfig to ask by
    expect(code).toBe(1);
    expect(stdout).toContain('cluster aks-secureai-dev-k0rl6 does not exist');
    expect(stdout).toContain('nothing is deployed -> npm run deploy -- dev');
    expect(stdout).toContain(
      'wants attention: kubernetes, models, credentials, deploy; could not be asked: controller, gateway',
    );
    fresh.remove();
  });
});

describe('what cannot be asked says why, and hides nothing of the rest:', () => {
  test.each<[string, string, readonly string[], string]>([
    ['no login', 'az *', ['kubernetes', 'models', 'quota', 'credentials'], "ERROR: Please run 'az login'"],
    ['no way to the cluster', 'kubectl *', ['controller', 'gateway'], 'Unable to connect to the server: i/o'],
    ['no right to the models', 'az cognitiveservices model list *', ['models', 'quota'], '(AuthorizationFailed) no'],
  ])('%s', async (_, call, unknown, says) => {
    // GIVEN
    world.rule({ call, code: 1, says });

    // WHEN
    const { code, stdout } = await run();

    // THEN
    expect(code).toBe(1);
    for (const id of IDS.filter((each) => each !== 'drift')) {
      expect(lineOf(stdout, id)).toMatch(unknown.includes(id) ? /^UNKNOWN / : /^well /);
    }
    for (const id of unknown) expect(lineOf(stdout, id)).toContain(says);
    expect(stdout).toContain(`could not be asked: ${unknown.join(', ')}`);
    expect(stdout).toMatch(/it could not be asked -> \S/);
  });

  test.each(['az', 'kubectl'])('no %s on PATH', async (tool) => {
    // GIVEN
    const without = await deployedWorld({ without: [tool] });

    // WHEN
    const { code, stdout } = await without.run('status', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stdout).toContain(`"${tool}" was not found on PATH`);
    for (const id of IDS) lineOf(stdout, id);
    without.remove();
  });

  test('a kubeconfig of another cluster, which is not followed', async () => {
    // GIVEN
    writeFileSync(
      path.join(world.project, 'outputs/kubeconfig-dev'),
      'clusters:\n- cluster:\n    server: https://aks-other-0123abcd.hcp.eastus2.azmk8s.io:443\n# converted\n',
    );

    // WHEN
    const { code, stdout } = await run();

    // THEN
    expect(code).toBe(1);
    for (const id of ['controller', 'gateway']) expect(lineOf(stdout, id)).toContain('leads to aks-other-0123abcd');
    expect(world.calls().filter((call) => call.startsWith('kubectl'))).toEqual([]);
  });
});

/** What Azure and the cluster say otherwise. */
const cluster = (change: object) => answers('az aks show *', { ...CLUSTER, ...change });
const offers = (model: object) =>
  answers('az cognitiveservices model list *', [
    { kind: 'OpenAI', model: { name: 'gpt-5.4-mini', version: '2026-03-17', ...model } },
  ]);
const release = (chart: string) =>
  answers('kubectl * get secrets --namespace default *,status=deployed *', { items: [helmRelease(chart)] });

describe('wants attention and exits 2:', () => {
  test.each<[string, string, () => void]>([
    [
      'kubernetes',
      'Kubernetes 1.34 has lost standard support in 2026-11 -> raise cluster.kubernetesVersion in environments/dev.ts',
      () => cluster({ currentKubernetesVersion: '1.34.5' }),
    ],
    [
      'kubernetes',
      'the cluster is stopped -> az aks start --subscription',
      () => cluster({ powerState: { code: 'Stopped' } }),
    ],
    [
      'kubernetes',
      'its last operation ended as Failed -> az aks update --yes --subscription',
      () => cluster({ provisioningState: 'Failed' }),
    ],
    ['controller', 'the environment says 1.13.0 -> npm run deploy -- dev, or', () => release('1.12.4')],
    [
      'controller',
      'its release was left half way -> npm run deploy -- dev',
      () => answers('kubectl * get secrets *,status in (pending-*', 'secret/sh.helm.release.v1.alb-controller.v2'),
    ],
    [
      'controller',
      'there is no release of its chart',
      () => answers('kubectl * get secrets *,status=deployed *', { items: [] }),
    ],
    [
      'controller',
      'the controller does not run',
      () => answers('kubectl * get deployments.apps --namespace azure-alb-system *', { items: [] }),
    ],
    [
      'controller',
      'the controller does not run',
      () =>
        answers('kubectl * get deployments.apps --namespace azure-alb-system *', {
          items: [{ ...CONTROLLER.items[0], status: {} }],
        }),
    ],
    [
      'models',
      'gpt-5.4-mini retires on 2027-01-31 -> take another model for it in openAi.deployments of environments/dev.ts',
      () => offers({ deprecation: { inference: '2027-01-31T00:00:00Z' } }),
    ],
    [
      'models',
      'gpt-5.4-mini has retired on 2026-11-22',
      () => offers({ deprecation: { inference: '2026-11-22T00:00:00Z' } }),
    ],
    ['models', 'gpt-5.4-mini is Deprecated', () => offers({ lifecycleStatus: 'Deprecated' })],
    [
      'models',
      'there is no deployment gpt-5.4-mini -> npm run plan -- dev shows what a deploy would change',
      () => answers('az cognitiveservices account deployment list *', []),
    ],
    [
      'models',
      'gpt-5.4-mini is to be gpt-5.4-mini 2026-03-17',
      () =>
        answers('az cognitiveservices account deployment list *', [
          { ...DEPLOYMENTS[0], properties: { model: { name: 'gpt-5.4-mini', version: '2025-01-01' } } },
        ]),
    ],
    [
      'quota',
      'of standardDDSv5Family 10 are free: the nodes that an upgrade adds may not be had',
      () =>
        answers('az vm list-usage *', [
          { name: { value: 'cores' }, currentValue: '89', limit: '100' },
          { name: { value: 'standardDDSv5Family' }, currentValue: '90', limit: '100' },
        ]),
    ],
    [
      'credentials',
      'id-ai-service-secureai-dev-k0rl6 does not trust system:serviceaccount:dev:ai-service-account',
      () => answers('az identity federated-credential list --identity-name id-ai-*', []),
    ],
    [
      'credentials',
      'id-ai-service-secureai-dev-k0rl6 trusts system:serviceaccount:dev:ai-service-account of another cluster, by https://old/',
      () =>
        answers('az identity federated-credential list --identity-name id-ai-*', [
          { issuer: 'https://old/', subject: 'system:serviceaccount:dev:ai-service-account' },
        ]),
    ],
    [
      'credentials',
      'id-alb-secureai-dev-k0rl6 lacks Reader, Network Contributor -> npm run deploy -- dev',
      () =>
        answers('az role assignment list --assignee principal-of-alb *', [
          'AppGw for Containers Configuration Manager',
        ]),
    ],
    ['credentials', 'there is no identity id-ai-service-secureai-dev-k0rl6', () => answers('az identity list *', [])],
    ['gateway', 'it is not programmed: no such Gateway', () => answers('kubectl * get gateways.*', '')],
    [
      'deploy',
      'a run that began at 2026-11-21T00:00:00.000Z has died -> npm run deploy -- dev goes on from there',
      () => {
        const run = {
          host: hostname(),
          pid: 2 ** 30,
          since: '2026-11-21T00:00:00.000Z',
        };
        writeFileSync(path.join(world.project, 'outputs/dev.run.json'), JSON.stringify(run));
      },
    ],
  ])('%s: %s', async (id, concern, prepare) => {
    // GIVEN
    prepare();

    // WHEN
    const { code, stdout } = await run();

    // THEN
    expect({ code, line: lineOf(stdout, id).split(' ')[0] }).toEqual({ code: 2, line: 'ATTENTION' });
    expect(stdout).toContain(`    ${concern}`);
    expect(stdout).toContain(`\nwants attention: ${id}`);
    expect(stdout).not.toContain('value-of-the-release');
  });

  test('drift, where a plan would change something', async () => {
    // GIVEN
    world.make(
      'plan.json',
      JSON.stringify({ resource_changes: [{ address: 'a.b', mode: 'managed', change: { actions: ['update'] } }] }),
    );

    // WHEN
    const { code, stdout } = await run('--drift');

    // THEN
    expect(code).toBe(2);
    expect(lineOf(stdout, 'drift')).toBe('ATTENTION drift 1 to update');
    expect(stdout).toContain('a deploy would change something -> npm run plan -- dev shows what');
  });

  test('and not drift, where it would not', async () => {
    expect(lineOf((await run('--drift')).stdout, 'drift')).toBe('well drift a deploy would change nothing');
  });
});

describe('the newest release of the chart', () => {
  test('counts, whatever order the cluster lists them in', async () => {
    // GIVEN
    const items = [helmRelease('1.12.4', 9), helmRelease('1.13.0', 10)];
    answers('kubectl * get secrets *,status=deployed *', { items });

    // THEN
    expect(lineOf((await run()).stdout, 'controller')).toMatch(/^well controller .* chart 1\.13\.0 /);
  });

  test.each([
    ['is not zipped', { release: base64(base64('value-of-the-release')) }],
    ['is no JSON', { release: base64(gzipSync('value-of-the-release').toString('base64')) }],
    ['is of something else', { release: zipped({}) }],
    ['names no version', { release: zipped({ chart: { metadata: {} } }) }],
    ['names what is no version', { release: zipped({ chart: { metadata: { version: 'value-of-the-release' } } }) }],
    ['holds nothing', undefined],
  ])('that cannot be read, since it %s, is one line of the screen', async (_, data) => {
    // GIVEN
    const { stdout: well } = await run();
    answers('kubectl * get secrets *,status=deployed *', { items: [{ ...helmRelease('1.13.0'), data }] });

    // WHEN
    const { code, stdout, stderr } = await run();

    // THEN
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(lineOf(stdout, 'controller')).toBe(
      'UNKNOWN controller Secret sh.helm.release.v1.alb-controller.v1 holds no release of Helm that can be read',
    );
    expect(stdout).toContain('-> see which revisions Helm itself can read: helm history alb-controller');
    expect(lineOf(stdout, 'models')).toBe(lineOf(well, 'models'));
    expect(stdout).not.toContain('value-of');
  });
});

test('an account that exists already is looked at where it is', async () => {
  // GIVEN
  const other = '44444444-4444-4444-8444-444444444444';
  const id = `/subscriptions/${other}/resourceGroups/rg-shared/providers/Microsoft.CognitiveServices/accounts/oai-shared`;
  answers(`az role assignment list --assignee principal-of-ai-service *${SUBSCRIPTION}*`, []);

  // WHEN
  const { stdout } = await world.run('status', ['dev'], {}, saying({ existing: { openAi: { id } } }));

  // THEN
  expect(lineOf(stdout, 'models')).toMatch(/^well models gpt-5\.4-mini /);
  expect(lineOf(stdout, 'credentials')).toMatch(/^well credentials 2 of 2 /);
  expect(world.calls()).toContain(
    `az cognitiveservices account deployment list --name oai-shared --resource-group rg-shared --subscription ${other} --output json`,
  );
});

test('the role on a zone in another subscription is looked for where the zone is', async () => {
  // GIVEN
  const other = '44444444-4444-4444-8444-444444444444';
  const certified = saying(certifiedIn(other));
  const { names } = await certified.loadEnvironment('dev');
  answers('az identity list *', [{ name: names.certManagerIdentity, principalId: 'principal-of-cert-manager' }]);
  answers('az identity federated-credential list *', []);
  answers(`az role assignment list --assignee principal-of-cert-manager *${other}*`, ['DNS Zone Contributor']);
  answers(`az role assignment list --assignee principal-of-cert-manager *${SUBSCRIPTION}*`, []);

  // WHEN
  const { stdout } = await world.run('status', ['dev'], {}, certified);

  // THEN
  expect(stdout).toContain(`there is no identity ${names.albControllerIdentity}`);
  expect(stdout).not.toContain(`${names.certManagerIdentity} lacks`);
});

test('an identity that several ServiceAccounts log in with is missed once', async () => {
  // GIVEN
  const twin = [{ namespace: 'elsewhere', serviceAccountName: 'twin' }];
  answers('az identity list *', []);

  // WHEN
  const { stdout } = await world.run('status', ['dev'], {}, saying({ aiService: { alsoFederate: twin } }));

  // THEN
  expect(lineOf(stdout, 'credentials')).toContain('0 of 3 ServiceAccounts have their identity');
  expect(stdout.split('there is no identity id-ai-service-')).toHaveLength(2);
});

const secret = (says: string) => world.rule({ call: 'kubectl * get secret pages *', code: 0, says });

describe('the certificate', () => {
  const PEM = readFileSync(path.join(__dirname, '../../fixtures/pipeline/certificate.pem'));
  const TLS = saying({ gateway: { tlsSecretName: 'pages', hostname: 'admin.example.org' } });
  const at = (today: string, environments = TLS) => world.run('status', ['dev'], { today }, environments);

  test.each([
    ['2026-12-01', 'well'],
    ['2027-01-17', 'well'],
    ['2027-01-18', 'ATTENTION'],
    ['2027-03-01', 'ATTENTION'],
  ])('on %s is %s', async (today, state) => {
    // GIVEN
    secret(PEM.toString('base64'));

    // WHEN
    const { stdout } = await at(today);

    // THEN
    expect(lineOf(stdout, 'certificate')).toBe(`${state} certificate Secret pages, until 2027-02-07`);
    const told = world.calls().filter((call) => call.includes('secret pages'));
    expect(told).toEqual([
      'kubectl get secret pages --namespace dev --ignore-not-found --output go-template={{index .data "tls.crt"}}',
    ]);
  });

  test('that cert-manager fills is looked at too', async () => {
    // GIVEN
    const existing = { dnsZoneId: dnsZoneIdIn(SUBSCRIPTION, 'example.org') };
    const certificate = { email: 'team@example.org' };
    const names = { hostname: 'admin.example.org', storeFrontHostname: 'store.example.org' };
    const environments = saying({ existing, gateway: { ...names, certificate } });
    world.rule({
      call: 'kubectl * get secret aks-store-demo-gateway-tls *',
      code: 0,
      says: PEM.toString('base64'),
    });

    // WHEN
    const { stdout } = await at('2026-12-01', environments);

    // THEN
    expect(lineOf(stdout, 'certificate')).toBe(
      'ATTENTION certificate Secret aks-store-demo-gateway-tls, until 2027-02-07',
    );
    expect(stdout).toContain('it is not for store.example.org -> ');
  });

  test('that is over says so, and that of other names too', async () => {
    // GIVEN
    secret(PEM.toString('base64'));
    const other = saying({ gateway: { tlsSecretName: 'pages', hostname: 'other.example.org' } });

    // WHEN
    const { stdout } = await at('2027-03-01', other);

    // THEN
    expect(stdout).toContain('it has expired on 2027-02-07 -> renew it');
    expect(stdout).toContain('it is not for other.example.org -> make one for every host name of environments/dev.ts');
  });

  test('that is not there wants attention, and what is none cannot be asked', async () => {
    // GIVEN
    secret('');

    // THEN
    const { stdout } = await at('2026-12-01');
    expect(stdout).toContain('there is no Secret pages in namespace dev -> make it');
    world.settle();
    secret(Buffer.from('none').toString('base64'));
    expect(lineOf((await at('2026-12-01')).stdout, 'certificate')).toContain(
      'tls.crt of Secret pages is no certificate',
    );
  });
});

describe('the last deploy', () => {
  const REMOTE = saying({ state: 'azurerm' });

  test('is told by the state in a storage account, from whatever machine it was', async () => {
    const { code, stdout } = await world.run('status', ['dev'], {}, REMOTE);

    expect(code).toBe(0);
    expect(lineOf(stdout, 'deploy')).toBe('well deploy the state was written at 2026-11-20T08:00:00Z');
    expect(world.calls().find((call) => call.startsWith('az storage blob show'))).toMatch(
      / --container-name tfstate --name dev\.tfstate --auth-mode login /,
    );
  });

  test('that goes on is no reason for attention', async () => {
    // GIVEN
    answers('az storage blob show *', {
      properties: { lastModified: '2026-11-21T08:00:00+00:00', lease: { status: 'locked' } },
    });
    const here = { host: 'elsewhere', pid: 1, since: '2026-11-21T00:00:00.000Z' };
    writeFileSync(path.join(world.project, 'outputs/dev.run.json'), JSON.stringify(here));

    // WHEN
    const { code, stdout } = await world.run('status', ['dev'], {}, REMOTE);

    // THEN
    expect(code).toBe(0);
    expect(lineOf(stdout, 'deploy')).toBe(
      'well deploy the state was written at 2026-11-21T08:00:00Z, somebody is at work on it, a run is at work since 2026-11-21T00:00:00.000Z, process 1 of elsewhere',
    );
  });

  test('that was never is told by a storage account without a state', async () => {
    // GIVEN
    world.rule({
      call: 'az storage blob show *',
      code: 1,
      says: 'ERROR: The specified blob does not exist.\nErrorCode:BlobNotFound',
    });

    // THEN
    const { code, stdout } = await world.run('status', ['dev'], {}, REMOTE);
    expect(code).toBe(2);
    expect(lineOf(stdout, 'deploy')).toBe('ATTENTION deploy there is no state');
  });
});
