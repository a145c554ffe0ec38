import { advice, imageLockProblem, parseEnvironment, parseImageLock, type ImageLock } from '../../config';
import { EXISTING, certifiedIn } from '../fixtures/existing';
import { MINIMAL, problemsOf, type Draft } from '../helpers/environment';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const OTHER = `sha256:${'0b'.repeat(32)}`;
const SERVER = 'crsecureaidevt5zd4.azurecr.io';
const BOT = { name: 'bot', deployment: 'gpt-5.4-mini' };
/** One workload, whose image has a tag. */
const LOGIN = { store: { enabled: false }, chatbots: [{ ...BOT, image: 'ghcr.io/acme/bot:1.0.0' }] };

const withRegistry = (said: Draft = {}, lock?: ImageLock) =>
  parseEnvironment({ ...MINIMAL, ...LOGIN, registry: {}, ...said }, 'dev', lock);
const lockOf = (images: Record<string, string>, registry: string, builds: ImageLock['builds'] = {}): ImageLock => ({
  registry,
  images,
  builds,
});

describe('the registry of an environment', () => {
  test('is none where nobody says so, and each image comes from where it is named', () => {
    const { registry, workloads } = parseEnvironment({ ...MINIMAL, ...LOGIN });

    expect(registry).toBeUndefined();
    expect(workloads[0]!.image).toBe('ghcr.io/acme/bot:1.0.0');
  });

  test.each([
    [{}, 'Standard'],
    [{ openAi: { access: 'private-endpoint' } }, 'Premium'],
    [{ registry: { sku: 'Basic' } }, 'Basic'],
  ] as const)('that is made beside %j is of sku %s', (said, sku) => {
    expect(withRegistry(said).registry).toMatchObject({ sku, roleAssignmentMode: 'rbac', isLocked: false });
  });

  test('that exists brings its name and host along, whatever the case of its letters', () => {
    const id = EXISTING.registry.id.replace('crshared', 'CrShared');
    const { registry, names } = withRegistry({ registry: undefined, existing: { registry: { id } } });

    expect(names.registry).toBe('CrShared');
    expect(registry).toMatchObject({ id, name: 'crshared', loginServer: 'crshared.azurecr.io' });
    expect(registry!.sku).toBeUndefined();
  });

  test('holds every image that the charts use, each once, by where it is imported from', () => {
    const { registry } = parseEnvironment({
      ...MINIMAL,
      registry: {},
      chatbots: [BOT, { ...BOT, name: 'second' }],
      gateway: {
        login: { clientId: '11111111-1111-4111-8111-111111111111' },
        hostname: 'admin.example.com',
        tlsSecretName: 'tls',
      },
    });

    expect(registry!.images.map(({ source }) => source.replace(/:[^/]+$/, '')).toSorted()).toEqual([
      'docker.io/library/busybox',
      'docker.io/library/rabbitmq',
      'ghcr.io/azure-samples/aks-store-demo/ai-service',
      'ghcr.io/azure-samples/aks-store-demo/makeline-service',
      'ghcr.io/azure-samples/aks-store-demo/order-service',
      'ghcr.io/azure-samples/aks-store-demo/product-service',
      'ghcr.io/azure-samples/aks-store-demo/store-admin',
      'ghcr.io/azure-samples/aks-store-demo/store-front',
      'ghcr.io/azure-samples/aks-store-demo/virtual-customer',
      'ghcr.io/azure-samples/aks-store-demo/virtual-worker',
      'ghcr.io/documentdb/documentdb/documentdb-local',
      'ghcr.io/jsburckhardt/gradio-aks/chatbot',
      'quay.io/oauth2-proxy/oauth2-proxy',
    ]);
  });

  test('images.registry is where its images are imported from', () => {
    const { registry, store } = parseEnvironment({
      ...MINIMAL,
      registry: {},
      images: { registry: 'mirror.example.com:5000/team' },
    });

    expect(registry!.images.find(({ repository }) => repository === 'team/busybox')!.source).toBe(
      'mirror.example.com:5000/team/busybox:1.37.0',
    );
    expect(store.find(({ waitsFor }) => waitsFor)!.waitsFor!.image).toMatch(/^cr\w+\.azurecr\.io\/team\/busybox:/);
  });
});

