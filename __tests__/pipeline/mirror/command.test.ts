import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment, parseImageLock, type EnvironmentInput, type ImageLock } from '../../../config';
import type { Environments } from '../../../pipeline';
import { certifiedIn } from '../../fixtures/existing';
import { SUBSCRIPTION } from '../../fixtures/pipeline/environments';
import { digestOf } from '../../fixtures/pipeline/stand-ins/registry';
import type { Draft } from '../../helpers/environment';
import { World } from '../../helpers/pipeline-world';

const FILE = 'environments/dev.images.json';
const NAMED = `sha256:${'0a'.repeat(32)}`;
const chatbot = (name: string, image: string) => ({ name, deployment: 'gpt-5.4-mini', image });
const built = { name: 'built', deployment: 'gpt-5.4-mini', build: { context: 'apps/bot' } };
const TWO = { chatbots: [chatbot('tagged', 'ghcr.io/acme/bot:1.0.0'), chatbot('hub', 'rabbitmq:4.3.2')] };

let world: World;
beforeEach(() => {
  world = new World().make('registry', '{}');
  mkdirSync(path.join(world.project, 'environments'));
  mkdirSync(path.join(world.project, 'apps/bot'), { recursive: true });
  writeFileSync(path.join(world.project, 'apps/bot/Dockerfile'), 'FROM scratch\n');
});
afterEach(() => world.remove());

const lock = (): ImageLock | undefined => parseImageLock(text(), 'dev');
const text = () => (world.files().includes(FILE) ? readFileSync(path.join(world.project, FILE), 'utf8') : undefined);

/** An environment as it is loaded: with what its lock says. */
function environments(said: Draft): Environments {
  const input = { name: 'dev', subscriptionId: SUBSCRIPTION, store: { enabled: false }, registry: {}, ...said };
  return {
    environmentNames: () => ['dev'],
    loadEnvironment: () => Promise.resolve(parseEnvironment(input as EnvironmentInput, 'dev', lock())),
    artefactsOf: () => Promise.resolve({}),
  };
}

async function mirror(said: Draft = TWO, ...argv: string[]) {
  world.forgetCalls();
  const outcome = await world.run('mirror', ['dev', ...argv], {}, environments(said));
  return { ...outcome, calls: world.calls().filter((call) => !call.startsWith('az version')) };
}

/** The calls that change a registry, without the subscription that each names. */
const changes = (calls: readonly string[]) =>
  calls
    .filter((call) => /^az acr (?:import|build) /.test(call))
    .map((call) => call.replace(/ --subscription \S+/, '').replace(' --output none', ''));
const registryName = async () => (await environments(TWO).loadEnvironment('dev')).registry!.name;

test('imports every image, by tag or digest, and writes the digests', async () => {
  // WHEN
  const name = await registryName();
  const said = { chatbots: [...TWO.chatbots, chatbot('named', `ghcr.io/acme/named@${NAMED}`)] };
  const { code, calls } = await mirror(said);

  // THEN
  expect(code).toBe(0);
  expect(changes(calls)).toEqual([
    `az acr import --name ${name} --source ghcr.io/acme/bot:1.0.0 --image acme/bot:1.0.0 --force`,
    `az acr import --name ${name} --source docker.io/library/rabbitmq:4.3.2 --image rabbitmq:4.3.2 --force`,
    `az acr import --name ${name} --source ghcr.io/acme/named@${NAMED} --repository acme/named`,
  ]);
  expect(lock()).toEqual({
    registry: `${name}.azurecr.io`,
    images: {
      'docker.io/library/rabbitmq:4.3.2': digestOf('docker.io/library/rabbitmq:4.3.2'),
      'ghcr.io/acme/bot:1.0.0': digestOf('ghcr.io/acme/bot:1.0.0'),
      [`ghcr.io/acme/named@${NAMED}`]: NAMED,
    },
    builds: {},
  });
  for (const call of calls) expect(call).toMatch(/--subscription 3{8}-|^az account show/);
});

test('what it writes is what the charts then name', async () => {
  await mirror();
  const { workloads, registry } = await environments(TWO).loadEnvironment('dev');

  expect(workloads.map(({ image }) => image)).toEqual([
    `${registry!.loginServer}/acme/bot@${digestOf('ghcr.io/acme/bot:1.0.0')}`,
    `${registry!.loginServer}/rabbitmq@${digestOf('docker.io/library/rabbitmq:4.3.2')}`,
  ]);
});

