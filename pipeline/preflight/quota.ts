import type { Environment } from '../../model';
import type { Quota } from '../azure';
import { advise, ifTold, problem, type Check, type Finding } from './finding';

/** Whether the region offers each model, in its version and deployment type. */
export const offeredModels: Check = async ({ name: environment, location, openAi }, az) => {
  const offered = await az.openAiModels(location);
  return openAi.deployments.flatMap(({ name, model, version, sku }) => {
    const versions = offered.filter((offer) => offer.name === model);
    const skus = versions.find((offer) => offer.version === version)?.skus;
    if (skus?.includes(sku)) return [];
    const there = skus
      ? `as ${skus.join(', ')}`
      : `in ${versions.map((offer) => offer.version).join(', ') || 'no version'}`;
    return [
      problem(
        `deployment "${name}": ${location} does not offer ${model} ${version} as ${sku}, it offers the model ${there}`,
        `change openAi.deployments or location in environments/${environment}.ts`,
      ),
    ];
  });
};

/** Whether the quota of tokens a minute is enough for deployments that are not there yet. */
export const modelQuota: Check = async (environment, az) => {
  const { location, names } = environment;
  const [quotas, made = []] = await Promise.all([
    az.modelQuotas(location),
    ifTold(az.modelDeployments(names.openAiAccount, names.resourceGroup)),
  ]);
  return [...demand(environment, made)].flatMap(([name, needed]) =>
    shortage(quotas, name, needed, 'thousand tokens a minute', location),
  );
};

/** Capacity asked for and not there yet, by the name of its quota. */
function demand({ openAi }: Environment, made: readonly string[]): Map<string, number> {
  const needed = new Map<string, number>();
  for (const { name, model, sku, capacity } of openAi.deployments) {
    if (made.includes(name)) continue;
    const quota = `OpenAI.${sku}.${model}`;
    needed.set(quota, (needed.get(quota) ?? 0) + capacity);
  }
  return needed;
}

/** Whether the region has processors left for the nodes of a cluster that is not there yet. */
export const coreQuota: Check = async ({ cluster, location, names }, az) => {
  const cores = coresOf(cluster.nodePool.vmSize);
  if (cores === undefined) return [];
  const [quotas, existing] = await Promise.all([
    az.machineQuotas(location),
    ifTold(az.clusterPowerState(names.cluster, names.resourceGroup)),
  ]);
  return existing === undefined
    ? shortage(quotas, 'cores', cores * cluster.nodePool.minCount, 'processors', location)
    : [];
};

/**
 * The processors of a size, which stand in its name after the letters of the family.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
 */
export function coresOf(vmSize: string): number | undefined {
  const digits = /^Standard_[A-Z]+(\d+)/.exec(vmSize)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function shortage(quotas: readonly Quota[], name: string, needed: number, unit: string, location: string): Finding[] {
  const quota = quotas.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (quota === undefined) {
    return [advise(`the Azure CLI tells no quota "${name}" in ${location}`, 'look in the portal, under Quotas')];
  }
  const free = quota.limit - quota.used;
  return needed <= free
    ? []
    : [
        problem(
          `quota "${name}" in ${location}: ${needed} ${unit} are needed, ${free} of ${quota.limit} are free`,
          'ask for more in the portal, under Quotas; or take another region, or ask for less',
        ),
      ];
}
