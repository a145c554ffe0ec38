import { CROSS_CHECKS, resolvedModelVersion } from '../../config/checks';
import { environmentSchema } from '../../config/schema';
import { MINIMAL, problemsOf, type Draft } from '../helpers/environment';

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

describe('controller and cluster', () => {
  test('are checked against each other', () => {
    // GIVEN a pair that no version on offer makes today
    const environment = environmentSchema.parse(MINIMAL);
    const outdated = { ...environment, cluster: { ...environment.cluster, kubernetesVersion: '1.31' } };
    const reports: [string, string][] = [];

    // WHEN
    CROSS_CHECKS.filter(({ reads }) => reads.includes('gateway.controllerVersion')).forEach(({ check }) =>
      check(outdated, (path, message) => reports.push([path, message])),
    );

    // THEN
    expect(reports).toEqual([
      [
        'gateway.controllerVersion',
        "ALB controller 1.13.0 needs Kubernetes 1.32 or newer, got 1.31: raise the cluster's version or take an older controller",
      ],
    ]);
  });
});

describe('the rules as a whole', () => {
  test('find nothing wrong with the least environment', () => {
    const reports: string[] = [];
    for (const { check } of CROSS_CHECKS) {
      check(environmentSchema.parse(MINIMAL), (path, message) => reports.push(`${path}: ${message}`));
    }
    expect(reports).toEqual([]);
  });

  test.each(CROSS_CHECKS.map(({ reads }) => [reads.join(', '), reads] as const))(
    'the fields %s exist',
    (_joined, reads) => {
      const known = new Set(fieldsOf(environmentSchema));
      // An entry of a list is "*", and a schema's list is passed through to its entries.
      expect(reads.filter((field) => !known.has(field.replaceAll('.*', '')))).toEqual([]);
    },
  );
});

describe('resolvedModelVersion', () => {
  const deployment = { name: 'chat', sku: 'GlobalStandard', capacity: 1 } as const;

  test.each([
    [{ ...deployment, model: 'gpt-5.4', version: '2026-03-05' }, '2026-03-05'],
    [{ ...deployment, model: 'gpt-5.4' }, '2026-03-05'],
    [{ ...deployment, name: 'gpt-5.5' }, '2026-04-24'],
  ])('%j gets %s', (asked, version) => {
    expect(resolvedModelVersion(asked)).toBe(version);
  });

  test('does not guess', () => {
    expect(() => resolvedModelVersion(deployment)).toThrow('no version is known for deployment "chat"');
  });
});

interface SchemaNode {
  readonly shape?: Record<string, SchemaNode>;
  readonly unwrap?: () => SchemaNode;
}

/** The dotted paths of every field of a schema, down to lists. */
function fieldsOf(schema: unknown, prefix = ''): string[] {
  let node = schema as SchemaNode;
  while (node.shape === undefined && typeof node.unwrap === 'function') node = node.unwrap();
  return Object.entries(node.shape ?? {}).flatMap(([key, child]) => [
    `${prefix}${key}`,
    ...fieldsOf(child, `${prefix}${key}.`),
  ]);
}
