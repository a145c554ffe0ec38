import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment } from '../../config';
import { Runner } from '../../pipeline';
import { target } from '../../pipeline/destroy/target';
import { scratchFolder } from '../helpers/scratch';

/** The outputs that a destroy reads; each value differs from what the environment gives. */
const WRITTEN = {
  subscription_id: '55555555-5555-4555-8555-555555555555',
  resource_group_name: 'rg-written',
  cluster_name: 'aks-written',
  node_resource_group_name: 'MC_written',
};
const TARGET = {
  subscription: WRITTEN.subscription_id,
  resourceGroup: WRITTEN.resource_group_name,
  cluster: WRITTEN.cluster_name,
  nodeResourceGroup: WRITTEN.node_resource_group_name,
};
const DERIVED: typeof TARGET = {
  subscription: '33333333-3333-4333-8333-333333333333',
  resourceGroup: 'rg-secureai-dev-k0rl6',
  cluster: 'aks-secureai-dev-k0rl6',
  nodeResourceGroup: 'MC_rg-secureai-dev-k0rl6_aks-secureai-dev-k0rl6_eastus2',
};

const environment = parseEnvironment({ name: 'dev', subscriptionId: DERIVED.subscription });
const dev = (outputs: object) => JSON.stringify({ dev: outputs });

/** What is taken for the target where the project holds this outputs file. */
function targetWith(write: (file: string) => void): object {
  const directory = scratchFolder();
  mkdirSync(path.join(directory, 'outputs'));
  write(path.join(directory, 'outputs/dev.json'));
  return target({ environment, runner: new Runner({ directory }) });
}

test.each<[string, string]>([
  ['of the deploy', dev(WRITTEN)],
  ['of a newer contract', dev({ ...WRITTEN, contract_version: 99 })],
  ['with fields nobody knows', dev({ ...WRITTEN, some_field: { deep: true } })],
  ['with other stacks in it', JSON.stringify({ other: {}, dev: WRITTEN })],
])('an outputs file %s gives the names', (_, text) => {
  expect(targetWith((file) => writeFileSync(file, text))).toEqual(TARGET);
});

test.each<[string, string]>([
  ['that is empty', ''],
  ['that was cut off', dev(WRITTEN).slice(0, -10)],
  ['that holds null', 'null'],
  ['that holds a list', '[1]'],
  ['whose stack is null', '{"dev": null}'],
  ['whose stack is a text', '{"dev": "text"}'],
  ['of another environment', JSON.stringify({ other: WRITTEN })],
])('an outputs file %s is no error: the names are those of the environment', (_, text) => {
  expect(targetWith((file) => writeFileSync(file, text))).toEqual(DERIVED);
});

test('no outputs file is no error', () => {
  expect(targetWith(() => {})).toEqual(DERIVED);
});

test('an outputs file that cannot be read is no error', () => {
  expect(targetWith((file) => mkdirSync(file))).toEqual(DERIVED);
});

describe.each([
  ['subscription_id', 'subscription'],
  ['resource_group_name', 'resourceGroup'],
  ['cluster_name', 'cluster'],
  ['node_resource_group_name', 'nodeResourceGroup'],
] as const)('without a usable %s', (output, name) => {
  test.each([undefined, null, '', 7, ['text'], {}])('but %j, only that name is the one of the environment', (value) => {
    expect(targetWith((file) => writeFileSync(file, dev({ ...WRITTEN, [output]: value })))).toEqual({
      ...TARGET,
      [name]: DERIVED[name],
    });
  });
});
