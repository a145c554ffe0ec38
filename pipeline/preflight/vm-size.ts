import { SYSTEM_POOL, isBurstable, peakNodeCount, vCpusOf, type Environment, type NodePool } from '../../model';
import type { ExistingPool, Quota, VmSku } from '../azure-answers';
import { advise, problem, type Finding } from './finding';
import { freeOf, shortOf, someOf } from './shortage';

/** The quota of all processors of a region. */
export const ALL_CORES = 'cores';

/** Nodes that are asked for. */
type Demand = Pick<Environment, 'name' | 'location'> & {
  readonly cluster: { readonly nodePool: NodePool };
  /** A pool for workloads, by where the environment names it. @default - the system pool */
  readonly userPool?: string;
};

/**
 * Judges the nodes of an environment: whether the region offers their size to this subscription, in the zones that are asked
 * for and large enough for a system pool, and whether the processors reach: for the nodes that it starts with, or there is a
 * problem, and for as many as an upgrade at the peak has.
 *
 * @param skus every size of the region, those too that the subscription may not have (`az vm list-skus --all`)
 * @param pools the nodes that there are already: their processors are counted as used
 */
export function judgeNodes(
  demand: Demand,
  skus: readonly VmSku[],
  quotas: readonly Quota[],
  pools: readonly ExistingPool[],
): Finding[] {
  const { location, cluster } = demand;
  const { vmSize, zones } = cluster.nodePool;
  const next = (advice: string) => `${advice} in environments/${demand.name}.ts`;
  const another = () => {
    const sizes = alternatives(demand, skus).map(({ name }) => name);
    return next(`set ${pathOf(demand)}.vmSize to ${sizes.length > 0 ? someOf(sizes, 3) : 'another size'}`);
  };
  const sku = skus.find(({ name }) => name.toLowerCase() === vmSize.toLowerCase());
  if (!sku) return [problem(`${location} does not offer the size ${vmSize}`, another())];
  const barred = barredFrom(sku);
  if (barred !== undefined)
    return [problem(`this subscription may not have ${vmSize} in ${location} (${barred})`, another())];

  const problems: Finding[] = [];
  const { vCpus, memoryGb } = processorsOf(sku);
  if (
    demand.userPool === undefined &&
    (isBurstable(vmSize) || vCpus < SYSTEM_POOL.minVCpus || memoryGb < SYSTEM_POOL.minMemoryGb)
  ) {
    problems.push(
      problem(
        `${vmSize} has ${vCpus} processors and ${memoryGb} GB, and AKS asks ${SYSTEM_POOL.minVCpus} and ${SYSTEM_POOL.minMemoryGb} of a system pool, not of the B series`,
        another(),
      ),
    );
  }
  const offered = zonesOf(sku, location);
  const missing = zones.filter((zone) => !offered.includes(zone));
  if (missing.length > 0) {
    problems.push(
      problem(
        `${location} does not offer ${vmSize} in zone ${missing.join(', ')}`,
        next(
          offered.length > 0
            ? `set ${pathOf(demand)}.zones to some of ${offered.join(', ')}`
            : `leave ${pathOf(demand)}.zones ${demand.userPool === undefined ? 'out' : 'empty'}, or take another size or location`,
        ),
      ),
    );
  }
  return [...problems, ...shortages(demand, sku, skus, quotas, pools)];
}

function pathOf({ userPool }: Demand): string {
  return userPool ?? 'cluster.nodePool';
}

/**
 * Quotas that do not reach. What cannot even start is a problem; where the least number of nodes fits, the cluster comes up,
 * and it is the autoscaler or an upgrade that may come to the end of the quota.
 */
