import { parseEnvironment, type EnvironmentInput } from '../../config';
import type { Environments } from '../../pipeline';
import { SUBSCRIPTION } from '../fixtures/pipeline/environments';
import type { Rule } from '../fixtures/pipeline/rules';
import type { Outcome, World } from './pipeline-world';

/** One environment `dev`, as its file says it at some time. */
export function devOf(input: Partial<EnvironmentInput>): Environments {
  const admins = [{ objectId: '22222222-2222-4222-8222-222222222222' }];
  const environment = parseEnvironment({
    name: 'dev',
    subscriptionId: SUBSCRIPTION,
    ...input,
    cluster: { admins, ...input.cluster },
  });
  return {
    environmentNames: () => ['dev'],
    loadEnvironment: () => Promise.resolve(environment),
    artefactsOf: () => Promise.resolve({}),
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
  const deaths = changes.map((call, index): Rule => {
    const passes = changes.slice(0, index).filter((earlier) => earlier === call).length;
    return { call: patternOf(call), passes, code: 'kill-after' };
  });
  for (const death of [{ ...deaths[0]!, code: 'kill-before' as const }, ...deaths]) {
    const world = before.copy().rule(death);
    const killed = await run(world);
    expect({ death, killed: killed.stderr.includes('killed by a rule') }).toEqual({ death, killed: true });
    const { code, stderr } = await run(world.forgetKills());
    expect({ death, code, stderr }).toEqual({ death, code: 0, stderr: '' });
    judge(world);
    world.remove();
  }
}

/** Of a change as {@link changesIn} shows it, the calls. */
function patternOf(change: string): string {
  return `${change.replace(/^kubectl /, 'kubectl * ').replaceAll(/ (?=--)/g, ' *')}*`.replaceAll('**', '*');
}
