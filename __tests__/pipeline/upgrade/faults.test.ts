import fs, { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environments } from '../../../pipeline';
import { fixtureOutputs } from '../../fixtures/pipeline/environments';
import { CONTROLLER, KUBERNETES, MODEL, type UpgradeWay } from '../../fixtures/pipeline/upgrades';
import {
  EXPIRED,
  FULL,
  HOLDER,
  LOCKED,
  LOG_IN,
  MAKE_ROOM,
  OTHER_SERVER,
  STAYING,
  expectAllWaitedOut,
  leadTo,
  putState,
} from '../../helpers/faults';
import type { World } from '../../helpers/pipeline-world';
import { atChange, changesIn, upgradeTest, type UpgradeTest } from '../../helpers/upgrades';

/** What a change is, without what it is told. */
const words = (change: string) => change.split(' --')[0];

const WAYS: readonly UpgradeWay[] = [KUBERNETES, CONTROLLER, MODEL];

/** That a run was stopped with this message, and that the same command comes to the end once what was in the way is gone. */
async function expectGoesOn(way: UpgradeWay, { world, upgrade }: UpgradeTest, ...messages: string[]): Promise<void> {
  const { code, stdout, stderr } = await upgrade();
  expect(code).toBe(1);
  for (const message of messages) expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at |not expected/m);
  expect(stdout).not.toContain('proofs hold');

  const again = await upgrade([], { of: world.forgetLast() });
  expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
  expect(way.hasArrived(world)).toBe(true);
}

const READ_BACK = 'outputs/dev.json was not there, and is written from the state, terraform.dev.tfstate';

/** Takes the outputs away, which are in the state still. */
async function loseOutputs(world: World, environments: Environments): Promise<void> {
  const outputs = fixtureOutputs(await environments.loadEnvironment('dev'));
  const inState = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }]));
  rmSync(path.join(world.project, 'outputs/dev.json'));
  writeFileSync(path.join(world.project, 'terraform.dev.tfstate'), JSON.stringify({ outputs: inState }));
}

describe.each(WAYS.map((way) => [way.flag, way] as const))('upgrade %s', (flag, way) => {
  const here = upgradeTest(way);

  test.each([
    ['refused', 1],
    ['whose answer is lost', 'answer-lost'],
  ] as const)('waits out what passes, at every call: %s', async (_, code) => {
    const { remote, world } = await expectAllWaitedOut(
      () => Promise.resolve(here.world.copy()),
      (of) => here.upgrade([], { of }),
      code,
    );

    expect(remote.length).toBeGreaterThan(10);
    expect(way.hasArrived(world)).toBe(true);
    world.remove();
  });

  // What is retried is one rule for all: each text once, and each way once.
  test.each(STAYING.slice(0, way === KUBERNETES ? undefined : 1))(
    'ends where it does not pass, with what is made: %s',
    async (_, says) => {
      const [first] = way.changes;
      here.world.rule(atChange(way.changes, 0, { code: 1, says }));

      await expectGoesOn(way, here, says, '\nnext: ');

      expect(changesIn(here.world).filter((call) => call === first).length).toBeGreaterThan(2);
    },
  );

  // One of each tool's words; a Job that nobody takes away goes by itself.
  const failing = way.changes
    .map((change, index) => [change, index] as const)
    .filter(([change], index) => way.changes.findIndex((each) => words(each) === words(change)) === index)
    .filter(([change]) => !change.includes('delete job'));
  test.each(failing)('says that the login has expired, and goes on: %s', async (_, index) => {
    here.world.rule(atChange(way.changes, index, { code: 1, says: EXPIRED }));

    await expectGoesOn(way, here, LOG_IN);
  });

  test('says that the login has expired as it looks, and has changed nothing', async () => {
    expect.hasAssertions();
    here.world.rule({ call: flag === '--model' ? 'az cog*' : 'kubectl * get *', code: 1, says: EXPIRED });

    await here.expectRefused(LOG_IN);
  });

  test('is stopped, ends with 130 and can go on', async () => {
    // GIVEN
    here.world.rule(atChange(way.changes, 1, { code: 'hang' }));

    // WHEN
    const running = here.upgrade();
    while (changesIn(here.world).length < 2) await new Promise((resolve) => setImmediate(resolve));
    process.emit('SIGTERM');
    const { code, stdout, stderr } = await running;

    // THEN
    expect(code).toBe(130);
    expect(stdout).toContain(`go on with: npm run upgrade -- dev ${flag} ${way.wanted}`);
    expect(stderr).toMatch(/^error: .* was stopped\nnext: run the same command again/);
    expect((await here.upgrade([], { of: here.world.forgetLast() })).code).toBe(0);
    expect(way.hasArrived(here.world)).toBe(true);
  });

  test('follows no kubeconfig of another cluster', async () => {
    leadTo(OTHER_SERVER, here.world, 'dev');

    await here.expectRefused('outputs/kubeconfig-dev leads to aks-secureai-prod-abcde-0123abcd.hcp');

    expect(here.world.calls().filter((call) => call.startsWith('kubectl get'))).toEqual([]);
  });

  test('goes on without the outputs of the deploy before, which are lost', async () => {
    // GIVEN
    await loseOutputs(here.world, way.before);

    // WHEN
    const { code, stdout, stderr } = await here.upgrade();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // The upgrade of the controller reads none before a deploy of its own has written them.
    expect(stdout.includes(READ_BACK)).toBe(way !== CONTROLLER);
    expect(here.world.files()).toContain('outputs/dev.json');
    expect(way.hasArrived(here.world)).toBe(true);
  });
});

