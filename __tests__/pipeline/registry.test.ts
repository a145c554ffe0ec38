import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment, parseImageLock, type EnvironmentInput } from '../../config';
import type { Environments } from '../../pipeline';
import { SUBSCRIPTION } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

const FILE = 'environments/dev.images.json';
const INPUT: EnvironmentInput = {
  name: 'dev',
  subscriptionId: SUBSCRIPTION,
  cluster: { admins: [{ objectId: '22222222-2222-4222-8222-222222222222' }] },
  registry: {},
};

let world: World;
const environments: Environments = {
  environmentNames: () => ['dev'],
  loadEnvironment: () => {
    const text = world.files().includes(FILE) ? readFileSync(path.join(world.project, FILE), 'utf8') : undefined;
    return Promise.resolve(parseEnvironment(INPUT, 'dev', parseImageLock(text, 'dev')));
  },
  artefactsOf: () => Promise.resolve({}),
};
beforeEach(async () => {
  world = new World();
  await world.prepare('dev', environments);
  mkdirSync(path.join(world.project, 'environments'));
});
afterEach(() => world.remove());

const run = (command: string, ...argv: string[]) => world.run(command, ['dev', ...argv], {}, environments);
const calls = (text: string) => world.calls().filter((call) => call.includes(text));

test('the first deploy makes the registry and stops before the charts, and mirror and deploy go on from there', async () => {
  // GIVEN a registry that is not there yet
  world.rule({ call: 'az acr show *', code: 0, says: 'null', times: 1 });

  // WHEN
  const first = await run('deploy');

  // THEN
  expect(first.code).toBe(1);
  expect(first.stdout).toMatch(/advice: - registry cr\w+ is made empty, so the deploy stops before the charts/);
  expect(first.stderr).toMatch(
    /error: .*environments\/dev\.images\.json is not there, to say the digest of \S+, [\s\S]*: npm run mirror -- dev brings [\s\S]*\nnext: npm run mirror -- dev, then the same command again$/,
  );
  expect(calls('cdktf deploy')).toHaveLength(1);
  expect(calls('cdk8s synth')).toEqual([]);
  expect(calls('kubectl apply')).toEqual([]);

  // WHEN the registry is there, the next one stops before it changes anything
  world.make('registry', '{}').forgetCalls();
  const second = await run('deploy');

  // THEN
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/registry cr\w+ lacks images: .*\n {4}-> npm run mirror -- dev/);
  expect(calls('cdktf deploy')).toEqual([]);

  // WHEN
  const mirrored = await run('mirror');
  const third = await run('deploy');

  // THEN
  expect([mirrored.code, third.code]).toEqual([0, 0]);
  expect(calls('cdk8s synth').length).toBeGreaterThan(0);
  const { registry } = await environments.loadEnvironment('dev');
  expect(calls('az acr import')).toHaveLength(registry!.images.length);
});

test('a dry run of the deploy shows the whole way, and where a run would stop', async () => {
  const { code, stdout } = await run('deploy', '--dry-run');

  expect(code).toBe(0);
  expect(stdout).toMatch(/a run would stop here: environments\/dev\.images\.json is not there/);
  expect(stdout).toMatch(/\$ (?:\w+=\S* )*cdk8s synth/);
  expect(world.calls()).toEqual([]);
});