/** What an environment says to get a certificate by a version of cert-manager. */
function certified(certManagerVersion: string): Draft {
  const { gateway, existing } = certifiedIn(SUBSCRIPTION);
  const certificate = { ...gateway.certificate, certManagerVersion };
  return { existing, gateway: { ...gateway, certificate }, store: { enabled: true } };
}

/** The images of a version of cert-manager, as a registry holds them. */
const imagesOf = (version: string) =>
  ['controller', 'webhook', 'cainjector', 'acmesolver', 'startupapicheck'].map(
    (component) => `jetstack/cert-manager-${component}:v${version}`,
  );
/** What is imported from quay.io, and under which name. */
const bringing = (calls: readonly string[]) =>
  changes(calls).flatMap((call) => {
    const [, source, image] = / --source (quay\.io\S+) --image (\S+) --force$/.exec(call) ?? [];
    return source === undefined ? [] : [`${source} > ${image}`];
  });

test('brings what cert-manager runs, and again in the version that the file then says', async () => {
  // WHEN
  const first = await mirror(certified('1.21.1'));
  const locked = Object.keys(lock()!.images).filter((source) => source.startsWith('quay.io/'));
  const { certificate } = (await environments(certified('1.21.1')).loadEnvironment('dev')).gateway;
  const second = await mirror(certified('1.21.2'));

  // THEN
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(bringing(first.calls)).toEqual(imagesOf('1.21.1').map((image) => `quay.io/${image} > ${image}`));
  expect(locked).toEqual(
    imagesOf('1.21.1')
      .map((image) => `quay.io/${image}`)
      .toSorted(),
  );
  expect(certificate!.images!.webhook).toMatch(
    new RegExp(`/jetstack/cert-manager-webhook@${digestOf('quay.io/jetstack/cert-manager-webhook:v1.21.1')}$`),
  );
  expect(bringing(second.calls)).toEqual(imagesOf('1.21.2').map((image) => `quay.io/${image} > ${image}`));
  expect(Object.keys(lock()!.images).join(' ')).not.toContain('1.21.1');
});

test('a second run changes nothing', async () => {
  // GIVEN
  const said = { chatbots: [...TWO.chatbots, built] };
  await mirror(said);
  const before = text();

  // WHEN
  const { code, calls, stdout } = await mirror(said);

  // THEN
  expect(code).toBe(0);
  expect(changes(calls)).toEqual([]);
  expect(text()).toBe(before);
  expect(stdout).toContain('there already: ghcr.io/acme/bot:1.0.0');
});

test('a run that died is gone on with: what it wrote stays, and only the rest is imported', async () => {
  // GIVEN
  world.rule({ call: 'az acr import *rabbitmq*', code: 1, times: 1, says: '(Forbidden) no' });
  const first = await mirror();
  expect(first.code).toBe(1);
  expect(Object.keys(lock()!.images)).toEqual(['ghcr.io/acme/bot:1.0.0']);

  // WHEN
  const { code, calls } = await mirror();

  // THEN
  expect(code).toBe(0);
  expect(changes(calls)).toEqual([expect.stringContaining(' --source docker.io/library/rabbitmq:4.3.2 ')]);
  expect(Object.keys(lock()!.images)).toHaveLength(2);
});

test('an image that came without its digest being written is not imported again', async () => {
  // GIVEN a run that died between the two
  const digest = digestOf('ghcr.io/acme/bot:1.0.0');
  world.make('registry', JSON.stringify({ 'acme/bot': [{ digest, tags: ['1.0.0'] }] }));

  // WHEN
  const { calls } = await mirror();

  // THEN
  expect(changes(calls).filter((call) => call.includes('acme/bot'))).toEqual([]);
  expect(lock()!.images['ghcr.io/acme/bot:1.0.0']).toBe(digest);
});

test('a registry that is made anew gets what the lock says, whatever the tag has become', async () => {
  // GIVEN
  await mirror();
  world.make('registry', '{}');

  // WHEN
  const { calls } = await mirror();

  // THEN
  const digest = digestOf('ghcr.io/acme/bot:1.0.0');
  expect(changes(calls)[0]).toMatch(
    new RegExp(`--source ghcr\\.io/acme/bot@${digest} --image acme/bot:1\\.0\\.0 --force$`),
  );
  expect(lock()!.images['ghcr.io/acme/bot:1.0.0']).toBe(digest);
});

