import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, parseEnvironment } from '../../../config';
import { createEnvironment, SHAPES, type Given } from '../../../pipeline/new';
import { Runner, UsageError } from '../../../pipeline/run';
import { scratchFolder } from '../../helpers/scratch';
import { evaluate } from '../../helpers/evaluate';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const ADMIN = '22222222-2222-4222-8222-222222222222';
const GIVEN: Given = { subscription: SUBSCRIPTION, admin: ADMIN, region: 'westeurope', shape: 'dev' };

/** Makes an environment in a project of its own, which holds dev already. */
async function create(name: string, given: Given = {}) {
  const directory = scratchFolder();
  mkdirSync(path.join(directory, 'environments'));
  writeFileSync(path.join(directory, 'environments/dev.ts'), 'kept');
  const printed: string[] = [];
  const runner = new Runner({ directory, print: (line) => printed.push(line) });
  const error = await createEnvironment(name, { ...GIVEN, ...given }, runner).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const files = readdirSync(path.join(directory, 'environments'));
  const read = (file: string) => readFileSync(path.join(directory, 'environments', file), 'utf8');
  return { error, files, printed: printed.join('\n'), read };
}

test.each(Object.keys(SHAPES))(
  'a new environment in the shape of %s is a file that the project takes',
  async (shape) => {
    // WHEN
    const { error, files, read } = await create('theirs', { shape });

    // THEN
    expect(error).toBeUndefined();
    expect(files).toEqual(['dev.ts', 'theirs.ts']);
    const environment = parseEnvironment(evaluate(read('theirs.ts')) as never);
    expect(environment).toMatchObject({ name: 'theirs', subscriptionId: SUBSCRIPTION, location: 'westeurope' });
    expect(environment.cluster.admins).toEqual([{ objectId: ADMIN, principalType: 'User' }]);
  },
);

test('what to do next is said', async () => {
  expect((await create('theirs')).printed).toBe(
    [
      'wrote environments/theirs.ts',
      '',
      'Next:',
      '  npm run synth -- theirs    (what it makes, without an account)',
      '  npm run deploy -- theirs',
    ].join('\n'),
  );
});

test('what prod needs before its deploy is said in order', async () => {
  const { printed } = await create('live', { shape: 'prod' });

  expect(printed).toMatch(
    /put your resource ids, your host names, your addresses, your e-mail addresses, your client id of the login into environments\/live\.ts\n {2}npm run bootstrap -- live .*\n {2}npm run deploy -- live$/,
  );
});

test.each([
  ['dev', UsageError, 'environments/dev.ts is there already'],
  ['Theirs', ConfigError, 'name: must have 2 to 20 characters'],
  ['../config/index', ConfigError, 'name: must have 2 to 20 characters'],
])('%s is refused, and nothing is written', async (name, type, message) => {
  // WHEN
  const { error, files, printed, read } = await create(name);

  // THEN
  expect(error).toBeInstanceOf(type);
  expect((error as Error).message).toContain(message);
  expect(files).toEqual(['dev.ts']);
  expect(read('dev.ts')).toBe('kept');
  expect(printed).toBe('');
});

test('answers that break a rule are refused all at once, and nothing is written', async () => {
  // WHEN
  const { error, files } = await create('theirs', { subscription: 'mine', admin: 'me' });

  // THEN
  expect(error).toBeInstanceOf(ConfigError);
  const { message } = error as Error;
  expect(message).toContain('environments/theirs.ts is not valid');
  expect(message).toContain('subscriptionId: must be a UUID');
  expect(message).toContain('cluster.admins.0.objectId: must be a UUID');
  expect(files).toEqual(['dev.ts']);
});
