import { MINIMAL, problemsOf, type Draft } from '../../helpers/environment';

const LTS =
  'cluster.automaticUpgradeChannel: must be patch, node-image or none with skuTier Premium: long term support stays on one minor version';
const NODE_IMAGE = 'cluster.nodeOsUpgradeChannel: must be NodeImage with automaticUpgradeChannel node-image';

/** What of cluster is set, and what is wrong with it. */
const CASES: readonly (readonly [Draft, readonly string[]])[] = [
  [{ nodePool: { minCount: 6 } }, ['cluster.nodePool.minCount: must be at most cluster.nodePool.maxCount 5 (got 6)']],
  [{ nodePool: { minCount: 5 } }, []],
  [
    { nodePool: { maxCount: 1 } },
    ['cluster.nodePool.minCount: must be at most cluster.nodePool.maxCount 1 (got nothing, so 2)'],
  ],

  [
    { nodePool: { minCount: 2, maxPods: 14 } },
    [
      'cluster.nodePool.maxPods: gives 2 nodes room for 28 pods and AKS asks for 30: raise maxPods or minCount (got 14)',
    ],
  ],
  [{ nodePool: { minCount: 2, maxPods: 15 } }, []],
  [{ nodePool: { minCount: 3, maxPods: 10 } }, []],
  [{ networkMode: 'node-subnet', nodePool: { minCount: 1 } }, []],

  [
    { networkMode: 'node-subnet', networkPolicy: 'cilium' },
    [
      'cluster.networkPolicy: must be calico or azure with networkMode node-subnet: cilium needs overlay (got "cilium")',
    ],
  ],
  [{ networkMode: 'node-subnet', networkPolicy: 'calico' }, []],
  [{ networkMode: 'node-subnet', networkPolicy: 'azure' }, []],
  [{ networkMode: 'overlay', networkPolicy: 'cilium' }, []],
  [{ networkMode: 'overlay', networkPolicy: 'calico' }, []],

  ...['SecurityPatch', 'Unmanaged', 'None'].flatMap((nodeOsUpgradeChannel): [Draft, string[]][] => [
    [
      { automaticUpgradeChannel: 'node-image', nodeOsUpgradeChannel },
      [`${NODE_IMAGE} (got "${nodeOsUpgradeChannel}")`],
    ],
    [{ automaticUpgradeChannel: 'patch', nodeOsUpgradeChannel }, []],
  ]),
  [{ automaticUpgradeChannel: 'node-image', nodeOsUpgradeChannel: 'NodeImage' }, []],

  ...['stable', 'rapid'].flatMap((automaticUpgradeChannel): [Draft, string[]][] => [
    [{ skuTier: 'Premium', automaticUpgradeChannel }, [`${LTS} (got "${automaticUpgradeChannel}")`]],
    [{ skuTier: 'Standard', automaticUpgradeChannel }, []],
  ]),
  ...['patch', 'none', 'node-image'].map((automaticUpgradeChannel): [Draft, string[]] => [
    { skuTier: 'Premium', automaticUpgradeChannel },
    [],
  ]),
];

describe('a cluster', () => {
  test.each(CASES)('with %j: %j', (cluster, problems) => {
    expect(problemsOf({ ...MINIMAL, cluster })).toEqual(problems);
  });
});
