import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { azureAnswer } from '../../helpers/azure-answers';
import type { Rule } from '../../fixtures/pipeline/rules';
import { World } from '../../helpers/pipeline-world';

const TABLES = path.join(__dirname, '..', '..', '..', 'config', 'tables');

/** Runs a refresh in a project that has the tables of this one. */
async function refresh(rules: readonly Rule[], argv: readonly string[] = [], without: readonly string[] = []) {
  const world = new World({ without });
  for (const rule of rules) world.rule(rule);
  cpSync(TABLES, path.join(world.project, 'config/tables'), { recursive: true });
  const outcome = await world.run('refresh', argv, { today: '2026-11-26' });
  const changed = world
    .files()
    .filter((file) => file.endsWith('.json'))
    .filter((file) => {
      const [now, before] = [path.join(world.project, file), path.join(TABLES, path.basename(file))];
      return readFileSync(now, 'utf8') !== readFileSync(before, 'utf8');
    })
    .map((file) => path.basename(file))
    .toSorted();
  const calls = world.calls();
  world.remove();
  return { ...outcome, changed, calls };
}

const answers = (call: string, answer: unknown): Rule => ({ call, code: 0, says: JSON.stringify(answer) });
const MODELS = answers('az cognitiveservices model list *', azureAnswer('model-list'));
const VERSIONS = answers('az aks get-versions *', azureAnswer('aks-get-versions'));
const REGIONS = answers('az provider show *', ['East US 2', 'West Europe']);

test('asks the region, and rewrites what is told', async () => {
  // WHEN
  const { code, stdout, changed, calls } = await refresh([MODELS, VERSIONS, REGIONS], ['--region', 'westeurope']);

  // THEN
  expect(code).toBe(0);
  expect(changed).toEqual(['kubernetes-versions.json', 'models.json', 'provisioned-throughput.json', 'regions.json']);
  expect(stdout).toContain('models.json: as of 2026-11-26, changed');
  expect(stdout).toContain('images.json: kept as of 2026-11-22, the Azure CLI does not know it');
  expect(calls).toEqual([
    'az account show --output json',
    expect.stringMatching(/^az cognitiveservices model list --location westeurope --subscription 3{8}-/),
    expect.stringMatching(/^az aks get-versions --location westeurope --subscription 3{8}-/),
    expect.stringMatching(/^az provider show --namespace Microsoft\.ServiceNetworking --query .*trafficControllers/),
  ]);
});

test('keeps what is not to be reached, and says why', async () => {
  // WHEN
  const { code, stdout, changed } = await refresh([
    MODELS,
    { call: 'az aks get-versions *', code: 1, says: '(AuthorizationFailed) no' },
    REGIONS,
  ]);

  // THEN
  expect(code).toBe(0);
  expect(changed).toEqual(['models.json', 'provisioned-throughput.json', 'regions.json']);
  expect(stdout).toContain('(AuthorizationFailed) no');
  expect(stdout).toContain('kubernetes-versions.json: kept as of 2026-11-22, Azure did not tell');
});

test.each<[string, Rule[], string[], string]>([
  [
    'nobody is logged in',
    [{ call: 'az account show *', code: 1, says: 'Please run az login' }],
    [],
    'nobody is logged in',
  ],
  ['there is no Azure CLI', [], ['az'], '"az" was not found on PATH'],
])('keeps everything where %s', async (_, rules, without, why) => {
  // WHEN
  const { code, stdout, changed } = await refresh(rules, [], without);

  // THEN
  expect(code).toBe(0);
  expect(changed).toEqual([]);
  expect(stdout).toContain(`not reached: ${why}`);
  expect(stdout.match(/: kept as of /g)).toHaveLength(9);
});

test('takes no environment', async () => {
  const { code, stderr, calls } = await refresh([], ['dev']);
  expect(code).toBe(1);
  expect(stderr).toContain('it takes options alone');
  expect(calls).toEqual([]);
});
