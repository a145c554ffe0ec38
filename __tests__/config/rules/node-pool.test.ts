import { MINIMAL, problemsOf } from '../../helpers/environment';

const poolOf = (nodePool: object, cluster: object = {}) => ({ ...MINIMAL, cluster: { ...cluster, nodePool } });

describe('the size of the system pool', () => {
  test.each(['Standard_B2s', 'Standard_B4ms', 'Standard_B16als_v2', 'Standard_B2ats_v2'])('is not %s', (vmSize) => {
    expect(problemsOf(poolOf({ vmSize }))).toEqual([
      `cluster.nodePool.vmSize: must not be of the B series, which AKS refuses in a system pool: take Standard_D4ds_v5 or another series (got "${vmSize}")`,
    ]);
  });

  test.each([
    ['Standard_D2ds_v5', 2],
    ['Standard_DS2_v2', 2],
    ['Standard_D1', 1],
    ['Standard_A2_v2', 2],
    ['Standard_E8-2ds_v5', 2],
  ])('is not %s with %d processors', (vmSize, vCpus) => {
    expect(problemsOf(poolOf({ vmSize }))).toEqual([
      `cluster.nodePool.vmSize: must have 4 processors or more, which AKS asks of a system pool, and has ${vCpus}: take Standard_D4ds_v5 or larger (got "${vmSize}")`,
    ]);
  });

  // What a name does not tell is left to the service.
  test.each(['Standard_D4ds_v5', 'Standard_DS3_v2', 'Standard_E16-4ds_v5', 'Standard_G2', 'Standard_NC24ads_A100_v4'])(
    'may be %s',
    (vmSize) => {
      expect(problemsOf(poolOf({ vmSize }))).toEqual([]);
    },
  );
});

describe('Azure’s own network policies', () => {
  const network = {
    virtualNetworkCidr: '10.64.0.0/12',
    aksSubnetCidr: '10.64.0.0/16',
    albSubnetCidr: '10.65.0.0/24',
  };
  const ofNodes = (maxCount: number, networkPolicy: string, networkMode = 'node-subnet') => ({
    ...poolOf(
      { maxCount },
      { networkPolicy, networkMode, podCidr: networkMode === 'overlay' ? '10.128.0.0/9' : undefined },
    ),
    network,
  });

  test.each(['node-subnet', 'overlay'])('bear 250 nodes and no more, %s', (mode) => {
    expect(problemsOf(ofNodes(250, 'azure', mode))).toEqual([]);
    expect(problemsOf(ofNodes(251, 'azure', mode))).toEqual([
      'cluster.nodePool.maxCount: must be at most 250 with networkPolicy azure: take calico, or cilium with overlay (got 251)',
    ]);
  });

  test('are the only ones with that bound', () => {
    expect(problemsOf(ofNodes(251, 'calico'))).toEqual([]);
    expect(problemsOf(ofNodes(251, 'cilium', 'overlay'))).toEqual([]);
  });
});
