import { parseEnvironment } from '../../../config';
import { SHAPES, type Answers, type Shape } from '../../../pipeline/new/shapes';
import { placeholdersOf } from '../../../pipeline/placeholders';

const ANSWERS: Answers = {
  name: 'theirs',
  subscriptionId: '11111111-1111-4111-8111-111111111111',
  admin: { objectId: '22222222-2222-4222-8222-222222222222', principalType: 'User' },
  location: 'westeurope',
};

const parsed = (shape: Shape, answers: Partial<Answers> = {}) =>
  parseEnvironment(shape.input({ ...ANSWERS, ...answers }));

describe.each(Object.entries(SHAPES))('%s', (name, shape) => {
  test('is a valid environment that says what was answered', () => {
    // WHEN
    const environment = parsed(shape);

    // THEN
    const { admin, ...answers } = ANSWERS;
    expect(environment).toMatchObject(answers);
    expect(environment.cluster.admins).toEqual([admin]);
    // Nobody calls the models of prod by hand.
    expect(environment.openAi.operators).toEqual(name === 'prod' ? [] : [admin]);
  });

  test.each(['Group', 'ServicePrincipal'] as const)('takes a %s', (principalType) => {
    const admin = { ...ANSWERS.admin, principalType };

    expect(parsed(shape, { admin }).cluster.admins).toEqual([admin]);
  });

  test('has a note for nothing but what it says', () => {
    expect(Object.keys(shape.input(ANSWERS))).toEqual(expect.arrayContaining(Object.keys(shape.notes)));
  });
});

test.each(['dev', 'workshop'] as const)('%s leaves nothing to be filled in', (name) => {
  expect(placeholdersOf(parsed(SHAPES[name]))).toEqual([]);
});

test('prod leaves what is there already, its names, and who may open them, to its user', () => {
  expect(placeholdersOf(parsed(SHAPES.prod))).toEqual([
    'resource ids',
    'host names',
    'addresses',
    'e-mail addresses',
    'client id of the login',
  ]);
});

test('prod refuses to be open to anybody, unless that is said to be meant', () => {
  const { gateway, ...prod } = SHAPES.prod.input(ANSWERS);
  const without = { ...gateway, allowedSourceRanges: [], login: undefined };

  expect(() => parseEnvironment({ ...prod, gateway: without })).toThrow(
    'gateway.openToAnybody: must be true where anybody on the internet may open a page, which is so of chat:',
  );
  expect(() => parseEnvironment({ ...prod, gateway: { ...without, openToAnybody: true } })).not.toThrow();
});

test('they differ in what they are for', () => {
  expect(parsed(SHAPES.dev)).toMatchObject({
    cluster: { networkMode: 'overlay' },
    gateway: { mode: 'bring-your-own' },
  });
  expect(parsed(SHAPES.workshop)).toMatchObject({
    cluster: { networkMode: 'node-subnet' },
    gateway: { mode: 'managed' },
  });
  expect(parsed(SHAPES.prod)).toMatchObject({
    state: 'azurerm',
    cluster: { apiServer: 'private-link', userPools: [{ maxCount: 12, zones: ['1', '2', '3'] }] },
    openAi: { access: 'private-endpoint' },
    gateway: { certificate: {}, login: {} },
  });
});
