import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runStack } from '../../../pipeline/adopt';
import { IMPORT_RULES } from '../../../pipeline/adopt/import-rules';
import {
  ADDRESSES,
  DeadWorld,
  ENVIRONMENT,
  GROUP,
  IDS,
  OTHER_ADDRESSES,
  OTHER_ENVIRONMENT,
  first,
} from '../../fixtures/adopt/dead-world';
import { failure } from '../../helpers/failure';
import { hasty } from '../../helpers/hasty';

let time: ReturnType<typeof hasty>;
beforeEach(() => (time = hasty()));
afterEach(() => time.stop());

const deploy = ({ context }: DeadWorld) => runStack(context, ['deploy', 'full']);

/** By type, what of it can be adopted on its own, and in which world: each type once. */
const TYPES = new Map(
  [
    ...OTHER_ADDRESSES.map((address) => [address.split('.')[0]!, OTHER_ENVIRONMENT] as const),
    ...ADDRESSES.map((address) => [address.split('.')[0]!, ENVIRONMENT] as const),
  ].map(([type, environment]) => [type, environment]),
);
const RESOURCE_GROUP = first('azurerm_resource_group');
const NETWORK = first('azurerm_virtual_network');
const CLUSTER = first('azurerm_kubernetes_cluster');

/** Lets Azure say of the cluster that it is in these states, one after the other. */
const left = (world: DeadWorld, ...states: string[]) =>
  world.changes.set(CLUSTER, (live) => ({
    ...live,
    properties: { ...live.properties, provisioningState: states.length > 1 ? states.shift() : states[0] },
  }));

