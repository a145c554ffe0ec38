import { advice } from '../../../config';
import { MINIMAL, parsed, problemsOf } from '../../helpers/environment';

const withDeployment = (deployment: object) => ({ ...MINIMAL, openAi: { deployments: [deployment] } });
const onlyDeployment = (deployment: object) => parsed(withDeployment(deployment)).openAi.deployments[0]!;

describe('the capacity of a deployment', () => {
  test.each([
    [{ name: 'gpt-5.4-mini' }, 30],
    [{ name: 'gpt-5.4-mini', sku: 'DataZoneStandard' }, 30],
    [{ name: 'text-embedding-3-small', sku: 'Standard' }, 30],
    [{ name: 'gpt-image-2' }, 1],
    [{ name: 'pictures', model: 'gpt-image-2' }, 1],
    [{ name: 'gpt-5.4-mini', capacity: 1 }, 1],
    [{ name: 'gpt-5.4-mini', capacity: 250_000 }, 250_000],
    [{ name: 'gpt-5.5', sku: 'GlobalProvisionedManaged', capacity: 15 }, 15],
  ])('of %j is %d', (deployment, capacity) => {
    expect(onlyDeployment(deployment).capacity).toBe(capacity);
  });

  test.each(['ProvisionedManaged', 'GlobalProvisionedManaged', 'DataZoneProvisionedManaged'])(
    'has no default as %s',
    (sku) => {
      expect(problemsOf(withDeployment({ name: 'gpt-5.5', sku }))).toEqual([
        `openAi.deployments.0.capacity: must be said with sku ${sku}: it counts PTUs, which cost by the hour whether they are used or not, so there is no default (got nothing)`,
      ]);
    },
  );

  test.each([
    [0, 'must be at least 1 (got 0)'],
    [-15, 'must be at least 1 (got -15)'],
    [1.5, 'must be a whole number (got 1.5)'],
    ['30', 'must be a number (got "30")'],
  ])('is refused as %j', (capacity, message) => {
    for (const sku of ['GlobalStandard', 'GlobalProvisionedManaged']) {
      expect(problemsOf(withDeployment({ name: 'gpt-5.5', sku, capacity }))).toEqual([
        `openAi.deployments.0.capacity: ${message}`,
      ]);
    }
  });
});

function zone(groups: string, type: string, name = 'privatelink.openai.azure.com'): string {
  return `/subscriptions/s/${groups}/rg-hub/providers/${type}/${name}`;
}

describe('a private DNS zone', () => {
  const ZONE = zone('resourceGroups', 'Microsoft.Network/privateDnsZones');

  test('that exists is taken with a private endpoint, in the case in which the provider takes it', () => {
    for (const privateDnsZoneId of [ZONE, zone('resourcegroups', 'microsoft.network/privatednszones')]) {
      expect(
        parsed({ openAi: { access: 'private-endpoint' }, existing: { privateDnsZoneId } }).existing.privateDnsZoneId,
      ).toBe(ZONE);
    }
    expect(parsed({ openAi: { access: 'private-endpoint' } }).existing.privateDnsZoneId).toBeUndefined();
  });

  test('is refused without one', () => {
    for (const openAi of [{}, { access: 'service-endpoint' }]) {
      expect(problemsOf({ ...MINIMAL, openAi, existing: { privateDnsZoneId: ZONE } })).toEqual([
        expect.stringMatching(
          /^existing\.privateDnsZoneId: must be left out with openAi\.access service-endpoint: only a private endpoint stands in it /,
        ),
      ]);
    }
  });

  test.each([
    'rg-hub',
    zone('resourceGroups', 'Microsoft.Network/privateDnsZones', 'privatelink.blob.core.windows.net'),
  ])('is not %s', (privateDnsZoneId) => {
    expect(problemsOf({ ...MINIMAL, openAi: { access: 'private-endpoint' }, existing: { privateDnsZoneId } })).toEqual([
      expect.stringMatching(
        /^existing\.privateDnsZoneId: must be the resource id that "az network private-dns zone show --name privatelink\.openai\.azure\.com --query id" prints /,
      ),
    ]);
  });

  test('that exists does not bound the tags of the environment', () => {
    const tags = { 'cost center': '1' };
    const access = 'private-endpoint';

    expect(problemsOf({ ...MINIMAL, tags, openAi: { access } })).toHaveLength(1);
    expect(problemsOf({ ...MINIMAL, tags, openAi: { access }, existing: { privateDnsZoneId: ZONE } })).toEqual([]);
  });
});

