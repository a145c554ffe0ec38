import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment } from '../../../config';
import { Runner } from '../../../pipeline';
import { bootstrap } from '../../../pipeline/bootstrap';
import { DryRunner } from '../../../pipeline/dry-run';
import { hasty } from '../../helpers/pipeline-world';
import { scratchFolder } from '../../helpers/scratch';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const STAND_INS = path.join(__dirname, '..', '..', 'fixtures', 'bootstrap');
const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION });
const { names } = environment;
const CONTAINER =
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${names.stateResourceGroup}/providers/Microsoft.Storage` +
  `/storageAccounts/${names.stateStorageAccount}/blobServices/default/containers/tfstate`;

interface World {
  account?: { id: string; tenantId: string; user: { name: string; type: string } };
  accounts: string[];
  providers: string[];
  /** Asked for, and not registered yet. */
  registering: string[];
  /** The one repository that the GitHub CLI can see, as GitHub spells it. */
  github?: string;
  accountsOfOthers: string[];
  roles: { id: string; scope: string; role: string; principalId: string; condition: string | null }[];
  calls: string[][];
}

const before = { PATH: process.env['PATH'], AZ_WORLD: process.env['AZ_WORLD'] };

afterEach(() => {
  process.env['PATH'] = before.PATH;
  delete process.env['AZ_WORLD'];
});

/** An Azure that nobody has touched, but for what is given. */
function worldOf(parts: Partial<World> = {}) {
  const file = path.join(scratchFolder(), 'world.json');
  const account = { id: SUBSCRIPTION, tenantId: 'tenant', user: { name: 'me@example.com', type: 'user' } };
  const start: World = {
    account,
    accounts: [],
    providers: ['microsoft.compute'],
    registering: [],
    accountsOfOthers: [],
    roles: [],
    calls: [],
    ...parts,
  };
  writeFileSync(file, JSON.stringify(start));
  process.env['PATH'] = `${STAND_INS}:${before.PATH}`;
  process.env['AZ_WORLD'] = file;
  return {
    read: () => JSON.parse(readFileSync(file, 'utf8')) as World,
    forget: () => {
      const world = JSON.parse(readFileSync(file, 'utf8')) as World;
      writeFileSync(file, JSON.stringify({ ...world, calls: [] }));
    },
  };
}

async function run(dryRun = false): Promise<string[]> {
  const lines: string[] = [];
  const props = { directory: process.cwd(), print: (line: string) => lines.push(line) };
  const runner = dryRun ? new DryRunner(props, environment) : new Runner(props);
  const time = hasty();
  try {
    await bootstrap({ environment, runner }, 'octo/shop');
  } finally {
    time.stop();
  }
  return lines;
}

/** The first words of each call, which are the command. */
function commands(world: World): string[] {
  return world.calls.map((call) =>
    call
      .slice(
        0,
        call.findIndex((word) => word.startsWith('--')),
      )
      .join(' '),
  );
}

function callOf(world: World, command: string, value = ''): string {
  return world.calls.map((call) => call.join(' ')).find((call) => call.startsWith(command) && call.includes(value))!;
}

describe('the first run', () => {
  let world: ReturnType<typeof worldOf>;
  let lines: string[];

  beforeAll(async () => {
    world = worldOf();
    lines = await run();
  });

  test('makes everything in an order in which each thing has what it needs', () => {
    // THEN
    const made = commands(world.read()).filter((command) => / (?:create|update)$/.test(command));
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
    ]);
  });

  test('the storage account has no keys, no public blobs, and keeps every version', () => {
    // THEN
    const account = callOf(world.read(), 'storage account create');
    for (const setting of [
      '--allow-shared-key-access false',
      '--allow-blob-public-access false',
      '--min-tls-version TLS1_2',
      '--https-only true',
    ]) {
      expect(account).toContain(setting);
    }
    const blobs = callOf(world.read(), 'storage account blob-service-properties update');
    expect(blobs).toContain('--enable-versioning true');
    expect(blobs).toContain('--enable-delete-retention true');
    expect(callOf(world.read(), 'storage container-rm create')).toContain('--public-access off');
  });

  test('grants the caller, the deploy and the plan each no more than it needs', () => {
    // THEN
    const subscription = `/subscriptions/${SUBSCRIPTION}`;
    const deploy = `object-of-${names.deployIdentity}`;
    const plan = `object-of-${names.planIdentity}`;
    expect(world.read().roles.map(({ principalId, role, scope }) => [principalId, role, scope])).toEqual([
      ['object-of-the-user', 'Storage Blob Data Contributor', CONTAINER],
      [deploy, 'Contributor', subscription],
      [deploy, 'Role Based Access Control Administrator', subscription],
      [deploy, 'Storage Blob Data Contributor', CONTAINER],
      [plan, 'Reader', subscription],
      [plan, 'Storage Blob Data Reader', CONTAINER],
    ]);
    const conditions = world.read().roles.filter(({ condition }) => condition !== null);
    expect(conditions.map(({ role }) => role)).toEqual(['Role Based Access Control Administrator']);
  });

  test('GitHub is let in by environment, and a plan by another one than a deploy', () => {
    // THEN
    for (const [identity, githubEnvironment] of [
      [names.deployIdentity, 'dev'],
      [names.planIdentity, 'dev-plan'],
    ] as const) {
      const credential = callOf(world.read(), 'identity federated-credential create', identity);
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
    expect(text).toContain('AZURE_TENANT_ID=tenant');
    expect(text).toContain(`AZURE_SUBSCRIPTION_ID=${SUBSCRIPTION}`);
  });
});

test('a second run grants nothing again and ends in the same state', async () => {
  // GIVEN
  const world = worldOf();
  await run();
  const after = world.read().roles;
  world.forget();

  // WHEN
  const lines = await run();

  // THEN
  expect(world.read().roles).toEqual(after);
  expect(commands(world.read())).not.toContain('role assignment create');
  expect(lines.filter((line) => line.startsWith('role there already: '))).toHaveLength(6);
  expect(lines.filter((line) => line.startsWith('role granted: '))).toEqual([]);
});

test('registers the resource providers that are missing, once', async () => {
  // GIVEN
  const world = worldOf();

  // WHEN
  await run();
  await run();

  // THEN
  const registered = world.read().providers;
  expect(registered).toHaveLength(8);
  expect(registered[0]).toBe('microsoft.compute');
  expect(registered.slice(1)).toContain('Microsoft.ServiceNetworking');
  expect(registered.slice(1)).not.toContain('Microsoft.Compute');
});

test('waits until all are registered, and asks nothing of storage before', async () => {
  // GIVEN an Azure that knows no name of an account before Microsoft.Storage is registered
  const world = worldOf();

  // WHEN
  const lines = await run();

  // THEN
  const calls = commands(world.read());
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
  expect(world.read().registering).toEqual([]);
  expect(lines).toContainEqual(
    expect.stringMatching(/^resource providers: registered Microsoft\.Cog.*Microsoft\.Storage$/),
  );
});

test('waits for one whose registration somebody else has begun', async () => {
  // GIVEN
  const world = worldOf({ registering: ['Microsoft.Storage'] });

  // WHEN
  await run();

  // THEN
  expect(world.read().providers).toContain('Microsoft.Storage');
  expect(world.read().accounts).toEqual([names.stateStorageAccount]);
});

test('writes the repository into the subject as GitHub spells it, whatever was given', async () => {
  // GIVEN
  const world = worldOf({ github: 'Octo/Shop' });

  // WHEN
  const text = (await run()).join('\n');

  // THEN
  expect(callOf(world.read(), 'identity federated-credential create')).toContain(
    '--subject repo:Octo/Shop:environment:dev ',
  );
  expect(text).not.toContain('AADSTS7002138');
});

test('says what a refused login means where GitHub could not be asked for the spelling', async () => {
  // GIVEN
  const world = worldOf();

  // WHEN
  const text = (await run()).join('\n');

  // THEN
  expect(callOf(world.read(), 'identity federated-credential create')).toContain(
    '--subject repo:octo/shop:environment:dev ',
  );
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
  await run();

  // THEN
  const administrators = world.read().roles.filter(({ role }) => role.endsWith('Administrator'));
  expect(administrators).toHaveLength(1);
  expect(administrators[0]).toMatchObject({ condition: expect.stringContaining('ForAnyOfAnyValues:GuidEquals {') });
});

test('a service principal may run it too', async () => {
  // GIVEN
  const user = { name: 'app-id', type: 'servicePrincipal' };
  const world = worldOf({ account: { id: SUBSCRIPTION, tenantId: 'tenant', user } });

  // WHEN
  await run();

  // THEN
  expect(world.read().roles[0]).toMatchObject({ principalId: 'object-of-app-id' });
  expect(callOf(world.read(), 'role assignment create')).toContain('--assignee-principal-type ServicePrincipal');
});

test('another subscription is refused before anything is made', async () => {
  // GIVEN
  const user = { name: 'me', type: 'user' };
  const world = worldOf({ account: { id: 'another', tenantId: 'tenant', user } });

  // WHEN
  const failed = run();

  // THEN
  await expect(failed).rejects.toThrow(
    `the Azure CLI is set to subscription another, and environment dev is in ${SUBSCRIPTION}`,
  );
  expect(commands(world.read())).toEqual(['version', 'account show']);
});

test('a subscription that nobody has filled in is told as that', async () => {
  // GIVEN
  const world = worldOf();
  const untouched = parseEnvironment({ name: 'dev', subscriptionId: '00000000-0000-0000-0000-000000000000' });

  // WHEN
  const failed = bootstrap({ environment: untouched, runner: new Runner({ directory: process.cwd() }) }, 'octo/shop');

  // THEN
  await expect(failed).rejects.toThrow('subscriptionId of environments/dev.ts is still the placeholder');
  expect(commands(world.read())).toEqual(['version']);
});

test('nobody logged in is told with what to do', async () => {
  // GIVEN
  worldOf({ account: undefined });

  // THEN
  await expect(run()).rejects.toMatchObject({ message: expect.stringContaining("run 'az login'"), next: 'az login' });
});

test('a storage account name that somebody else has is refused before an account is made', async () => {
  // GIVEN
  const world = worldOf({ accountsOfOthers: [names.stateStorageAccount] });

  // WHEN
  const failed = run();

  // THEN
  await expect(failed).rejects.toMatchObject({
    message: `the storage account name "${names.stateStorageAccount}" is taken, and not in ${names.stateResourceGroup}`,
    next: expect.stringContaining('set another names.stateStorageAccount in environments/dev.ts'),
  });
  expect(commands(world.read())).not.toContain('storage account create');
});

test('a dry run prints every command and calls nothing', async () => {
  // GIVEN
  const world = worldOf();

  // WHEN
  const lines = await run(true);

  // THEN
  expect(world.read().calls).toEqual([]);
  expect(lines.filter((line) => line.startsWith('$ az role assignment create'))).toHaveLength(6);
  expect(lines).toContainEqual(
    expect.stringMatching(/^\$ az storage account create .*--allow-shared-key-access false/),
  );
});
