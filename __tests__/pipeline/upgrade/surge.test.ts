import type { NodePoolProfile } from '../../../pipeline/azure-answers';
import { judgeSurge } from '../../../pipeline/upgrade/surge';

const SKU = { name: 'Standard_D8ds_v5', family: 'ddsv5', capabilities: [{ name: 'vCPUs', value: '8' }] };

const OTHER = { name: 'Standard_D2ds_v5', family: 'other', capabilities: [{ name: 'vCPUs', value: '2' }] };

const pool = (count: number, maxSurge?: string): NodePoolProfile => ({
  name: 'system',
  vmSize: 'standard_d8ds_v5',
  count,
  orchestratorVersion: '1.36',
  provisioningState: 'Succeeded',
  ...(maxSurge !== undefined && { upgradeSettings: { maxSurge } }),
});

const short = (pools: readonly NodePoolProfile[], free: number, all = 1000) =>
  judgeSurge(
    { location: 'eastus2' },
    pools,
    [OTHER, SKU],
    [
      { name: 'ddsv5', used: 0, limit: free },
      { name: 'cores', used: 0, limit: all },
    ],
  ).map(({ message }) => message);

test.each([
  ['a count', pool(4, '2'), 16],
  ['a share, rounded up', pool(4, '30%'), 16],
  ['what AKS takes where none is said', pool(11), 16],
])('the extra nodes are %s', (_, one, needed) => {
  expect(short([one], needed)).toEqual([]);
  expect(short([one], needed - 1)).toEqual([
    `quota "ddsv5" in eastus2: ${needed} processors are needed, ${needed - 1} of ${needed - 1} are free (pool system upgrades with 2 more nodes of standard_d8ds_v5)`,
  ]);
});

test('the processors of the region count too', () => {
  expect(short([pool(2, '1')], 100, 7)).toEqual([
    'quota "cores" in eastus2: 8 processors are needed, 7 of 7 are free (pool system upgrades with 1 more node of standard_d8ds_v5)',
  ]);
});

test('pools are upgraded one after the other, so each counts by itself', () => {
  expect(short([pool(2, '1'), pool(2, '1')], 8)).toEqual([]);
});

test('a quota that Azure does not tell is no shortage, and a size that it does not know counts by its name', () => {
  expect(judgeSurge({ location: 'eastus2' }, [pool(2, '1')], [], [])).toEqual([]);
  const cores = [{ name: 'cores', used: 0, limit: 7 }];
  expect(
    judgeSurge({ location: 'eastus2' }, [{ ...pool(2, '1'), vmSize: 'Standard_D8ds_v5' }], [], cores),
  ).toHaveLength(1);
});
