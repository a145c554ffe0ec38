import { problem, type Finding } from '../preflight/finding';

/** What is read of a PodDisruptionBudget. */
export interface DisruptionBudget {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly maxUnavailable?: number | string; readonly minAvailable?: number | string };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
  };
}

/**
 * Judges whether nodes can be drained: a budget that lets no pod go holds its node, and so the upgrade, until the drain times
 * out and fails.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets
 */
export function judgeBudgets(budgets: readonly DisruptionBudget[]): Finding[] {
  return budgets.flatMap(({ metadata: { name, namespace }, spec, status = {} }) => {
    const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = status;
    if (expectedPods === 0 || disruptionsAllowed > 0) return [];
    const which = `PodDisruptionBudget ${namespace}/${name}`;
    if (desiredHealthy >= expectedPods) {
      const said = Object.entries(spec)
        .filter(([key]) => key === 'maxUnavailable' || key === 'minAvailable')
        .map(([key, value]) => `${key} ${value}`);
      return [
        problem(
          `${which} never lets one of its ${expectedPods} pods go (${said.join(', ')}): no node that holds one is drained`,
          'run a pod more, or let it allow one to be away',
        ),
      ];
    }
    return [
      problem(
        `${which} lets no pod go now: ${currentHealthy} of ${expectedPods} are well, and ${desiredHealthy} have to be`,
        `wait until its pods run (kubectl get pods --namespace ${namespace}), and run the same command again`,
      ),
    ];
  });
}
