import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { refreshTable, type Told } from '../../../pipeline/refresh/refresh';
import { azureAnswer } from '../../helpers/azure-answers';

const FOLDER = path.join(__dirname, '..', '..', '..', 'config', 'tables');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const TODAY = '2026-11-26';

const TOLD: Told = {
  models: azureAnswer('model-list'),
  kubernetes: azureAnswer('aks-get-versions'),
  regions: azureAnswer('provider-locations')['Microsoft.ServiceNetworking/trafficControllers'],
};

const textOf = (file: string) => readFileSync(path.join(FOLDER, file), 'utf8');
const refreshed = (file: string, told: Told, today = TODAY) => refreshTable(file, textOf(file), told, today);

test.each(['models.json', 'provisioned-throughput.json', 'kubernetes-versions.json', 'regions.json'])(
  '%s is rewritten where Azure tells',
  (file) => {
    // WHEN
    const { text, report } = refreshed(file, TOLD);

    // THEN
    const [before, after] = [textOf(file), text].map((json) => JSON.parse(json) as Record<string, unknown>);
    expect(after).toMatchObject({ asOf: TODAY, source: before!['source'] });
    expect(report[0]).toMatch(new RegExp(`^${file}: as of ${TODAY}, (?:changed|nothing has changed)$`));
  },
);

test.each(FILES)('%s is kept where Azure does not tell, and that is said', (file) => {
  const text = textOf(file);
  const { asOf, source } = JSON.parse(text) as { asOf: string; source: string };

  for (const told of [{}, { models: undefined, kubernetes: undefined, regions: [] }]) {
    expect(refreshed(file, told).text).toBe(text);
    expect(refreshed(file, told).report).toEqual([
      expect.stringMatching(
        new RegExp(`^${file}: kept as of ${asOf}, (?:Azure did not tell|the Azure CLI does not know it); see https://`),
      ),
    ]);
    expect(refreshed(file, told).report[0]).toContain(source);
  }
});

test.each(['images.json', 'alb-controllers.json', 'api-versions.json', 'retired-apis.json'])(
  '%s is nothing the Azure CLI knows',
  (file) => {
    expect(refreshed(file, TOLD).text).toBe(textOf(file));
    expect(refreshed(file, TOLD).report).toEqual([expect.stringContaining('the Azure CLI does not know it')]);
  },
);

test('what has changed is told a row a line', () => {
  expect(refreshed('models.json', TOLD).report).toEqual(
    expect.arrayContaining([
      '  - { "name": "gpt-5.1", "version": "2025-11-13", "lifecycle": "GenerallyAvailable", "retires": "2027-05-15" }',
      '  + { "name": "gpt-5.1", "version": "2025-11-13", "lifecycle": "Deprecating", "retires": "2027-05-15" }',
    ]),
  );
});

test.each(FILES)('a second refresh of %s by the same answers changes nothing more', (file) => {
  const once = refreshed(file, TOLD);
  const twice = refreshTable(file, once.text, TOLD, TODAY);
  expect(twice.text).toBe(once.text);
  expect(twice.report).toHaveLength(1);
});
