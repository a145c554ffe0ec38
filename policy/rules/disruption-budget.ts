import { at, selects, type Manifests, type Workload, textOf } from '../artefacts';
import type { Rule } from '../rule';

/** The most that it is made to, by itself or by an autoscaler. */
function replicasOf(manifests: Manifests, { object }: Workload): number {
  if (!['Deployment', 'StatefulSet'].includes(object.kind)) return 0;
  const autoscaled = manifests
    .of('HorizontalPodAutoscaler')
    .filter(
      ({ namespace, fields }) =>
        namespace === object.namespace && at(fields, 'spec', 'scaleTargetRef', 'name') === object.name,
    )
    .map(({ fields }) => Number(at(fields, 'spec', 'maxReplicas')));
  return Math.max(Number(at(object.fields, 'spec', 'replicas') ?? 1), ...autoscaled);
}

export const rule: Rule = {
  id: 'disruption-budget',
  severity: 'warning',
  reads: ['manifests'],
  what: 'What runs in several replicas keeps some of them while nodes go.',
  why: 'An upgrade of the nodes takes all replicas at once where nothing says how many may go.',
  source: 'https://learn.microsoft.com/azure/aks/operator-best-practices-scheduler',
  fix: 'add a PodDisruptionBudget that selects its pods and lets one go',
  check({ manifests }, report) {
    const budgets = manifests.of('PodDisruptionBudget');
    for (const { object, labels } of manifests.workloads.filter((workload) => replicasOf(manifests, workload) > 1)) {
      const own = budgets.filter(
        ({ namespace, fields }) => namespace === object.namespace && selects(at(fields, 'spec', 'selector'), labels),
      );
      report.look(object.address);
      if (own.length === 0) report.find(object.address, 'must have a PodDisruptionBudget, and has none');
      for (const { address, fields } of own) {
        const [most, least] = [at(fields, 'spec', 'maxUnavailable'), at(fields, 'spec', 'minAvailable')].map(textOf);
        if (most === '0' || most === '0%' || least === '100%')
          report.find(address, 'lets no pod go, so that no node can be drained');
      }
    }
  },
};
