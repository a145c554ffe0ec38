import { Fn, TerraformOutput, type TerraformStack } from 'cdktf';
import {
  PrivateOpenAi,
  WorkloadIdentityCluster,
  type IPrivateOpenAi,
  type ModelDeploymentProps,
  type PrivateOpenAiProps,
} from '../../constructs';
import { ELSEWHERE, endpointPlaces } from '../fixtures/endpoint-places';
import { identity, resourceGroup, subnet } from '../fixtures/infrastructure';
import { changesBetween, type Places } from '../helpers/changes';
import { emptyStack, synthWith } from '../helpers/template';

const minimal: PrivateOpenAiProps = { resourceGroup, accountName: 'oai-test' };
const deployment: ModelDeploymentProps = {
  deploymentName: 'gpt-5.4-mini',
  model: 'gpt-5.4-mini',
  version: '2026-03-17',
  sku: 'GlobalStandard',
  capacity: 120,
};
const OTHER_PRINCIPAL = '77777777-7777-7777-7777-777777777777';
const operator = '55555555-5555-5555-5555-55555555555A';

function synthOpenAi(
  change: Partial<PrivateOpenAiProps> = {},
  then: (openAi: PrivateOpenAi, stack: TerraformStack) => void = () => undefined,
) {
  return synthWith((stack) => then(new PrivateOpenAi(stack, 'openai', { ...minimal, ...change }), stack));
}

/** Every property there can be with a private endpoint. */
const withEndpoint: Required<Omit<PrivateOpenAiProps, 'allowedSubnets' | 'privateDnsZoneId'>> = {
  ...minimal,
  privateEndpointName: 'pep-oai',
  privateEndpointSubnet: subnet('snet-pep'),
  protect: true,
};

const ACCOUNT = 'azurerm_cognitive_account.openai';
const DEPLOYMENT = 'azurerm_cognitive_deployment.openai_mini';

/** The zone of a hub. */
const ZONE =
  '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com';
const ZONE_IS_MADE =
  "'privateDnsZoneId' must be given: test/a makes the zone privatelink.openai.azure.com, of which a resource group holds one and a network knows one, so hand in its 'privateDnsZoneId' [test/b]";

const { ofResourceGroup, privateEndpointName, privateEndpointSubnet } = endpointPlaces('openai');

/** Another value of each property, and where it arrives in an account that has them all. */
const PLACES: { readonly [Prop in keyof typeof withEndpoint]-?: readonly [PrivateOpenAiProps[Prop], Places] } = {
  resourceGroup: [
    { name: 'rg-other', id: '/subscriptions/other/resourceGroups/rg-other', location: 'westeurope' },
    {
      [`${ACCOUNT}.resource_group_name`]: 'rg-other',
      [`${ACCOUNT}.location`]: 'westeurope',
      ...ofResourceGroup,
    },
  ],
  protect: [false, { [`${ACCOUNT}.lifecycle.prevent_destroy`]: false }],
  accountName: ['oai-other', { [`${ACCOUNT}.name`]: 'oai-other', [`${ACCOUNT}.custom_subdomain_name`]: 'oai-other' }],
  privateEndpointName,
  privateEndpointSubnet,
};

/** The same of a deployment. */
const PLACES_OF_A_DEPLOYMENT: {
  readonly [Prop in keyof ModelDeploymentProps]-?: readonly [ModelDeploymentProps[Prop], Places];
} = {
  deploymentName: ['large', { [`${DEPLOYMENT}.name`]: 'large' }],
  model: ['gpt-5.1', { [`${DEPLOYMENT}.model.name`]: 'gpt-5.1' }],
  version: ['2025-11-13', { [`${DEPLOYMENT}.model.version`]: '2025-11-13' }],
  sku: ['DataZoneStandard', { [`${DEPLOYMENT}.sku.name`]: 'DataZoneStandard' }],
  capacity: [7, { [`${DEPLOYMENT}.sku.capacity`]: 7 }],
};

/** A reference to an attribute of the account. */
function ofAccount(attribute: string): unknown {
  return expect.stringMatching(`^\\$.azurerm_cognitive_account\\.openai_\\w+\\.${attribute}}$`);
}

