import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Testing } from 'cdktf';
import { parseAllDocuments } from 'yaml';
import type { EnvironmentConfig } from '../../../config';
import { PlatformStack } from '../../../constructs';
import { parseContract } from '../../../contract';
import { environmentNames, loadEnvironment } from '../../../environments';
import { Runner } from '../../../pipeline';
import { synthesizeCharts } from '../../../pipeline/rehearse/charts';
import { mockedValues } from '../../../pipeline/rehearse/mocks';
import { stackResources, type StackJson } from '../../../pipeline/terraform';
import { scratchFolder } from '../../helpers/scratch';

const ROOT = path.join(__dirname, '../../..');

/**
 * The outputs of a stack, with each reference replaced by what the resource was given or the table answers: what a mocked
 * apply gives, where no plugin can be run.
 */
function outputsOf(environment: EnvironmentConfig): Record<string, unknown> {
  const stack = JSON.parse(Testing.synth(new PlatformStack(Testing.app(), environment))) as StackJson & {
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

test.each(environmentNames())('what the table answers makes a contract that the charts take: %s', async (name) => {
  // GIVEN
  const environment = await loadEnvironment(name);
  const outputs = JSON.stringify({ [name]: outputsOf(environment) });
  const file = path.join(scratchFolder(), `${name}.json`);
  writeFileSync(file, outputs);

  // WHEN
  const contract = parseContract(outputs, name, file);
  const [yaml, ...others] = await synthesizeCharts(new Runner({ directory: ROOT }), name, file);

  // THEN
  expect(others).toEqual([]);
  const objects = parseAllDocuments(readFileSync(yaml!, 'utf8')).map((document) => document.toJS() as KubernetesObject);
  const clientIds = objects
    .filter(({ kind }) => kind === 'ServiceAccount')
    .flatMap(({ metadata }) => metadata.annotations?.['azure.workload.identity/client-id'] ?? []);
  expect(clientIds.toSorted()).toEqual(
    Object.values(contract.workload_identities)
      .map(({ client_id }) => client_id)
      .toSorted(),
  );
  expect(clientIds.length).toBeGreaterThan(0);
});

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}