function shortages(
  demand: Demand,
  sku: VmSku,
  skus: readonly VmSku[],
  quotas: readonly Quota[],
  pools: readonly ExistingPool[],
): Finding[] {
  const { name, location, cluster } = demand;
  const { maxCount, maxSurge, minCount } = cluster.nodePool;
  const { vCpus } = processorsOf(sku);
  const nodes = peakNodeCount(maxCount, maxSurge);
  const to = (property: string, count: number) =>
    count > 0 ? [`set ${pathOf(demand)}.${property} to ${count} in environments/${name}.ts`] : [];
  return [sku.family, ALL_CORES].flatMap((quota) => {
    const left = freeOf(quotas, quota);
    if (!left) return [advise(`Azure tells no quota "${quota}" in ${location}`, 'look in the portal, under Quotas')];
    const held = coresOf(pools, skus, quota === ALL_CORES ? undefined : sku.family);
    const within = Math.floor((left.free + held) / vCpus);
    if (nodes <= within) return [];
    const short = (count: number, when: string) =>
      `${shortOf(quota, location, `${count * vCpus - held} processors`, left)} (${count} nodes of ${vCpus} ${when}${held > 0 ? `, ${held} are there` : ''})`;
    const ask = 'ask for more in the portal, under Quotas';
    const another = 'take a size of another family';
    if (minCount > within) {
      return [problem(short(minCount, 'at least'), [ask, ...to('minCount', within), another].join(', or '))];
    }
    const most = mostNodes(within, maxCount, maxSurge);
    const fits = most >= minCount ? to('maxCount', most) : [];
    return [advise(short(nodes, 'at the peak of an upgrade'), [ask, ...fits, another].join(', or '))];
  });
}

/** The most nodes a pool may have for its upgrade to stay within a number; 0 where there is none. */
function mostNodes(limit: number, maxCount: number, maxSurge: string): number {
  let most = maxCount;
  while (most > 0 && peakNodeCount(most, maxSurge) > limit) most -= 1;
  return most;
}

/** Processors of the nodes that exist, of one family or of all. */
function coresOf(pools: readonly ExistingPool[], skus: readonly VmSku[], family?: string): number {
  return pools.reduce((sum, { vmSize, count }) => {
    const sku = skus.find(({ name }) => name.toLowerCase() === vmSize.toLowerCase());
    if (family !== undefined && sku?.family !== family) return sum;
    return sum + count * (sku ? processorsOf(sku).vCpus : (vCpusOf(vmSize) ?? 0));
  }, 0);
}

/** What a size has. */
export function processorsOf({ name, capabilities }: VmSku): { readonly vCpus: number; readonly memoryGb: number } {
  const of = (capability: string) => capabilities?.find((candidate) => candidate.name === capability)?.value;
  return {
    vCpus: Number(of('vCPUsAvailable') ?? of('vCPUs') ?? vCpusOf(name) ?? 0),
    memoryGb: Number(of('MemoryGB') ?? Number.POSITIVE_INFINITY),
  };
}

/** Why a subscription may not have a size in the region it was asked for; `undefined` where it may. */
function barredFrom({ restrictions }: VmSku): string | undefined {
  const found = restrictions?.find(({ type }) => type === 'Location');
  return found && (found.reasonCode ?? 'restricted');
}

/** The zones of a region in which a subscription may have a size. */
function zonesOf({ locationInfo, restrictions }: VmSku, location: string): string[] {
  const barred = (restrictions ?? [])
    .filter(({ type }) => type === 'Zone')
    .flatMap(({ restrictionInfo }) => restrictionInfo?.zones ?? []);
  const zones = locationInfo?.find((info) => info.location.toLowerCase() === location)?.zones ?? [];
  return zones.filter((zone) => !barred.includes(zone)).toSorted();
}

/** Whether it runs every image: those for Arm alone are few. */
function isX64({ capabilities }: VmSku): boolean {
  return !capabilities?.some(({ name, value }) => name === 'CpuArchitectureType' && value !== 'x64');
}

/** Sizes with as many processors that could carry the pool, those of the same series first. */
function alternatives({ location, cluster }: Demand, skus: readonly VmSku[]): VmSku[] {
  const { vmSize, zones } = cluster.nodePool;
  const wanted = Math.max(vCpusOf(vmSize) ?? 0, SYSTEM_POOL.minVCpus);
  const isOfSeries = ({ name }: VmSku) => name.startsWith(vmSize.slice(0, 'Standard_D'.length));
  const fitting = skus.filter((sku) => {
    const { vCpus, memoryGb } = processorsOf(sku);
    return (
      vCpus === wanted &&
      memoryGb >= SYSTEM_POOL.minMemoryGb &&
      !isBurstable(sku.name) &&
      isX64(sku) &&
      barredFrom(sku) === undefined &&
      zones.every((zone) => zonesOf(sku, location).includes(zone))
    );
  });
  return [...fitting.filter(isOfSeries), ...fitting.filter((sku) => !isOfSeries(sku))];
}
