import { EXISTING } from '../../fixtures/existing';
import { MINIMAL, parsed, problemsOf, type Draft } from '../../helpers/environment';

const ROUTES = EXISTING.virtualNetworkId.replace('virtualNetworks/vnet-hub', 'routeTables/rt-hub');
const API_SUBNET = `${EXISTING.virtualNetworkId}/subnets/snet-api`;
const { cluster, albSubnetId, aksSubnetId, logAnalyticsWorkspaceId } = EXISTING;

test.each<[why: string, draft: Draft, problems: readonly RegExp[]]>([
  [
    'a system pool of its own and no other',
    {
      cluster: {
        nodePool: { onlyCriticalAddons: true },
        userPools: [{ name: 'gpu', taints: ['gpu=true:NoSchedule'] }],
      },
    },
    [/^cluster\.nodePool\.onlyCriticalAddons: must be false without a pool in cluster\.userPools that has no taints: /],
  ],
  [
    'two pools of a name, and one whose counts are out of order',
    { cluster: { userPools: [{ name: 'apps' }, { name: 'apps', minCount: 6 }] } },
    [
      /^cluster\.userPools\.1\.name: must differ from cluster\.userPools\.0\.name /,
      /^cluster\.userPools\.1\.minCount: must be at most its maxCount 5 /,
    ],
  ],
  [
    'more nodes in all pools than the subnet has addresses',
    { cluster: { userPools: [{ name: 'apps', maxCount: 225 }] } },
    [
      /^cluster\.userPools: need 254 addresses with the system pool, and network\.aksSubnetCidr 10\.21\.0\.0\/24 has 251: /,
    ],
  ],
  [
    'more nodes in all pools than the pods have ranges',
    { cluster: { podCidr: '10.244.0.0/20', userPools: [{ name: 'apps', maxCount: 20 }] } },
    [/^cluster\.podCidr: feeds 16 nodes \(each takes a \/24\) and 28 may exist in all pools: /],
  ],
  [
    'public ranges of a private API server',
    { cluster: { apiServer: 'private-link', authorizedIpRanges: ['20.0.0.1/32'] } },
    [/^cluster\.authorizedIpRanges: must be left out with apiServer private-link, which no public address reaches /],
  ],
  [
    'ranges of the network of a public one',
    { cluster: { reachableFrom: ['10.99.0.0/16'] } },
    [/^cluster\.reachableFrom: must be left out with apiServer public: authorizedIpRanges says who may reach it /],
  ],
  [
    'a subnet for an API server that is in none',
    { cluster: { apiServer: 'private-link' }, existing: { apiServerSubnetId: API_SUBNET } },
    [/^existing\.apiServerSubnetId: must be left out with cluster\.apiServer private-link: /],
  ],
  [
    'a subnet that is too small for an API server',
    { cluster: { apiServer: 'vnet-integration' }, network: { apiServerSubnetCidr: '10.21.3.0/29' } },
    [/^network\.apiServerSubnetCidr: must be a \/28 or larger: the API server takes nine addresses of it /],
  ],
  [
    'a route of the user’s that is not told',
    { cluster: { egress: 'user-route' } },
    [/^existing\.routeTableId: must be said with cluster\.egress user-route: /],
  ],
  [
    'a route table that nothing goes by',
    { existing: { routeTableId: ROUTES } },
    [/^existing\.routeTableId: must be left out with cluster\.egress load-balancer /],
  ],
  [
    'a route table for a subnet that has one',
    { cluster: { egress: 'user-route' }, existing: { aksSubnetId, routeTableId: ROUTES } },
    [/^existing\.routeTableId: must be left out with existing\.aksSubnetId, which has the route table of its owner /],
  ],
  [
    'windows without their channels',
    {
      cluster: {
        automaticUpgradeChannel: 'none',
        nodeOsUpgradeChannel: 'None',
        maintenance: { kubernetes: { frequency: 'Daily' }, nodeOs: { frequency: 'Daily' } },
      },
    },
    [
      /^cluster\.maintenance\.kubernetes: must be left out with automaticUpgradeChannel none: a window turns no channel on /,
      /^cluster\.maintenance\.nodeOs: must be left out with nodeOsUpgradeChannel None: a window turns no channel on /,
    ],
  ],
  [
    'windows with days too many or too few',
    {
      cluster: { maintenance: { kubernetes: { frequency: 'Weekly' }, nodeOs: { frequency: 'Daily', dayOfMonth: 1 } } },
    },
    [
      /^cluster\.maintenance\.kubernetes\.dayOfWeek: must be said with frequency Weekly /,
      /^cluster\.maintenance\.nodeOs\.dayOfMonth: must be left out with frequency Daily /,
    ],
  ],
  [
    'add-ons without what they need',
    { cluster: { costAnalysis: true, skuTier: 'Free', defender: true } },
    [
      /^cluster\.costAnalysis: must be false with skuTier Free: /,
      /^cluster\.defender: must be false without a workspace to write to: say monitoring, or existing\.logAnalyticsWorkspaceId /,
    ],
  ],
  [
    'changes of a cluster that exists',
    {
      cluster: { userPools: [{ name: 'apps' }], egress: 'nat-gateway', azurePolicy: true, costAnalysis: true },
      existing: { cluster, albSubnetId, aksSubnetId, logAnalyticsWorkspaceId },
    },
    ['userPools', 'egress', 'azurePolicy', 'costAnalysis'].map(
      (property) =>
        new RegExp(`^cluster\\.${property}: must be left out with existing\\.cluster: nothing of that is changed `),
    ),
  ],
])('refuses %s', (_why, draft, problems) => {
  expect(problemsOf({ ...MINIMAL, ...draft })).toEqual(problems.map((problem) => expect.stringMatching(problem)));
});

function zonesIn(location: string, pool: object = {}) {
  const { userPools } = parsed({ location, cluster: { userPools: [{ name: 'apps', ...pool }] } }).cluster;
  return userPools.map(({ zones }) => zones);
}

test('a further pool is in all zones of a region that has some, unless it names its own', () => {
  expect(zonesIn('westeurope')).toEqual([['1', '2', '3']]);
  expect(zonesIn('northcentralus')).toEqual([[]]);
  expect(zonesIn('westeurope', { zones: ['2'] })).toEqual([['2']]);
  expect(zonesIn('westeurope', { zones: [] })).toEqual([[]]);
});
