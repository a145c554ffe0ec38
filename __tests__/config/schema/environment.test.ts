import { ALB_CONTROLLERS, KUBERNETES_VERSIONS, REGIONS } from '../../../config/tables';
import { environmentSchema } from '../../../config/schema/environment';
import { DEPLOYMENT_SKUS } from '../../../model';
import { withAt } from '../../helpers/at-path';
import { EXISTING, certifiedIn } from '../../fixtures/existing';
import { MINIMAL, problemsOf } from '../../helpers/environment';
import { leavesOf } from '../../helpers/schema-leaves';

const UUID = '11111111-2222-3333-4444-555555555555';
const LABEL = 'must be lower case letters, digits and hyphens, first and last a letter or digit';
const NAME = 'must have 2 to 20 characters: lower case letters, digits and hyphens, first a letter, last no hyphen';
const PROJECT = 'must have 2 to 16 characters: lower case letters and digits, first a letter';
const DEPLOYMENT = 'must have 2 to 64 characters: letters, digits, ".", "_" and "-", first and last a letter or digit';
const SUBSCRIPTION = 'must be a UUID: "az account show --query id" prints it';
const PRINCIPAL = 'must be a UUID: the object id that "az ad signed-in-user show --query id" prints';
const SURGE = 'must be a count from 1 to 100 or a share from 1% to 100%';
const SIZE = 'must be a size as "az vm list-sizes" prints it, for example Standard_D4ds_v5';
const RANGE = 'write it as address/prefix, for example';
const RESERVED_NAMESPACE =
  'must be a namespace of your own: "kube-" is reserved by Kubernetes, and azure-alb-system is the ALB controller\'s';
const TAG = 'is no valid name here:';
const IDENTITY = 'must have 3 to 128 characters: letters, digits, "_" and "-", first a letter or digit';

const model = (change: object) => ({ name: 'gpt-5.4-mini', ...change });
const someTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, '']));
const someAccounts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ namespace: 'other', serviceAccountName: `sa-${i}` }));
const someDeployments = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `chat-${i}`, model: 'gpt-5.4-mini' }));
const WAIVER = { rule: 'page-tls', on: 'Gateway/dev/mine', reason: 'a name comes later', until: '2027-06-30' };
const someWaivers = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...WAIVER, on: `Gateway/dev/g-${i}` }));
const someHosts = (count: number) => Array.from({ length: count }, (_, i) => `r${i}.example.com`);
const somePrincipals = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ objectId: `${UUID.slice(0, -4)}${1000 + i}` }));
const someRanges = (count: number) => Array.from({ length: count }, (_, i) => `20.0.${i}.0/24`);

