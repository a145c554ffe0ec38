import { Chart, Testing } from 'cdk8s';
import { addDisruptionBudget, topologySpread } from '../../charts/availability';
import type { KubernetesObject } from '../helpers/artefacts';
import { objectProblems } from '../helpers/validate-object';

const workload = { name: 'page', namespace: 'dev', labels: { app: 'page' }, selector: { app: 'page' } };

function budgets(replicas: number): KubernetesObject[] {
  const chart = new Chart(Testing.app(), 'chart');
  addDisruptionBudget(chart, 'budget', { ...workload, replicas });
  return Testing.synth(chart) as KubernetesObject[];
}

test('a single replica has neither budget nor spread', () => {
  expect(budgets(1)).toEqual([]);
  expect(topologySpread({ selector: workload.selector, replicas: 1 })).toBeUndefined();
});

test('several replicas go one at a time', () => {
  const [budget, ...others] = budgets(2);

  expect(others).toEqual([]);
  expect(budget).toMatchObject({
    kind: 'PodDisruptionBudget',
    metadata: { name: 'page', namespace: 'dev' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'page' } } },
  });
  expect(objectProblems(budget!)).toEqual([]);
});

test('several replicas are spread over nodes and zones, and start where there is one of each', () => {
  expect(topologySpread({ selector: workload.selector, replicas: 3 })).toEqual(
    ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { app: 'page' } },
    })),
  );
});