describe('what no table knows', () => {
  test.each([
    [{ name: 'gpt-9' }, undefined],
    [{ name: 'chat', model: 'gpt-9' }, undefined],
    [{ name: 'chat', model: 'gpt-9', version: '2031-01-01' }, '2031-01-01'],
    [{ name: 'gpt-5.4-mini', version: '2031-01-01' }, '2031-01-01'],
    [{ name: 'gpt-35-turbo' }, '0613'],
  ])('%j is taken, with version %s', (deployment, version) => {
    expect(onlyDeployment(deployment).version).toBe(version);
    expect(advice(parsed(withDeployment(deployment)), '2026-11-26')).toContainEqual(
      expect.stringMatching(/^deployment "[^"]+": .*the table of 2026-10-05.*preflight asks Azure/),
    );
  });

  test.each([
    ['location', 'mars2'],
    ['cluster.kubernetesVersion', '1.99'],
    ['cluster.kubernetesVersion', '1.9'],
    ['gateway.controllerVersion', '2.0.0'],
    ['gateway.controllerVersion', '0.5.024542'],
    ['gateway.controllerVersion', '1.14.0-preview.1'],
  ])('%s %s is taken', (path, value) => {
    const [first, second] = path.split('.') as [string, string?];
    const draft = { [first]: second === undefined ? value : { [second]: value } };
    expect(problemsOf({ ...MINIMAL, ...draft })).toEqual([]);
    expect(
      advice(parsed(draft), '2026-11-26').filter((line) => line.includes(value) && line.includes(' is not ')),
    ).toHaveLength(1);
  });
});

describe('the grammar of names', () => {
  const MODEL = 'must have 1 to 64 characters: letters, digits, ".", "_" and "-", first a letter or digit, for example';

  test.each(['', 'gpt 5', '-gpt', 'gpt/5', 'ü', 'x'.repeat(65)])('refuses the model and version %j', (value) => {
    expect(problemsOf(withDeployment({ name: 'chat', model: value, version: value }))).toEqual([
      `openAi.deployments.0.model: ${MODEL} gpt-5.4-mini (got "${value}")`,
      `openAi.deployments.0.version: ${MODEL} 2026-03-17 (got "${value}")`,
    ]);
  });

  test.each(['East US 2', '', 'eastUS2', '2eastus', 'east-us'])('refuses the region %j', (location) => {
    expect(problemsOf({ ...MINIMAL, location })).toEqual([
      `location: must be a region by its short name, for example eastus2: "az account list-locations --query [].name" prints them (got "${location}")`,
    ]);
  });

  test.each(['1.36.1', '1', 'v1.36', '01.36', '1.036', '', 'latest'])('refuses Kubernetes %j', (kubernetesVersion) => {
    expect(problemsOf({ ...MINIMAL, cluster: { kubernetesVersion } })).toEqual([
      `cluster.kubernetesVersion: must be a minor version such as 1.36: the patch is the upgrade channel's (got "${kubernetesVersion}")`,
    ]);
  });

  test.each(['1.13', 'v1.13.0', 'latest', '1.13.0+1', '1.13.0-', ''])(
    'refuses the controller %j',
    (controllerVersion) => {
      expect(problemsOf({ ...MINIMAL, gateway: { controllerVersion } })).toEqual([
        `gateway.controllerVersion: must be the version of a chart, for example 1.13.0 (got "${controllerVersion}")`,
      ]);
    },
  );
});
