import { capacityUnit, quotaName, type ModelDeployment } from '../../model';
import type { ExistingDeployment, ModelOffer, Quota } from '../azure-answers';
import { advise, problem, type Finding } from './finding';
import { offerOf, skuOf, type ModelDemand } from './models';
import { freeOf, shortOf } from './shortage';

/** How many accounts a region takes. */
const ACCOUNTS = 'OpenAI.S0.AccountCount';

/** What is asked of one quota beyond what the account has of it. */
interface Draw {
  amount: number;
  readonly deployments: ModelDeployment[];
}

/**
 * Judges whether the quotas of a region reach for the deployments of an environment. A deployment that exists counts by
 * what it is raised.
 *
 * @param existing the deployments of the account; `undefined` where there is no account yet
 */
export function judgeModelQuota(
  demand: ModelDemand,
  offers: readonly ModelOffer[],
  quotas: readonly Quota[],
  existing: readonly ExistingDeployment[] | undefined,
): Finding[] {
  const draws = drawsOn(demand, offers, existing ?? []);
  return [
    ...(existing === undefined ? accountProblem(demand, quotas) : []),
    ...[...draws].flatMap(([quota, draw]) => shortage(quota, draw, demand, offers, quotas)),
  ];
}

function accountProblem({ location }: ModelDemand, quotas: readonly Quota[]): Finding[] {
  const left = freeOf(quotas, ACCOUNTS);
  return left && left.free < 1
    ? [
        problem(
          `${location} takes no further account: ${left.free} of ${left.limit} are free`,
          'delete one, or take another location',
        ),
      ]
    : [];
}

function drawsOn(
  { openAi }: ModelDemand,
  offers: readonly ModelOffer[],
  existing: readonly ExistingDeployment[],
): Map<string, Draw> {
  const draws = new Map<string, Draw>();
  for (const deployment of openAi.deployments) {
    const quota = quotaOf(deployment, offers);
    const draw = draws.get(quota) ?? { amount: 0, deployments: [] };
    draw.amount += deployment.capacity;
    draw.deployments.push(deployment);
    draws.set(quota, draw);
  }
  for (const made of existing.filter(({ name }) => openAi.deployments.some((asked) => asked.name === name))) {
    // One of another type or model is deleted before the new one is made.
    const { name, version } = made.properties.model;
    const sku = made.sku.name as ModelDeployment['sku'];
    const draw = draws.get(quotaOf({ name: made.name, model: name, version, sku, capacity: 0 }, offers));
    if (draw) draw.amount -= made.sku.capacity;
  }
  return draws;
}

/** The name of a quota as the service spells it, or as it does by rule. */
export function quotaOf(deployment: ModelDeployment, offers: readonly ModelOffer[]): string {
  return skuOf(offerOf(deployment, offers), deployment.sku)?.usageName ?? quotaName(deployment);
}

function shortage(
  quota: string,
  { amount, deployments }: Draw,
  { name: environment, location }: ModelDemand,
  offers: readonly ModelOffer[],
  quotas: readonly Quota[],
): Finding[] {
  const [first] = deployments;
  if (amount <= 0 || !first) return [];
  const left = freeOf(quotas, quota);
  if (!left) return [advise(`Azure tells no quota "${quota}" in ${location}`, 'look in the portal, under Quotas')];
  if (amount <= left.free) return [];
  const unit = capacityUnit(first.sku, first.model);
  return [
    problem(
      shortOf(quota, location, `${amount} ${unit}`, left),
      [
        'ask for more in the portal, under Quotas',
        ...(left.free > 0 ? [`ask for less in environments/${environment}.ts`] : []),
        ...otherSkus(first, offers, quotas),
      ].join(', or '),
    ),
  ];
}

/** Deployment types of the same unit whose quota has room for a deployment. */
function otherSkus(deployment: ModelDeployment, offers: readonly ModelOffer[], quotas: readonly Quota[]): string[] {
  const unit = capacityUnit(deployment.sku, deployment.model);
  return (offerOf(deployment, offers)?.skus ?? []).flatMap(({ name, usageName }) => {
    const other = { ...deployment, sku: name as ModelDeployment['sku'] };
    if (name === deployment.sku || capacityUnit(other.sku, other.model) !== unit) return [];
    const free = freeOf(quotas, usageName ?? quotaName(other))?.free ?? 0;
    return free >= deployment.capacity ? [`take sku ${name}, of which ${free} are free`] : [];
  });
}