describe('PrivateOpenAi', () => {
  test.each(Object.entries(PLACES))('says %s at its arguments, and nowhere else', (prop, [value, places]) => {
    expect(changesBetween(synthOpenAi(withEndpoint), synthOpenAi({ ...withEndpoint, [prop]: value }))).toEqual(places);
  });

  test('says allowedSubnets at its argument, and nowhere else', () => {
    const [one, other] = [subnet('one'), subnet('other')].map((allowed) => synthOpenAi({ allowedSubnets: [allowed] }));

    expect(changesBetween(one!, other!)).toEqual({
      [`${ACCOUNT}.network_acls.virtual_network_rules.0.subnet_id`]: subnet('other').id,
    });
  });

  test.each(Object.entries(PLACES_OF_A_DEPLOYMENT))(
    'says %s of a deployment at its argument, and nowhere else',
    (prop, [value, places]) => {
      const [one, other] = [deployment, { ...deployment, [prop]: value }].map((props) =>
        synthOpenAi({}, (openAi) => openAi.addDeployment('mini', props)),
      );

      expect(changesBetween(one!, other!)).toEqual(places);
    },
  );

  test('takes no key and lets nobody in by default', () => {
    // WHEN
    const template = synthOpenAi();

    // THEN
    expect(template.single('azurerm_cognitive_account')).toMatchObject({
      kind: 'OpenAI',
      sku_name: 'S0',
      name: 'oai-test',
      custom_subdomain_name: 'oai-test',
      local_auth_enabled: false,
      public_network_access_enabled: true,
      network_acls: { default_action: 'Deny', bypass: 'None', ip_rules: [], virtual_network_rules: [] },
    });
    expect(template.count('azurerm_role_assignment')).toBe(0);
    expect(template.count('azurerm_private_endpoint')).toBe(0);
    expect(template.count('azurerm_cognitive_deployment')).toBe(0);
  });

  test('lets in the subnets that are named', () => {
    const allowed = subnet('snet-aks');

    const template = synthOpenAi({ allowedSubnets: [allowed] });

    expect(template.single('azurerm_cognitive_account')['network_acls']).toMatchObject({
      default_action: 'Deny',
      virtual_network_rules: [{ subnet_id: allowed.id, ignore_missing_vnet_service_endpoint: false }],
    });
  });

  test('has a private endpoint with its name service, and no public access then', () => {
    // GIVEN
    const endpointSubnet = subnet('snet-pep');

    // WHEN
    const template = synthOpenAi({ privateEndpointName: 'pep-oai', privateEndpointSubnet: endpointSubnet }, (openAi) =>
      openAi.addDeployment('mini', deployment),
    );

    // THEN
    expect(template.single('azurerm_cognitive_account')['public_network_access_enabled']).toBe(false);
    expect(template.single('azurerm_private_dns_zone')['name']).toBe('privatelink.openai.azure.com');
    expect(template.single('azurerm_private_dns_zone_virtual_network_link')['virtual_network_id']).toBe(
      endpointSubnet.virtualNetworkId,
    );
    const endpoint = template.single('azurerm_private_endpoint');
    expect(endpoint).toMatchObject({
      subnet_id: endpointSubnet.id,
      private_service_connection: {
        subresource_names: ['account'],
        is_manual_connection: false,
        private_connection_resource_id: expect.stringMatching(/azurerm_cognitive_account\.openai_\w+\.id/),
      },
      private_dns_zone_group: {
        private_dns_zone_ids: [expect.stringMatching(/azurerm_private_dns_zone\.openai_private-dns-zone_\w+\.id/)],
      },
    });
    expect(template.single('azurerm_private_dns_zone_virtual_network_link')['private_dns_zone_name']).toMatch(
      /azurerm_private_dns_zone\.openai_private-dns-zone_\w+\.name/,
    );
    // It waits for the deployments, since an account that was just made refuses it.
    expect(endpoint['depends_on']).toEqual([
      expect.stringMatching(/^azurerm_private_dns_zone_virtual_network_link\./),
      expect.stringMatching(/^azurerm_cognitive_deployment\.openai_mini_/),
    ]);
  });

  test('leaves the version of a model to the service where none is named', () => {
    const { version: _, ...unversioned } = deployment;
    const template = synthOpenAi({}, (openAi) => openAi.addDeployment('mini', unversioned));

    expect(template.single('azurerm_cognitive_deployment')['model']).toEqual({
      format: 'OpenAI',
      name: 'gpt-5.4-mini',
    });
  });

  test('deploys a model with its filter named and its version kept', () => {
    const template = synthOpenAi({}, (openAi) => openAi.addDeployment('mini', deployment));

    expect(template.single('azurerm_cognitive_deployment')).toMatchObject({
      name: 'gpt-5.4-mini',
      model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
      sku: { name: 'GlobalStandard', capacity: 120 },
      cognitive_account_id: expect.stringMatching(/azurerm_cognitive_account\.openai_\w+\.id/),
      rai_policy_name: 'Microsoft.DefaultV2',
      version_upgrade_option: 'OnceCurrentVersionExpired',
    });
  });

  test('grants a workload the use of the models, once', () => {
    const template = synthOpenAi({}, (openAi) => {
      const first = openAi.grantUse(identity('ai-service-account'));
      expect(openAi.grantUse(identity('ai-service-account'))).toBe(first);
      openAi.grantUse(identity('other', OTHER_PRINCIPAL));
    });

    expect(template.count('azurerm_role_assignment')).toBe(2);
    for (const role of Object.values(template.resources('azurerm_role_assignment'))) {
      expect(role).toMatchObject({
        role_definition_name: 'Cognitive Services OpenAI User',
        principal_type: 'ServicePrincipal',
        principal_id: expect.stringMatching(/^(3{8}|7{8})-/),
      });
      expect(role['scope']).toMatch(/azurerm_cognitive_account\.openai_\w+\.id/);
    }
  });

  test('lets in the workloads of two clusters, of one namespace and ServiceAccount', () => {
    // WHEN
    const template = synthOpenAi({}, (openAi, stack) => {
      for (const id of ['a', 'b', 'c']) {
        const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, id, {
          resourceGroup,
          oidcIssuerUrl: `https://${id}.example/`,
        });
        const account = { namespace: 'dev', serviceAccountName: 'reports' };
        const reports = cluster.federate('reports', { ...account, identityName: `id-reports-${id}` });
        expect(openAi.grantUse(reports)).toBe(openAi.grantUse(reports));
      }
    });

    // THEN
    const granted = Object.entries(template.resources('azurerm_role_assignment')).map(([id, role]) => [
      id,
      role['principal_id'],
    ]);
    expect(
      Object.fromEntries(granted.map((pair) => pair.map((part) => String(part).replace(/_[0-9A-F]{8}/, '')))),
    ).toEqual({
      'openai_use-dev_reports': '${azurerm_user_assigned_identity.a_reports.principal_id}',
      'openai_use-dev_reports-b_reports': '${azurerm_user_assigned_identity.b_reports.principal_id}',
      'openai_use-dev_reports-c_reports': '${azurerm_user_assigned_identity.c_reports.principal_id}',
    });
  });

  test('tells two identities that stand nowhere in the stack by their object ids, or refuses the second', () => {
    const openAi = new PrivateOpenAi(emptyStack(), 'openai', minimal);
    const first = openAi.grantUse(identity('chat'));

    expect(openAi.grantUse(identity('chat', OTHER_PRINCIPAL))).not.toBe(first);
    expect(openAi.node.children.map(({ node }) => node.id)).toContain(`use-dev_chat-${OTHER_PRINCIPAL}`);
    expect(() => openAi.grantUse(identity('chat', '${var.principal}'))).toThrow(
      "'identity' must be made by federate or fromIdentityAttributes, since another of dev/chat was let in before: its place in the stack tells the two apart [test/openai]",
    );
  });

  test('grants one principal its role once, whatever it is called', () => {
    const openAi = new PrivateOpenAi(emptyStack(), 'openai', minimal);

    const first = openAi.grantUse(identity('chat', operator));

    expect(openAi.grantUse(identity('other', operator.toLowerCase()))).toBe(first);
    expect(openAi.grantUseToOperator(operator, 'ServicePrincipal')).toBe(first);
  });

  test('grants an operator the same, as a person unless told otherwise', () => {
    const template = synthOpenAi({}, (openAi) => {
      openAi.grantUseToOperator(operator);
      openAi.grantUseToOperator(operator.toLowerCase());
      openAi.grantUseToOperator('66666666-6666-6666-6666-666666666666', 'Group');
    });

    expect(template.count('azurerm_role_assignment')).toBe(2);
    expect(template.where('azurerm_role_assignment', 'principal_id', operator)).toMatchObject({
      principal_type: 'User',
    });
    expect(template.where('azurerm_role_assignment', 'principal_type', 'Group')).toMatchObject({
      principal_id: '66666666-6666-6666-6666-666666666666',
      role_definition_name: 'Cognitive Services OpenAI User',
    });
  });

  test('stands twice in one stack', () => {
    const template = synthWith((stack) => {
      new PrivateOpenAi(stack, 'a', minimal);
      new PrivateOpenAi(stack, 'b', { ...minimal, accountName: 'oai-b' });
    });

    expect(template.count('azurerm_cognitive_account')).toBe(2);
  });

  test.each<[string, Partial<PrivateOpenAiProps>, Partial<PrivateOpenAiProps>, string]>([
    [
      'its name',
      {},
      {},
      "'accountName' must be another than that of test/a: it is a subdomain in all of Azure [test/b]",
    ],
    [
      'the name of its private endpoint',
      withEndpoint,
      { ...withEndpoint, accountName: 'oai-b', privateDnsZoneId: ZONE },
      "'privateEndpointName' must be another name than that of test/a, which is in the same resource group, got 'pep-oai' [test/b]",
    ],
    [
      'its DNS zone, in one resource group',
      withEndpoint,
      {
        accountName: 'oai-b',
        privateEndpointName: 'pep-b',
        privateEndpointSubnet: { id: `${ELSEWHERE}/subnets/b`, name: 'b', virtualNetworkId: ELSEWHERE },
      },
      ZONE_IS_MADE,
    ],
    [
      'its DNS zone, in one network',
      withEndpoint,
      {
        accountName: 'oai-b',
        privateEndpointName: 'pep-b',
        privateEndpointSubnet: subnet('b'),
        resourceGroup: { ...resourceGroup, name: 'rg-other' },
      },
      ZONE_IS_MADE,
    ],
  ])('leaves another account of the stack %s', (_, first, second, message) => {
    const stack = emptyStack();
    new PrivateOpenAi(stack, 'a', { ...minimal, ...first });

    expect(() => new PrivateOpenAi(stack, 'b', { ...minimal, ...second })).toThrow(message);
  });

  test('takes a DNS zone that exists: a hub’s, or another account’s', () => {
    const template = synthWith((stack) => {
      const hub = new PrivateOpenAi(stack, 'hub', { ...withEndpoint, privateDnsZoneId: ZONE });
      expect(hub.privateDnsZoneId).toBe(ZONE);
      const { privateDnsZoneId } = new PrivateOpenAi(stack, 'a', {
        ...withEndpoint,
        accountName: 'oai-a',
        privateEndpointName: 'pep-a',
      });
      new PrivateOpenAi(stack, 'b', {
        ...withEndpoint,
        accountName: 'oai-b',
        privateEndpointName: 'pep-b',
        privateDnsZoneId,
      });
      expect(
        new PrivateOpenAi(stack, 'open', { ...minimal, accountName: 'oai-open' }).privateDnsZoneId,
      ).toBeUndefined();
    });

    expect(template.count('azurerm_private_dns_zone')).toBe(1);
    expect(template.count('azurerm_private_dns_zone_virtual_network_link')).toBe(1);
    const zones = Object.fromEntries(
      Object.values(template.resources('azurerm_private_endpoint')).map((endpoint) => [
        endpoint['name'],
        (endpoint['private_dns_zone_group'] as { private_dns_zone_ids: string[] }).private_dns_zone_ids,
      ]),
    );
    const made = [expect.stringMatching(/^\$\{azurerm_private_dns_zone\.a_private-dns-zone_\w+\.id\}$/)];
    expect(zones).toEqual({ 'pep-oai': [ZONE], 'pep-a': made, 'pep-b': made });
  });

  test('says itself and the names of its deployments', () => {
    const template = synthOpenAi({}, (openAi, stack) => {
      expect(openAi.deploymentNames).toEqual([]);
      openAi.addDeployment('mini', deployment);
      const { accountId, accountName, endpoint, deploymentNames } = openAi;
      new TerraformOutput(stack, 'itself', { value: { accountId, accountName, endpoint, deploymentNames } });
    });

    expect(template.json.output?.['itself']?.value).toEqual({
      accountId: ofAccount('id'),
      accountName: ofAccount('name'),
      endpoint: ofAccount('endpoint'),
      deploymentNames: [expect.stringMatching(/azurerm_cognitive_deployment\.openai_mini_\w+\.name/)],
    });
  });

  test('answers a deployment and a grant with something to wait for', () => {
    const template = synthOpenAi({}, (openAi, stack) => {
      const dependsOn = [
        openAi.addDeployment('mini', deployment),
        openAi.grantUse(identity('chat')),
        openAi.grantUseToOperator(operator),
      ];
      new TerraformOutput(stack, 'late', { value: 'late', dependsOn });
    });

    expect(template.json.output?.['late']).toMatchObject({
      depends_on: [
        expect.stringMatching(/^\$\{azurerm_cognitive_deployment\.openai_mini_\w+\}$/),
        expect.stringMatching(/^\$\{azurerm_role_assignment\.openai_use-dev_chat_\w+\}$/),
        expect.stringMatching(/^\$\{azurerm_role_assignment\.openai_use-operator-55555555-/),
      ],
    });
  });

  test.each<[string, Partial<PrivateOpenAiProps>, string]>([
    [
      'a DNS zone without a private endpoint',
      { privateDnsZoneId: ZONE },
      "'privateDnsZoneId' must be left out without 'privateEndpointSubnet': nothing would stand in the zone [test/openai]",
    ],
    [
      'another DNS zone',
      { ...withEndpoint, privateDnsZoneId: ZONE.replace('openai', 'blob') },
      `'privateDnsZoneId' must be the resource id that "az network private-dns zone show --name privatelink.openai.azure.com --query id" prints, got '${ZONE.replace('openai', 'blob')}' [test/openai]`,
    ],
    [
      'a private endpoint’s name that is none',
      { privateEndpointName: '-', privateEndpointSubnet: subnet('b') },
      `'privateEndpointName' must have 2 to 64 characters: letters, digits, ".", "_" and "-", first a letter or digit, last a letter, digit or "_", got '-' [test/openai]`,
    ],
    [
      'two ways in',
      { allowedSubnets: [subnet('a')], privateEndpointName: 'pep', privateEndpointSubnet: subnet('b') },
      "'allowedSubnets' must be left out with 'privateEndpointSubnet': public access is off, so no rule would count [test/openai]",
    ],
    [
      'a private endpoint without its subnet',
      { privateEndpointName: 'pep' },
      "'privateEndpointSubnet' must be given with 'privateEndpointName': give all of them or none [test/openai]",
    ],
    [
      'a subnet of a private endpoint that has no name',
      { privateEndpointSubnet: subnet('b') },
      "'privateEndpointName' must be given with 'privateEndpointSubnet': give all of them or none [test/openai]",
    ],
    [
      'a name that is a label too long for DNS',
      { accountName: 'a'.repeat(64) },
      `'accountName' must have 2 to 63 characters: lower case letters, digits and hyphens, first and last a letter or digit (it is the subdomain too), got '${'a'.repeat(64)}' [test/openai]`,
    ],
    [
      'a name that is no subdomain',
      { accountName: 'OAI_test' },
      "'accountName' must have 2 to 63 characters: lower case letters, digits and hyphens, first and last a letter or digit (it is the subdomain too), got 'OAI_test' [test/openai]",
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => new PrivateOpenAi(emptyStack(), 'openai', { ...minimal, ...change })).toThrow(message);
  });

  test.each<[keyof ModelDeploymentProps, string | number, string]>([
    [
      'deploymentName',
      'gpt 5',
      'must have 2 to 64 characters: letters, digits, ".", "_" and "-", first and last a letter or digit',
    ],
    [
      'model',
      'gpt/5',
      'must have 1 to 64 characters: letters, digits, ".", "_" and "-", first a letter or digit, for example gpt-5.6-luna',
    ],
    [
      'version',
      '',
      'must have 1 to 64 characters: letters, digits, ".", "_" and "-", first a letter or digit, for example 2026-07-09',
    ],
    ['capacity', 0, 'must be a whole number from 1'],
  ])('refuses a deployment whose %s is %j', (prop, value, problem) => {
    const openAi = new PrivateOpenAi(emptyStack(), 'openai', minimal);
    const got = typeof value === 'string' ? `'${value}'` : value;

    expect(() => openAi.addDeployment('mini', { ...deployment, [prop]: value })).toThrow(
      `'${prop}' ${problem}, got ${got} [test/openai]`,
    );
  });

  test('refuses an operator that is no object id', () => {
    const openAi = new PrivateOpenAi(emptyStack(), 'openai', minimal);

    expect(() => openAi.grantUseToOperator('me@example.com')).toThrow(
      "'objectId' must be a UUID, got 'me@example.com' [test/openai]",
    );
  });

  test('takes a name of 63 characters', () => {
    expect(synthOpenAi({ accountName: 'a'.repeat(63) }).single('azurerm_cognitive_account')['name']).toHaveLength(63);
  });

  test('refuses an operator whose id would be part of an address and is not known', () => {
    const openAi = new PrivateOpenAi(emptyStack(), 'openai', minimal);

    expect(() => openAi.grantUseToOperator(Fn.uuid())).toThrow("'objectId' must be written out");
  });
});