describe('a deploy', () => {
  test('where nothing died asks nobody and imports nothing', async () => {
    const world = new DeadWorld().restIsManaged();
    await deploy(world);
    expect(world.calls).toEqual(['cdktf deploy full']);
  });

  test('can adopt every type, but for a release, on its own', () => {
    expect([...TYPES.keys(), 'helm_release'].toSorted()).toEqual(Object.keys(IMPORT_RULES).toSorted());
  });

  test.each([...TYPES])('adopts a dead %s under its address and goes on', async (type, environment) => {
    // GIVEN
    const world = new DeadWorld(environment);
    const { ids } = world;
    const dead = Object.keys(ids).filter((address) => address.startsWith(`${type}.`));
    world.died(...dead).restIsManaged();

    // WHEN
    await deploy(world);

    // THEN
    expect(world.imports().toSorted()).toEqual(dead.map((address) => `${address} ${ids[address]}`).toSorted());
    expect(world.callsOf('cdktf')).toHaveLength(2);
    for (const address of dead) expect(world.printed).toContain(`adopting ${address}, which is there: ${ids[address]}`);
  });

  test.each([
    ['of the nodes, whose identity AKS makes', 'registry_nodes'],
    ['on a zone in another subscription', 'cert-manager_dns-zone-contributor'],
  ])('adopts the role %s', async (_whose, name) => {
    // GIVEN
    const world = new DeadWorld(OTHER_ENVIRONMENT);
    const [dead = ''] = Object.keys(world.ids).filter((each) => each.startsWith(`azurerm_role_assignment.${name}_`));
    world.died(dead).restIsManaged();

    // WHEN
    await deploy(world);

    // THEN
    expect(world.imports()).toEqual([`${dead} ${world.ids[dead]}`]);
  });

  test('that was killed before anything got into a state adopts all of it at once, what others are below first', async () => {
    // GIVEN
    const world = new DeadWorld().died(...ADDRESSES);

    // WHEN
    await deploy(world);

    // THEN
    expect(world.callsOf('cdktf')).toHaveLength(2);
    const imported = world.imports().map((line) => line.split(' ')[0]!);
    expect(imported.toSorted()).toEqual(ADDRESSES.toSorted());
    expect(imported[0]).toBe(RESOURCE_GROUP);
    const place = (type: string) => imported.indexOf(first(type));
    expect(place('azurerm_virtual_network')).toBeLessThan(place('azurerm_subnet'));
    expect(place('azurerm_cognitive_account')).toBeLessThan(place('azurerm_cognitive_deployment'));
    expect(place('azurerm_role_definition')).toBeLessThan(place('azurerm_role_assignment'));
  });

  test('looks for nothing below what is not there', async () => {
    // GIVEN
    const world = new DeadWorld().died(RESOURCE_GROUP, NETWORK);

    // WHEN
    await deploy(world);

    // THEN
    expect(world.imports()).toEqual([`${RESOURCE_GROUP} ${GROUP}`, `${NETWORK} ${IDS[NETWORK]}`]);
    const asked = world.callsOf('az', 'resource show').map((call) => call.split(' ')[4]);
    expect(asked.filter((id) => id?.includes('/accounts/oai-full/'))).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('imports with settings of other providers that are known, and with those of its own for a release', async () => {
    // GIVEN
    const world = new DeadWorld().died(NETWORK).restIsManaged();
    await deploy(world);
    const configuration = /-config=(\S+)/.exec(world.callsOf('terraform', ' import ')[0]!)![1]!;

    // THEN
    const { provider, resource } = JSON.parse(readFileSync(path.join(configuration, 'cdk.tf.json'), 'utf8')) as {
      provider: Record<string, Record<string, unknown>[]>;
      resource: Record<string, object>;
    };
    expect(provider['helm']).toEqual([{}]);
    expect(provider['azurerm']?.[0]).toHaveProperty('features');
    expect(resource).toHaveProperty('helm_release');
  });

  test('waits until Azure has come to an end with it', async () => {
    // GIVEN
    const world = new DeadWorld().died(CLUSTER).restIsManaged();
    const states = ['Creating', 'Creating', 'Succeeded'];
    world.changes.set(CLUSTER, (live) => ({
      ...live,
      properties: { ...live.properties, provisioningState: states.length > 1 ? states.shift() : states[0] },
    }));

    // WHEN
    await deploy(world);

    // THEN
    expect(time.waits).toEqual([10_000]);
    expect(world.imports()).toEqual([`${CLUSTER} ${IDS[CLUSTER]}`]);
  });

  test('says what it waits for, where Azure does not come to an end', async () => {
    // GIVEN
    const world = new DeadWorld().died(CLUSTER).restIsManaged();
    world.changes.set(CLUSTER, (live) => ({ ...live, properties: { provisioningState: 'Creating' } }));

    // THEN
    expect(await failure(deploy(world))).toBe(
      `waited 60 min for Azure to finish with ${IDS[CLUSTER]}; last seen: Creating\nnext: look with: az resource show --ids ${IDS[CLUSTER]} --query properties.provisioningState`,
    );
    expect(world.imports()).toEqual([]);
  });

  describe('a cluster whose making has ended', () => {
    const update = `az aks update --name aks-full --resource-group rg-full --yes --subscription ${ENVIRONMENT.subscriptionId} --output none`;

    test.each([
      ['Failed', ['Failed']],
      ['Canceled', ['Canceled']],
      ['Failed', ['Creating', 'Failed']],
    ])('in the state %s is reconciled before it is imported: %j', async (state, states) => {
      // GIVEN
      const world = new DeadWorld().died(CLUSTER).restIsManaged();
      left(world, ...states);

      // WHEN
      await deploy(world);

      // THEN
      const told = world.calls.filter((call) => /aks update| import /.test(call));
      expect(told).toEqual([update, expect.stringContaining(` import `)]);
      expect(world.printed).toContain(`cluster aks-full was left ${state}: AKS reconciles it`);
    });

    test('and cannot be reconciled is imported by the next run, once it is', async () => {
      // GIVEN
      const world = new DeadWorld().died(CLUSTER).restIsManaged();
      left(world, 'Failed');
      world.answers['aks update'] = ['(QuotaExceeded) no processors', undefined];

      // THEN
      expect(await failure(deploy(world))).toMatch(
        /^exit code 1: az aks update [\s\S]*\(QuotaExceeded\)[\s\S]*next: fix what AKS names and run the same command again/,
      );
      expect(world.imports()).toEqual([]);
      await deploy(world);
      expect(world.imports()).toEqual([`${CLUSTER} ${IDS[CLUSTER]}`]);
    });

    test('well is left as it is', async () => {
      // GIVEN
      const world = new DeadWorld().died(CLUSTER).restIsManaged();
      left(world, 'Creating', 'Succeeded');

      // WHEN
      await deploy(world);

      // THEN
      expect(world.callsOf('az', 'aks update')).toEqual([]);
      expect(world.imports()).toHaveLength(1);
    });
  });

  test('lets Terraform make again what Azure was about to delete', async () => {
    // GIVEN
    const world = new DeadWorld().died(NETWORK, CLUSTER).restIsManaged();
    let looks = 0;
    world.changes.set(CLUSTER, (live) => {
      looks += 1;
      if (looks > 1) world.azure.delete(CLUSTER);
      return looks > 1 ? undefined : { ...live, properties: { provisioningState: 'Deleting' } };
    });

    // WHEN
    await deploy(world);

    // THEN
    expect(world.imports()).toEqual([`${NETWORK} ${IDS[NETWORK]}`]);
  });

  test.each([
    [
      'the tags of another environment',
      { project: 'acme', environment: 'prod', 'managed-by': 'cdktf' },
      'environment=full',
    ],
    ['no tags', undefined, 'environment=full, managed-by=cdktf, project=acme'],
  ])('names what has %s, and leaves it alone', async (_, tags, lacking) => {
    // GIVEN
    const world = new DeadWorld().died(NETWORK).restIsManaged();
    world.changes.set(NETWORK, (live) => ({ ...live, tags }));

    // THEN
    const told = await failure(deploy(world));
    expect(told).toContain(
      `1 resource exists already and is not taken over:\n  - ${NETWORK}: ${IDS[NETWORK]}\n    it has not the tags ${lacking}`,
    );
    expect(told).toContain(
      'next: give the environment other names (names.… in environments/full.ts), or delete what is there\n',
    );
    expect(world.imports()).toEqual([]);
    expect(world.callsOf('cdktf')).toHaveLength(1);
  });

  test('takes nothing over from a resource group of somebody else, its roles included', async () => {
    // GIVEN
    const world = new DeadWorld().died(...ADDRESSES);
    world.changes.set(RESOURCE_GROUP, (live) => ({ ...live, tags: { project: 'other' } }));

    // THEN
    expect(await failure(deploy(world))).toContain(
      `${ADDRESSES.length} resources exist already and are not taken over`,
    );
    expect(world.imports()).toEqual([]);
  });

  test('takes tags for the same in another case, and beside others', async () => {
    // GIVEN
    const world = new DeadWorld().died(NETWORK).restIsManaged();
    const tags = { Project: 'acme', ENVIRONMENT: 'full', 'managed-by': 'cdktf', owner: 'ops', team: 'another' };
    world.changes.set(NETWORK, (live) => ({ ...live, tags }));

    // WHEN
    await deploy(world);

    // THEN
    expect(world.imports()).toEqual([`${NETWORK} ${IDS[NETWORK]}`]);
  });

  test('that dies while it adopts goes on from there', async () => {
    // GIVEN
    const world = new DeadWorld().died(...ADDRESSES);
    const third = first('azurerm_kubernetes_cluster');
    world.answers[`import ${third}`] = ['Error: it was killed', undefined];
    expect(await failure(deploy(world))).toContain('Error: it was killed');
    const before = world.imports().length;
    expect(before).toBeLessThan(ADDRESSES.length);

    // WHEN
    await deploy(world);

    // THEN each was imported once, but for the one that failed
    expect(world.imports()).toHaveLength(ADDRESSES.length + 1);
    expect(world.state.size).toBe(ADDRESSES.length);
  });

  test('gives up where nothing of what Terraform names can be found', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    world.says.push(`Error: a resource with the ID "/x" already exists\n\n  with azurerm_x.y (y),`);

    // THEN
    expect(await failure(deploy(world))).toMatch(/already exists[\s\S]*next: fix what Terraform names/);
    expect(world.callsOf('cdktf')).toHaveLength(1);
  });

  test('does not try again what trying again does not change', async () => {
    // GIVEN
    const world = new DeadWorld().died(first('azurerm_role_assignment')).restIsManaged();

    // WHEN
    await deploy(world);

    // THEN
    expect(time.waits).toEqual([]);
  });
});

describe('a Helm release that a killed run has left', () => {
  const PENDING = 'Error: Upgrade failed: another operation (install/upgrade/rollback) is in progress';

  test('half way loses its entry in the history, and Helm goes on', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    world.says.push(PENDING);
    world.answers['pending'] = ['secret/sh.helm.release.v1.alb-controller.v1'];

    // WHEN
    await deploy(world);

    // THEN
    expect(world.callsOf('kubectl', 'secrets')).toEqual([
      'kubectl --kubeconfig outputs/kubeconfig-full delete secrets --namespace default --output name --selector owner=helm,name=alb-controller,status in (pending-install,pending-upgrade,pending-rollback)',
    ]);
    expect(world.callsOf('cdktf')).toHaveLength(2);
    expect(world.imports()).toEqual([]);
  });

  test('whole and in no state is imported, with the settings of its provider', async () => {
    // GIVEN
    const release = first('helm_release');
    const world = new DeadWorld().died(release).restIsManaged();
    world.answers['deployed'] = ['secret/sh.helm.release.v1.alb-controller.v1'];

    // WHEN
    await deploy(world);

    // THEN
    expect(world.imports()).toEqual([`${release} default/alb-controller`]);
    const configuration = /-config=(\S+)/.exec(world.callsOf('terraform', ' import ')[0]!)![1]!;
    expect(readFileSync(path.join(configuration, 'cdk.tf.json'), 'utf8')).toContain('kube_config[0].host');
  });

  test('that is not to be found is told as Terraform does', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    world.says.push(PENDING);

    // THEN
    expect(await failure(deploy(world))).toContain('another operation (install/upgrade/rollback)');
  });
});

