import type { AzureCli } from '../../../pipeline/azure';
import { gatherAnswers, type Given } from '../../../pipeline/new/answers';
import { CancelledError, PipelineError, type Ask } from '../../../pipeline/run';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const ADMIN = '22222222-2222-4222-8222-222222222222';
const OTHER = '33333333-3333-4333-8333-333333333333';

/** An Azure CLI in which somebody is logged in, or, by an error, nobody. */
function azure({ type = 'User', error }: { type?: 'User' | 'ServicePrincipal'; error?: Error } = {}) {
  const asked: string[] = [];
  const answer = <T>(what: string, value: T) => {
    asked.push(what);
    return error ? Promise.reject(error) : Promise.resolve(value);
  };
  const az = {
    account: () => answer('account', { id: SUBSCRIPTION, tenantId: 't', user: { name: 'you', type: 'user' } }),
    signedIn: () => answer('signedIn', { objectId: ADMIN, principalType: type }),
  } as unknown as AzureCli;
  return { az, asked };
}

/** Somebody at a terminal who types these lines. */
function typing(...lines: string[]): { ask: Ask; questions: string[] } {
  const questions: string[] = [];
  return {
    questions,
    ask: (question) => {
      questions.push(question);
      const line = lines.shift();
      return line === undefined ? Promise.reject(new Error('nothing more is typed')) : Promise.resolve(line);
    },
  };
}

const gather = (given: Given, az: AzureCli, ask?: Ask) => gatherAnswers('theirs', given, az, ask);

test('flags that say all are enough, and nobody is asked', async () => {
  // GIVEN
  const { az, asked } = azure();
  const { ask, questions } = typing();
  const given = { subscription: SUBSCRIPTION, admin: OTHER, region: 'westeurope', shape: 'prod' };

  // WHEN
  const { answers, shape } = await gather(given, az, ask);

  // THEN
  expect(answers).toEqual({
    name: 'theirs',
    subscriptionId: SUBSCRIPTION,
    location: 'westeurope',
    admin: { objectId: OTHER, principalType: 'User' },
  });
  expect(shape).toBe('prod');
  expect([...asked, ...questions]).toEqual([]);
});

test('without a terminal, what the Azure CLI knows and the defaults are taken', async () => {
  const { answers, shape } = await gather({}, azure({ type: 'ServicePrincipal' }).az);

  expect(answers).toEqual({
    name: 'theirs',
    subscriptionId: SUBSCRIPTION,
    location: 'eastus2',
    admin: { objectId: ADMIN, principalType: 'ServicePrincipal' },
  });
  expect(shape).toBe('dev');
});

test('at a terminal, it is proposed, and an empty line takes it', async () => {
  // GIVEN
  const { ask, questions } = typing('', OTHER, '', 'workshop');

  // WHEN
  const { answers, shape } = await gather({}, azure({ type: 'ServicePrincipal' }).az, ask);

  // THEN
  expect(questions).toEqual([
    `subscription id [${SUBSCRIPTION}]: `,
    `object id of the administrator [${ADMIN}]: `,
    'region [eastus2]: ',
    'shape (dev, workshop, prod) [dev]: ',
  ]);
  expect(answers).toMatchObject({
    subscriptionId: SUBSCRIPTION,
    // Somebody else is taken for a user.
    admin: { objectId: OTHER, principalType: 'User' },
    location: 'eastus2',
  });
  expect(shape).toBe('workshop');
});

test('what has no proposal is asked for until it is said', async () => {
  // GIVEN
  const { ask, questions } = typing('', '  ', ` ${SUBSCRIPTION} `, OTHER, '', '');
  const nobody = azure({ error: new PipelineError('nobody is logged in', 'az login') });

  // WHEN
  const { answers } = await gather({}, nobody.az, ask);

  // THEN
  expect(questions.slice(0, 3)).toEqual(['subscription id: ', 'subscription id: ', 'subscription id: ']);
  expect(answers.subscriptionId).toBe(SUBSCRIPTION);
});

test.each<[Given, string, string]>([
  [{}, 'subscription id is not known', '--subscription <id>'],
  [{ subscription: SUBSCRIPTION }, 'object id of the administrator is not known', '--admin <id>'],
])('with %j, and nobody to tell the rest, it says by which flag', async (given, message, flag) => {
  const nobody = azure({ error: new PipelineError('nobody is logged in', 'az login') });
  const gathering = gather(given, nobody.az);

  await expect(gathering).rejects.toThrow(message);
  await expect(gathering).rejects.toMatchObject({ next: `npm run new -- theirs ${flag}, or az login first` });
});

test('a shape that there is not is refused with those that are', async () => {
  await expect(gather({ shape: 'production' }, azure().az)).rejects.toThrow(
    'there is no shape "production": allowed are dev, workshop, prod',
  );
});

test.each([new CancelledError('az account show'), new TypeError('a bug')])(
  '%s is not taken for a logout',
  async (error) => {
    await expect(gather({}, azure({ error }).az)).rejects.toBe(error);
  },
);
