import { countsOf, hasChanges, planCluster, planInfrastructure } from '../plan';
import type { Look } from './look';

/** What a deploy would change. A plan with a look at every resource takes a minute or more, so it has to be asked for. */
export const drift: Look = {
  id: 'drift',
  async ask({ context, drift: isAsked, environment: { name } }) {
    if (!isAsked) return { seen: 'not looked at: --drift plans, which takes a minute or more', skipped: true };
    const infrastructure = await planInfrastructure(context, {});
    const cluster = await planCluster(context);
    const plan = { infrastructure, cluster };
    const counts = Object.entries(countsOf(infrastructure)).filter(([, count]) => count > 0);
    const seen = [
      ...counts.map(([action, count]) => `${count} to ${action}`),
      ...(infrastructure.drift.length > 0 ? [`${infrastructure.drift.length} changed outside of Terraform`] : []),
      ...(cluster.changes.length > 0 ? [`${cluster.changes.length} objects to change`] : []),
      ...(cluster.deletions.length > 0 ? [`${cluster.deletions.length} objects to delete`] : []),
      ...(cluster.unknown === undefined ? [] : [`the cluster was not compared: ${cluster.unknown.split('\n')[0]}`]),
    ].join(', ');
    return hasChanges(plan)
      ? { seen, concerns: [{ what: 'a deploy would change something', next: `npm run plan -- ${name} shows what` }] }
      : { seen: seen || 'a deploy would change nothing' };
  },
};
