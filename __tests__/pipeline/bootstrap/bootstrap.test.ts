import { parseEnvironment } from '../../../config';
import { Runner } from '../../../pipeline';
import { bootstrap } from '../../../pipeline/bootstrap';
import { DryRunner } from '../../../pipeline/dry-run';
import { az } from '../../fixtures/bootstrap/az';
import { gh } from '../../fixtures/bootstrap/gh';
import type { BootstrapWorld } from '../../fixtures/bootstrap/world';
import { fail, startOf, type StandIn } from '../../fixtures/stand-ins/stand-in';
import { hasty } from '../../helpers/hasty';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION });
const { names } = environment;
const CONTAINER =
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${names.stateResourceGroup}/providers/Microsoft.Storage` +
  `/storageAccounts/${names.stateStorageAccount}/blobServices/default/containers/tfstate`;

/** An Azure that nobody has touched, but for what is given. */
function worldOf(parts: Partial<BootstrapWorld> = {}): BootstrapWorld {
  return {
    account: { id: SUBSCRIPTION, tenantId: 'tenant', user: { name: 'me@example.com', type: 'user' } },
    accounts: [],
    providers: ['microsoft.compute'],
    registering: [],
    accountsOfOthers: [],
    applications: [],
    roles: [],
    calls: [],
    ...parts,
  };
}

const startIn = (world: BootstrapWorld) => startOf({ az, gh }, world);

async function run(world: BootstrapWorld, dryRun = false, of = environment, start = startIn(world)): Promise<string[]> {
  const lines: string[] = [];
  const props = { directory: process.cwd(), print: (line: string) => lines.push(line), start };
  const runner = dryRun ? new DryRunner(props, of) : new Runner(props);
  const time = hasty();
  try {
    await bootstrap({ environment: of, runner }, 'octo/shop');
  } finally {
    time.stop();
  }
  return lines;
}

/** A stand-in that refuses the calls which begin like this. */
function refuse<World>(standIn: StandIn<World>, words: string): StandIn<World> {
  return (call, world) =>
    call.args.join(' ').startsWith(words)
      ? fail('Insufficient privileges to complete the operation.')
      : standIn(call, world);
}

/** The first words of each call, which are the command. */
function commands(world: BootstrapWorld): string[] {
  return world.calls.map((call) =>
    call
      .slice(
        0,
        call.findIndex((word) => word.startsWith('--')),
      )
      .join(' '),
  );
}

function callOf(world: BootstrapWorld, command: string, value = ''): string {
  return world.calls.map((call) => call.join(' ')).find((call) => call.startsWith(command) && call.includes(value))!;
}

describe('the first run', () => {
  let world: BootstrapWorld;
  let lines: string[];

  beforeAll(async () => {
    world = worldOf();
    lines = await run(world);
  });

  test('makes everything in an order in which each thing has what it needs', () => {
    // THEN
    const made = commands(world).filter((command) => / (?:create|update)$/.test(command));
    expect(made).toEqual([
      'group create',
      'storage account create',
      'storage account blob-service-properties update',
      'storage container-rm create',
      'role assignment create',
      'identity create',
      'identity federated-credential create',
      ...Array<string>(3).fill('role assignment create'),
      'identity create',
      'identity federated-credential create',
      ...Array<string>(2).fill('role assignment create'),
      'identity create',
      'identity federated-credential create',
      ...Array<string>(2).fill('role assignment create'),
    ]);
  });

  test('the storage account has no keys, no public blobs, and keeps every version', () => {
    // THEN
    const account = callOf(world, 'storage account create');
    for (const setting of [
      '--allow-shared-key-access false',
      '--allow-blob-public-access false',
      '--min-tls-version TLS1_2',
      '--https-only true',
    ]) {
      expect(account).toContain(setting);
    }
    const blobs = callOf(world, 'storage account blob-service-properties update');
    expect(blobs).toContain('--enable-versioning true');
    expect(blobs).toContain('--enable-delete-retention true');
    expect(callOf(world, 'storage container-rm create')).toContain('--public-access off');
  });

  test('grants the caller, the deploy, the plan and the look for drift each no more than it needs', () => {
    // THEN
    const subscription = `/subscriptions/${SUBSCRIPTION}`;
    const deploy = `object-of-${names.deployIdentity}`;
    const plan = `object-of-${names.planIdentity}`;
    const drift = `object-of-${names.driftIdentity}`;
    expect(world.roles.map(({ principalId, role, scope }) => [principalId, role, scope])).toEqual([
      ['object-of-the-user', 'Storage Blob Data Contributor', CONTAINER],
      [deploy, 'Contributor', subscription],
      [deploy, 'Role Based Access Control Administrator', subscription],
      [deploy, 'Storage Blob Data Contributor', CONTAINER],
      [plan, 'Reader', subscription],
      [plan, 'Storage Blob Data Reader', CONTAINER],
      [drift, 'Reader', subscription],
      [drift, 'Storage Blob Data Reader', CONTAINER],
    ]);
    const conditions = world.roles.filter(({ condition }) => condition !== null);
    expect(conditions.map(({ role }) => role)).toEqual(['Role Based Access Control Administrator']);
  });

  test('GitHub is let in by environment, and a plan and a look for drift by others than a deploy', () => {
    // THEN
    for (const [identity, githubEnvironment] of [
      [names.deployIdentity, 'dev'],
      [names.planIdentity, 'dev-plan'],
      [names.driftIdentity, 'dev-drift'],
    ] as const) {
      const credential = callOf(world, 'identity federated-credential create', identity);
      expect(credential).toContain(`--subject repo:octo/shop:environment:${githubEnvironment} `);
      expect(credential).toContain('--issuer https://token.actions.githubusercontent.com ');
      expect(credential).toContain('--audiences api://AzureADTokenExchange ');
    }
  });

  test('tells what to put where, and no secret', () => {
    // WHEN
    const text = lines.join('\n');

    // THEN
    expect(text).toContain("state: 'azurerm',");
    expect(text).toContain(`{ objectId: 'object-of-${names.deployIdentity}', principalType: 'ServicePrincipal' }`);
    expect(text).toContain("{ objectId: 'object-of-the-user', principalType: 'User' }");
    expect(text).toContain(`AZURE_CLIENT_ID=client-of-${names.deployIdentity}`);
    expect(text).toContain(`AZURE_CLIENT_ID=client-of-${names.planIdentity}`);
    expect(text).toMatch(
      new RegExp(
        `GitHub environment "dev-drift": the main branch alone[^\n]*\n +AZURE_CLIENT_ID=client-of-${names.driftIdentity}`,
      ),
    );
    expect(text).toContain(`{ objectId: 'object-of-${names.driftIdentity}', principalType: 'ServicePrincipal' }`);
    expect(text).not.toContain(`object-of-${names.planIdentity}`);
    expect(text).toContain('AZURE_TENANT_ID=tenant');
    expect(text).toContain(`AZURE_SUBSCRIPTION_ID=${SUBSCRIPTION}`);
  });
});

describe('the application of a login', () => {
  const withLogin = (clientId: string) =>
    parseEnvironment({
      name: 'dev',
      subscriptionId: SUBSCRIPTION,
      gateway: { tlsSecretName: 'tls', hostname: 'admin.example.com', login: { clientId } },
    });
  const wanted = withLogin('00000000-0000-0000-0000-000000000000');
  const made = "gateway: { login: { clientId: 'client-of-secureai-dev-login' } },";

  test('is made for this tenant where none is named, once, and its client id is told', async () => {
    // GIVEN another application whose name begins alike
    const world = worldOf({ applications: ['secureai-dev-login-old'] });

    // WHEN
    const first = await run(world, false, wanted);
    const second = await run(world, false, wanted);

    // THEN
    expect(world.applications).toEqual(['secureai-dev-login-old', 'secureai-dev-login']);
    expect(callOf(world, 'ad app create')).toContain('--sign-in-audience AzureADMyOrg');
    expect(callOf(world, 'ad sp create')).toContain('--id client-of-secureai-dev-login');
    expect(commands(world).filter((command) => command === 'ad sp create')).toHaveLength(1);
    for (const lines of [first, second]) expect(lines.join('\n')).toContain(made);
  });

  test('is left to somebody else where the caller may not make it', async () => {
    // GIVEN
    const world = worldOf();
    const refusing = { az: refuse(az, 'ad app create'), gh };

    // WHEN
    const lines = await run(world, false, wanted, startOf(refusing, world));

    // THEN
    const text = lines.join('\n');
    expect(text).toContain(
      'application: secureai-dev-login was not made; somebody who may register applications runs\n  az ad app create --display-name secureai-dev-login --sign-in-audience AzureADMyOrg',
    );
    expect(text).not.toContain('gateway: {');
    expect(text).toContain('a new role takes some minutes');
  });

  test.each([
    ['that is named', withLogin(SUBSCRIPTION)],
    ['of no login', environment],
  ])('%s is none of its business', async (_, of) => {
    const world = worldOf();

    await run(world, false, of);

    expect(commands(world).filter((command) => command.startsWith('ad app'))).toEqual([]);
  });
});

const idIn = (subscription: string, provider: string) =>
  `/subscriptions/${subscription}/resourceGroups/rg-hub/providers/${provider}`;

describe('what exists in another subscription', () => {
  const HUB = '22222222-2222-4222-8222-222222222222';
  const workspace = idIn(HUB, 'Microsoft.OperationalInsights/workspaces/log-hub');
  const registry = idIn(HUB, 'Microsoft.ContainerRegistry/registries/hub');
  const subnet = idIn(SUBSCRIPTION.toUpperCase(), 'Microsoft.Network/virtualNetworks/vnet/subnets/aks');
  const intoHub = parseEnvironment({
    name: 'dev',
    subscriptionId: SUBSCRIPTION,
    monitoring: {},
    existing: { logAnalyticsWorkspaceId: workspace, registry: { id: registry }, aksSubnetId: subnet },
  });

  test('is left to its owners, with who needs what on which', async () => {
    const lines = await run(worldOf(), false, intoHub);

    const start = lines.findIndex((line) => line.startsWith('nothing was granted in other subscriptions'));
    expect(lines.slice(start + 1, start + 5)).toEqual([
      `    existing.registry: ${registry}`,
      `    existing.logAnalyticsWorkspaceId: ${workspace}`,
      `  grant ${names.deployIdentity} (object-of-${names.deployIdentity}) the rights that docs/properties.md names for each, and "Reader" to`,
      `  ${names.planIdentity} (object-of-${names.planIdentity}) and ${names.driftIdentity} (object-of-${names.driftIdentity})`,
    ]);
    expect(lines.join('\n')).not.toContain('existing.aksSubnetId');
  });

  test('is not spoken of where there is nothing', async () => {
    const lines = await run(worldOf());

    expect(lines.join('\n')).not.toContain('other subscriptions');
  });
});

test('a second run grants nothing again and ends in the same state', async () => {
  // GIVEN
  const world = worldOf();
  await run(world);
  const after = [...world.roles];
  world.calls = [];

  // WHEN
  const lines = await run(world);

  // THEN
  expect(world.roles).toEqual(after);
  expect(commands(world)).not.toContain('role assignment create');
  expect(lines.filter((line) => line.startsWith('role there already: '))).toHaveLength(8);
  expect(lines.filter((line) => line.startsWith('role granted: '))).toEqual([]);
});

test('registers the resource providers that are missing, once', async () => {
  // GIVEN
  const world = worldOf();

  // WHEN
  await run(world);
  await run(world);

  // THEN
  const registered = world.providers;
  expect(registered).toHaveLength(8);
  expect(registered[0]).toBe('microsoft.compute');
  expect(registered.slice(1)).toContain('Microsoft.ServiceNetworking');
  expect(registered.slice(1)).not.toContain('Microsoft.Compute');
});

test('waits until all are registered, and asks nothing of storage before', async () => {
  // GIVEN an Azure that knows no name of an account before Microsoft.Storage is registered
  const world = worldOf();

  // WHEN
  const lines = await run(world);

  // THEN
  const calls = commands(world);
  const [lastRegistered, lastLook, name] = [
    calls.lastIndexOf('provider register'),
    calls.lastIndexOf('provider list'),
    calls.indexOf('storage account check-name'),
  ];
  expect(calls.filter((call) => call === 'provider register')).toHaveLength(7);
  // One look before, one that finds them under way, one that finds them done.
  expect(calls.filter((call) => call === 'provider list')).toHaveLength(3);
  expect(lastRegistered).toBeLessThan(lastLook);
  expect(lastLook).toBeLessThan(name);
  expect(world.registering).toEqual([]);
  expect(lines).toContainEqual(
    expect.stringMatching(/^resource providers: registered Microsoft\.Cog.*Microsoft\.Storage$/),
  );
});

test('waits for one whose registration somebody else has begun', async () => {
  // GIVEN
  const world = worldOf({ registering: ['Microsoft.Storage'] });

  // WHEN
  await run(world);

  // THEN
  expect(world.providers).toContain('Microsoft.Storage');
  expect(world.accounts).toEqual([names.stateStorageAccount]);
});

test('writes the repository into the subject as GitHub spells it, whatever was given', async () => {
  // GIVEN
  const world = worldOf({ github: 'Octo/Shop' });

  // WHEN
  const text = (await run(world)).join('\n');

  // THEN
  expect(callOf(world, 'identity federated-credential create')).toContain('--subject repo:Octo/Shop:environment:dev ');
  expect(text).not.toContain('AADSTS7002138');
});

test('says what a refused login means where GitHub could not be asked for the spelling', async () => {
  // GIVEN
  const world = worldOf();

  // WHEN
  const text = (await run(world)).join('\n');

  // THEN
  expect(callOf(world, 'identity federated-credential create')).toContain('--subject repo:octo/shop:environment:dev ');
  expect(text).toContain('refused with AADSTS7002138, octo/shop is spelled in other upper or lower case letters there');
  expect(text).toContain('run this again with --repository in the letters that the page of the repository shows');
});

test('a role under another condition is granted anew', async () => {
  // GIVEN
  const world = worldOf({
    roles: [
      {
        id: 'old',
        scope: `/subscriptions/${SUBSCRIPTION}`,
        role: 'Role Based Access Control Administrator',
        principalId: `object-of-${names.deployIdentity}`,
        condition: null,
      },
    ],
  });

  // WHEN
  await run(world);

  // THEN
  const administrators = world.roles.filter(({ role }) => role.endsWith('Administrator'));
  expect(administrators).toHaveLength(1);
  expect(administrators[0]).toMatchObject({ condition: expect.stringContaining('ForAnyOfAnyValues:GuidEquals {') });
});

test('a service principal may run it too', async () => {
  // GIVEN
  const user = { name: 'app-id', type: 'servicePrincipal' };
  const world = worldOf({ account: { id: SUBSCRIPTION, tenantId: 'tenant', user } });

  // WHEN
  await run(world);

  // THEN
  expect(world.roles[0]).toMatchObject({ principalId: 'object-of-app-id' });
  expect(callOf(world, 'role assignment create')).toContain('--assignee-principal-type ServicePrincipal');
});

test('another subscription is refused before anything is made', async () => {
  // GIVEN
  const user = { name: 'me', type: 'user' };
  const world = worldOf({ account: { id: 'another', tenantId: 'tenant', user } });

  // WHEN
  const failed = run(world);

  // THEN
  await expect(failed).rejects.toThrow(
    `the Azure CLI is set to subscription another, and environment dev is in ${SUBSCRIPTION}`,
  );
  expect(commands(world)).toEqual(['version', 'account show']);
});

test('a subscription that nobody has filled in is told as that', async () => {
  // GIVEN
  const world = worldOf();
  const untouched = parseEnvironment({ name: 'dev', subscriptionId: '00000000-0000-0000-0000-000000000000' });

  // WHEN
  const failed = bootstrap(
    { environment: untouched, runner: new Runner({ directory: process.cwd(), start: startIn(world) }) },
    'octo/shop',
  );

  // THEN
  await expect(failed).rejects.toThrow('subscriptionId of environments/dev.ts is still the placeholder');
  expect(commands(world)).toEqual(['version']);
});

test('nobody logged in is told with what to do', async () => {
  // GIVEN
  const world = worldOf({ account: undefined });

  // THEN
  await expect(run(world)).rejects.toMatchObject({
    message: expect.stringContaining("run 'az login'"),
    next: 'az login',
  });
});

test('a storage account name that somebody else has is refused before an account is made', async () => {
  // GIVEN
  const world = worldOf({ accountsOfOthers: [names.stateStorageAccount] });

  // WHEN
  const failed = run(world);

  // THEN
  await expect(failed).rejects.toMatchObject({
    message: `the storage account name "${names.stateStorageAccount}" is taken, and not in ${names.stateResourceGroup}`,
    next: expect.stringContaining('set another names.stateStorageAccount in environments/dev.ts'),
  });
  expect(commands(world)).not.toContain('storage account create');
});

test('a dry run prints every command and calls nothing', async () => {
  // GIVEN
  const world = worldOf();

  // WHEN
  const lines = await run(world, true);

  // THEN
  expect(world.calls).toEqual([]);
  expect(lines.filter((line) => line.startsWith('$ az role assignment create'))).toHaveLength(8);
  expect(lines).toContainEqual(
    expect.stringMatching(/^\$ az storage account create .*--allow-shared-key-access false/),
  );
});
