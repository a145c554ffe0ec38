import { deploymentAdvice } from '../../../config/advice/deployments';
import type { ModelDeployment } from '../../../model';

const DEPLOYMENT: ModelDeployment = {
  name: 'chat',
  model: 'gpt-5.4-mini',
  version: '2026-03-17',
  sku: 'GlobalStandard',
  capacity: 30,
};
const TODAY = '2026-11-26';

/** The advice about this deployment, without the words that name it. */
function adviceOn(change: Partial<ModelDeployment>, today = TODAY): string[] {
  const deployment = { ...DEPLOYMENT, ...change };
  return deploymentAdvice(deployment, today).map((line) => {
    const name = `deployment "${deployment.name}": `;
    expect(line.startsWith(name)).toBe(true);
    return line.slice(name.length);
  });
}

describe('a model', () => {
  test('that the table knows needs no advice', () => {
    expect(adviceOn({})).toEqual([]);
  });

  test.each(['gpt-9', 'constructor', '__proto__'])('%s, which the table lacks, is advice', (model) => {
    expect(adviceOn({ model, version: '1' })).toEqual([
      `model "${model}" is not in the table of 2026-10-05; preflight asks Azure`,
    ]);
  });

  test('without a version is told to get the one of Azure', () => {
    expect(adviceOn({ model: 'gpt-9', version: undefined })).toEqual([
      'model "gpt-9" is not in the table of 2026-10-05; preflight asks Azure, and Azure chooses its version',
    ]);
  });

  test('that is the name of the deployment may have been forgotten', () => {
    expect(adviceOn({ name: 'talk', model: 'talk', version: '1' })).toEqual([
      'model "talk" is not in the table of 2026-10-05; preflight asks Azure. If that is not the name of a model, say "model" beside it',
    ]);
  });

  test('of a version that the table lacks is advice', () => {
    expect(adviceOn({ version: '2031-01-01' })).toEqual([
      'version "2031-01-01" of gpt-5.4-mini is not in the table of 2026-10-05; preflight asks Azure',
    ]);
  });

  // It came out on 2026-03-17 and retires on 2027-09-21.
  const OLD =
    'gpt-5.4-mini 2026-03-17 is a year old: Azure may refuse it to a subscription that has not deployed it before';
  const told = 'by the table of 2026-10-05';
  test.each<[string, string[]]>([
    ['2027-03-16', []],
    ['2027-03-17', [OLD]],
    ['2027-07-22', [OLD]],
    ['2027-07-23', [OLD, `gpt-5.4-mini 2026-03-17 retires on 2027-09-21, in 60 days, ${told}: plan its successor`]],
    ['2027-09-20', [OLD, `gpt-5.4-mini 2026-03-17 retires on 2027-09-21, in 1 day, ${told}: plan its successor`]],
    ['2027-09-21', [`gpt-5.4-mini 2026-03-17 retired on 2027-09-21, ${told}; preflight asks Azure`]],
    ['2029-01-01', [`gpt-5.4-mini 2026-03-17 retired on 2027-09-21, ${told}; preflight asks Azure`]],
  ])('on %s: %j', (today, expected) => {
    expect(adviceOn({}, today)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    [
      'gpt-4.1',
      '2025-04-14',
      [
        'gpt-4.1 2025-04-14 is open to those alone who have deployed it before, by the table of 2026-10-05; preflight asks Azure',
      ],
    ],
    [
      'gpt-4o',
      '2024-05-13',
      [
        'gpt-4o 2024-05-13 is deprecated, by the table of 2026-10-05; preflight asks Azure',
        'gpt-4o 2024-05-13 retires on 2026-12-09, in 13 days, by the table of 2026-10-05: plan its successor',
      ],
    ],
    [
      'gpt-35-turbo',
      '0613',
      ['gpt-35-turbo 0613 retired on 2025-02-13, by the table of 2026-10-05; preflight asks Azure'],
    ],
    ['text-embedding-3-small', '1', []],
  ])('%s %s: %j', (model, version, expected) => {
    expect(adviceOn({ model, version })).toEqual(expected);
  });
});

const sold = (sku: string, minimum: number, step: number, capacity: number) => [
  `gpt-5.5 is sold as ${sku} from ${minimum} PTUs in steps of ${step}, by the table of 2026-05-22, and ${capacity} are asked for; preflight asks Azure`,
];

describe('throughput that is bought', () => {
  const bought = { model: 'gpt-5.5', version: '2026-04-24' } as const;

  test.each<[ModelDeployment['sku'], number, string[]]>([
    ['GlobalProvisionedManaged', 15, []],
    ['GlobalProvisionedManaged', 20, []],
    ['GlobalProvisionedManaged', 14, sold('GlobalProvisionedManaged', 15, 5, 14)],
    ['GlobalProvisionedManaged', 5, sold('GlobalProvisionedManaged', 15, 5, 5)],
    ['DataZoneProvisionedManaged', 17, sold('DataZoneProvisionedManaged', 15, 5, 17)],
    ['ProvisionedManaged', 100, []],
    ['ProvisionedManaged', 75, sold('ProvisionedManaged', 50, 50, 75)],
    ['Standard', 7, []],
  ])('as %s, %d: %j', (sku, capacity, expected) => {
    expect(adviceOn({ ...bought, sku, capacity })).toEqual(expected);
  });

  test('of a model that the table does not sell is advice', () => {
    expect(adviceOn({ sku: 'GlobalProvisionedManaged', capacity: 15 })).toEqual([
      'no GlobalProvisionedManaged of gpt-5.4-mini is in the table of 2026-05-22; preflight asks Azure',
    ]);
  });
});
