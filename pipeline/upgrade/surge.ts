import { peakNodeCount, vCpusOf, type Environment } from '../../model';
import type { NodePoolProfile, Quota, VmSku } from '../azure-answers';
import { problem, type Finding } from '../preflight/finding';
import { freeOf, shortOf } from '../preflight/shortage';
import { ALL_CORES, processorsOf } from '../preflight/vm-size';

/** @see https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling#customize-node-surge-upgrade */
const DEFAULT_SURGE = '10%';

/**
 * Judges whether the quotas reach for the extra nodes of an upgrade. Pools are upgraded one after the other, so each counts by
 * itself.
 */
export function judgeSurge(
  { location }: Pick<Environment, 'location'>,
  pools: readonly NodePoolProfile[],
  skus: readonly VmSku[],
  quotas: readonly Quota[],
): Finding[] {
  return pools.flatMap(({ name, vmSize, count, upgradeSettings }) => {
    const sku = skus.find((each) => each.name.toLowerCase() === vmSize.toLowerCase());
    const nodes = peakNodeCount(count, upgradeSettings?.maxSurge ?? DEFAULT_SURGE) - count;
    const processors = nodes * (sku ? processorsOf(sku).vCpus : (vCpusOf(vmSize) ?? 0));
    return [...(sku ? [sku.family] : []), ALL_CORES].flatMap((quota) => {
      const left = freeOf(quotas, quota);
      if (left === undefined || processors <= left.free) return [];
      return [
        problem(
          `${shortOf(quota, location, `${processors} processors`, left)} (pool ${name} upgrades with ${nodes} more ${nodes === 1 ? 'node' : 'nodes'} of ${vmSize})`,
          'ask for more in the portal, under Quotas, or for fewer nodes',
        ),
      ];
    });
  });
}
