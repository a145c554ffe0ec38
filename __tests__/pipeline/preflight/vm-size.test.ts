import { toQuota } from '../../../pipeline/azure-answers';
import { judgeNodes } from '../../../pipeline/preflight/vm-size';
import { azureAnswer } from '../../helpers/azure-answers';
import { parsed } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

const next = (advice: string) => `${advice} in environments/dev.ts`;

describe('the nodes', () => {
  const SKUS = azureAnswer('vm-list-skus');
  const QUOTAS = azureAnswer('vm-list-usage').map(toQuota);
  const size = (...sizes: string[]) => next(`set cluster.nodePool.vmSize to ${sizes.join(', ')}`);

  /** What is found about nodes; the least of them, unless a number is said. */
  function judged(nodePool: object, pools: { vmSize: string; count: number }[] = []): string[] {
    const environment = parsed({ cluster: { nodePool: { minCount: 1, maxCount: 1, maxPods: 30, ...nodePool } } });
    return findingLines(judgeNodes(environment, SKUS, QUOTAS, pools));
  }

  test.each([
    [{}],
    [{ vmSize: 'Standard_E4ds_v5' }],
    [{ zones: ['1', '2', '3'] }],
    // Twelve processors in all are used, four of this family.
    [{ maxCount: 3, maxSurge: '1' }],
  ])('%j are to be had', (nodePool) => {
    expect(judged(nodePool)).toEqual([]);
  });

  test.each([
    [
      { vmSize: 'Standard_D4zz_v9' },
      [
        `problem: eastus2 does not offer the size Standard_D4zz_v9 -> ${size('Standard_D4ds_v5', 'Standard_D4as_v5', 'Standard_E4ds_v5', '…')}`,
      ],
    ],
    [
      { vmSize: 'Standard_D4s_v3' },
      [
        `problem: this subscription may not have Standard_D4s_v3 in eastus2 (NotAvailableForSubscription) -> ${size('Standard_D4ds_v5', 'Standard_D4as_v5', 'Standard_E4ds_v5', '…')}`,
      ],
    ],
    [
      { vmSize: 'Standard_D4s_v3', zones: ['2'] },
      [
        `problem: this subscription may not have Standard_D4s_v3 in eastus2 (NotAvailableForSubscription) -> ${size('Standard_D4ds_v5', 'Standard_E4ds_v5')}`,
      ],
    ],
    [
      { vmSize: 'Standard_D4as_v5', zones: ['1', '2', '3'] },
      [
        `problem: eastus2 does not offer Standard_D4as_v5 in zone 2, 3 -> ${next('set cluster.nodePool.zones to some of 1')}`,
        'advice: Azure tells no quota "standardDASv5Family" in eastus2 -> look in the portal, under Quotas',
      ],
    ],
    [
      { vmSize: 'Standard_L4s', zones: ['1'] },
      [
        `problem: eastus2 does not offer Standard_L4s in zone 1 -> ${next('leave cluster.nodePool.zones out, or take another size or location')}`,
        'advice: Azure tells no quota "standardLSFamily" in eastus2 -> look in the portal, under Quotas',
      ],
    ],
  ])('%j: %j', (nodePool, expected) => {
    expect(judged(nodePool)).toEqual(expected);
  });

  test.each([
    ['Standard_D2ds_v5', '2 processors and 8 GB', ['Standard_D4ds_v5', 'Standard_D4as_v5', 'Standard_E4ds_v5']],
    ['Standard_E8-2ds_v5', '2 processors and 64 GB', ['Standard_E4ds_v5', 'Standard_D4ds_v5', 'Standard_D4as_v5']],
    ['Standard_B4ms', '4 processors and 16 GB', ['Standard_D4ds_v5', 'Standard_D4as_v5', 'Standard_E4ds_v5']],
  ])('of %s are too weak for a system pool', (vmSize, has, others) => {
    // GIVEN a size that the rules of an environment, which know names alone, would refuse too
    const environment = parsed();
    const nodePool = { ...environment.cluster.nodePool, vmSize, minCount: 1, maxCount: 1 };

    // WHEN
    const findings = judgeNodes({ ...environment, cluster: { ...environment.cluster, nodePool } }, SKUS, QUOTAS, []);

    // THEN
    expect(findingLines(findings)).toContainEqual(
      `problem: ${vmSize} has ${has}, and AKS asks 4 and 4 of a system pool, not of the B series -> ${size(...others, '…')}`,
    );
  });

  const ASK = 'ask for more in the portal, under Quotas';
  const FAMILY = 'take a size of another family';

  test('at the peak of an upgrade reach into the quota of their family, which is advice', () => {
    // 5 nodes and one of the surge, 4 processors each.
    expect(judged({ minCount: 2, maxCount: 5, maxSurge: '10%' })).toEqual([
      `advice: quota "standardDDSv5Family" in eastus2: 24 processors are needed, 16 of 20 are free (6 nodes of 4 at the peak of an upgrade) -> ${ASK}, or ${next('set cluster.nodePool.maxCount to 3')}, or ${FAMILY}`,
    ]);
  });

  test('of which the least number does not fit are refused', () => {
    expect(judged({ minCount: 5, maxCount: 5, maxSurge: '1' })).toEqual([
      `problem: quota "standardDDSv5Family" in eastus2: 20 processors are needed, 16 of 20 are free (5 nodes of 4 at least) -> ${ASK}, or ${next('set cluster.nodePool.minCount to 4')}, or ${FAMILY}`,
    ]);
    // The last number that fits starts, and has no place for the surge.
    expect(judged({ minCount: 4, maxCount: 4, maxSurge: '1' })).toEqual([
      `advice: quota "standardDDSv5Family" in eastus2: 20 processors are needed, 16 of 20 are free (5 nodes of 4 at the peak of an upgrade) -> ${ASK}, or ${FAMILY}`,
    ]);
  });

  test('that are there already count as used', () => {
    expect(judged({ maxCount: 4, maxSurge: '1' })).toHaveLength(1);
    expect(judged({ maxCount: 4, maxSurge: '1' }, [{ vmSize: 'Standard_D4ds_v5', count: 1 }])).toEqual([]);
    // Of another family they do not.
    expect(judged({ maxCount: 4, maxSurge: '1' }, [{ vmSize: 'Standard_E4ds_v5', count: 1 }])).toHaveLength(1);
    expect(judged({ maxCount: 5, maxSurge: '1' }, [{ vmSize: 'standard_d4ds_v5', count: 1 }])).toEqual([
      `advice: quota "standardDDSv5Family" in eastus2: 20 processors are needed, 16 of 20 are free (6 nodes of 4 at the peak of an upgrade, 4 are there) -> ${ASK}, or ${next('set cluster.nodePool.maxCount to 4')}, or ${FAMILY}`,
    ]);
    expect(judged({ minCount: 6, maxCount: 6 }, [{ vmSize: 'Standard_D4ds_v5', count: 1 }])).toEqual([
      `problem: quota "standardDDSv5Family" in eastus2: 20 processors are needed, 16 of 20 are free (6 nodes of 4 at least, 4 are there) -> ${ASK}, or ${next('set cluster.nodePool.minCount to 5')}, or ${FAMILY}`,
    ]);
  });

  test('reach into the quota of the region too', () => {
    expect(judged({ vmSize: 'Standard_E4ds_v5', minCount: 22, maxCount: 22, maxSurge: '1' })).toEqual([
      `advice: quota "cores" in eastus2: 92 processors are needed, 88 of 100 are free (23 nodes of 4 at the peak of an upgrade) -> ${ASK}, or ${FAMILY}`,
    ]);
    expect(judged({ vmSize: 'Standard_E4ds_v5', minCount: 23, maxCount: 23, maxSurge: '1' })).toEqual([
      `problem: quota "cores" in eastus2: 92 processors are needed, 88 of 100 are free (23 nodes of 4 at least) -> ${ASK}, or ${next('set cluster.nodePool.minCount to 22')}, or ${FAMILY}`,
    ]);
  });
});