describe('an image', () => {
  const { loginServer } = withRegistry().registry!;
  const imageWith = (image: string, lock?: ImageLock) =>
    withRegistry({ chatbots: [{ ...BOT, image }] }, lock).workloads[0]!.image;

  test.each([
    ['ghcr.io/acme/bot:1.0.0', 'ghcr.io/acme/bot:1.0.0', 'acme/bot'],
    ['acme/bot:1.0.0', 'docker.io/acme/bot:1.0.0', 'acme/bot'],
    ['index.docker.io/bot:1.0.0', 'docker.io/library/bot:1.0.0', 'bot'],
    [`ghcr.io/acme/bot@${OTHER}`, `ghcr.io/acme/bot@${OTHER}`, 'acme/bot'],
    [`ghcr.io/acme/bot:1.0.0@${OTHER}`, `ghcr.io/acme/bot@${OTHER}`, 'acme/bot'],
    [`${loginServer}/bot:1.0.0`, `${loginServer}/bot:1.0.0`, 'bot'],
  ])('%s is pinned by the digest of %s', (image, source, repository) => {
    expect(imageWith(image, lockOf({ [source]: DIGEST }, loginServer))).toBe(`${loginServer}/${repository}@${DIGEST}`);
  });

  test.each([
    ['no lock', undefined],
    ['a lock of another image', lockOf({ 'ghcr.io/acme/bot:2.0.0': DIGEST }, loginServer)],
    ['a lock of another registry', lockOf({ 'ghcr.io/acme/bot:1.0.0': DIGEST }, 'crother.azurecr.io')],
  ])('with %s is named by its tag, in the registry', (_what, lock) => {
    expect(imageWith('ghcr.io/acme/bot:1.0.0', lock)).toBe(`${loginServer}/acme/bot:1.0.0`);
  });
});

const sourcesOf = (said: Draft) => withRegistry(said).registry!.images.map(({ source }) => source);

describe('what cert-manager runs', () => {
  const { gateway, existing } = certifiedIn(MINIMAL.subscriptionId);
  const certified = (version = '1.21.1') => ({
    existing,
    // The names of a page of the store, which needs none of its own.
    store: { enabled: true },
    gateway: { ...gateway, certificate: { ...gateway.certificate, certManagerVersion: version } },
  });
  const { registry } = withRegistry(certified());
  const { loginServer } = registry!;
  const COMPONENTS = ['controller', 'webhook', 'cainjector', 'acmesolver', 'startupapicheck'];
  const SOURCES = COMPONENTS.map((component) => `quay.io/jetstack/cert-manager-${component}:v1.21.1`);
  /** Each image by a digest of its own. */
  const digests = Object.fromEntries(
    registry!.images.map(({ source }, index) => [source, `sha256:${String(index).padStart(64, '0')}`]),
  );
  const lock = lockOf(digests, loginServer);

  test('is imported as the charts’ images are, and nothing of it without a certificate', () => {
    expect(sourcesOf(certified())).toEqual(expect.arrayContaining(SOURCES));
    expect(sourcesOf({ store: { enabled: true } }).filter((source) => source.includes('jetstack'))).toEqual([]);
  });

  test('comes from the registry by the digests of the lock', () => {
    const { images } = withRegistry(certified(), lock).gateway.certificate!;

    expect(images).toEqual(
      Object.fromEntries(
        COMPONENTS.map((component, index) => [
          component,
          `${loginServer}/jetstack/cert-manager-${component}@${digests[SOURCES[index]!]}`,
        ]),
      ),
    );
  });

  test.each<[string, Draft, ImageLock | undefined]>([
    ['there is no lock', certified(), undefined],
    ['the lock is of another registry', certified(), { ...lock, registry: 'crother.azurecr.io' }],
    ['the lock is of another version', certified('1.22.0'), lock],
    ['the lock lacks one of them', certified(), lockOf({ ...digests, [SOURCES[1]!]: undefined! }, loginServer)],
    ['there is no registry', { ...certified(), registry: undefined }, lock],
  ])('is what the chart names itself where %s', (_what, said, of) => {
    const { certificate } = withRegistry(said, of && (JSON.parse(JSON.stringify(of)) as ImageLock)).gateway;

    expect(certificate!.certManagerVersion).toMatch(/^1\.2[12]\./);
    expect(certificate!.images).toBeUndefined();
  });

  test('in another version than that of the lock is refused with the command', () => {
    const problem = imageLockProblem(withRegistry(certified('1.22.0'), lock), { isPreview: true });

    expect(problem).toMatch(
      /^environments\/dev\.images\.json does not say the digest of quay\.io\/jetstack\/cert-manager-controller:v1\.22\.0, .*cert-manager-startupapicheck:v1\.22\.0: npm run mirror -- dev /,
    );
  });

  test.each<[string, ImageLock | undefined, boolean]>([
    ['no lock', undefined, true],
    ['a lock', lock, false],
  ])('is advised upon with %s', (_what, of, isTold) => {
    const told = advice(withRegistry(certified(), of), '2026-11-27').filter((line) => line.includes('cert-manager is'));

    expect(told).toEqual(
      isTold
        ? [
            'cert-manager is installed from quay.io until environments/dev.images.json says the digests of its version 1.21.1: npm run mirror -- dev, then deploy again',
          ]
        : [],
    );
  });
});

