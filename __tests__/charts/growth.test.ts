import { App } from 'cdk8s';
import { Node } from 'constructs';
import { EnvironmentCharts, synthesizeYaml } from '../../charts';
import { parseEnvironment, type Environment } from '../../config';
import { sampleContract } from '../../contract';
import { ENVIRONMENT_INPUTS } from '../fixtures/environments';

function environmentWith(workloads: number): Environment {
  return parseEnvironment({
    ...ENVIRONMENT_INPUTS.dev,
    workloads: Array.from({ length: workloads }, (_, index) => ({
      name: `app-${index}`,
      image: 'example.azurecr.io/app:1.0.0',
      port: 8080,
      deployment: 'gpt-5.4-mini',
      dialect: 'langchain',
    })),
  });
}

/** How often a synthesis with so many workloads goes through the whole tree. */
function walks(workloads: number): number {
  const environment = environmentWith(workloads);
  const findAll = jest.spyOn(Node.prototype, 'findAll');
  const charts = jest.spyOn(App.prototype, 'charts', 'get');
  const contract = sampleContract(environment);
  synthesizeYaml(new EnvironmentCharts(new App(), environment.name, { environment, contract, preview: true }));
  const ofRoot = findAll.mock.contexts.filter((node) => node.root.node === node);
  const count = ofRoot.length + charts.mock.calls.length;
  findAll.mockRestore();
  charts.mockRestore();
  return count;
}

test('nothing walks the whole tree for each workload', () => {
  expect(walks(12)).toBe(walks(2));
});

/** How many lines of what comes after what cdk8s has drawn for so many workloads. */
function orders(workloads: number): number {
  const environment = environmentWith(workloads);
  const app = new App();
  const contract = sampleContract(environment);
  synthesizeYaml(new EnvironmentCharts(app, environment.name, { environment, contract, preview: true }));
  return app.node.findAll().reduce((sum, { node }) => sum + node.dependencies.length, 0);
}

test('no workload is ordered after what every other one brings', () => {
  expect(orders(12) - orders(7)).toBe(orders(7) - orders(2));
});

test('an environment has at most 500 workloads', () => {
  expect(environmentWith(500).workloads.length).toBeGreaterThanOrEqual(500);
  expect(() => environmentWith(501)).toThrow('workloads: must have at most 500 entries');
});