/** Path, a value just outside, what is said of it, and values just inside. */
const FIELDS: readonly (readonly [string, unknown, string, readonly unknown[]])[] = [
  ['name', 'a', NAME, ['ab']],
  ['name', 'a'.repeat(21), NAME, ['a'.repeat(14)]],
  ['name', 'Dev', NAME, ['d-v']],
  ['name', '1dev', NAME, ['dev1']],
  ['name', 'dev-', NAME, []],
  ['name', 'dev_1', NAME, []],
  ['name', 5, 'must be a string', []],
  ['subscriptionId', 'mine', SUBSCRIPTION, [UUID]],
  ['project', 'a', PROJECT, ['ab']],
  ['project', 'a'.repeat(17), PROJECT, ['a'.repeat(16)]],
  ['project', 'my-app', PROJECT, ['app2']],
  ['project', '2app', PROJECT, []],
  [
    'location',
    'East US 2',
    'must be a region by its short name, for example eastus2: "az account list-locations --query [].name" prints them',
    [...REGIONS.rows, 'moon'],
  ],
  ['namespace', 'Dev', LABEL, ['dev-1']],
  ['namespace', 'a'.repeat(64), 'must have at most 63 characters', ['a'.repeat(63)]],
  ['namespace', 'kube-system', RESERVED_NAMESPACE, ['kubes']],
  ['namespace', 'azure-alb-system', RESERVED_NAMESPACE, ['azure-alb', 'default']],
  ['tags', someTags(41), 'must hold at most 40 tags', [someTags(40), {}]],
  ['tags', null, 'must be an object', []],
  ['tags.', 'x', `${TAG} must have 1 to 512 characters`, []],
  [`tags.${'a'.repeat(513)}`, 'x', `${TAG} must have 1 to 512 characters`, []],
  ['tags.a/b', 'x', `${TAG} must have none of < > % & \\ ? /`, []],
  [
    'tags.Azure-x',
    'x',
    `${TAG} must not begin with microsoft, azure or windows: Azure keeps these for its own tags`,
    [],
  ],
  ['tags.owner', 'x'.repeat(257), 'must have at most 256 characters', ['x'.repeat(256), '']],
  [
    'names.openAiAccount',
    'MyAccount',
    'must have 2 to 63 characters: lower case letters, digits and hyphens, first and last a letter or digit (it is the subdomain too)',
    ['my-account'],
  ],

  ['network.virtualNetworkCidr', '10.21.0.0', `"10.21.0.0" is no IPv4 range: ${RANGE} 10.21.0.0/16`, ['10.21.0.0/20']],
  [
    'network.aksSubnetCidr',
    '10.21.0.1/24',
    '"10.21.0.1/24" does not start at its network address: did you mean "10.21.0.0/24"?',
    ['10.21.8.0/24'],
  ],
  ['network.albSubnetCidr', 'x', `"x" is no IPv4 range: ${RANGE} 10.21.1.0/24`, ['10.21.9.0/24']],
  ['network.privateEndpointSubnetCidr', '::/0', `"::/0" is no IPv4 range: ${RANGE} 10.21.2.0/27`, ['10.21.9.0/29']],

  [
    'cluster.kubernetesVersion',
    '1.36.2',
    "must be a minor version such as 1.36: the patch is the upgrade channel's",
    [...Object.keys(KUBERNETES_VERSIONS.rows), '1.99'],
  ],
  ['cluster.skuTier', 'Basic', 'must be one of Free, Standard, Premium', ['Free', 'Standard', 'Premium']],
  ['cluster.networkMode', 'kubenet', 'must be one of overlay, node-subnet', ['overlay', 'node-subnet']],
  ['cluster.networkPolicy', 'none', 'must be one of cilium, calico, azure', ['cilium', 'calico', 'azure']],
  ['cluster.podCidr', '10', `"10" is no IPv4 range: ${RANGE} 10.244.0.0/16`, ['10.128.0.0/16']],
  [
    'cluster.serviceCidr',
    '10.0.0.1/16',
    '"10.0.0.1/16" does not start at its network address: did you mean "10.0.0.0/16"?',
    ['10.0.0.0/24'],
  ],
  ['cluster.dnsServiceIp', '10.0.0.256', 'must be an IPv4 address', ['10.0.0.2']],
  ['cluster.dnsServiceIp', '010.0.0.10', 'must be an IPv4 address', []],
  [
    'cluster.automaticUpgradeChannel',
    'weekly',
    'must be one of patch, stable, rapid, node-image, none',
    ['patch', 'stable', 'rapid', 'node-image', 'none'],
  ],
  [
    'cluster.nodeOsUpgradeChannel',
    'Weekly',
    'must be one of NodeImage, SecurityPatch, Unmanaged, None',
    ['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'],
  ],
  ['cluster.authorizedIpRanges', someRanges(201), 'must have at most 200 entries', [someRanges(200), []]],
  [
    'cluster.authorizedIpRanges.0',
    '10.1.0.0/16',
    'must be a range of public addresses, and 10.0.0.0/8 is private: name the address your calls leave by',
    ['11.0.0.0/8', '0.0.0.0/0'],
  ],
  ['cluster.authorizedIpRanges.0', '20.0.0.1', `"20.0.0.1" is no IPv4 range: ${RANGE} 203.0.113.0/24`, ['20.0.0.1/32']],
  ['cluster.admins', somePrincipals(51), 'must have at most 50 entries', [somePrincipals(50), []]],
  ['cluster.admins', [{ objectId: UUID }, { objectId: UUID.toUpperCase() }], 'must name each object id once', []],
  ['cluster.admins.0.objectId', 'me@example.com', PRINCIPAL, [UUID]],
  ['cluster.admins.0', { objectId: UUID, principalType: 'Device' }, 'must be one of User, Group, ServicePrincipal', []],
  [
    'cluster.kubelogin',
    'password',
    'must be one of azurecli, workloadidentity, msi, azd',
    ['azurecli', 'workloadidentity', 'msi', 'azd'],
  ],
  ['cluster.nodePool.vmSize', 'D4ds_v5', SIZE, ['Standard_D4ds_v5', 'Standard_D8-4ds_v5']],
  ['cluster.nodePool.osSku', 'Windows2022', 'must be one of AzureLinux, Ubuntu', ['AzureLinux', 'Ubuntu']],
  ['cluster.nodePool.minCount', 0, 'must be at least 1', [1]],
  ['cluster.nodePool.minCount', 1001, 'must be at most 1000', []],
  ['cluster.nodePool.minCount', 1.5, 'must be a whole number', []],
  ['cluster.nodePool.maxCount', 0, 'must be at least 1', [2]],
  ['cluster.nodePool.maxCount', 1001, 'must be at most 1000', []],
  ['cluster.nodePool.maxCount', '5', 'must be a number', []],
  ['cluster.nodePool.maxPods', 9, 'must be at least 10', [15]],
  ['cluster.nodePool.maxPods', 251, 'must be at most 250', [250]],
  ['cluster.nodePool.maxSurge', '0', SURGE, ['1', '100']],
  ['cluster.nodePool.maxSurge', '101', SURGE, []],
  ['cluster.nodePool.maxSurge', '0%', SURGE, ['1%', '100%']],
  ['cluster.nodePool.maxSurge', '101%', SURGE, []],
  ['cluster.nodePool.maxSurge', 1, 'must be a string', []],
  ['cluster.nodePool.zones', ['1', '2', '1'], 'must name a zone once', [['1', '2', '3'], []]],
  ['cluster.nodePool.zones.0', '4', 'must be one of 1, 2, 3', ['1', '2', '3']],

  [
    'openAi.access',
    'public',
    'must be one of service-endpoint, private-endpoint',
    ['service-endpoint', 'private-endpoint'],
  ],
  ['openAi.deployments', [], 'must hold at least one deployment', [someDeployments(1)]],
  ['openAi.deployments', someDeployments(33), 'must have at most 32 entries', [someDeployments(32)]],
  ['openAi.deployments.0.name', 'a', DEPLOYMENT, []],
  [
    'openAi.deployments.0',
    { name: 'a'.repeat(65), model: 'gpt-5.4' },
    DEPLOYMENT,
    [
      { name: 'a'.repeat(64), model: 'gpt-5.4' },
      { name: 'ab', model: 'gpt-5.4' },
    ],
  ],
  ['openAi.deployments.0', { name: '-chat', model: 'gpt-5.4' }, DEPLOYMENT, [{ name: 'C.h_a-t', model: 'gpt-5.4' }]],
  [
    'openAi.deployments.0',
    model({ sku: 'Cheap' }),
    `must be one of ${DEPLOYMENT_SKUS.join(', ')}`,
    DEPLOYMENT_SKUS.map((sku) => model({ sku, capacity: 15 })),
  ],
  ['openAi.deployments.0', model({ capacity: 0 }), 'must be at least 1', [model({ capacity: 1 })]],
  ['openAi.operators', somePrincipals(51), 'must have at most 50 entries', [somePrincipals(50)]],
  ['openAi.operators.0.objectId', 'x', PRINCIPAL, [UUID]],
  ['openAi.purgeOnDestroy', 'no', 'must be true or false', [true, false]],

  ['protect', 'no', 'must be true or false', [true, false]],

  ['policy.waivers', someWaivers(201), 'must have at most 200 entries', [someWaivers(200), []]],
  [
    'policy.waivers',
    [WAIVER, { ...WAIVER, reason: 'said again, otherwise' }],
    'must name each rule and object once',
    [],
  ],
  ['policy.waivers.0', { ...WAIVER, rule: 'Page TLS' }, 'must be the id of a rule, for example page-tls', [WAIVER]],
  ['policy.waivers.0', { ...WAIVER, on: '' }, 'must have at least 1 characters', []],
  ['policy.waivers.0', { ...WAIVER, on: 'x'.repeat(501) }, 'must have at most 500 characters', []],
  ['policy.waivers.0', { ...WAIVER, reason: 'I say so.' }, 'must have at least 10 characters', []],
  ['policy.waivers.0', { ...WAIVER, reason: 'x'.repeat(501) }, 'must have at most 500 characters', []],
  ['policy.waivers.0', { ...WAIVER, until: '2027-02-30' }, 'must be a day, for example 2027-06-30', []],
  ['policy.waivers.0', { ...WAIVER, until: 'for ever' }, 'must be a day, for example 2027-06-30', []],
  ['policy.imageDigests', 'yes', 'must be true or false', [true, false]],
  ['policy.imageRegistries', someHosts(51), 'must have at most 50 entries', [someHosts(50), []]],
  [
    'policy.imageRegistries.0',
    'https://ghcr.io',
    'must be a host, for example ghcr.io',
    ['ghcr.io', '*.azurecr.io', 'localhost:5000'],
  ],

  ['gateway.mode', 'ingress', 'must be one of bring-your-own, managed', ['bring-your-own', 'managed']],
  [
    'gateway.controllerVersion',
    'latest',
    'must be the version of a chart, for example 1.13.0',
    [...Object.keys(ALB_CONTROLLERS.rows), '2.0.0'],
  ],
  ['gateway.name', 'My_Gateway', LABEL, ['my-gateway']],
  ['gateway.loadBalancerName', '-alb', LABEL, ['alb']],

  ['aiService.serviceAccountName', 'AI', LABEL, ['ai']],
  [
    'aiService.imageTag',
    '2.1.9',
    'must be 2.2.0 or newer: older ones send a temperature that gpt-5 models refuse',
    ['2.2.0', '2.10.0', '3.0.0'],
  ],
  ['aiService.imageTag', '1.9.0', 'must be 2.2.0 or newer: older ones send a temperature that gpt-5 models refuse', []],
  ['aiService.imageTag', 'latest', 'must be a release such as 2.2.0: a moving tag changes under a running cluster', []],
  [
    'aiService.alsoFederate',
    someAccounts(20),
    "an identity carries at most 20 federated credentials, and one is the workload's own",
    [someAccounts(19), []],
  ],
  [
    'aiService.alsoFederate.0',
    { namespace: 'X', serviceAccountName: 'sa' },
    LABEL,
    [{ namespace: 'x', serviceAccountName: 'sa' }],
  ],
  ['aiService.identityName', 'id', IDENTITY, ['id-']],
];

