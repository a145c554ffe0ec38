import { isChatModel, isImageModel, type Environment, type ModelDeployment } from '../../model';
import type { ExistingDeployment, ModelOffer, ModelSku } from '../azure-answers';
import { advise, problem, type Finding } from './finding';
import { someOf } from './shortage';

/** The kind of account that this project makes: what is offered to another kind does not count. */
const KIND = 'OpenAI';

/** The part of an environment that says which models are asked for, and where. */
export type ModelDemand = Pick<Environment, 'name' | 'location' | 'openAi'>;

/**
 * Judges the models of an environment by what its region offers this subscription.
 *
 * @param existing the deployments of the account, where there is one: what runs already may go on
 * @param today as an ISO date
 */
export function judgeModels(
  demand: ModelDemand,
  offers: readonly ModelOffer[],
  existing: readonly ExistingDeployment[],
  today: string,
): Finding[] {
  const ours = offers.filter(({ kind }) => kind === KIND);
  return demand.openAi.deployments.flatMap((deployment) =>
    judge(
      deployment,
      demand,
      ours,
      existing.find((made) => isSame(made, deployment)),
      today,
    ),
  );
}

/** The offer of a deployment's model in its version, or in the one that Azure chooses. */
export function offerOf(
  { model, version }: ModelDeployment,
  offers: readonly ModelOffer[],
): ModelOffer['model'] | undefined {
  const versions = offers.filter((offer) => offer.kind === KIND && offer.model.name === model);
  const chosen =
    version === undefined
      ? (versions.find((offer) => offer.model.isDefaultVersion) ?? versions[0])
      : versions.find((offer) => offer.model.version === version);
  return chosen?.model;
}

/** How a model is offered as a deployment type. */
export function skuOf(offer: ModelOffer['model'] | undefined, sku: string): ModelSku | undefined {
  return offer?.skus?.find(({ name }) => name === sku);
}

function judge(
  deployment: ModelDeployment,
  { name: environment, location }: ModelDemand,
  offers: readonly ModelOffer[],
  made: ExistingDeployment | undefined,
  today: string,
): Finding[] {
  const { model, version, sku, capacity } = deployment;
  // Azure refuses new deployments: one that is there is not made again.
  const report = made ? advise : problem;
  const found = (message: string, alternative: string): Finding[] => [
    report(
      `deployment "${deployment.name}": ${message}${made ? '; it runs already' : ''}`,
      `${alternative} in environments/${environment}.ts`,
    ),
  ];
  const open = offers.map((offer) => offer.model).filter((offer) => isOpen(offer, today));
  const asSku = open.filter((offer) => isOfferedAs(offer, sku, today));
  const ofThatModel = asSku.filter(({ name }) => name === model).map((offer) => offer.version);
  const others = unique(asSku.map(({ name }) => name).filter((name) => name !== model && isLike(name, model)));
  const another =
    ofThatModel.length > 0
      ? `take version ${someOf(ofThatModel)}`
      : others.length > 0
        ? `take ${someOf(others)}`
        : 'take another sku or location';

  const offered = offerOf(deployment, offers);
  if (!offered) {
    const versions = unique(offers.filter((offer) => offer.model.name === model).map((offer) => offer.model.version));
    const there = versions.length > 0 ? `${model} in ${versions.join(', ')} and not in ${version}` : `no ${model}`;
    return found(`${location} offers ${there}`, another);
  }
  if (!isOpen(offered, today)) {
    const ended = offered.deprecation?.inference?.slice(0, 10);
    const why = ended !== undefined && ended <= today ? `retired on ${ended}` : `is ${offered.lifecycleStatus}`;
    return found(`${model} ${offered.version} ${why}: Azure refuses new deployments of it`, another);
  }
  const offeredSku = skuOf(offered, sku);
  if (!offeredSku || !isOfferedAs(offered, sku, today)) {
    const skus = (offered.skus ?? []).map(({ name }) => name).filter((name) => isOfferedAs(offered, name, today));
    return found(
      `${location} does not offer ${model} ${offered.version} as ${sku}`,
      skus.length > 0 ? `take sku ${skus.join(', ')}` : another,
    );
  }
  if (made?.sku.capacity === capacity) return [];
  return capacityProblem(capacity, offeredSku.capacity).map((allowed) =>
    problem(
      `deployment "${deployment.name}": ${model} is offered as ${sku} with a capacity ${allowed}, and ${capacity} is asked for`,
      `set its capacity in environments/${environment}.ts`,
    ),
  );
}

/** What a capacity has to be, where this one is not; nothing where it is. */
function capacityProblem(capacity: number, bounds: ModelSku['capacity']): string[] {
  const minimum = bounds?.minimum ?? 1;
  const maximum = bounds?.maximum ?? Number.POSITIVE_INFINITY;
  const step = bounds?.step || 1;
  if (capacity >= minimum && capacity <= maximum && (capacity - minimum) % step === 0) return [];
  return [
    `from ${minimum}` + (Number.isFinite(maximum) ? ` to ${maximum}` : '') + (step > 1 ? ` in steps of ${step}` : ''),
  ];
}

/** Whether a subscription that has not deployed a version before may deploy it. */
function isOpen({ lifecycleStatus, deprecation }: ModelOffer['model'], today: string): boolean {
  const ended = deprecation?.inference?.slice(0, 10);
  const isClosed = lifecycleStatus === 'Deprecating' || lifecycleStatus === 'Deprecated';
  return !isClosed && (ended === undefined || ended > today);
}

function isOfferedAs(offer: ModelOffer['model'], sku: string, today: string): boolean {
  const offered = skuOf(offer, sku);
  const ended = offered?.deprecationDate?.slice(0, 10);
  return offered !== undefined && (ended === undefined || ended > today);
}

/** Whether a deployment is there as it is asked for, whatever its capacity. */
function isSame({ name, sku, properties }: ExistingDeployment, asked: ModelDeployment): boolean {
  return (
    name === asked.name &&
    sku.name === asked.sku &&
    properties.model.name === asked.model &&
    (asked.version === undefined || properties.model.version === asked.version)
  );
}

/** Whether one model can stand in for another: both talk, both make pictures, or both make vectors. */
function isLike(one: string, other: string): boolean {
  return isChatModel(one) === isChatModel(other) && isImageModel(one) === isImageModel(other);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
