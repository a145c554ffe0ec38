import { toQuota, type ExistingDeployment } from '../../../pipeline/azure-answers';
import { judgeModelQuota } from '../../../pipeline/preflight/model-quota';
import { azureAnswer } from '../../helpers/azure-answers';
import { parsed } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

const OFFERS = azureAnswer('model-list');
const QUOTAS = azureAnswer('usage-list').map(toQuota);
const EXISTING = azureAnswer('deployment-list');

const withDeployments = (...deployments: object[]) => parsed({ openAi: { deployments } });
/** A deployment of throughput that is bought. */
const ptu = (name: string, capacity: number) => ({
  name,
  model: 'gpt-5.6-luna',
  sku: 'GlobalProvisionedManaged',
  capacity,
});

/** What is found about the quotas of these deployments. */
const shortOf = (existing: readonly ExistingDeployment[] | undefined, ...deployments: object[]) =>
  findingLines(judgeModelQuota(withDeployments(...deployments), OFFERS, QUOTAS, existing));

describe('the quota of a model', () => {
  const ASK = 'ask for more in the portal, under Quotas';
  const LESS = 'ask for less in environments/dev.ts';

  test('that reaches is no matter', () => {
    expect(shortOf(undefined, { name: 'gpt-5.4-mini', capacity: 50 })).toEqual([]);
    expect(shortOf(undefined, { name: 'gpt-image-2', capacity: 3 })).toEqual([]);
  });

  test('names the deployment type that has room', () => {
    expect(shortOf(undefined, { name: 'gpt-5.4-mini', capacity: 51 })).toEqual([
      `problem: quota "OpenAI.GlobalStandard.gpt-5.4-mini" in eastus2: 51 thousand tokens a minute are needed, 50 of 100 are free -> ${ASK}, or ${LESS}, or take sku DataZoneStandard, of which 300 are free`,
    ]);
  });

  test('of which there is nothing asks for no less', () => {
    expect(shortOf(undefined, { name: 'gpt-5.6-luna' })).toEqual([
      `problem: quota "OpenAI.GlobalStandard.gpt-5.6-luna" in eastus2: 30 thousand tokens a minute are needed, 0 of 0 are free -> ${ASK}`,
    ]);
  });

  test('counts all deployments that draw on it', () => {
    const two = [
      { name: 'one', model: 'gpt-5.4-mini', capacity: 26 },
      { name: 'two', model: 'gpt-5.4-mini', capacity: 25 },
    ];
    expect(shortOf(undefined, ...two)).toEqual([
      expect.stringContaining('51 thousand tokens a minute are needed, 50 of'),
    ]);
  });

  test('counts what a deployment is raised by', () => {
    expect(shortOf(EXISTING, { name: 'gpt-5.4-mini', capacity: 100 })).toEqual([]);
    expect(shortOf(EXISTING, { name: 'gpt-5.4-mini', capacity: 101 })).toEqual([
      expect.stringContaining('51 thousand tokens a minute are needed, 50 of 100 are free'),
    ]);
    // One under another name stays.
    expect(shortOf(EXISTING, { name: 'other', model: 'gpt-5.4-mini', capacity: 51 })).toHaveLength(1);
    expect(shortOf(EXISTING, { name: 'gpt-5.4-mini', capacity: 1 })).toEqual([]);
  });

  test('is one pool for all models of a provisioned type', () => {
    expect(shortOf(EXISTING, ptu('talk', 40))).toEqual([]);
    expect(shortOf(EXISTING, ptu('talk', 20), ptu('more', 25))).toEqual([
      `problem: quota "OpenAI.GlobalProvisionedManaged" in eastus2: 30 PTUs are needed, 25 of 40 are free -> ${ASK}, or ${LESS}`,
    ]);
  });

  test('counts requests of an image model', () => {
    expect(shortOf(undefined, { name: 'gpt-image-2', capacity: 4 })).toEqual([
      `problem: quota "OpenAI.GlobalStandard.gpt-image-2" in eastus2: 4 requests a minute are needed, 3 of 4 are free -> ${ASK}, or ${LESS}`,
    ]);
  });

  test('is asked for under the name that the service gives it', () => {
    expect(shortOf(undefined, { name: 'gpt-4.1', capacity: 41 })).toEqual([
      expect.stringContaining('quota "OpenAI.GlobalStandard.gpt4.1" in eastus2: 41 thousand tokens'),
    ]);
  });

  test('that Azure does not tell is advice', () => {
    expect(shortOf(undefined, { name: 'gpt-9' })).toEqual([
      'advice: Azure tells no quota "OpenAI.GlobalStandard.gpt-9" in eastus2 -> look in the portal, under Quotas',
    ]);
  });

  test.each([
    [
      undefined,
      ['problem: eastus2 takes no further account: 0 of 30 are free -> delete one, or take another location'],
    ],
    [[], []],
  ])('of accounts counts where there is none yet: %j', (existing, expected) => {
    const quotas = QUOTAS.map((quota) => (quota.name === 'OpenAI.S0.AccountCount' ? { ...quota, used: 30 } : quota));
    expect(findingLines(judgeModelQuota(withDeployments({ name: 'gpt-image-2' }), OFFERS, quotas, existing))).toEqual(
      expected,
    );
  });
});
