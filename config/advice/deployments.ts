import { isProvisioned, type ModelDeployment } from '../../model';
import { MODELS, PROVISIONED_THROUGHPUT } from '../tables';
import type { ModelRow } from '../tables/schemas';
import { LEFT_TO_AZURE } from './left-to-azure';

/** How long before its retirement a model is worth a warning. */
const WARN_DAYS = 60;

/**
 * How long a version is open to everybody; then only those may deploy it who have done so before.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements
 */
const OPEN_DAYS = 365;

/**
 * Advice about one model deployment: a model or version that the table lacks or sees near its end, and throughput units that
 * its model is not sold in.
 *
 * @param today as an ISO date
 */
export function deploymentAdvice(deployment: ModelDeployment, today: string): string[] {
  return [...modelAdvice(deployment, today), ...throughputAdvice(deployment)].map(
    (message) => `deployment "${deployment.name}": ${message}`,
  );
}

function modelAdvice({ name, model, version }: ModelDeployment, today: string): string[] {
  const versions = MODELS.rows.filter((row) => row.name === model);
  if (versions.length === 0) {
    return [
      `model "${model}" is not in the table of ${MODELS.asOf}; ${LEFT_TO_AZURE}` +
        (version === undefined ? ', and Azure chooses its version' : '') +
        (name === model ? '. If that is not the name of a model, say "model" beside it' : ''),
    ];
  }
  const row = versions.find((known) => known.version === version);
  return row
    ? ageAdvice(row, today)
    : [`version "${version}" of ${model} is not in the table of ${MODELS.asOf}; ${LEFT_TO_AZURE}`];
}

function ageAdvice({ name, version, lifecycle, retires }: ModelRow, today: string): string[] {
  const daysLeft = retires === undefined ? Number.POSITIVE_INFINITY : daysBetween(today, retires);
  const told = `by the table of ${MODELS.asOf}`;
  if (daysLeft <= 0) return [`${name} ${version} retired on ${retires}, ${told}; ${LEFT_TO_AZURE}`];
  const ending =
    daysLeft <= WARN_DAYS
      ? [
          `${name} ${version} retires on ${retires}, in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}, ${told}: plan its successor`,
        ]
      : [];
  if (lifecycle === 'Deprecating' || lifecycle === 'Deprecated') {
    const who = lifecycle === 'Deprecating' ? 'is open to those alone who have deployed it before' : 'is deprecated';
    return [`${name} ${version} ${who}, ${told}; ${LEFT_TO_AZURE}`, ...ending];
  }
  // The versions of most models are the days on which they came out.
  const isOld = /^\d{4}-\d{2}-\d{2}$/.test(version) && daysBetween(version, today) >= OPEN_DAYS;
  return [
    ...(isOld
      ? [`${name} ${version} is a year old: Azure may refuse it to a subscription that has not deployed it before`]
      : []),
    ...ending,
  ];
}

function throughputAdvice({ model, sku, capacity }: ModelDeployment): string[] {
  if (!isProvisioned(sku)) return [];
  const row = PROVISIONED_THROUGHPUT.rows.find((offer) => offer.model === model && offer.sku === sku);
  if (!row) return [`no ${sku} of ${model} is in the table of ${PROVISIONED_THROUGHPUT.asOf}; ${LEFT_TO_AZURE}`];
  const { minimum, step } = row;
  return capacity < minimum || (capacity - minimum) % step !== 0
    ? [
        `${model} is sold as ${sku} from ${minimum} PTUs in steps of ${step}, by the table of ${PROVISIONED_THROUGHPUT.asOf}, and ${capacity} are asked for; ${LEFT_TO_AZURE}`,
      ]
    : [];
}

/** From one ISO date to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
