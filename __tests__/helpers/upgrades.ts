import type { Environments } from '../../pipeline';
import type { Rule } from '../fixtures/pipeline/rules';
import type { UpgradeWay } from '../fixtures/pipeline/upgrades';
import type { Outcome, World } from './pipeline-world';

/** How an upgrade is asked for, where not by its way. */
interface Asked {
  /** @default - as the file says it after */
  readonly environments?: Environments;
  readonly wanted?: string;
  /** @default - the world of the test */
  readonly of?: World;
}

/** What a test of an upgrade has. */
export interface UpgradeTest {
  /** The world of the test, in which the way is still to go. */
  readonly world: World;
  readonly upgrade: (argv?: readonly string[], asked?: Asked) => Promise<Outcome>;
  /** That it is refused with this message, and has changed nothing. */
  readonly expectRefused: (message: string, asked?: Asked) => Promise<void>;
}

/** What was deployed for the tests of a file, once for each way. */
const deployedWorlds = new Map<UpgradeWay, World>();
afterAll(() => {
  for (const world of deployedWorlds.values()) world.remove();
});

/** Gives each test of a file, or of a block, a world of its own for a way of an upgrade. */
export function upgradeTest(way: UpgradeWay): UpgradeTest {
  const { flag, wanted: to, after } = way;
  let before: World;
  let world: World;
  beforeAll(async () => {
    before = deployedWorlds.get(way) ?? (await way.deployed());
    deployedWorlds.set(way, before);
  });
  beforeEach(() => {
    world = before.copy();
  });
  afterEach(() => world.remove());

  const upgrade: UpgradeTest['upgrade'] = (argv = [], { environments = after, wanted = to, of = world } = {}) =>
    of.run('upgrade', ['dev', flag, wanted, ...argv], {}, environments);
  return {
    get world() {
      return world;
    },
    upgrade,
    async expectRefused(message, asked) {
      const { code, stderr } = await upgrade([], asked);
      expect({ code, changes: changesIn(world) }).toEqual({ code: 1, changes: [] });
      expect(stderr).toContain(message);
    },
  };
}

/** The calls that change Azure or the cluster, in order, without what every one of them names. */
export function changesIn(world: World): string[] {
  return world
    .calls()
    .filter((call) =>
      /^(?:az aks (?:nodepool )?upgrade|kubectl (?:apply|create|delete|label|patch)|cdktf (?:deploy|destroy)) /.test(
        call,
      ),
    )
    .map((call) =>
      call
        .replaceAll(/ --(?:name|cluster-name|resource-group) (?:aks|rg)-\S+| --subscription \S+/g, '')
        .replace(/ --auto-approve.*| --no-wait.*/, '')
        .replace(/verify-\w+.*/, 'verify'),
    );
}

/** A rule for one change of a way, as {@link changesIn} shows them: the first of its calls, or one of the later. */
export function atChange(changes: readonly string[], index: number, rule: Omit<Rule, 'call' | 'passes'>): Rule {
  const change = changes[index]!;
  const passes = changes.slice(0, index).filter((earlier) => earlier === change).length;
  const call = `${change.replace(/^kubectl /, 'kubectl * ').replaceAll(/ (?=--)/g, ' *')}*`.replaceAll('**', '*');
  return { ...rule, call, passes };
}

/**
 * Lets a run be killed before its first change and after each, and the same command go on.
 *
 * @param before the world before the upgrade
 * @param run the upgrade
 * @param judge what holds of a world in which it has come to its end
 */
export async function killAtEachChange(
  changes: readonly string[],
  before: World,
  run: (world: World) => Promise<Outcome>,
  judge: (world: World) => void,
): Promise<void> {
  const deaths = changes.map((_, index) => atChange(changes, index, { code: 'kill-after' }));
  for (const death of [{ ...deaths[0]!, code: 'kill-before' as const }, ...deaths]) {
    const world = before.copy().rule(death);
    const killed = await run(world);
    expect({ death, killed: killed.stderr.includes('killed by a rule') }).toEqual({ death, killed: true });
    const { code, stderr } = await run(world.forgetLast());
    expect({ death, code, stderr }).toEqual({ death, code: 0, stderr: '' });
    judge(world);
    world.remove();
  }
}
