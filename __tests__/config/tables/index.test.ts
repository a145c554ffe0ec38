import {
  DEFAULT_ALB_CONTROLLER_VERSION,
  DEFAULT_API_VERSION,
  DEFAULT_KUBERNETES_VERSION,
  DEFAULT_MODEL,
  DEFAULT_REGION,
} from '../../../config/defaults';
import {
  ALB_CONTROLLERS,
  API_VERSIONS,
  IMAGES,
  IMAGE_NAMES,
  KUBERNETES_VERSIONS,
  MODELS,
  PROVISIONED_THROUGHPUT,
  REGIONS,
  RETIRED_APIS,
  defaultModelVersion,
  rowOf,
} from '../../../config/tables';
import { modelsTable } from '../../../config/tables/schemas';
import { imageProblem, imageReference } from '../../../model';

const repeated = (keys: readonly string[]) => keys.filter((key, index) => keys.indexOf(key) !== index);

describe('the tables', () => {
  test.each(
    Object.entries({
      MODELS,
      PROVISIONED_THROUGHPUT,
      REGIONS,
      KUBERNETES_VERSIONS,
      ALB_CONTROLLERS,
      API_VERSIONS,
      RETIRED_APIS,
    }),
  )('%s is dated, says its source and holds something', (_name, { asOf, source, rows }) => {
    expect(asOf).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
    expect(source).toMatch(/^https:\/\//);
    expect(Object.keys(rows).length).toBeGreaterThan(0);
  });

  test('say nothing twice', () => {
    expect(repeated(MODELS.rows.map(({ name, version }) => `${name} ${version}`))).toEqual([]);
    expect(repeated(PROVISIONED_THROUGHPUT.rows.map(({ model, sku }) => `${model} ${sku}`))).toEqual([]);
    expect(repeated(REGIONS.rows)).toEqual([]);
  });

  test.each([
    ['another property', { note: 'x' }],
    ['no date', { asOf: undefined }],
    ['a date that is none', { asOf: '2026-13-01' }],
    ['a source that is no https address', { source: 'http://example.com' }],
    ['a lifecycle Azure does not know', { rows: [{ name: 'm', version: '1', lifecycle: 'Alive' }] }],
    ['a row with another property', { rows: [{ name: 'm', version: '1', lifecycle: 'Stable', note: 'x' }] }],
  ])('are refused with %s', (_what, change) => {
    expect(modelsTable.safeParse(MODELS).success).toBe(true);
    expect(modelsTable.safeParse({ ...MODELS, ...change }).success).toBe(false);
  });

  test('know every default', () => {
    expect(defaultModelVersion(DEFAULT_MODEL)).toBe('2026-03-17');
    expect(REGIONS.rows).toContain(DEFAULT_REGION);
    expect(rowOf(KUBERNETES_VERSIONS, DEFAULT_KUBERNETES_VERSION)).toBeDefined();
    expect(rowOf(ALB_CONTROLLERS, DEFAULT_ALB_CONTROLLER_VERSION)).toBeDefined();
    expect(rowOf(API_VERSIONS, DEFAULT_API_VERSION)).toBeUndefined();
  });

  // Microsoft's page of 2026-09-02: the default was thought to retire half a year earlier.
  test.each([
    ['gpt-5.4-mini', '2026-03-17', '2027-09-21'],
    ['gpt-5.6-luna', '2026-07-09', '2028-01-11'],
    ['gpt-5.1', '2025-11-13', '2027-05-15'],
    ['gpt-4o', '2024-05-13', '2026-12-09'],
  ])('%s %s retires on %s', (model, version, retires) => {
    expect(MODELS.rows).toContainEqual(expect.objectContaining({ name: model, version, retires }));
  });
});

describe('defaultModelVersion', () => {
  test('is that of the first row', () => {
    expect(defaultModelVersion('gpt-4o')).toBe('2024-11-20');
  });

  test.each(['gpt-9', '', 'constructor', '__proto__'])('is none of %j', (model) => {
    expect(defaultModelVersion(model)).toBeUndefined();
  });
});

test.each(['9.9', '', 'constructor', '__proto__'])('there is no row of %j', (key) => {
  expect(rowOf(KUBERNETES_VERSIONS, key)).toBeUndefined();
});

describe('APIs that are served no more', () => {
  test('have each what takes their place', () => {
    const successors = new Map<string, Set<string>>();
    for (const [api, { instead }] of Object.entries(RETIRED_APIS.rows)) {
      const version = api.split(' ')[0]!;
      successors.set(version, (successors.get(version) ?? new Set()).add(instead));
    }

    expect(Object.fromEntries([...successors].map(([version, instead]) => [version, [...instead].toSorted()]))).toEqual(
      {
        'admissionregistration.k8s.io/v1beta1': ['admissionregistration.k8s.io/v1'],
        'apiextensions.k8s.io/v1beta1': ['apiextensions.k8s.io/v1'],
        'apiregistration.k8s.io/v1beta1': ['apiregistration.k8s.io/v1'],
        'apps/v1beta1': ['apps/v1'],
        'apps/v1beta2': ['apps/v1'],
        'autoscaling/v2beta1': ['autoscaling/v2'],
        'autoscaling/v2beta2': ['autoscaling/v2'],
        'batch/v1beta1': ['batch/v1'],
        'certificates.k8s.io/v1beta1': ['certificates.k8s.io/v1'],
        'coordination.k8s.io/v1beta1': ['coordination.k8s.io/v1'],
        'discovery.k8s.io/v1beta1': ['discovery.k8s.io/v1'],
        'events.k8s.io/v1beta1': ['events.k8s.io/v1'],
        'extensions/v1beta1': ['Pod Security Admission', 'apps/v1', 'networking.k8s.io/v1'],
        'flowcontrol.apiserver.k8s.io/v1beta1': ['flowcontrol.apiserver.k8s.io/v1'],
        'flowcontrol.apiserver.k8s.io/v1beta2': ['flowcontrol.apiserver.k8s.io/v1'],
        'flowcontrol.apiserver.k8s.io/v1beta3': ['flowcontrol.apiserver.k8s.io/v1'],
        'networking.k8s.io/v1beta1': ['networking.k8s.io/v1'],
        'node.k8s.io/v1beta1': ['node.k8s.io/v1'],
        'policy/v1beta1': ['Pod Security Admission', 'policy/v1'],
        'rbac.authorization.k8s.io/v1beta1': ['rbac.authorization.k8s.io/v1'],
        'scheduling.k8s.io/v1beta1': ['scheduling.k8s.io/v1'],
        'storage.k8s.io/v1beta1': ['storage.k8s.io/v1'],
      },
    );
  });

  // Versions have come back for kinds that are younger.
  test.each([
    'networking.k8s.io/v1beta1 IPAddress',
    'coordination.k8s.io/v1beta1 LeaseCandidate',
    'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy',
    'storage.k8s.io/v1beta1 VolumeAttributesClass',
  ])('are not %s', (api) => {
    expect(rowOf(RETIRED_APIS, api)).toBeUndefined();
  });
});

describe('the images', () => {
  test.each(IMAGE_NAMES)('pin %s', (name) => {
    expect(imageProblem(imageReference(IMAGES[name]))).toBeUndefined();
  });

  test('are those of the store at one release', () => {
    const store = Object.values(IMAGES).filter(({ repository }) => repository.startsWith('azure-samples/'));
    expect(store).toHaveLength(8);
    expect(new Set(store.map(({ tag }) => tag))).toEqual(new Set(['2.2.0']));
  });
});
