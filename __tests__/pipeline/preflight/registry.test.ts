import { parseEnvironment, type EnvironmentInput, type ImageLock } from '../../../config';
import { AzureCli } from '../../../pipeline/azure';
import { judgeRegistry, registry } from '../../../pipeline/preflight/registry';
import { Runner } from '../../../pipeline';
import { EXISTING } from '../../fixtures/existing';
import { startOf, type StandIn } from '../../fixtures/stand-ins/stand-in';
import { MINIMAL } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

const KUBELET = '66666666-6666-4666-8666-666666666666';
const DIGEST = `sha256:${'0a'.repeat(32)}`;
const SOURCE = 'ghcr.io/acme/bot:1.0.0';
const { cluster, albSubnetId, aksSubnetId } = EXISTING;
const ID = EXISTING.registry.id;

const said = {
  ...MINIMAL,
  store: { enabled: false },
  chatbots: [{ name: 'bot', deployment: 'gpt-5.4-mini', image: SOURCE }],
} satisfies EnvironmentInput;
const lockOf = (loginServer: string): ImageLock => ({
  registry: loginServer,
  images: { [SOURCE]: DIGEST },
  builds: {},
});
const LOCK = lockOf('crshared.azurecr.io');

const existing = (more: object = {}, lock: ImageLock | undefined = LOCK) =>
  parseEnvironment({ ...said, existing: { registry: { id: ID, ...more } } }, 'dev', lock);
const withCluster = (more: object = {}, ofCluster: object = {}) =>
  parseEnvironment(
    {
      ...said,
      existing: { registry: { id: ID, ...more }, cluster: { ...cluster, ...ofCluster }, albSubnetId, aksSubnetId },
    },
    'dev',
    LOCK,
  );
const made = (lock?: ImageLock) => parseEnvironment({ ...said, registry: {} }, 'dev', lock);

const EMPTY =
  /^problem: registry cr\w+ is made empty, and environments\/dev\.images\.json names images in it -> move that file aside for this deploy, which then stops before the charts; put it back, npm run mirror -- dev, and deploy again$/;

const FACTS = { loginServer: 'crshared.azurecr.io', roleAssignmentMode: 'LegacyRegistryPermissions' };

/** What the check finds in an Azure that answers so, by the beginning of a command. */
async function findings(environment: ReturnType<typeof existing>, answers: Readonly<Record<string, unknown>>) {
  const az: StandIn<undefined> = ({ args }) => {
    const words = args.join(' ');
    const [, found] = Object.entries(answers).find(([begin]) => words.startsWith(begin)) ?? [];
    if (found === undefined) throw new Error(`nobody answers az ${words}`);
    return JSON.stringify(found);
  };
  const runner = new Runner({ directory: '.', start: startOf({ az }, undefined) });
  const account = { id: '', tenantId: '', user: { name: '', type: 'user' } };
  return findingLines(await registry(environment, new AzureCli(runner, environment.subscriptionId), account));
}

const judged = (facts: object | undefined, environment = existing()) =>
  findingLines(judgeRegistry(environment, facts && { ...FACTS, ...facts }));

/** What is found where the nodes have these roles. */
const asked = (
  environment: ReturnType<typeof existing>,
  roles: readonly string[],
  mode = 'LegacyRegistryPermissions',
) =>
  findings(environment, {
    'acr show': { ...FACTS, roleAssignmentMode: mode },
    'aks show': { kubelet: KUBELET },
    [`role assignment list --assignee ${KUBELET} --scope ${ID}`]: roles,
  });

describe('a registry that exists', () => {
  test('is fine with what is said of it, and where Azure says nothing of its mode', () => {
    expect(judged({})).toEqual([]);
    expect(judged({ roleAssignmentMode: null })).toEqual([]);
    expect(
      judged({ roleAssignmentMode: 'AbacRepositoryPermissions' }, existing({ roleAssignmentMode: 'rbac-abac' })),
    ).toEqual([]);
  });

  test.each<[string, object | undefined, RegExp]>([
    [
      'is not there',
      undefined,
      /^problem: existing\.registry\.id: there is no \S+\/crshared, or whoever is logged in may not see it -> correct it in environments\/dev\.ts, or say registry: \{\}/,
    ],
    [
      'has another host name',
      { loginServer: 'crshared-a1.azurecr.io' },
      /^problem: registry crshared answers as crshared-a1\.azurecr\.io, .* -> set existing\.registry\.loginServer to 'crshared-a1\.azurecr\.io' /,
    ],
    [
      'honours no AcrPull',
      { roleAssignmentMode: 'AbacRepositoryPermissions' },
      /^problem: roles on registry crshared speak of rbac-abac, .* -> set existing\.registry\.roleAssignmentMode to 'rbac-abac' in environments\/dev\.ts$/,
    ],
    [
      'has an admin user',
      { adminUserEnabled: true },
      /^advice: registry crshared has an admin user, .* -> az acr update --name crshared --admin-enabled false$/,
    ],
    [
      'lets anybody pull',
      { anonymousPullEnabled: true },
      /^advice: registry crshared lets anybody pull -> az acr update --name crshared --anonymous-pull-enabled false$/,
    ],
  ])('%s', (_what, facts, finding) => {
    expect(judged(facts)).toEqual([expect.stringMatching(finding)]);
  });
});

