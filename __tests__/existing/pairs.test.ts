import { parseEnvironment } from '../../config';
import { sampleContract } from '../../contract';
import { EXISTING, EXISTING_OPTIONS, inputWith, type ExistingOption } from '../fixtures/existing';
import { Synthesized } from '../helpers/artefacts';
import { pairwise } from '../helpers/pairwise';

const NETWORK_TYPES = [
  'azurerm_virtual_network',
  'azurerm_subnet',
  'azurerm_network_security_group',
  'azurerm_network_security_rule',
  'azurerm_subnet_network_security_group_association',
];

/** What is not made where something exists, by type or by the beginning of the address. */
const NOT_MADE: Readonly<Record<ExistingOption, readonly string[]>> = {
  resourceGroupId: ['azurerm_resource_group'],
  virtualNetworkId: ['azurerm_virtual_network'],
  aksSubnetId: [
    'azurerm_virtual_network',
    'azurerm_subnet.network_aks-subnet',
    'azurerm_network_security_group.network_aks',
  ],
  albSubnetId: ['azurerm_virtual_network', 'azurerm_subnet.network_alb-subnet'],
  privateEndpointSubnetId: ['azurerm_virtual_network', 'azurerm_subnet.network_private-endpoint-subnet'],
  cluster: [
    ...NETWORK_TYPES,
    'azurerm_kubernetes_cluster',
    'azurerm_user_assigned_identity.cluster_control-plane',
    'azurerm_role_assignment.cluster_control-plane-subnet',
  ],
  openAi: ['azurerm_cognitive_account'],
  deployments: ['azurerm_cognitive_account', 'azurerm_cognitive_deployment'],
  privateDnsZoneId: ['azurerm_private_dns_zone', 'azurerm_private_dns_zone_virtual_network_link'],
  registry: ['azurerm_container_registry'],
  dnsZoneId: [],
  logAnalyticsWorkspaceId: [],
  monitorWorkspaceId: [],
  webApplicationFirewallPolicyId: [],
};

/** What is made whatever exists. */
const ALWAYS = [
  'azurerm_federated_identity_credential',
  'azurerm_role_assignment',
  'azurerm_user_assigned_identity',
  'helm_release',
];

/** The data sources that read no key. */
const KEYLESS = [
  'azurerm_client_config',
  'azurerm_resource_group',
  'azurerm_virtual_network',
  'azurerm_subnet',
  'azurerm_web_application_firewall_policy',
];

const known = new Map<string, Synthesized>();
function artefactsWith(options: readonly ExistingOption[]): Synthesized {
  const key = JSON.stringify(options);
  const made = known.get(key) ?? new Synthesized(parseEnvironment(inputWith(options)));
  known.set(key, made);
  return made;
}

const isAt = (place: string) => (address: string) =>
  address === place || address.startsWith(place.includes('.') ? place : `${place}.`);

const SELECTIONS: readonly (readonly [string, readonly ExistingOption[]])[] = [
  ...EXISTING_OPTIONS.map((option) => [`${option} alone`, [option]] as const),
  ...pairwise(EXISTING_OPTIONS).map(
    (options, index) => [`pairs, ${index}: ${options.join(', ') || 'none'}`, options] as const,
  ),
  ['all together', EXISTING_OPTIONS],
];

describe.each(SELECTIONS)('%s', (_name, options) => {
  test('what exists is not made, and all else is', () => {
    const addresses = artefactsWith(options).terraform.addresses();
    const fromNothing = artefactsWith([]).terraform.addresses();

    const unmade = new Set(options.flatMap((option) => NOT_MADE[option]));
    for (const place of unmade) expect(addresses.filter(isAt(place))).toEqual([]);
    for (const type of ALWAYS) expect(addresses.some(isAt(type))).toBe(true);
    const missing = fromNothing.filter((address) => !addresses.includes(address));
    // A cluster takes its identity along; what nothing refers to any more goes with what it was part of.
    expect(
      missing.filter((address) => ![...unmade].some((place) => isAt(place)(address)) && !isPartOf(address, unmade)),
    ).toEqual([]);
  });

  test('no data source brings a key into the state', () => {
    const { data } = artefactsWith(options).terraform.json as unknown as { data: Record<string, unknown> };

    expect(Object.keys(data).filter((type) => !KEYLESS.includes(type))).toEqual([]);
  });

  test('each workload has its credential, its role and its ServiceAccount', () => {
    const { terraform, objects } = artefactsWith(options);
    const { workloads } = parseEnvironment(inputWith(options));

    expect(workloads.length).toBeGreaterThan(0);
    for (const { namespace, serviceAccountName } of workloads) {
      const credential = terraform.where(
        'azurerm_federated_identity_credential',
        'subject',
        `system:serviceaccount:${namespace}:${serviceAccountName}`,
      );
      const isTaken = options.includes('cluster');
      expect(credential['issuer']).toMatch(
        isTaken ? EXISTING.cluster.oidcIssuerUrl : /azurerm_kubernetes_cluster\.cluster_\w+\.oidc_issuer_url/,
      );
      expect(
        objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === serviceAccountName),
      ).toHaveLength(1);
    }
    const uses = Object.values(terraform.resources('azurerm_role_assignment')).filter(
      (role) => role['role_definition_name'] === 'Cognitive Services OpenAI User',
    );
    expect(uses).toHaveLength(workloads.length);
    const isShared = options.includes('openAi') || options.includes('deployments');
    for (const use of uses) {
      expect(use['scope']).toMatch(isShared ? EXISTING.openAi.id : /azurerm_cognitive_account\.openai_/);
    }
  });
});

/** Whether an address is of a security group, which goes with the subnet it guards. */
function isPartOf(address: string, unmade: ReadonlySet<string>): boolean {
  const groups = /^azurerm_(?:network_security_rule|subnet_network_security_group_association)\.network_aks-subnet/;
  return groups.test(address) && unmade.has('azurerm_network_security_group.network_aks');
}

test('the selections hold each pair of options in every way', () => {
  const selections = pairwise(EXISTING_OPTIONS);
  for (const one of EXISTING_OPTIONS) {
    for (const other of EXISTING_OPTIONS.filter((option) => option !== one)) {
      const seen = selections.map((options) => `${options.includes(one)} ${options.includes(other)}`);
      expect(new Set(seen).size).toBe(4);
    }
  }
});

test('the sample stands for what exists, as for what is made', () => {
  const { openAi, gateway } = parseEnvironment(inputWith(EXISTING_OPTIONS));
  const contract = sampleContract(parseEnvironment(inputWith(EXISTING_OPTIONS)));

  expect(contract.openaiDeployments).toEqual(openAi.deployments.map(({ name }) => name));
  expect(contract.gateway.mode).toBe(gateway.mode);
});