describe('every bound of a field', () => {
  test.each(FIELDS)('%s refuses %j: %s', (path, value, message) => {
    const problems = problemsOf(withAt(MINIMAL, path, value));

    expect(problems).toHaveLength(1);
    // A value that is an object is named by what is wrong in it.
    expect(problems[0]).toMatch(new RegExp(`^${escape(path)}(\\.\\w+)?: `));
    expect(problems[0]).toContain(`: ${message} (got `);
  });

  test.each(FIELDS.filter(([, value]) => typeof value !== 'object'))('%s shows what it got: %j', (path, value) => {
    const shown = JSON.stringify(value);
    const got = shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;

    expect(problemsOf(withAt(MINIMAL, path, value))[0]).toMatch(new RegExp(`\\(got ${escape(got)}\\)$`));
  });

  const inside = FIELDS.flatMap(([path, , , values]) => values.map((value) => [path, value] as const));

  test.each(inside)('%s takes %j', (path, value) => {
    expect(problemsOf(withAt(MINIMAL, path, value)).filter((problem) => problem.startsWith(path))).toEqual([]);
  });
});

describe('what has no default', () => {
  test.each([
    ['name', 'must be a string'],
    ['subscriptionId', 'must be a UUID: "az account show --query id" prints it'],
  ])('%s must be there', (field, message) => {
    expect(problemsOf({ ...MINIMAL, [field]: undefined })).toEqual([`${field}: ${message} (got nothing)`]);
  });
});