describe('its images', () => {
  test('are pinned: nothing to say', async () => {
    await expect(findings(existing(), { 'acr show': FACTS })).resolves.toEqual([]);
  });

  test('that no lock says the digest of stop the deploy, before anything is changed', async () => {
    const stale = { ...LOCK, images: {} };

    await expect(findings(existing({}, stale), { 'acr show': FACTS })).resolves.toEqual([
      expect.stringMatching(
        /^problem: registry crshared lacks images: environments\/dev\.images\.json does not say the digest of ghcr\.io\/acme\/bot:1\.0\.0: .* -> npm run mirror -- dev$/,
      ),
    ]);
  });

  test('of a registry that the deploy makes come later, which is told', async () => {
    await expect(findings(made(), { 'acr show': null, 'acr check-name': { nameAvailable: true } })).resolves.toEqual([
      expect.stringMatching(
        /^advice: registry cr\w+ is made empty, so the deploy stops before the charts -> npm run mirror -- dev then fills it, and npm run deploy -- dev goes on from there$/,
      ),
    ]);
  });

  test('that a lock says of a registry that is gone stop the deploy, which would wait for them', async () => {
    const lock = lockOf(made().registry!.loginServer);

    await expect(
      findings(made(lock), { 'acr show': null, 'acr check-name': { nameAvailable: true } }),
    ).resolves.toEqual([expect.stringMatching(EMPTY)]);
  });

  test('of a registry that an earlier deploy has made stop the next one', async () => {
    await expect(findings(made(), { 'acr show': FACTS })).resolves.toEqual([
      expect.stringMatching(/^problem: registry cr\w+ lacks images: .* -> npm run mirror -- dev$/),
    ]);
  });
});

test('a name that somebody has is told, with the property', async () => {
  const { loginServer } = made().registry!;
  const answers = { 'acr show': null, 'acr check-name': { nameAvailable: false, message: 'in use' } };

  await expect(findings(made(lockOf(loginServer)), answers)).resolves.toEqual([
    expect.stringMatching(
      /^problem: the name cr\w+ of the registry is taken: in use -> set names\.registry in environments\/dev\.ts$/,
    ),
    expect.stringMatching(EMPTY),
  ]);
});

test('an environment without a registry asks nothing', async () => {
  await expect(findings(parseEnvironment(said), {})).resolves.toEqual([]);
});

describe('the nodes of a cluster that exists', () => {
  test.each([['AcrPull'], ['Contributor']])('may pull as %s', async (role) => {
    await expect(asked(withCluster(), [role])).resolves.toEqual([]);
  });

  test('that may not get the line that attaches the registry, or the property', async () => {
    await expect(asked(withCluster(), ['Monitoring Reader'])).resolves.toEqual([
      `problem: the nodes of cluster aks-shared may not pull from registry crshared -> az aks update --subscription ${MINIMAL.subscriptionId} --resource-group rg-shared --name aks-shared --attach-acr ${ID}; or set existing.cluster.kubeletObjectId to '${KUBELET}' in environments/dev.ts, so that the deploy grants it`,
    ]);
  });

  test('of a registry whose roles speak of repositories need another one: AcrPull does not count', async () => {
    const environment = withCluster({ roleAssignmentMode: 'rbac-abac' });
    const reader = 'Container Registry Repository Reader';

    await expect(asked(environment, [reader], 'AbacRepositoryPermissions')).resolves.toEqual([]);
    await expect(asked(environment, ['AcrPull'], 'AbacRepositoryPermissions')).resolves.toEqual([
      expect.stringContaining(
        `-> az role assignment create --role '${reader}' --assignee-object-id ${KUBELET} --assignee-principal-type ServicePrincipal --scope ${ID}; or set existing.cluster.kubeletObjectId`,
      ),
    ]);
  });

  test('are those that are stated, or the deploy would let others pull', async () => {
    const other = MINIMAL.subscriptionId;

    await expect(asked(withCluster({}, { kubeletObjectId: KUBELET.toUpperCase() }), [])).resolves.toEqual([]);
    await expect(asked(withCluster({}, { kubeletObjectId: other }), [])).resolves.toEqual([
      `problem: the nodes of cluster aks-shared fetch images as ${KUBELET}, and existing.cluster.kubeletObjectId is ${other} -> set existing.cluster.kubeletObjectId to '${KUBELET}' in environments/dev.ts`,
    ]);
  });
});
