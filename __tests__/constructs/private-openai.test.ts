import { Fn } from 'cdktf';
import { PrivateOpenAi, type ModelDeploymentProps, type PrivateOpenAiProps } from '../../constructs';
import { identity, resourceGroup, subnet } from '../fixtures/infrastructure';
import { emptyStack, synthWith } from '../helpers/template';

const minimal: PrivateOpenAiProps = { resourceGroup, accountName: 'oai-test' };
const deployment: ModelDeploymentProps = {
  deploymentName: 'gpt-5.4-mini',
  model: 'gpt-5.4-mini',
  version: '2026-03-17',
  sku: 'GlobalStandard',
  capacity: 120,
};
const operator = '55555555-5555-5555-5555-55555555555A';

function synthOpenAi(
  change: Partial<PrivateOpenAiProps> = {},
  then: (openAi: PrivateOpenAi) => void = () => undefined,
) {
  return synthWith((stack) => then(new PrivateOpenAi(stack, 'openai', { ...minimal, ...change })));
}

describe('PrivateOpenAi', () => {
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
    const template = synthOpenAi({ privateEndpoint: { name: 'pep-oai', subnet: endpointSubnet } }, (openAi) =>
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
      private_service_connection: { subresource_names: ['account'], is_manual_connection: false },
    });
    // It waits for the deployments, since an account that was just made refuses it.
    expect(endpoint['depends_on']).toEqual([
      expect.stringMatching(/^azurerm_private_dns_zone_virtual_network_link\./),
      expect.stringMatching(/^azurerm_cognitive_deployment\.openai_mini_/),
    ]);
  });

  test('deploys a model with its filter named and its version kept', () => {
    const template = synthOpenAi({}, (openAi) => openAi.addDeployment('mini', deployment));

    expect(template.single('azurerm_cognitive_deployment')).toMatchObject({
      name: 'gpt-5.4-mini',
      model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
      sku: { name: 'GlobalStandard', capacity: 120 },
      rai_policy_name: 'Microsoft.DefaultV2',
      version_upgrade_option: 'OnceCurrentVersionExpired',
    });
  });

  test('grants a workload the use of the models, once', () => {
    const template = synthOpenAi({}, (openAi) => {
      const first = openAi.grantUse(identity('ai-service-account'));
      expect(openAi.grantUse(identity('ai-service-account'))).toBe(first);
      openAi.grantUse(identity('other'));
    });

    expect(template.count('azurerm_role_assignment')).toBe(2);
    for (const role of Object.values(template.resources('azurerm_role_assignment'))) {
      expect(role).toMatchObject({
        role_definition_name: 'Cognitive Services OpenAI User',
        principal_type: 'ServicePrincipal',
        principal_id: '33333333-3333-3333-3333-333333333333',
      });
      expect(role['scope']).toMatch(/azurerm_cognitive_account\.openai_\w+\.id/);
    }
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
    expect(template.where('azurerm_role_assignment', 'principal_type', 'Group')).toBeDefined();
  });

  test('stands twice in one stack', () => {
    const template = synthWith((stack) => {
      new PrivateOpenAi(stack, 'a', minimal);
      new PrivateOpenAi(stack, 'b', { ...minimal, accountName: 'oai-b' });
    });

    expect(template.count('azurerm_cognitive_account')).toBe(2);
  });

  test('knows its endpoint and the names of its deployments', () => {
    const openAi = new PrivateOpenAi(emptyStack(), 'openai', minimal);

    expect(openAi.deploymentNames).toEqual([]);
    openAi.addDeployment('mini', deployment);

    expect(openAi.deploymentNames).toHaveLength(1);
    expect(openAi.endpoint).toMatch(/TfToken/);
  });

  test.each<[string, Partial<PrivateOpenAiProps>, string]>([
    [
      'two ways in',
      { allowedSubnets: [subnet('a')], privateEndpoint: { name: 'pep', subnet: subnet('b') } },
      "'allowedSubnets' must be left out with 'privateEndpoint': public access is off, so no rule would count [test/openai]",
    ],
    [
      'a name that is no subdomain',
      { accountName: 'OAI_test' },
      "'accountName' must have 2 to 64 lower case letters, digits and hyphens, first and last no hyphen, got 'OAI_test' [test/openai]",
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => new PrivateOpenAi(emptyStack(), 'openai', { ...minimal, ...change })).toThrow(message);
  });

  test('refuses an operator whose id would be part of an address and is not known', () => {
    const openAi = new PrivateOpenAi(emptyStack(), 'openai', minimal);

    expect(() => openAi.grantUseToOperator(Fn.uuid())).toThrow("'objectId' must be written out");
  });
});
