import type { EnvironmentConfig } from '../../config';
import { RETRY_TRANSIENT } from '../run';
import { advise, problem, type Check, type Finding } from './finding';

interface Usage {
  readonly name: { readonly value: string };
  readonly currentValue: number | string;
  readonly limit: number | string;
}

interface OfferedModel {
  readonly kind: string;
  readonly model: {
    readonly name: string;
    readonly version: string;
    readonly skus?: readonly { name: string }[] | null;
  };
}

/** Whether the region offers each model, in its version and deployment type. */
export const offeredModels: Check = async ({ runner, environment }) => {
  const { location, openAi } = environment;
  const offered = await runner.json<OfferedModel[]>(
    'az',
    [
      'cognitiveservices',
      'model',
      'list',
      '--location',
      location,
      '--subscription',
      environment.subscriptionId,
      '--output',
      'json',
    ],
    { retry: RETRY_TRANSIENT, dryRunStdout: '[]' },
  );
  if (runner.dryRun) return [];
  return openAi.deployments.flatMap(({ name, model, version, sku }) => {
    const versions = offered.filter((offer) => offer.kind === 'OpenAI' && offer.model.name === model);
    const skus = versions.find((offer) => offer.model.version === version)?.model.skus?.map((offer) => offer.name);
    if (skus?.includes(sku)) return [];
    const there = skus
      ? `as ${skus.join(', ')}`
      : `in ${versions.map((offer) => offer.model.version).join(', ') || 'no version'}`;
    return [
      problem(
        `deployment "${name}": ${location} does not offer ${model} ${version} as ${sku}, it offers the model ${there}`,
        `change openAi.deployments or location in environments/${environment.name}.ts`,
      ),
    ];
  });
};

/** Whether the quota of tokens a minute is enough for deployments that are not there yet. */
export const modelQuota: Check = async ({ runner, environment }) => {
  const { location, subscriptionId, names } = environment;
  const scope = ['--subscription', subscriptionId, '--output', 'json'];
  const [usages, existing] = await Promise.all([
    runner.json<Usage[]>('az', ['cognitiveservices', 'usage', 'list', '--location', location, ...scope], {
      retry: RETRY_TRANSIENT,
      dryRunStdout: '[]',
    }),
    runner.run(
      'az',
      [
        ['cognitiveservices', 'account', 'deployment', 'list', '--name', names.openAiAccount],
        ['--resource-group', names.resourceGroup, '--query', '[].name', ...scope],
      ],
      { retry: RETRY_TRANSIENT, allowFailure: true, dryRunStdout: '[]' },
    ),
  ]);
  if (runner.dryRun) return [];
  const made = existing.exitCode === 0 ? (JSON.parse(existing.stdout) as string[]) : [];
  return [...demand(environment, made)].flatMap(([name, needed]) =>
    shortage(usages, name, needed, 'thousand tokens a minute', location),
  );
};

/** Capacity asked for and not there yet, by the name of its quota. */
function demand({ openAi }: EnvironmentConfig, made: readonly string[]): Map<string, number> {
  const needed = new Map<string, number>();
  for (const { name, model, sku, capacity } of openAi.deployments) {
    if (made.includes(name)) continue;
    const quota = `OpenAI.${sku}.${model}`;
    needed.set(quota, (needed.get(quota) ?? 0) + capacity);
  }
  return needed;
}

/** Whether the region has processors left for the nodes of a cluster that is not there yet. */
export const coreQuota: Check = async ({ runner, environment }) => {
  const { cluster, location, names, subscriptionId } = environment;
  const cores = coresOf(cluster.nodePool.vmSize);
  if (cores === undefined) return [];
  const scope = ['--subscription', subscriptionId, '--output', 'json'];
  const [usages, existing] = await Promise.all([
    runner.json<Usage[]>('az', ['vm', 'list-usage', '--location', location, ...scope], {
      retry: RETRY_TRANSIENT,
      dryRunStdout: '[]',
    }),
    runner.run('az', ['aks', 'show', '--name', names.cluster, '--resource-group', names.resourceGroup, ...scope], {
      retry: RETRY_TRANSIENT,
      allowFailure: true,
    }),
  ]);
  if (runner.dryRun || existing.exitCode === 0) return [];
  return shortage(usages, 'cores', cores * cluster.nodePool.minCount, 'processors', location);
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

function shortage(usages: readonly Usage[], name: string, needed: number, unit: string, location: string): Finding[] {
  const usage = usages.find(({ name: { value } }) => value.toLowerCase() === name.toLowerCase());
  if (usage === undefined) {
    return [advise(`the Azure CLI tells no quota "${name}" in ${location}`, 'look in the portal, under Quotas')];
  }
  const free = Number(usage.limit) - Number(usage.currentValue);
  return needed <= free
    ? []
    : [
        problem(
          `quota "${name}" in ${location}: ${needed} ${unit} are needed, ${free} of ${usage.limit} are free`,
          'ask for more in the portal, under Quotas; or take another region, or ask for less',
        ),
      ];
}
