import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SUBSCRIPTION } from '../../fixtures/pipeline/environments';
import { evaluate } from '../../helpers/evaluate';
import { World } from '../../helpers/pipeline-world';

const OTHER = '11111111-1111-4111-8111-111111111111';
const ADMIN = '22222222-2222-4222-8222-222222222222';

let world: World;
beforeEach(() => {
  world = new World();
  mkdirSync(path.join(world.project, 'environments'));
});
afterEach(() => world.remove());

const written = (name: string) => readFileSync(path.join(world.project, 'environments', `${name}.ts`), 'utf8');

test('without a terminal it writes what the Azure CLI knows, and says what comes next', async () => {
  // WHEN
  const { code, stdout, stderr } = await world.run('new', ['theirs']);

  // THEN
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const admin = { objectId: expect.stringMatching(/^[0-9a-f-]{36}$/) };
  expect(evaluate(written('theirs'))).toEqual({
    name: 'theirs',
    subscriptionId: SUBSCRIPTION,
    location: 'eastus2',
    cluster: { admins: [admin] },
    openAi: { operators: [admin] },
  });
  expect(stdout).toMatch(/^wrote environments\/theirs\.ts\n[^]*npm run deploy -- theirs$/);
  expect(world.calls().map((call) => call.replace(/ --output json$/, ''))).toEqual([
    'az account show',
    'az ad signed-in-user show',
  ]);
});

test('flags say all, and no tool is asked', async () => {
  // WHEN
  const flags = ['--subscription', OTHER, '--admin', ADMIN, '--region', 'westeurope', '--shape', 'prod'];
  const { code } = await world.run('new', ['theirs', ...flags]);

  // THEN
  expect(code).toBe(0);
  expect(evaluate(written('theirs'))).toMatchObject({
    subscriptionId: OTHER,
    location: 'westeurope',
    state: 'azurerm',
    cluster: { admins: [{ objectId: ADMIN }] },
  });
  expect(world.calls()).toEqual([]);
});

test('at a terminal it asks, and takes the proposal for an empty line', async () => {
  // WHEN
  const typed = ['', ADMIN, 'westeurope', 'workshop'].join('\n');
  const { code, stdout } = await world.run('new', ['theirs'], { typed });

  // THEN
  expect(code).toBe(0);
  expect(stdout).toContain(`subscription id [${SUBSCRIPTION}]: `);
  expect(evaluate(written('theirs'))).toMatchObject({
    subscriptionId: SUBSCRIPTION,
    location: 'westeurope',
    cluster: { networkMode: 'node-subnet', admins: [{ objectId: ADMIN }] },
  });
});

test.each<[string, string[], RegExp]>([
  ['no name', [], /missing required argument 'name'/],
  ['a name that is none', ['Theirs'], /environments\/Theirs\.ts is not valid:\n {2}- name: must have 2 to 20/],
  ['a region that is none', ['theirs', '--region', 'East US'], /location: must be a region by its short name/],
  ['a shape that is none', ['theirs', '--shape', 'large'], /Allowed choices are dev, workshop, prod/],
])('%s is refused, and nothing is written', async (_, argv, message) => {
  const { code, stderr } = await world.run('new', argv);

  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(world.files().filter((file) => file.startsWith('environments'))).toEqual([]);
});

test('where there is no Azure CLI it says by which flag', async () => {
  // GIVEN
  const bare = new World({ without: ['az'] });

  // WHEN
  const { code, stderr } = await bare.run('new', ['theirs']);
  bare.remove();

  // THEN
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: subscription id is not known: .*\nnext: npm run new -- theirs --subscription <id>/);
});
