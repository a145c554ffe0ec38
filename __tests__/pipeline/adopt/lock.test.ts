import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { runStack } from '../../../pipeline/adopt';
import { DeadWorld } from '../../fixtures/adopt/dead-world';
import { wrapped } from '../../fixtures/adopt/wrapped';
import { failure } from '../../helpers/failure';
import { hasty } from '../../helpers/hasty';

let time: ReturnType<typeof hasty>;
beforeEach(() => (time = hasty()));
afterEach(() => time.stop());

const deploy = ({ context }: DeadWorld) => runStack(context, ['deploy', 'full']);

const lock = (who: string, created = '2026-11-22 00:00:10.789287797 +0000 UTC') =>
  wrapped(
    `Error: Error acquiring the state lock\n\nError message: state blob is already locked\nLock Info:\n  ID:        6ed8579c-1071-eb59-41f5-a29426935b6a\n  Path:      tfstate/full.tfstate\n  Operation: OperationTypeApply\n  Who:       ${who}\n  Version:   1.11.4\n  Created:   ${created}\n  Info:      \n\n\nTerraform acquires a state lock`,
  );
const HERE = `me@${hostname()}`;
const UNLOCK = 'terraform -chdir=cdktf.out/stacks/full force-unlock -force 6ed8579c-1071-eb59-41f5-a29426935b6a';
/** A process that has ended: none has this id. */
const DEAD = 2 ** 30;

const record = (world: DeadWorld, pid: number, host = hostname()) => {
  const file = path.join(world.directory, 'outputs/full.run.json');
  writeFileSync(file, JSON.stringify({ host, pid, since: '2026-11-22T00:00:00.000Z' }));
};
const lockTimeouts = (world: DeadWorld) => world.variables.map((each) => each['TF_CLI_ARGS_apply']);

describe('a state that is locked', () => {
  test('by a run of this folder that has died is released at once', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    record(world, DEAD);
    world.says.push(lock(HERE));

    // WHEN
    await deploy(world);

    // THEN
    expect(world.calls.filter((call) => !call.startsWith('ps') && !call.startsWith('tasklist'))).toEqual([
      'cdktf deploy full',
      UNLOCK,
      'cdktf deploy full',
    ]);
    expect(lockTimeouts(world)).toEqual(['-lock-timeout=0s', '-lock-timeout=0s']);
    expect(existsSync(path.join(world.directory, 'outputs/full.run.json'))).toBe(false);
  });

  test.each<[string, string, (world: DeadWorld) => void]>([
    ['on another machine', 'me@elsewhere', (world) => record(world, DEAD)],
    ['on a machine whose run was another', HERE, (world) => record(world, DEAD, 'elsewhere')],
    ['by a run that lives', HERE, (world) => record(world, process.pid)],
    ['by nobody that is known', HERE, () => {}],
    [
      'while a Terraform is at work here',
      HERE,
      (world) => {
        record(world, DEAD);
        world.answers['processes'] = [
          'systemd\n/usr/local/bin/terraform\nnode',
          'systemd\n/usr/local/bin/terraform\nnode',
        ];
      },
    ],
    [
      'while nobody can tell which processes there are',
      HERE,
      (world) => {
        record(world, DEAD);
        world.answers['processes'] = [new Error('no ps')];
      },
    ],
  ])('%s is waited for, and its holder is named', async (_, who, prepare) => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    prepare(world);
    world.says.push(lock(who));

    // WHEN
    await deploy(world);

    // THEN
    expect(world.callsOf('terraform')).toEqual([]);
    expect(lockTimeouts(world)).toEqual(['-lock-timeout=0s', '-lock-timeout=10m']);
    expect(world.printed).toContain(
      `the state is locked by ${who}, since 2026-11-22 00:00:10.789287797 +0000 UTC (OperationTypeApply): waiting for it, at most 10m`,
    );
  });

  test('since before the run that has died is not its', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    record(world, DEAD);
    world.says.push(lock(HERE, '2026-11-21 23:59:59.9 +0000 UTC'));

    // WHEN
    await deploy(world);

    // THEN
    expect(world.callsOf('terraform')).toEqual([]);
  });

  test('for longer than that ends the run, which says by whom', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    world.says.push(lock('colleague@desk'), lock('colleague@desk'));

    // THEN
    expect(await failure(deploy(world))).toBe(
      'the state of full is locked by colleague@desk, since 2026-11-22 00:00:10.789287797 +0000 UTC (OperationTypeApply)\nnext: wait for them, then run the same command again; only if nobody is at work: terraform -chdir=cdktf.out/stacks/full force-unlock 6ed8579c-1071-eb59-41f5-a29426935b6a',
    );
  });

  test('is noted as this run’s for as long as it is at work', async () => {
    // GIVEN
    const world = new DeadWorld().restIsManaged();
    world.says.push('Error: creating Cluster');
    const file = path.join(world.directory, 'outputs/full.run.json');
    world.onCall = () =>
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });

    // WHEN
    await failure(deploy(world));

    // THEN
    expect(existsSync(file)).toBe(false);
    expect.assertions(2);
  });
});
