import { KUBERNETES_VERSIONS, MODELS, PROVISIONED_THROUGHPUT } from '../../../config/tables';
import {
  kubernetesVersionsTable,
  modelsTable,
  provisionedThroughputTable,
  regionsTable,
} from '../../../config/tables/schemas';
import type { ModelOffer } from '../../../pipeline/azure-answers';
import { kubernetesRows, modelRows, regionRows, throughputRows } from '../../../pipeline/refresh/rows';
import { azureAnswer } from '../../helpers/azure-answers';

const OFFERS = azureAnswer('model-list');
const head = { asOf: '2026-11-26', source: 'https://example.com' };

/** A model that is offered in one version. */
const offered = (name: string, version: string): ModelOffer => ({
  kind: 'OpenAI',
  model: { name, version, lifecycleStatus: 'Stable', isDefaultVersion: true },
});

/** A model that is sold by throughput. */
const sold = (name: string, minimum: number): ModelOffer => ({
  kind: 'OpenAI',
  model: { name, version: '1', skus: [{ name: 'GlobalProvisionedManaged', capacity: { minimum, step: 5 } }] },
});

describe('the models', () => {
  const rows = modelRows(MODELS.rows, OFFERS);
  const versionsOf = (model: string) => rows.filter(({ name }) => name === model).map(({ version }) => version);

  test('are told anew where the region offers them', () => {
    expect(rows).toContainEqual({
      name: 'gpt-5.1',
      version: '2025-11-13',
      lifecycle: 'Deprecating',
      retires: '2027-05-15',
    });
    expect(rows).toContainEqual({ name: 'text-embedding-3-small', version: '1', lifecycle: 'GenerallyAvailable' });
  });

  test('stay where it does not', () => {
    expect(rows).toEqual(expect.arrayContaining(MODELS.rows.filter(({ name }) => name === 'gpt-35-turbo')));
    expect(rows).toHaveLength(MODELS.rows.length);
  });

  test('of another kind of account or of no known state are left out', () => {
    expect(versionsOf('mistral-large')).toEqual([]);
    const unknown = { kind: 'OpenAI', model: { name: 'gpt-9', version: '1', lifecycleStatus: 'Dreaming' } };
    expect(modelRows(MODELS.rows, [unknown])).toEqual(MODELS.rows);
  });

  test('keep the version that an environment gets by default', () => {
    // WHEN
    const names = modelRows(MODELS.rows, [offered('gpt-9', '1'), offered('gpt-5.4-mini', '2027-01-01')]).map(
      ({ name, version }) => `${name} ${version}`,
    );

    // THEN
    const at = names.indexOf('gpt-5.4-mini 2026-03-17');
    expect(names[at + 1]).toBe('gpt-5.4-mini 2027-01-01');
    expect(names.at(-1)).toBe('gpt-9 1');
    expect(names).toHaveLength(MODELS.rows.length + 2);
  });

  test('still make a table', () => {
    expect(modelsTable.safeParse({ ...head, rows }).success).toBe(true);
  });
});

test('the throughput units gain what is sold', () => {
  // WHEN the least of one model has changed, and another is new
  const rows = throughputRows(PROVISIONED_THROUGHPUT.rows, [...OFFERS, sold('gpt-5.5', 10)]);

  // THEN
  const offer = (model: string) => rows.filter((row) => row.model === model && row.sku === 'GlobalProvisionedManaged');
  expect(offer('gpt-5.5')).toEqual([{ model: 'gpt-5.5', sku: 'GlobalProvisionedManaged', minimum: 10, step: 5 }]);
  expect(offer('gpt-5.6-luna')).toEqual([
    { model: 'gpt-5.6-luna', sku: 'GlobalProvisionedManaged', minimum: 15, step: 5 },
  ]);
  expect(offer('gpt-5.4-mini')).toEqual([]);
  expect(rows).toHaveLength(PROVISIONED_THROUGHPUT.rows.length + 1);
  expect(provisionedThroughputTable.safeParse({ ...head, rows }).success).toBe(true);
});

test('the Kubernetes versions gain what has standard support, and keep the ends that are known', () => {
  // GIVEN a table without 1.36 and with one that is no longer offered
  const { '1.36': known, ...others } = KUBERNETES_VERSIONS.rows;
  const offer = azureAnswer('aks-get-versions');

  // WHEN
  const rows = kubernetesRows({ ...others, '1.9': { endOfLife: '2018-10' } }, offer);

  // THEN
  expect(known).toBeDefined();
  expect(Object.entries(rows)).toEqual([
    ['1.9', { endOfLife: '2018-10' }],
    ['1.34', { endOfLife: '2026-11' }],
    ['1.35', { endOfLife: '2027-03' }],
    ['1.36', {}],
    ['1.37', { endOfLife: '2027-10' }],
  ]);
  expect(kubernetesVersionsTable.safeParse({ ...head, rows }).success).toBe(true);
});

test('the regions are those that are told', () => {
  const rows = regionRows(azureAnswer('provider-locations')['Microsoft.ServiceNetworking/trafficControllers']!);
  expect(rows).toEqual(['eastus2', 'northeurope', 'westeurope']);
  expect(regionsTable.safeParse({ ...head, rows }).success).toBe(true);
});
