import type { ManagedCluster } from '../../../pipeline/azure-answers';
import { isOlder, minorsFrom, movesTo } from '../../../pipeline/upgrade/versions';

const clusterOf = (
  version: string,
  pools: Readonly<Record<string, string>>,
  states: Readonly<Record<string, string>> = {},
): ManagedCluster => ({
  kubernetesVersion: version,
  provisioningState: states['cluster'] ?? 'Succeeded',
  agentPoolProfiles: Object.entries(pools).map(([name, orchestratorVersion]) => ({
    name,
    orchestratorVersion,
    vmSize: 'Standard_D4ds_v5',
    count: 2,
    provisioningState: states[name] ?? 'Succeeded',
  })),
});

/** Each move in a word. */
const moves = (target: string, cluster: ManagedCluster) =>
  movesTo(target, cluster).map(({ pool = 'control plane', to }) => `${pool} ${to}`);

test.each([
  ['1.9', '1.10', true],
  ['1.36', '1.36', false],
  ['1.37', '1.36', false],
  ['1.40', '2.0', true],
  ['2.0', '1.40', false],
])('isOlder %s than %s: %s', (one, other, older) => {
  expect(isOlder(one, other)).toBe(older);
});

test('minorsFrom names both ends, and nothing on the way back', () => {
  expect(minorsFrom('1.9', '1.11')).toEqual(['1.9', '1.10', '1.11']);
  expect(minorsFrom('1.11', '1.9')).toEqual([]);
});

describe('movesTo', () => {
  test('takes no minor version twice, and none out of order', () => {
    expect(moves('1.37', clusterOf('1.35.4', { a: '1.35.4', b: '1.35' }))).toEqual([
      'control plane 1.36',
      'a 1.36',
      'b 1.36',
      'control plane 1.37',
      'a 1.37',
      'b 1.37',
    ]);
  });

  test('asks for a repair of what has failed where it is, and not on the way of others there', () => {
    expect(moves('1.36', clusterOf('1.36', { a: '1.35', b: '1.36' }, { b: 'Failed' }))).toEqual(['a 1.36', 'b 1.36']);
    expect(moves('1.37', clusterOf('1.36', { a: '1.34', b: '1.36' }, { b: 'Failed' }))).toEqual([
      'a 1.35',
      'a 1.36',
      'b 1.36',
      'control plane 1.37',
      'a 1.37',
      'b 1.37',
    ]);
  });

  test('brings pools that were left behind up to the control plane first', () => {
    expect(moves('1.37', clusterOf('1.36', { a: '1.34', b: '1.36' }))).toEqual([
      'a 1.35',
      'a 1.36',
      'control plane 1.37',
      'a 1.37',
      'b 1.37',
    ]);
  });

  test('goes by what runs, not by what was asked for', () => {
    const cluster = clusterOf('1.37', { a: '1.37' });
    const running = {
      ...cluster,
      currentKubernetesVersion: '1.36.2',
      agentPoolProfiles: cluster.agentPoolProfiles.map((pool) => ({ ...pool, currentOrchestratorVersion: '1.36.2' })),
    };
    expect(moves('1.37', running)).toEqual(['control plane 1.37', 'a 1.37']);
  });

  test.each(['Failed', 'Canceled'])('asks again for what has %s', (state) => {
    expect(moves('1.36', clusterOf('1.36', { a: '1.36', b: '1.36' }, { cluster: state, b: state }))).toEqual([
      'control plane 1.36',
      'b 1.36',
    ]);
  });

  test('has nothing to do at the target, and does not go back', () => {
    expect(moves('1.36', clusterOf('1.36.1', { a: '1.36.1' }))).toEqual([]);
    expect(moves('1.35', clusterOf('1.36.1', { a: '1.36.1' }))).toEqual([]);
  });
});
