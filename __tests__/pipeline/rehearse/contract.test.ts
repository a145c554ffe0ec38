import { App } from 'cdk8s';
import { Testing } from 'cdktf';
import { parseAllDocuments } from 'yaml';
import { EnvironmentCharts, synthesizeYaml } from '../../../charts';
import { PlatformStack } from '../../../constructs';
import { parseContract } from '../../../contract';
import type { Environment } from '../../../model';
import { mockedValues } from '../../../pipeline/rehearse/mocks';
import { stackResources, type StackJson } from '../../../pipeline/terraform';
import { ENVIRONMENTS } from '../../fixtures/environments';
import type { KubernetesObject } from '../../helpers/artefacts';

/**
 * The outputs of a stack, with each reference replaced by what the resource was given or the table answers: what a mocked
 * apply gives, where no plugin can be run.
 */
function outputsOf(environment: Environment): Record<string, unknown> {
  const stack = JSON.parse(
    Testing.synth(new PlatformStack(Testing.app(), environment.name, { environment })),
  ) as StackJson & {
    output: Record<string, { value: unknown }>;
  };
  const resources = stackResources(stack);
  const mocked = mockedValues(resources);
  const known = new Map(resources.map(({ address, args }) => [address, { ...args, ...mocked.get(address) }]));
  const values = Object.fromEntries(Object.entries(stack.output).map(([name, { value }]) => [name, value]));
  const resolved = JSON.stringify(values).replaceAll(
    /\$\{((?:data\.)?\w+\.[\w-]+)\.(\w+)\}/g,
    (_reference, address: string, attribute: string) => String((known.get(address) as never)[attribute]),
  );
  return JSON.parse(resolved) as Record<string, unknown>;
}

test.each(Object.values(ENVIRONMENTS))(
  'what the table answers makes a contract that the charts take: $name',
  (environment) => {
    // GIVEN
    const { name } = environment;
    const outputs = JSON.stringify({ [name]: outputsOf(environment) });

    // WHEN
    const contract = parseContract(outputs, name, `${name}.json`);
    const yaml = synthesizeYaml(new EnvironmentCharts(new App(), name, { environment, contract }));

    // THEN
    const objects = parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject);
    const clientIds = objects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .flatMap(({ metadata }) => metadata.annotations?.['azure.workload.identity/client-id'] ?? []);
    expect(clientIds.toSorted()).toEqual(
      Object.values(contract.workloadIdentities)
        .map(({ clientId }) => clientId)
        .toSorted(),
    );
    expect(clientIds.length).toBeGreaterThan(0);
  },
);
