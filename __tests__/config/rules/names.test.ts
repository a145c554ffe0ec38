import { MINIMAL, parsed, problemsOf, type Draft } from '../../helpers/environment';

const derived = parsed().names;
const someTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, '']));
const endpoint = { access: 'private-endpoint' };

type Case = readonly [why: string, draft: Draft, problems: readonly string[]];

const NAMES: readonly Case[] = [
  [
    'two subnets of one name',
    { names: { aksSubnet: 'nodes', albSubnet: 'nodes' } },
    ['names.albSubnet: must differ from names.aksSubnet "nodes": Azure ignores case (got "nodes")'],
  ],
  [
    'two subnets that differ by case',
    { names: { aksSubnet: 'nodes', privateEndpointSubnet: 'Nodes' } },
    ['names.privateEndpointSubnet: must differ from names.aksSubnet "nodes": Azure ignores case (got "Nodes")'],
  ],
  [
    'a subnet named as a derived one',
    { names: { aksSubnet: derived.albSubnet } },
    [
      `names.albSubnet: must differ from names.aksSubnet "${derived.albSubnet}": Azure ignores case (got nothing, so "${derived.albSubnet}")`,
    ],
  ],
  [
    'two security groups of one name',
    { names: { aksNetworkSecurityGroup: 'nsg', privateEndpointNetworkSecurityGroup: 'nsg' } },
    [
      'names.privateEndpointNetworkSecurityGroup: must differ from names.aksNetworkSecurityGroup "nsg": Azure ignores case (got "nsg")',
    ],
  ],
  [
    'the controller’s identity is the cluster’s',
    { names: { clusterIdentity: 'one', albControllerIdentity: 'one' } },
    ['names.albControllerIdentity: must differ from names.clusterIdentity "one": Azure ignores case (got "one")'],
  ],
  [
    'the workload’s identity is the controller’s',
    { names: { albControllerIdentity: 'one' }, aiService: { identityName: 'one' } },
    ['aiService.identityName: must differ from names.albControllerIdentity "one": Azure ignores case (got "one")'],
  ],
  [
    'one name for resources of different kinds',
    { names: { aksSubnet: 'one', aksNetworkSecurityGroup: 'one', clusterIdentity: 'one', cluster: 'one' } },
    [],
  ],
];

// The defaults around a resource group and a cluster of 33 characters each make 80.
const group = (characters: number) => ({
  names: { resourceGroup: 'r'.repeat(characters), cluster: 'c'.repeat(33) },
  location: 'westeurope',
});

const LENGTHS: readonly Case[] = [
  ['a group of the nodes of 80 characters', group(32), []],
  [
    'a group of the nodes of 81 characters',
    group(33),
    [
      `name: makes "MC_${'r'.repeat(33)}_${'c'.repeat(33)}_westeurope" the nodes' resource group, 81 characters where Azure allows 80: shorten name, project, names.resourceGroup or names.cluster (got "dev")`,
    ],
  ],
  [
    'the longest name, over short names of group and cluster',
    { name: 'a'.repeat(20), names: { resourceGroup: 'rg', cluster: 'aks' } },
    [],
  ],
  [
    'a credential named by 119 characters',
    {
      namespace: 'n'.repeat(60),
      store: { dataNamespace: 'data' },
      aiService: { serviceAccountName: 's'.repeat(59) },
    },
    [],
  ],
  [
    'a credential named by 120 characters',
    {
      namespace: 'n'.repeat(60),
      store: { dataNamespace: 'data' },
      aiService: { serviceAccountName: 's'.repeat(60) },
    },
    [
      `aiService.serviceAccountName: must have at most 59 characters in namespace ${'n'.repeat(60)}: both name a federated credential, which takes 120 (got "${'s'.repeat(60)}")`,
    ],
  ],
  [
    'a further credential that is too long',
    { aiService: { alsoFederate: [{ namespace: 'n'.repeat(63), serviceAccountName: 's'.repeat(63) }] } },
    [
      `aiService.alsoFederate.0.serviceAccountName: must have at most 56 characters in namespace ${'n'.repeat(63)}: both name a federated credential, which takes 120 (got "${'s'.repeat(63)}")`,
    ],
  ],
];