const SUNDAYS = { dayOfWeek: 'Sunday' };

/** What an object has to say beside what is not known, by how its path begins. */
const BESIDE: readonly (readonly [prefix: string, input: object])[] = [
  ['existing.', { ...MINIMAL, existing: EXISTING, openAi: { access: 'private-endpoint' } }],
  ['cluster.maintenance.', { ...MINIMAL, cluster: { maintenance: { kubernetes: SUNDAYS, nodeOs: SUNDAYS } } }],
];

describe('what is not known', () => {
  /** Every object of an environment that can hold a property, with what it may hold. */
  const OBJECTS = new Map<string, string[]>();
  for (const leaf of leavesOf(environmentSchema).filter((path) => !path.includes('*'))) {
    const parts = leaf.split('.');
    const object = parts.slice(0, -1).join('.');
    OBJECTS.set(object, [...(OBJECTS.get(object) ?? []), parts.at(-1)!]);
  }

  /** What an object needs within and beside it. */
  const WITH: Readonly<Record<string, object>> = {
    'gateway.certificate': certifiedIn(MINIMAL.subscriptionId),
    'existing.registry': {
      existing: {
        registry: {
          id: `/subscriptions/${MINIMAL.subscriptionId}/resourceGroups/rg-hub/providers/Microsoft.ContainerRegistry/registries/crhub`,
        },
      },
    },
    'gateway.login': {
      gateway: {
        tlsSecretName: 'tls',
        hostname: 'admin.example.com',
        login: { clientId: '11111111-1111-4111-8111-111111111111' },
      },
    },
  };

  test('these objects are asked', () => {
    expect([...OBJECTS.keys()]).toEqual(
      expect.arrayContaining(['', 'network', 'names', 'cluster', 'cluster.nodePool', 'openAi', 'gateway', 'aiService']),
    );
  });

  test.each([...OBJECTS])('a property of "%s" is named as unknown, with those that are', (object, leaves) => {
    const path = object === '' ? 'x' : `${object}.x`;
    const base = BESIDE.find(([prefix]) => object.startsWith(prefix))?.[1] ?? { ...MINIMAL, ...WITH[object] };
    const [problem, ...others] = problemsOf(withAt<object>(base, path, 1));

    expect(others).toEqual([]);
    const [, allowed] =
      /^(?:\S+): is not a known property: (?:did you mean \S+\? )?allowed are (.*) \(got 1\)$/.exec(problem!) ?? [];
    expect(problem).toMatch(new RegExp(`^${escape(path)}: `));
    expect(allowed?.split(', ')).toEqual(expect.arrayContaining(leaves));
  });

  test.each([
    ['lokation', 'location'],
    ['cluster.nodePool.vmsize', 'vmSize'],
    ['cluster.nodepool', 'nodePool'],
    ['openai', 'openAi'],
    ['gateway.hostName', 'hostname'],
    ['images.store-frnt', 'store-front'],
  ])('%s: %s was meant', (path, meant) => {
    expect(problemsOf(withAt(MINIMAL, path, 1))).toEqual([
      expect.stringContaining(`did you mean ${meant}? allowed are `),
    ]);
  });

  test.each([5, 'dev', null, undefined, []])('%j is no environment', (value) => {
    expect(problemsOf(value)).toEqual([
      `the value: must be an object (got ${value === undefined ? 'nothing' : JSON.stringify(value)})`,
    ]);
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
