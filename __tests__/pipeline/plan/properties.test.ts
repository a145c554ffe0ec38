import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EnvironmentInput } from '../../../config';
import { propertiesBehind, propertiesThatRemove } from '../../../pipeline/plan/properties';
import { FULL } from '../../fixtures/full-environment';
import { placesOf } from '../../sensitivity/artefacts';
import { changedPlaces } from '../../sensitivity/places';

const FILE = path.join(__dirname, '../../../pipeline/plan/properties.json');
const SENSITIVITY = path.join(__dirname, '../../sensitivity/environment.table.json');

/** A resource of a provider, and the argument where one is named. */
const PLACE = /^(?<presence>[+-] )?(?<address>(?:azurerm|helm)_\w+\.[^:]+)(?:: (?<argument>.+))?$/;
/** Tags force nothing, and what is protected or waited for is no argument. */
const NO_ARGUMENT = /^(?:tags|lifecycle|depends_on)\b/;

function without<T extends { readonly identityName: string }>(workload: T) {
  const { identityName: _, ...rest } = workload;
  return rest;
}

/** An environment that leaves its names to be derived, of which the project is a part. */
const unnamed = (project: string, access: 'service-endpoint' | 'private-endpoint'): EnvironmentInput => {
  const { names: _, aiService, chatbots, workloads, ...rest } = FULL;
  return {
    ...rest,
    project,
    openAi: { ...FULL.openAi, access },
    aiService: without(aiService),
    chatbots: chatbots.map(without),
    workloads: workloads.map(without),
  };
};

/** Where each property is seen to arrive, turned round. */
function propertiesByPlace(): Record<string, string[]> {
  const table = JSON.parse(readFileSync(SENSITIVITY, 'utf8')) as Record<string, { changes: string[] }>;
  const rows = [
    ...Object.entries(table).map(([property, { changes }]) => [property, changes] as const),
    ...(['service-endpoint', 'private-endpoint'] as const).map(
      (access) =>
        ['project', changedPlaces(placesOf(unnamed('acme', access)), placesOf(unnamed('umbrella', access)))] as const,
    ),
  ];
  const byPlace: Record<string, string[]> = {};
  for (const [property, changes] of rows) {
    for (const place of changes) {
      const { presence, address, argument } = PLACE.exec(place)?.groups ?? {};
      if (address === undefined || NO_ARGUMENT.test(argument ?? '')) continue;
      if (presence === undefined && argument === undefined) continue;
      const key = argument === undefined ? address : `${address}: ${argument.replaceAll(/\.\d+(?=\.|$)/g, '')}`;
      byPlace[key] = [...new Set([...(byPlace[key] ?? []), property])];
    }
  }
  return Object.fromEntries(Object.entries(byPlace).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

test('the table says of each argument and each resource the properties that are seen to decide it', () => {
  const seen = propertiesByPlace();
  if (process.env['UPDATE_SENSITIVITY'] === '1') writeFileSync(FILE, `${JSON.stringify(seen, null, 2)}\n`);

  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(seen);
});

test.each([
  ['azurerm_kubernetes_cluster.cluster_611F8AFF', 'network_profile.service_cidr', ['cluster.serviceCidr']],
  ['azurerm_kubernetes_cluster.cluster_611F8AFF', 'name', ['names.cluster', 'project']],
  ['azurerm_resource_group.resource-group', 'location', ['location']],
  ['azurerm_resource_group.resource-group', 'name', ['names.resourceGroup', 'project']],
  ['azurerm_cognitive_account.openai_3CCAC0F3', 'custom_subdomain_name', ['names.openAiAccount', 'project']],
  // What the user names has an address of its own, so those alike speak for it.
  [
    'azurerm_user_assigned_identity.cluster_other_12345678',
    'name',
    ['chatbots.*.identityName', 'workloads.*.identityName'],
  ],
  ['azurerm_cognitive_deployment.openai_deployment-other_12345678', 'sku.name', ['openAi.deployments.*.sku']],
  ['azurerm_kubernetes_cluster.cluster_611F8AFF', 'no_such_argument', []],
  ['azurerm_other.thing', 'name', []],
])('%s: %s is decided by %p', (address, argument, expected) => {
  expect(propertiesBehind(address, argument)).toEqual(expected);
});

test.each([
  ['azurerm_application_load_balancer.alb-gateway_load-balancer_7CAA88AA', ['gateway.mode']],
  ['azurerm_cognitive_deployment.openai_deployment-other_12345678', ['openAi.deployments.*.name']],
  ['azurerm_other.thing', []],
])('%s is taken away by %p', (address, expected) => {
  expect(propertiesThatRemove(address)).toEqual(expected);
});
