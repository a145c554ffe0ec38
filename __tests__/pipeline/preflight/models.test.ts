import type { ExistingDeployment, ModelOffer } from '../../../pipeline/azure-answers';
import { judgeModels } from '../../../pipeline/preflight/models';
import { azureAnswer } from '../../helpers/azure-answers';
import { parsed } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

const OFFERS = azureAnswer('model-list');
const EXISTING = azureAnswer('deployment-list');
const TODAY = '2026-11-26';

const withDeployments = (...deployments: object[]) => parsed({ openAi: { deployments } });
/** A model that no table knows. */
const offer = (version: string, lifecycleStatus: string, isDefaultVersion: boolean): ModelOffer => ({
  kind: 'OpenAI',
  model: { name: 'gpt-9', version, lifecycleStatus, isDefaultVersion, skus: [{ name: 'GlobalStandard' }] },
});

/** What is found about a deployment where nothing exists yet. */
function judged(deployment: object, existing: readonly ExistingDeployment[] = [], today = TODAY): string[] {
  return findingLines(judgeModels(withDeployments(deployment), OFFERS, existing, today)).map((line) =>
    line.replace(/^(\w+): deployment "[^"]+": /, '$1: ').replace(' in environments/dev.ts', ''),
  );
}

describe('a model', () => {
  test.each([
    [{ name: 'gpt-5.4-mini' }],
    [{ name: 'gpt-5.4-mini', sku: 'DataZoneStandard' }],
    [{ name: 'talk', model: 'gpt-5.6-luna', sku: 'GlobalProvisionedManaged', capacity: 20 }],
    [{ name: 'gpt-image-2' }],
    [{ name: 'text-embedding-3-small', sku: 'Standard' }],
    [{ name: 'gpt-4o', version: '2024-11-20', sku: 'Standard' }],
  ])('%j is offered', (deployment) => {
    expect(judged(deployment)).toEqual([]);
  });

  test.each([
    [{ name: 'gpt-9' }, 'problem: eastus2 offers no gpt-9 -> take gpt-5.4-mini, gpt-5.6-luna'],
    [
      { name: 'gpt-5.4-mini', version: '2031-01-01' },
      'problem: eastus2 offers gpt-5.4-mini in 2026-03-17 and not in 2031-01-01 -> take version 2026-03-17',
    ],
    [
      { name: 'gpt-5.1' },
      'problem: gpt-5.1 2025-11-13 is Deprecating: Azure refuses new deployments of it -> take gpt-5.4-mini, gpt-5.6-luna',
    ],
    [
      { name: 'gpt-4o', version: '2024-05-13', sku: 'Standard' },
      'problem: gpt-4o 2024-05-13 is Deprecated: Azure refuses new deployments of it -> take version 2024-11-20',
    ],
    [
      { name: 'o4-mini' },
      'problem: o4-mini 2025-04-16 retired on 2026-11-19: Azure refuses new deployments of it -> take gpt-5.4-mini, gpt-5.6-luna',
    ],
    [
      { name: 'gpt-5.4-mini', sku: 'Standard' },
      'problem: eastus2 does not offer gpt-5.4-mini 2026-03-17 as Standard -> take sku GlobalStandard, DataZoneStandard',
    ],
    [
      { name: 'gpt-4o', version: '2024-11-20' },
      'problem: eastus2 does not offer gpt-4o 2024-11-20 as GlobalStandard -> take sku Standard',
    ],
    // Offered to another kind of account alone.
    [
      { name: 'mistral-large', version: '2411' },
      'problem: eastus2 offers no mistral-large -> take gpt-5.4-mini, gpt-5.6-luna',
    ],
    // Pictures are no stand-in for vectors.
    [
      { name: 'text-embedding-9', sku: 'Standard' },
      'problem: eastus2 offers no text-embedding-9 -> take text-embedding-3-small',
    ],
    [{ name: 'gpt-image-9' }, 'problem: eastus2 offers no gpt-image-9 -> take gpt-image-2'],
    [
      { name: 'gpt-image-9', sku: 'Standard' },
      'problem: eastus2 offers no gpt-image-9 -> take another sku or location',
    ],
    [
      { name: 'gpt-5.6-luna', sku: 'GlobalProvisionedManaged', capacity: 17 },
      'problem: gpt-5.6-luna is offered as GlobalProvisionedManaged with a capacity from 15 to 100000 in steps of 5, and 17 is asked for -> set its capacity',
    ],
    [
      { name: 'gpt-5.6-luna', sku: 'GlobalProvisionedManaged', capacity: 10 },
      'problem: gpt-5.6-luna is offered as GlobalProvisionedManaged with a capacity from 15 to 100000 in steps of 5, and 10 is asked for -> set its capacity',
    ],
    [
      { name: 'gpt-image-2', capacity: 61 },
      'problem: gpt-image-2 is offered as GlobalStandard with a capacity from 1 to 60, and 61 is asked for -> set its capacity',
    ],
  ])('%j: %s', (deployment, finding) => {
    expect(judged(deployment)).toEqual([finding]);
  });

  test('without a version is judged by the one that Azure chooses', () => {
    // GIVEN one that is closed in all versions but the default
    const offers = [offer('1', 'Deprecated', false), offer('2', 'GenerallyAvailable', true)];

    // THEN
    expect(judgeModels(withDeployments({ name: 'gpt-9' }), offers, [], TODAY)).toEqual([]);
    expect(judgeModels(withDeployments({ name: 'gpt-9', version: '1' }), offers, [], TODAY)).toHaveLength(1);
  });

  test('that runs already may go on', () => {
    expect(judged({ name: 'gpt-5.1' }, EXISTING)).toEqual([
      'advice: gpt-5.1 2025-11-13 is Deprecating: Azure refuses new deployments of it; it runs already -> take gpt-5.4-mini, gpt-5.6-luna',
    ]);
  });

  test.each([
    ['another name', { name: 'other', model: 'gpt-5.1' }],
    ['another type', { name: 'gpt-5.1', sku: 'DataZoneStandard' }],
    ['another version', { name: 'gpt-5.1', version: '2031-01-01' }],
  ])('that runs under %s does not count', (_what, deployment) => {
    expect(judged(deployment, EXISTING)).toEqual([expect.stringMatching(/^problem: /)]);
  });

  test('that runs is not raised to what its type does not take', () => {
    const talk = { name: 'talk', model: 'gpt-5.6-luna', sku: 'GlobalProvisionedManaged' };
    expect(judged({ ...talk, capacity: 15 }, EXISTING)).toEqual([]);
    expect(judged({ ...talk, capacity: 18 }, EXISTING)).toEqual([expect.stringContaining('18 is asked for')]);
  });
});