test('a tag that has moved in the registry moves nothing here', async () => {
  // GIVEN
  await mirror();
  const before = text();
  const digest = digestOf('ghcr.io/acme/bot:1.0.0');
  const held = JSON.parse(world.read('registry')) as object;
  const moved = [
    { digest, tags: [] },
    { digest: NAMED, tags: ['1.0.0'] },
  ];
  world.make('registry', JSON.stringify({ ...held, 'acme/bot': moved }));

  // WHEN
  const { calls } = await mirror();

  // THEN
  expect(changes(calls)).toEqual([]);
  expect(text()).toBe(before);
});

test('another image is brought, and what is used no more is forgotten', async () => {
  // GIVEN
  await mirror({ chatbots: [...TWO.chatbots, built] });

  // WHEN
  const { calls } = await mirror({ chatbots: [chatbot('tagged', 'ghcr.io/acme/bot:2.0.0')] });

  // THEN
  expect(changes(calls)).toHaveLength(1);
  expect(lock()).toMatchObject({
    images: { 'ghcr.io/acme/bot:2.0.0': digestOf('ghcr.io/acme/bot:2.0.0') },
    builds: {},
  });
  expect(Object.keys(lock()!.images)).toHaveLength(1);
});

describe('a build', () => {
  const BUILDS = { chatbots: [built] };

  test('is done in the registry, from the folder, and pinned', async () => {
    // WHEN
    const { code, calls } = await mirror(BUILDS);

    // THEN
    expect(code).toBe(0);
    const { content, digest, ...said } = lock()!.builds['secureai/built']!;
    const image = `secureai/built:${content.slice(0, 12)}`;
    expect(changes(calls)).toEqual([
      `az acr build --registry ${await registryName()} --image ${image} --file Dockerfile apps/bot`,
    ]);
    expect(said).toEqual({ context: 'apps/bot', dockerfile: 'Dockerfile' });
    expect(digest).toBe(digestOf(image));
  });

  test('is done again once a file of the folder has changed, and not before', async () => {
    // GIVEN
    await mirror(BUILDS);
    const before = lock()!.builds['secureai/built']!;
    mkdirSync(path.join(world.project, 'apps/bot/.git'));
    writeFileSync(path.join(world.project, 'apps/bot/.git/index'), 'a commit');
    expect(changes((await mirror(BUILDS)).calls)).toEqual([]);

    // WHEN
    mkdirSync(path.join(world.project, 'apps/bot/src'));
    writeFileSync(path.join(world.project, 'apps/bot/src/app.py'), 'print()');
    const { calls } = await mirror(BUILDS);

    // THEN
    expect(changes(calls)).toHaveLength(1);
    expect(lock()!.builds['secureai/built']!.digest).not.toBe(before.digest);
  });

  test.each([
    [{ registry: { agentPool: 'inside' } }],
    [
      {
        registry: undefined,
        existing: {
          registry: {
            id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.ContainerRegistry/registries/crhub`,
            agentPool: 'inside',
          },
        },
      },
    ],
  ])('is done on the agent pool that is said: %j', async (said) => {
    const { calls } = await mirror({ ...BUILDS, ...said });

    expect(changes(calls)).toEqual([expect.stringMatching(/ --agent-pool inside apps\/bot$/)]);
  });

  test('by another Dockerfile is another image', async () => {
    // GIVEN
    await mirror(BUILDS);
    writeFileSync(path.join(world.project, 'apps/bot/slim.Dockerfile'), 'FROM scratch\n');

    // WHEN
    const build = { ...built.build, dockerfile: 'slim.Dockerfile' };
    const { calls } = await mirror({ chatbots: [{ ...built, build }] });

    // THEN
    expect(changes(calls)).toEqual([expect.stringMatching(/-slim\.Dockerfile --file slim\.Dockerfile apps\/bot$/)]);
  });

  test('of a folder that is not there is refused before anything is asked', async () => {
    const { code, stderr, calls } = await mirror({ chatbots: [{ ...built, build: { context: 'apps/none' } }] });

    expect(code).toBe(1);
    expect(stderr).toBe(
      "error: there is no apps/none/Dockerfile to build an image from\nnext: correct the workload's build.context, which is relative to the project's folder, or build.dockerfile, relative to that",
    );
    expect(calls).toEqual([]);
  });
});

test('throttling and conflicts are waited out', async () => {
  // GIVEN
  world
    .rule({ call: 'az acr import *', code: 1, times: 1, says: '429 Too Many Requests' })
    .rule({ call: 'az acr import *', code: 1, times: 1, says: 'unexpected status 409 Conflict' });

  // WHEN
  const { code, stdout } = await mirror({ chatbots: [TWO.chatbots[0]] });

  // THEN
  expect(code).toBe(0);
  expect(stdout.match(/attempt \d of 5 failed/g)).toHaveLength(2);
});

test('an image of the registry itself is pinned and not imported, and missed by name', async () => {
  // GIVEN
  const name = await registryName();
  const own = `${name}.azurecr.io/team/app:3.1.0`;
  const said = { chatbots: [chatbot('own', own)] };
  const missed = await mirror(said);
  world.make('registry', JSON.stringify({ 'team/app': [{ digest: NAMED, tags: ['3.1.0'] }] }));

  // WHEN
  const { code, calls } = await mirror(said);

  // THEN
  expect(missed.code).toBe(1);
  expect(missed.stderr).toMatch(`registry ${name} does not hold ${own}, which the environment takes from it`);
  expect(code).toBe(0);
  expect(changes(calls)).toEqual([]);
  expect(lock()!.images).toEqual({ [own]: NAMED });
});

test('a registry that exists is filled in its own subscription', async () => {
  // GIVEN
  const id =
    '/subscriptions/99999999-9999-4999-8999-999999999999/resourceGroups/rg-hub/providers/Microsoft.ContainerRegistry/registries/CrHub';

  // WHEN
  const { code, calls } = await mirror({ ...TWO, registry: undefined, existing: { registry: { id } } });

  // THEN
  expect(code).toBe(0);
  const ofRegistry = calls.filter((call) => call.startsWith('az acr'));
  expect(ofRegistry.length).toBeGreaterThan(4);
  for (const call of ofRegistry) expect(call).toContain('--subscription 99999999-');
  expect(changes(calls)[0]).toContain('--name crhub ');
});

test.each([
  [
    'no registry',
    { ...TWO, registry: undefined },
    'environments/dev.ts has no registry to mirror into\nnext: say registry: {}, so that one is made, or existing.registry',
  ],
  [
    'a registry that is not made yet',
    TWO,
    /there is no registry cr\w+ in resource group rg-\S+\nnext: npm run deploy -- dev makes it, and stops where its images are due/,
  ],
])('with %s it says what to do', async (_what, said, message) => {
  world.takeAway('registry');
  const { code, stderr } = await mirror(said);

  expect(code).toBe(1);
  expect(stderr).toMatch(message);
});

test('a registry that answers its network alone is told of', async () => {
  world.rule({ call: 'az acr repository list *', code: 1, says: 'client with IP is not allowed access' });
  const { code, stderr } = await mirror();

  expect(code).toBe(1);
  expect(stderr).toMatch(/next: .*a registry with a private endpoint answers in its network alone, so run it there$/);
});

test('a dry run prints every line, and runs and writes nothing', async () => {
  // WHEN
  const { code, stdout, calls } = await mirror({ chatbots: [...TWO.chatbots, built] }, '--dry-run');

  // THEN
  expect(code).toBe(0);
  expect(calls).toEqual([]);
  expect(stdout).toMatch(
    /\$ az acr import --name \S+ --source ghcr\.io\/acme\/bot:1\.0\.0 --image acme\/bot:1\.0\.0 --force /,
  );
  expect(stdout).toMatch(/\$ az acr import --name \S+ --source docker\.io\/library\/rabbitmq:4\.3\.2 /);
  expect(stdout).toMatch(
    /\$ az acr build --registry \S+ --image secureai\/built:[0-9a-f]{12} --file Dockerfile .*apps\/bot/,
  );
  expect(stdout).toContain(`$ write ${FILE}`);
  expect(text()).toBeUndefined();
});