test('upgrade --model goes on with the outputs of a run that was killed, which are in the state alone', async () => {
  // GIVEN a run that has made the new deployment
  const world = await MODEL.deployed();
  const upgrade = () => world.run('upgrade', ['dev', MODEL.flag, MODEL.wanted], {}, MODEL.after);
  world.rule(atChange(MODEL.changes, 0, { code: 'kill-after' }));
  await upgrade();
  await loseOutputs(world.forgetLast().forgetCalls(), MODEL.after);

  // WHEN
  const { code, stdout, stderr } = await upgrade();

  // THEN
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(READ_BACK);
  expect(changesIn(world)).toEqual(MODEL.changes.slice(1));
  expect(MODEL.hasArrived(world)).toBe(true);
  world.remove();
});

describe.each([CONTROLLER, MODEL].map((way) => [way.flag, way] as const))('upgrade %s, by Terraform,', (_, way) => {
  const here = upgradeTest(way);

  test('touches no state of another environment', async () => {
    expect.hasAssertions();
    const outputs = { environment: { actions: ['update'], before: 'prod' } };
    here.world.rule({ call: 'terraform * show -json *', code: 0, says: JSON.stringify({ output_changes: outputs }) });

    await here.expectRefused('terraform.dev.tfstate is the state of environment prod, not of dev: nothing was changed');
  });

  test('touches no state of another environment that was put there meanwhile', async () => {
    putState('prod', here.world, 'dev');

    const { code, stderr } = await here.upgrade();

    expect(code).toBe(1);
    expect(stderr).toContain('terraform.dev.tfstate is the state of environment prod, not of dev: nothing was changed');
    expect(changesIn(here.world).filter((call) => call.startsWith('cdktf'))).toEqual([]);
  });

  test('waits for another upgrade of the same environment, which has the state', async () => {
    here.world.rule({ ...LOCKED, times: 1 });

    const { code, stdout, stderr } = await here.upgrade();

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`the state is locked by ${HOLDER}: waiting for it, at most 10m`);
    expect(way.hasArrived(here.world)).toBe(true);
  });

  test('says whose the other upgrade is that does not end', async () => {
    here.world.rule({ ...LOCKED, times: 2 });

    await expectGoesOn(way, here, `error: the state of dev is locked by ${HOLDER}\nnext: wait for them`);
  });

  test.each(['cdktf synth', 'terraform * plan *', 'cdktf deploy *'])('says that the disk is full: %s', async (call) => {
    here.world.rule({ call, code: 1, says: FULL });

    await expectGoesOn(way, here, FULL, MAKE_ROOM);
  });

  test('says that the disk is full as it notes that it runs', async () => {
    // GIVEN
    const write = fs.writeFileSync;
    const full = jest.spyOn(fs, 'writeFileSync').mockImplementation((file, ...rest) => {
      if (String(file).endsWith('dev.run.json')) throw new Error(FULL);
      write(file, ...rest);
    });

    // WHEN
    const { code, stderr } = await here.upgrade();
    full.mockRestore();

    // THEN
    expect({ code, stderr }).toEqual({ code: 1, stderr: `error: ${FULL}\n${MAKE_ROOM}` });
    expect((await here.upgrade()).code).toBe(0);
    expect(way.hasArrived(here.world)).toBe(true);
  });
});

describe('upgrade --kubernetes, beside another one,', () => {
  const here = upgradeTest(KUBERNETES);
  const BUSY =
    'ERROR: (OperationNotAllowed) Operation is not allowed: Another operation (Upgrading) is in progress, please wait for it to finish before starting a new operation.';

  test.each([0, 1])('waits for what AKS is at work on, and asks then: change %j', async (index) => {
    // GIVEN
    here.world.rule(atChange(KUBERNETES.changes, index, { code: 1, times: 1, says: BUSY }));

    // WHEN
    const { code, stdout, stderr } = await here.upgrade();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('AKS is at work on cluster aks-secureai-dev-k0rl6, and is waited for');
    const asked = changesIn(here.world).filter((call) => call === KUBERNETES.changes[index]);
    expect(asked).toHaveLength(2);
    expect(KUBERNETES.hasArrived(here.world)).toBe(true);
  });

  test('asks for nothing that the other one has brought meanwhile', async () => {
    // GIVEN an upgrade that AKS takes from the other run, and refuses to this one
    here.world.rule(atChange(KUBERNETES.changes, 0, { code: 'answer-lost', times: 1, says: BUSY }));

    // WHEN
    const { code, stderr } = await here.upgrade();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(changesIn(here.world)).toEqual(KUBERNETES.changes);
  });

  test('of which AKS makes no end says what it says', async () => {
    here.world.rule(atChange(KUBERNETES.changes, 0, { code: 1, says: BUSY }));

    await expectGoesOn(KUBERNETES, here, BUSY);
  });
});

describe('upgrade --controller', () => {
  const here = upgradeTest(CONTROLLER);

  test('says that the disk is full as it makes ready to read the chart', async () => {
    // GIVEN
    const write = fs.promises.writeFile;
    const full = jest.spyOn(fs.promises, 'writeFile').mockImplementation(async (file, ...rest) => {
      if (typeof file === 'string' && file.includes('controller-chart')) throw new Error(FULL);
      await write(file, ...rest);
    });

    // WHEN
    await here.expectRefused(`error: ${FULL}\n${MAKE_ROOM}`);
    full.mockRestore();

    // THEN
    expect((await here.upgrade()).code).toBe(0);
  });
});

describe('upgrade --kubernetes', () => {
  const here = upgradeTest(KUBERNETES);

  test('says that the disk is full as it makes the YAML', async () => {
    here.world.rule({ call: 'cdk8s synth *', code: 1, says: FULL });

    await expectGoesOn(KUBERNETES, here, FULL, MAKE_ROOM);
  });
});
