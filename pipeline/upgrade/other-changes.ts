import type { Context } from '../context';
import type { InfrastructurePlan, PlannedChange } from '../plan';
import { problem, type Finding } from '../preflight/finding';

/**
 * What a deploy would change beside an upgrade, which applies the same stack: one thing at a time.
 *
 * @param isMeant whether a change is the upgrade's
 */
export function otherChanges(
  { environment: { name } }: Context,
  { changes }: InfrastructurePlan,
  isMeant: (change: PlannedChange) => boolean,
): Finding[] {
  const others = changes.filter((change) => !isMeant(change));
  if (others.length === 0) return [];
  return [
    problem(
      `beside the upgrade a deploy would ${others.map(({ action, address }) => `${action} ${address}`).join(', ')}`,
      `deploy without what is to be upgraded first (npm run plan -- ${name} shows it), or take the other changes back`,
    ),
  ];
}
