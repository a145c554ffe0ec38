import fs, { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  EXPIRED,
  FULL,
  LOCKED,
  LOG_IN,
  MAKE_ROOM,
  STAYING,
  expectAllWaitedOut,
  patternOf,
  putState,
  remoteCalls,
} from '../../helpers/faults';
import type { World } from '../../helpers/pipeline-world';
import { deployedWorld } from '../../helpers/status';

let world: World;
beforeEach(async () => {
  world = await deployedWorld();
});
afterEach(() => world.remove());

const status = (of = world) => of.run('status', ['dev', '--drift']);

/** The lines of a screen that stand so, by their ids. */
const idsOf = (stdout: string, state: string) =>
  [...stdout.matchAll(new RegExp(String.raw`^${state} +(\w+) `, 'gm'))].map(([, id]) => id);

/** That some lines say that they could not be asked, and why, and all others what they say else. */
async function expectHidesNothing(well: string, says: string, next = ''): Promise<void> {
  const { code, stdout, stderr } = await status();

  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const unknown = idsOf(stdout, 'UNKNOWN');
  expect(unknown).not.toEqual([]);
  expect(stdout).toContain(says);
  expect(stdout).toContain(`it could not be asked -> ${next.replace('next: ', '')}`);
  const lines = well.split('\n').filter((line) => /^(?:well|-) /.test(line));
  for (const line of lines.filter((each) => !unknown.includes(each.split(/ +/)[1]))) expect(stdout).toContain(line);
  expect(idsOf(stdout, 'ATTENTION')).toEqual([]);
}

describe('status', () => {
  test.each([
    ['refused', 1],
    ['whose answer is lost', 'answer-lost'],
  ] as const)('waits out what passes, at every call: %s', async (_, code) => {
    const { remote, world: after } = await expectAllWaitedOut(() => deployedWorld(), status, code);

    expect(remote.length).toBeGreaterThan(15);
    after.remove();
  });

  test('says of every call that does not pass why, and hides nothing of the rest', async () => {
    // GIVEN
    const { stdout: well } = await status();
    const remote = remoteCalls(world);
    const texts = [
      ...STAYING.map(([, says]) => [says] as const),
      [EXPIRED, LOG_IN] as const,
      [FULL, MAKE_ROOM] as const,
    ];

    // THEN
    expect(remote.length).toBeGreaterThan(15);
    for (const [index, call] of remote.entries()) {
      const [says, next] = texts[index % texts.length]!;
      world.rule({ call: patternOf(call), code: 1, says });
      await expectHidesNothing(well, says.replace(/^Error: /, ''), next);
      world.forgetLast();
    }
    const again = await status();
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 0, stdout: well });
  });

  test('trusts no state of another environment', async () => {
    // GIVEN
    const { stdout: well } = await status();
    rmSync(path.join(world.project, 'outputs/dev.json'));
    putState('prod', world, 'dev');

    // THEN
    await expectHidesNothing(
      // The state is written anew by that.
      well.replace(/^well +deploy .*\n/m, ''),
      'terraform.dev.tfstate is the state of environment prod, not of dev: nothing was changed',
      'move it away, to terraform.prod.tfstate if there is none',
    );
    expect(world.files()).not.toContain('outputs/dev.json');
  });

  test('waits for nobody who is at work on the state, since it takes no lock', async () => {
    world.rule({ ...LOCKED, call: 'terraform * plan *-lock-timeout*' });

    expect((await status()).code).toBe(0);
  });

  test('says that the disk is full as it makes the stack ready to plan, and hides nothing of the rest', async () => {
    // GIVEN
    world.make('stack.json', '{"resource":{"a":{"b":{"lifecycle":{"prevent_destroy":true}}}}}');
    const { stdout: well } = await status();
    const write = fs.writeFileSync;
    const full = jest.spyOn(fs, 'writeFileSync').mockImplementation((file, text, ...rest) => {
      if (typeof text === 'string' && text.includes('"prevent_destroy":false')) throw new Error(FULL);
      write(file, text, ...rest);
    });

    // THEN
    await expectHidesNothing(well, FULL, MAKE_ROOM);
    full.mockRestore();
    expect((await status()).stdout).toBe(well);
  });

  test('says that the disk is full as it writes the outputs back', async () => {
    // GIVEN
    const outputs = (JSON.parse(world.read('outputs.json')) as { dev: object }).dev;
    const inState = Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, { value: value as unknown }]),
    );
    rmSync(path.join(world.project, 'outputs/dev.json'));
    writeFileSync(path.join(world.project, 'terraform.dev.tfstate'), JSON.stringify({ outputs: inState }));
    const write = fs.writeFileSync;
    const full = jest.spyOn(fs, 'writeFileSync').mockImplementation((file, ...rest) => {
      if (typeof file === 'string' && file.endsWith('outputs/dev.json')) throw new Error(FULL);
      write(file, ...rest);
    });

    // WHEN
    const { code, stdout } = await status();
    full.mockRestore();

    // THEN
    expect(code).toBe(1);
    expect(stdout).toMatch(/^UNKNOWN +outputs +Error: ENOSPC/m);
    expect((await status()).code).toBe(0);
  });

  test.each(['kubectl * get gateways.*', 'az aks show *', 'terraform * plan *'])(
    'killed at %s has changed nothing, and is well the next time',
    async (call) => {
      const { stdout: well } = await status();
      world.rule({ call, code: 'kill-after' });
      expect((await status()).stderr).toContain('killed by a rule');

      const { code, stdout } = await status(world.forgetLast());

      expect({ code, stdout }).toEqual({ code: 0, stdout: well });
    },
  );

  test('is stopped, and ends with 130', async () => {
    world.rule({ call: 'az identity list *', code: 'hang' });

    const running = status();
    while (!world.calls().some((call) => call.startsWith('az identity'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.emit('SIGTERM');

    expect(await running).toMatchObject({ code: 130, stderr: expect.stringContaining('was stopped') as unknown });
  });
});