describe('a build', () => {
  const build = { context: 'apps/bot' };
  const { loginServer } = withRegistry().registry!;
  const built = { context: 'apps/bot', dockerfile: 'Dockerfile', content: 'abc', digest: DIGEST };
  const imageWith = (lock?: ImageLock) => withRegistry({ chatbots: [{ ...BOT, build }] }, lock).workloads[0]!.image;

  test('is pinned by the digest of its lock', () => {
    expect(imageWith(lockOf({}, loginServer, { 'secureai/bot': built }))).toBe(`${loginServer}/secureai/bot@${DIGEST}`);
  });

  test.each([
    ['no lock', undefined],
    ['a lock of another folder', { ...built, context: 'apps/other' }],
    ['a lock of another Dockerfile', { ...built, dockerfile: 'Dockerfile.slim' }],
  ])('with %s has no digest', (_what, image) => {
    expect(imageWith(image && lockOf({}, loginServer, { 'secureai/bot': image }))).toBe(
      `${loginServer}/secureai/bot:not-built`,
    );
  });
});

describe('a lock that does not fit', () => {
  const { loginServer } = withRegistry().registry!;
  const problem = (isPreview: boolean, said: Draft = {}, lock?: ImageLock) =>
    imageLockProblem(withRegistry(said, lock), { isPreview });
  const stale = lockOf({ 'ghcr.io/acme/bot:0.9.0': DIGEST }, loginServer);
  const NEXT = `npm run mirror -- dev brings them into ${loginServer} and writes it`;

  test.each([true, false])('is refused with the command, preview %p', (isPreview) => {
    expect(problem(isPreview, {}, stale)).toBe(
      `environments/dev.images.json does not say the digest of ghcr.io/acme/bot:1.0.0: ${NEXT}`,
    );
  });

  test('is refused where there is none, but for a preview of images that somebody has published', () => {
    expect(problem(false)).toBe(
      `environments/dev.images.json is not there, to say the digest of ghcr.io/acme/bot:1.0.0: ${NEXT}`,
    );
    expect(problem(true)).toBeUndefined();
  });

  test.each([true, false])('is refused of another registry, preview %p', (isPreview) => {
    const other = lockOf({ 'ghcr.io/acme/bot:1.0.0': DIGEST }, 'crother.azurecr.io');

    expect(problem(isPreview, {}, other)).toMatch(
      /^environments\/dev\.images\.json does not say the digest of ghcr\.io\/acme\/bot:1\.0\.0: /,
    );
  });

  test.each([true, false])('is refused of a build that nobody has made, preview %p', (isPreview) => {
    expect(problem(isPreview, { chatbots: [{ ...BOT, build: { context: 'apps/bot' } }] })).toBe(
      `environments/dev.images.json is not there, to say the digest of the build of apps/bot: ${NEXT}`,
    );
  });

  test('one that fits, and one that nobody needs, are fine', () => {
    const fits = lockOf({ 'ghcr.io/acme/bot:1.0.0': DIGEST, 'ghcr.io/acme/gone:1': OTHER }, loginServer);

    expect(problem(false, {}, fits)).toBeUndefined();
    expect(imageLockProblem(parseEnvironment(MINIMAL), { isPreview: false })).toBeUndefined();
  });
});

describe('the file of the lock', () => {
  test.each([
    [
      '{',
      /^environments\/dev\.images\.json is not valid: delete it, and "npm run mirror -- dev" writes it anew:\n {2}- /,
    ],
    [JSON.stringify({ registry: SERVER, images: { a: 'latest' }, builds: {} }), /images\.a: must be "sha256:" and 64/],
    [JSON.stringify({ registry: SERVER, images: {} }), /builds: /],
    [JSON.stringify({ ...lockOf({}, SERVER), more: 1 }), /more: is not a known property/],
  ])('%s is refused', (text, message) => {
    expect(() => parseImageLock(text, 'dev')).toThrow(message);
  });

  test('is taken as it was written, and may be missing', () => {
    const lock = lockOf({ a: DIGEST }, SERVER);

    expect(parseImageLock(JSON.stringify(lock), 'dev')).toEqual(lock);
    expect(parseImageLock(undefined, 'dev')).toBeUndefined();
  });
});