describe('PrivateOpenAi.fromAccountAttributes', () => {
  const accountId = `${resourceGroup.id}/providers/Microsoft.CognitiveServices/accounts/oai-shared`;
  const imported = (stack: TerraformStack): IPrivateOpenAi =>
    PrivateOpenAi.fromAccountAttributes(stack, 'shared', { accountId });

  test('lets workloads and operators use an account that exists already, and makes none', () => {
    // WHEN
    const template = synthWith((stack) => {
      const openAi = imported(stack);
      openAi.grantUse(identity('chat'));
      openAi.grantUse(identity('chat'));
      openAi.grantUseToOperator(operator);
    });

    // THEN
    expect(template.count('azurerm_cognitive_account')).toBe(0);
    expect(template.count('azurerm_role_assignment')).toBe(2);
    for (const role of Object.values(template.resources('azurerm_role_assignment'))) {
      expect(role).toMatchObject({ role_definition_name: 'Cognitive Services OpenAI User', scope: accountId });
    }
  });

  test('deploys models to it', () => {
    const template = synthWith((stack) => {
      const openAi = imported(stack);
      openAi.addDeployment('mini', deployment);
      expect(openAi.deploymentNames).toHaveLength(1);
    });

    expect(template.single('azurerm_cognitive_deployment')['cognitive_account_id']).toBe(accountId);
  });

  test('is one account, however often it stands in a stack', () => {
    // GIVEN
    const stack = emptyStack();
    const own = new PrivateOpenAi(stack, 'own', minimal);
    const [one, other, another, twin] = [accountId, accountId.toUpperCase(), `${accountId}-2`, own.accountId].map(
      (id, index) => PrivateOpenAi.fromAccountAttributes(stack, `shared-${index}`, { accountId: id }),
    );

    // WHEN
    const granted = one!.grantUse(identity('chat'));
    one!.addDeployment('mini', deployment);

    // THEN
    expect(other!.grantUse(identity('chat'))).toBe(granted);
    expect(another!.grantUse(identity('chat'))).not.toBe(granted);
    expect(twin!.grantUse(identity('chat'))).toBe(own.grantUse(identity('chat')));
    expect(() => other!.addDeployment('mini', deployment)).toThrow(
      "'deploymentName' must be another than one of the same account, which test/shared-0 deploys, got 'gpt-5.4-mini' [test/shared-1]",
    );
    expect(() => another!.addDeployment('mini', deployment)).not.toThrow();
  });

  test('is one account in each stack', () => {
    const [first, second] = [emptyStack(), emptyStack()].map((stack) => imported(stack).grantUse(identity('chat')));

    expect(first).not.toBe(second);
  });

  test('gets a private endpoint where one is described, with a zone of its own or one that exists', () => {
    // GIVEN
    const privateEndpointSubnet = subnet('snet-pep');
    const described = { accountId, resourceGroup, privateEndpointName: 'pep-shared', privateEndpointSubnet };

    // WHEN
    const own = synthWith((stack) => void PrivateOpenAi.fromAccountAttributes(stack, 'shared', described));
    const hubs = synthWith(
      (stack) => void PrivateOpenAi.fromAccountAttributes(stack, 'shared', { ...described, privateDnsZoneId: ZONE }),
    );

    // THEN
    expect(own.single('azurerm_private_endpoint')).toMatchObject({
      name: 'pep-shared',
      resource_group_name: 'rg-test',
      subnet_id: privateEndpointSubnet.id,
      private_service_connection: { private_connection_resource_id: accountId, subresource_names: ['account'] },
    });
    expect(own.count('azurerm_private_dns_zone')).toBe(1);
    expect(hubs.count('azurerm_private_dns_zone')).toBe(0);
    expect(hubs.single('azurerm_private_endpoint')['private_dns_zone_group']).toMatchObject({
      private_dns_zone_ids: [ZONE],
    });
  });

  test.each<[string, object, string]>([
    [
      'a private endpoint in part',
      { privateEndpointName: 'pep-shared' },
      "'resourceGroup', 'privateEndpointSubnet' must be given with 'privateEndpointName': give all of them or none [test/shared]",
    ],
    [
      'a zone without a private endpoint',
      { privateDnsZoneId: ZONE },
      "'privateDnsZoneId' must be left out without 'privateEndpointSubnet': nothing would stand in the zone [test/shared]",
    ],
    [
      'a private endpoint whose name is none',
      { resourceGroup, privateEndpointName: '-', privateEndpointSubnet: subnet('snet-pep') },
      "'privateEndpointName' must have 2 to 64 characters",
    ],
  ])('refuses %s', (_what, attributes, message) => {
    expect(() => PrivateOpenAi.fromAccountAttributes(emptyStack(), 'shared', { accountId, ...attributes })).toThrow(
      message,
    );
  });

  test('names the deployments that it has, and those that are added', () => {
    const openAi = PrivateOpenAi.fromAccountAttributes(emptyStack(), 'shared', { accountId, deploymentNames: ['old'] });
    expect(openAi.deploymentNames).toEqual(['old']);

    openAi.addDeployment('mini', deployment);

    expect(openAi.deploymentNames).toEqual(['old', expect.any(String)]);
  });

  test('says what it was told', () => {
    const told = { accountId, accountName: 'oai-shared', endpoint: 'https://oai-shared.openai.azure.com/' };

    const openAi = PrivateOpenAi.fromAccountAttributes(emptyStack(), 'shared', told);

    const { accountName, endpoint } = openAi;
    expect({ accountId: openAi.accountId, accountName, endpoint }).toEqual(told);
  });

  test.each([
    ['accountId', 'oai-shared', 'the resource id that "az cognitiveservices account show --query id" prints'],
    [
      'endpoint',
      'oai-shared.openai.azure.com',
      'an https URL, as "az cognitiveservices account show --query properties.endpoint" prints it',
    ],
  ])('refuses an %s that is none', (attribute, value, expected) => {
    expect(() =>
      PrivateOpenAi.fromAccountAttributes(emptyStack(), 'shared', { accountId, [attribute]: value }),
    ).toThrow(`'${attribute}' must be ${expected}, got '${value}' [test/shared]`);
  });

  test.each(['accountName', 'endpoint'] as const)('says that it does not know %s', (attribute) => {
    expect(() => imported(emptyStack())[attribute]).toThrow(
      `'${attribute}' is not known of this imported account: give it to fromAccountAttributes [test/shared]`,
    );
  });
});
