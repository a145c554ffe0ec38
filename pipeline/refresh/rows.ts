import type { z } from 'zod';
import {
  LIFECYCLES,
  type kubernetesVersionsTable,
  type modelsTable,
  type provisionedThroughputTable,
  type regionsTable,
} from '../../config/tables/schemas';
import { DEPLOYMENT_SKUS, isProvisioned } from '../../model';
import { regionOf, type KubernetesOffer, type ModelOffer } from '../azure-answers';

type Rows<Table extends z.ZodType<{ rows: unknown }>> = z.output<Table>['rows'];

/**
 * The versions of models, as the service tells them. A new version stands behind those there are, so that no environment moves
 * to it by itself; what the region does not offer stays.
 */
export function modelRows(rows: Rows<typeof modelsTable>, offers: readonly ModelOffer[]): Rows<typeof modelsTable> {
  const told = openAiOffers(offers).flatMap(({ name, version, lifecycleStatus, deprecation }) => {
    const lifecycle = LIFECYCLES.find((word) => word === lifecycleStatus);
    const retires = deprecation?.inference?.slice(0, 10);
    return lifecycle ? [{ name, version, lifecycle, ...(retires !== undefined && { retires }) }] : [];
  });
  const merged = merge(rows, told, ({ name, version }) => `${name} ${version}`);
  const models = [...new Set(merged.map(({ name }) => name))];
  return models.flatMap((model) => merged.filter(({ name }) => name === model));
}

/** The throughput units that models are sold in, as the service tells them; what the region does not offer stays. */
export function throughputRows(
  rows: Rows<typeof provisionedThroughputTable>,
  offers: readonly ModelOffer[],
): Rows<typeof provisionedThroughputTable> {
  const told = openAiOffers(offers).flatMap(({ name, skus }) =>
    (skus ?? []).flatMap((offered) => {
      const sku = DEPLOYMENT_SKUS.filter(isProvisioned).find((known) => known === offered.name);
      const { minimum, step } = offered.capacity ?? {};
      return sku && minimum && step ? [{ model: name, sku, minimum, step }] : [];
    }),
  );
  return merge(rows, told, ({ model, sku }) => `${model} ${sku}`);
}

/** The Kubernetes minor versions that AKS offers with standard support. Their ends are not told, so those known stay. */
export function kubernetesRows(
  rows: Rows<typeof kubernetesVersionsTable>,
  { values }: KubernetesOffer,
): Rows<typeof kubernetesVersionsTable> {
  const told = values
    .filter(({ isPreview, capabilities }) => !isPreview && capabilities?.supportPlan?.includes('KubernetesOfficial'))
    .map(({ version }) => version);
  const minors = [...new Set([...Object.keys(rows), ...told])].toSorted((a, b) => minorOf(a) - minorOf(b));
  return Object.fromEntries(minors.map((minor) => [minor, rows[minor] ?? {}]));
}

/** The regions of a type of resource, of which the service tells all. */
export function regionRows(locations: readonly string[]): Rows<typeof regionsTable> {
  return [...new Set(locations.map(regionOf))].toSorted();
}

/** The rows there are, as they are told now, and behind them the new ones. */
function merge<Row>(rows: readonly Row[], told: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const merged = new Map(rows.map((row) => [keyOf(row), row]));
  for (const row of told) merged.set(keyOf(row), row);
  return [...merged.values()];
}

/** What is offered to the kind of account that this project makes. */
function openAiOffers(offers: readonly ModelOffer[]): ModelOffer['model'][] {
  return offers.filter(({ kind }) => kind === 'OpenAI').map(({ model }) => model);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
