import { EXISTING, EXISTING_OPTIONS, inputWith } from '../../fixtures/existing';
import { MINIMAL, parsed, problemsOf, type Draft } from '../../helpers/environment';

const OTHER = '99999999-9999-4999-8999-999999999999';
const elsewhere = (id: string) => id.replace(MINIMAL.subscriptionId, OTHER);
const PRIVATE = { openAi: { access: 'private-endpoint' } };
const { cluster, albSubnetId, aksSubnetId, openAi, privateDnsZoneId, privateEndpointSubnetId } = EXISTING;

type Case = readonly [why: string, draft: Draft, problems: readonly RegExp[]];

const CASES: readonly Case[] = [
  ...(['resourceGroupId', 'virtualNetworkId', 'webApplicationFirewallPolicyId'] as const).map((property): Case => [
    `${property} of another subscription`,
    { existing: { [property]: elsewhere(EXISTING[property]) } },
    [
      new RegExp(
        `^existing\\.${property}: must lie in the subscription ${MINIMAL.subscriptionId}, and lies in ${OTHER} `,
      ),
    ],
  ]),
  [
    'a cluster of another subscription',
    { existing: { cluster: { ...cluster, id: elsewhere(cluster.id) }, albSubnetId, aksSubnetId } },
    [/^existing\.cluster\.id: must lie in the subscription /],
  ],
  [
    'a subnet of another network',
    { existing: { aksSubnetId, albSubnetId: albSubnetId.replace('vnet-hub', 'vnet-other') } },
    [/^existing\.albSubnetId: must be a subnet of \S+\/vnet-hub: all of them lie in one network /],
  ],
  [
    'a cluster without the subnets of what is made beside it',
    { existing: { cluster } },
    [
      /^existing\.albSubnetId: must be said with existing\.cluster, whose network is made elsewhere: the gateway's load balancer stands in it /,
      /^existing\.aksSubnetId: must be said with existing\.cluster, whose network is made elsewhere: the account lets it in /,
    ],
  ],
  [
    'a cluster without the subnet of the private endpoint',
    { ...PRIVATE, existing: { cluster, albSubnetId } },
    [/^existing\.privateEndpointSubnetId: must be said with existing\.cluster, .*: the private endpoint stands in it /],
  ],
  [
    'what stands with a private endpoint, without one',
    { existing: { privateDnsZoneId, privateEndpointSubnetId } },
    [
      /^existing\.privateDnsZoneId: must be left out with openAi\.access service-endpoint: only a private endpoint stands in it /,
      /^existing\.privateEndpointSubnetId: must be left out with openAi\.access service-endpoint: /,
    ],
  ],
  [
    'what stands with a private endpoint, where that exists too',
    { ...PRIVATE, existing: { openAi: { ...openAi, hasPrivateEndpoint: true }, privateDnsZoneId } },
    [
      /^existing\.privateDnsZoneId: must be left out with existing\.openAi\.hasPrivateEndpoint: no private endpoint is made that would stand in it /,
    ],
  ],
  [
    'a private endpoint that exists, and nothing goes by it',
    { existing: { openAi: { ...openAi, hasPrivateEndpoint: true } } },
    [
      /^existing\.openAi\.hasPrivateEndpoint: must be left out with openAi\.access service-endpoint: nothing would go by it /,
    ],
  ],
  [
    'names of what is not made',
    {
      existing: { ...EXISTING, openAi },
      ...PRIVATE,
      names: {
        resourceGroup: 'rg-a',
        cluster: 'aks-a',
        clusterIdentity: 'id-a',
        openAiAccount: 'oai-a',
        albSubnet: 'snet-a',
      },
    },
    [
      /^names\.resourceGroup: must be left out with existing\.resourceGroupId: nothing of that name is made /,
      /^names\.albSubnet: must be left out with existing\.albSubnetId: /,
      /^names\.cluster: must be left out with existing\.cluster: /,
      /^names\.clusterIdentity: must be left out with existing\.cluster: /,
      /^names\.openAiAccount: must be left out with existing\.openAi: /,
    ],
  ],
  [
    'an old name of a property, beside an unknown one',
    { openAi: { privateDnsZoneId, accses: 'x' }, gateway: { webApplicationFirewallPolicyId: 'waf' } },
    [
      /^openAi\.accses: is not a known property: did you mean access\? /,
      /^openAi\.privateDnsZoneId: is called existing\.privateDnsZoneId now: say it there /,
      /^gateway\.webApplicationFirewallPolicyId: is called existing\.webApplicationFirewallPolicyId now: say it there /,
    ],
  ],
];

test.each(CASES.map(([why, draft, problems]) => [why, problems.length, draft, problems] as const))(
  'refuses %s: %i problems',
  (_why, _count, draft, problems) => {
    expect(problemsOf({ ...MINIMAL, ...draft })).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  },
);

test('an id that is none is refused by its property, with the command that prints one', () => {
  const wrong = Object.fromEntries(Object.keys(EXISTING).map((property) => [property, 'x']));
  const problems = problemsOf({
    ...MINIMAL,
    existing: { ...wrong, cluster: { ...cluster, id: 'x' }, openAi: { id: 'x' }, registry: { id: 'x' } },
  });

  expect(problems).toHaveLength(Object.keys(EXISTING).length);
  for (const problem of problems)
    expect(problem).toMatch(/^existing\.[\w.]+: must be the resource id that "az .+" prints \(got "x"\)$/);
});

test('everything at once is taken, and brings its names', () => {
  const { names, existing } = parsed({ ...inputWith(EXISTING_OPTIONS) });

  expect(names).toMatchObject({
    resourceGroup: 'rg-shared',
    virtualNetwork: 'vnet-hub',
    aksSubnet: 'snet-nodes',
    albSubnet: 'snet-entrance',
    privateEndpointSubnet: 'snet-endpoints',
    cluster: 'aks-shared',
    openAiAccount: 'oai-shared',
  });
  expect(existing.cluster?.nodeResourceGroup).toBe('MC_rg-shared_aks-shared_eastus2');
  expect(existing.openAi?.endpoint).toBe('https://oai-shared.openai.azure.com/');
});

test('a subnet names its network', () => {
  expect(parsed({ existing: { albSubnetId } }).existing.virtualNetworkId).toBe(EXISTING.virtualNetworkId);
  expect(parsed().existing.virtualNetworkId).toBeUndefined();
});