describe('what does not fit together', () => {
  const { cluster, albSubnetId, aksSubnetId, registry } = EXISTING;
  const zone = EXISTING.privateDnsZoneId.replace('privatelink.openai.azure.com', 'privatelink.azurecr.io');
  const MINE = { name: 'mine', port: 80, deployment: 'gpt-5.4-mini', dialect: 'store' };

  test.each<[string, Draft, RegExp[]]>([
    [
      'one that is made beside one that exists',
      { registry: {}, existing: { registry } },
      [/^registry: must be left out with existing\.registry: every image comes from that one /],
    ],
    [
      'a sku without private endpoints',
      { registry: { sku: 'Standard' }, openAi: { access: 'private-endpoint' } },
      [
        /^registry\.sku: must be Premium with openAi\.access private-endpoint: no other has a private endpoint \(got "Standard"\)$/,
      ],
    ],
    [
      'a zone in which nothing stands',
      { registry: {}, existing: { registryPrivateDnsZoneId: zone } },
      [/^existing\.registryPrivateDnsZoneId: must be left out without registry and openAi\.access private-endpoint: /],
    ],
    [
      'nodes that nobody knows',
      { registry: {}, existing: { cluster, albSubnetId, aksSubnetId } },
      [/^existing\.cluster\.kubeletObjectId: must be said with registry, which lets the nodes pull: "az aks show /],
    ],
    [
      'nodes that pull from nowhere',
      { existing: { cluster: { ...cluster, kubeletObjectId: MINIMAL.subscriptionId }, albSubnetId, aksSubnetId } },
      [/^existing\.cluster\.kubeletObjectId: must be left out without registry and existing\.registry: /],
    ],
    [
      'a build without a registry',
      { workloads: [{ ...MINE, build: { context: 'apps/mine' } }] },
      [/^workloads\.0\.build: must have a registry that builds it: say registry: \{\}, or existing\.registry /],
    ],
    [
      'neither image nor build',
      { workloads: [MINE] },
      [/^workloads\.0\.image: must be said, or build: \{ context \} with the folder that it is built from /],
    ],
    [
      'both image and build',
      { registry: {}, chatbots: [{ ...BOT, image: 'a/b:1', build: { context: 'apps/bot' } }] },
      [/^chatbots\.0\.image: must be left out with build, which makes the image /],
    ],
    [
      'two images in one place',
      {
        ...LOGIN,
        registry: {},
        chatbots: [
          { ...BOT, image: 'ghcr.io/a/b:1' },
          { ...BOT, name: 'second', image: 'quay.io/a/b:1' },
        ],
      },
      [/^images: must not hold ghcr\.io\/a\/b:1 under the same path and tag: the registry has one place for both /],
    ],
    [
      'names of what is not made',
      { existing: { registry }, names: { registry: 'crmine', registryPrivateEndpoint: 'pep' } },
      [
        /^names\.registry: must be left out with existing\.registry: /,
        /^names\.registryPrivateEndpoint: must be left out with existing\.registry: /,
      ],
    ],
    [
      'a cluster without the subnet of its private endpoint',
      {
        registry: {},
        openAi: { access: 'private-endpoint' },
        existing: {
          cluster: { ...cluster, kubeletObjectId: MINIMAL.subscriptionId },
          albSubnetId,
          openAi: { ...EXISTING.openAi, hasPrivateEndpoint: true },
        },
      },
      [
        /^existing\.privateEndpointSubnetId: must be said with existing\.cluster, .*: the private endpoint stands in it /,
      ],
    ],
  ])('%s', (_what, draft, problems) => {
    expect(problemsOf({ ...MINIMAL, ...draft })).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });

  test.each(['/apps/bot', String.raw`apps\bot`, 'C:/apps', 'https://github.com/acme/bot.git', ''])(
    'a context "%s" that is no relative path',
    (context) => {
      const problems = problemsOf({ ...MINIMAL, registry: {}, chatbots: [{ ...BOT, build: { context } }] });

      expect(problems).toEqual([expect.stringMatching(/^chatbots\.0\.build\.context: /)]);
    },
  );
});

/** The lines of advice that are about the registry. */
const adviceOn = (said: Draft) =>
  advice(withRegistry(said), '2026-11-27').filter((line) => /registry|images\.json/.test(line));

describe('advice', () => {
  const PRIVATE = { openAi: { access: 'private-endpoint' } };
  const BUILT = { chatbots: [{ ...BOT, build: { context: 'apps/bot' } }] };
  const LOCK =
    /^environments\/dev\.images\.json is not there, so a preview names images by tag: npm run mirror -- dev /;
  const INSIDE = /^the registry answers in its network alone: npm run mirror -- dev is run there$/;
  const POOL =
    /^the registry lets in no machine that builds, but of an agent pool in its network: az acr agentpool create --registry cr\w+, /;

  test.each<[string, Draft, RegExp[]]>([
    ['no lock', {}, [LOCK]],
    ['a registry that is closed', PRIVATE, [LOCK, INSIDE]],
    ['one that builds', { ...PRIVATE, ...BUILT }, [LOCK, INSIDE, POOL]],
    ['one that builds inside', { ...PRIVATE, ...BUILT, registry: { agentPool: 'inside' } }, [LOCK, INSIDE]],
    ['none', { registry: undefined }, []],
  ])('of %s', (_what, said, lines) => {
    expect(adviceOn(said)).toEqual(lines.map((line) => expect.stringMatching(line)));
  });
});