describe('a cluster that AKS is still at work on', () => {
  test.each([
    `OperationNotAllowed: Operation is not allowed because there's an in progress update node pool operation (operation ID: x) on the agent pool system started on 2026-11-22. Please wait for it to finish before starting a new operation.`,
    'OperationNotAllowed: Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation.',
    'Code="EtagMismatch"',
    'AKSOperationPreempted',
  ])('is waited for: %s', async (says) => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    world.says.push(`Error: unexpected status 409 (409 Conflict) with error: ${says}`);
    world.answers['aks'] = [
      ['Updating', 'Succeeded'],
      ['Succeeded', 'Upgrading'],
      ['Succeeded', 'Succeeded'],
    ];

    // WHEN
    await deploy(world);

    // THEN
    expect(time.waits).toEqual([10_000, 10_000]);
    expect(world.callsOf('cdktf')).toHaveLength(2);
  });
});

const deletedFrom = (group: string) => [
  {
    name: 'oai-full',
    id: `/subscriptions/x/providers/Microsoft.CognitiveServices/locations/westus/resourceGroups/${group}/deletedAccounts/oai-full`,
  },
];

describe('an account of this environment that is deleted and not purged', () => {
  const says =
    "Error: FlagMustBeSetForRestore: An existing resource with ID 'x' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property.";

  test.each([
    [true, 'purge'],
    [false, 'recover'],
  ])('with openAi.purgeOnDestroy %s: %s', async (purgeOnDestroy, verb) => {
    // GIVEN
    const world = new DeadWorld({ ...ENVIRONMENT, openAi: { ...ENVIRONMENT.openAi, purgeOnDestroy } }).restIsManaged();
    world.says.push(says);
    world.answers['deleted'] = [deletedFrom('RG-full')];

    // WHEN
    await deploy(world);

    // THEN
    expect(world.calls.filter((call) => /account (?:purge|recover)/.test(call))).toEqual([
      `az cognitiveservices account ${verb} --name oai-full --resource-group rg-full --location westus --subscription ${ENVIRONMENT.subscriptionId} --output none`,
    ]);
  });

  test('of another resource group is left alone', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    world.says.push(says);
    world.answers['deleted'] = [deletedFrom('rg-other')];

    // THEN
    expect(await failure(deploy(world))).toContain('FlagMustBeSetForRestore');
    expect(world.callsOf('az', 'account purge')).toEqual([]);
  });
});