const TAGS: readonly Case[] = [
  [
    'two that differ by case',
    { tags: { owner: 'a', Owner: 'b' } },
    ['tags: must not hold "owner" twice: Azure ignores case in the names of tags (got {"owner":"a","Owner":"b"})'],
  ],
  ['ten of them at a private endpoint', { openAi: endpoint, tags: someTags(10) }, []],
  [
    'eleven of them at a private endpoint',
    { openAi: endpoint, tags: { ...someTags(11) } },
    [
      `tags: must hold at most 10 tags with a private endpoint: its DNS zone takes 15 (got ${JSON.stringify(someTags(11)).slice(0, 77)}...)`,
    ],
  ],
  ['eleven of them without', { tags: someTags(11) }, []],
  [
    'names that a DNS zone refuses',
    { openAi: endpoint, tags: { 'cost center': '', 'a:b': '', 'a#b': '', '1st': '', fine: '' } },
    [
      'tags: must not hold "cost center", "a:b", "a#b", "1st" with a private endpoint: the tags of its DNS zone have no space, "#" or ":" and do not begin with a digit (got {"cost center":"","a:b":"","a#b":"","1st":"","fine":""})',
    ],
  ],
  ['the same names without one', { tags: { 'cost center': '', 'a:b': '', 'a#b': '', '1st': '' } }, []],
];

const chat = (name: string) => ({ name, model: 'gpt-5.4-mini' });

const WORKLOADS: readonly Case[] = [
  [
    'two deployments of one name',
    { openAi: { deployments: [chat('chat'), chat('other'), chat('Chat')] } },
    ['openAi.deployments.2.name: must differ from openAi.deployments.0.name: Azure ignores case (got "Chat")'],
  ],
  [
    'a deployment that does not exist',
    { openAi: { deployments: [chat('chat'), chat('other')] }, aiService: { deployment: 'third' } },
    [
      'aiService.deployment: must be one of openAi.deployments: chat, other; or add a deployment of that name there (got "third")',
    ],
  ],
  [
    'a deployment that exists',
    { openAi: { deployments: [chat('chat'), chat('other')] }, aiService: { deployment: 'other' } },
    [],
  ],
  [
    'its own ServiceAccount again',
    { aiService: { alsoFederate: [{ namespace: 'dev', serviceAccountName: 'ai-service-account' }] } },
    [
      'aiService.alsoFederate.0.serviceAccountName: must differ from aiService.serviceAccountName (dev/ai-service-account): pods of one ServiceAccount share an identity, and its roles (got "ai-service-account")',
    ],
  ],
  [
    'a further ServiceAccount twice',
    {
      aiService: {
        alsoFederate: [
          { namespace: 'a', serviceAccountName: 'sa' },
          { namespace: 'b', serviceAccountName: 'sa' },
          { namespace: 'a', serviceAccountName: 'sa' },
        ],
      },
    },
    [
      'aiService.alsoFederate.2.serviceAccountName: must differ from aiService.alsoFederate.0.serviceAccountName (a/sa): pods of one ServiceAccount share an identity, and its roles (got "sa")',
    ],
  ],
];

const firewall = (subscription: string, type = 'applicationGatewayWebApplicationFirewallPolicies') =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network/${type}/waf`;

test('a firewall lies in the subscription of the environment', () => {
  const other = firewall('99999999-9999-4999-8999-999999999999');
  const own = firewall(MINIMAL.subscriptionId);

  expect(problemsOf({ ...MINIMAL, existing: { webApplicationFirewallPolicyId: own } })).toEqual([]);
  expect(problemsOf({ ...MINIMAL, existing: { webApplicationFirewallPolicyId: other } })).toEqual([
    expect.stringMatching(
      /^existing\.webApplicationFirewallPolicyId: must lie in the subscription 0+.*, and lies in 99999999-9999-4999-8999-999999999999 /,
    ),
  ]);
});

test('a firewall is spelled as the provider spells it', () => {
  const portals = firewall(MINIMAL.subscriptionId, 'ApplicationGatewayWebApplicationFirewallPolicies').replace(
    'resourceGroups',
    'resourcegroups',
  );

  expect(
    parsed({ existing: { webApplicationFirewallPolicyId: portals } }).existing.webApplicationFirewallPolicyId,
  ).toBe(firewall(MINIMAL.subscriptionId));
});

describe.each<[string, readonly Case[]]>([
  ['names', NAMES],
  ['lengths', LENGTHS],
  ['tags', TAGS],
  ['workloads', WORKLOADS],
])('%s', (_rule, cases) => {
  test.each(cases.map(([why, draft, problems]) => [why, problems.length, draft, problems] as const))(
    '%s: %i problems',
    (_why, _count, draft, problems) => {
      expect(problemsOf({ ...MINIMAL, ...draft })).toEqual(problems);
    },
  );
});
