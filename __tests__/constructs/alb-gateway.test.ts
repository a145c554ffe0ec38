import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { AlbGateway, WorkloadIdentityCluster, type AlbGatewayProps } from '../../constructs';
import { resourceGroup, subnet } from '../fixtures/infrastructure';
import { changesBetween, type Places } from '../helpers/changes';
import { emptyStack, synthStack, synthWith } from '../helpers/template';

const nodeResourceGroupId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/MC_test';
const loadBalancer = { loadBalancerName: 'alb-test', frontendName: 'fe-test' };

function synthGateway(change: Partial<AlbGatewayProps> = {}, nodes = nodeResourceGroupId) {
  return synthWith((stack) => {
    const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
      resourceGroup,
      oidcIssuerUrl: 'https://issuer.example/',
      nodeResourceGroupId: nodes,
    });
    const { attachment } = new AlbGateway(stack, 'alb', {
      resourceGroup,
      cluster,
      subnet: subnet('snet-alb'),
      identityName: 'id-alb',
      controllerVersion: '1.13.0',
      ...change,
    });
    new TerraformOutput(stack, 'attachment', { value: attachment });
  });
}

function scopes(template: ReturnType<typeof synthGateway>) {
  return Object.fromEntries(
    Object.values(template.resources('azurerm_role_assignment')).map((role) => [
      role['role_definition_name'],
      role['scope'],
    ]),
  );
}

const policyGroup = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-waf';
const policyId = (name: string, group = policyGroup) =>
  `${group}/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/${name}`;

/** What makes a firewall policy, in the place of one that exists. */
type OwnFirewall = 'allowedSourceRanges' | 'firewallPolicyName';

/** Every property but the cluster and the provider, which belong to the stack, and a firewall of its own. */
const full: Required<Omit<AlbGatewayProps, 'cluster' | 'helmProvider' | OwnFirewall>> = {
  resourceGroup,
  subnet: { ...subnet('snet-alb'), dependables: [{ fqn: 'azurerm_subnet.alb' }] },
  identityName: 'id-alb',
  controllerVersion: '1.12.4',
  ...loadBalancer,
  webApplicationFirewallPolicyId: policyId('waf'),
  installAfter: [{ fqn: 'azurerm_role_assignment.admin' }],
  protect: true,
};

const RELEASE = 'helm_release.alb_controller';
const BALANCER = 'azurerm_application_load_balancer.alb_load-balancer';
const POLICY = 'azurerm_application_load_balancer_security_policy.alb_security-policy';
const ROLE = 'azurerm_role_assignment.alb';

/** Another value of each property, and where it arrives in a gateway that has them all. */
const PLACES: { readonly [Prop in keyof typeof full]-?: readonly [AlbGatewayProps[Prop], Places] } = {
  resourceGroup: [
    { name: 'rg-other', id: '/subscriptions/other/resourceGroups/rg-other', location: 'westeurope' },
    {
      [`${BALANCER}.resource_group_name`]: 'rg-other',
      [`${BALANCER}.location`]: 'westeurope',
      [`${POLICY}.location`]: 'westeurope',
      [`${ROLE}_configuration-manager.scope`]: '/subscriptions/other/resourceGroups/rg-other',
    },
  ],
  protect: [
    false,
    {
      [`${BALANCER}.lifecycle.prevent_destroy`]: false,
      'azurerm_application_load_balancer_frontend.alb_frontend.lifecycle.prevent_destroy': false,
      'azurerm_user_assigned_identity.cluster_alb-controller.lifecycle.prevent_destroy': false,
    },
  ],
  subnet: [
    { ...subnet('other'), dependables: [{ fqn: 'azurerm_subnet.other' }] },
    {
      'azurerm_application_load_balancer_subnet_association.alb_subnet-association.subnet_id': subnet('other').id,
      [`${ROLE}_network-contributor.scope`]: subnet('other').id,
      [`${BALANCER}.depends_on`]: ['azurerm_subnet.other'],
    },
  ],
  identityName: [
    'id-other',
    {
      'azurerm_user_assigned_identity.cluster_alb-controller.name': 'id-other',
      'azurerm_role_definition.alb_join-firewall-policy.name': 'id-other joins firewall policies',
    },
  ],
  controllerVersion: ['1.11.5', { [`${RELEASE}.version`]: '1.11.5' }],
  loadBalancerName: ['alb-other', { [`${BALANCER}.name`]: 'alb-other' }],
  frontendName: ['fe-other', { 'azurerm_application_load_balancer_frontend.alb_frontend.name': 'fe-other' }],
  webApplicationFirewallPolicyId: [
    policyId('waf', '/subscriptions/1/resourceGroups/other'),
    {
      'azurerm_role_definition.alb_join-firewall-policy.scope': '/subscriptions/1/resourceGroups/other',
      [`${ROLE}_firewall-policy.scope`]: policyId('waf', '/subscriptions/1/resourceGroups/other'),
      [`${POLICY}.web_application_firewall_policy_id`]: policyId('waf', '/subscriptions/1/resourceGroups/other'),
    },
  ],
  installAfter: [
    [{ fqn: 'azurerm_role_assignment.other' }],
    {
      [`${RELEASE}.depends_on`]: [
        ...['reader', 'configuration-manager', 'network-contributor', 'firewall-policy'].map((id) => `${ROLE}_${id}`),
        'azurerm_federated_identity_credential.cluster_alb-controller_credential-azure-alb-system_alb-controller-sa',
        'azurerm_role_assignment.other',
      ],
    },
  ],
};

/** A cluster that exists already. */
function clusterOf(stack: TerraformStack, id: string) {
  return WorkloadIdentityCluster.fromClusterAttributes(stack, `cluster-${id}`, {
    resourceGroup,
    oidcIssuerUrl: `https://${id}.example/`,
    nodeResourceGroupId,
  });
}

/** A Helm provider beside that of the stack. */
function helm(stack: TerraformStack, alias: string) {
  return new HelmProvider(stack, `helm-${alias}`, { alias });
}

/** A gateway of a stack that may have others. */
function make(stack: TerraformStack, id: string, more: Partial<AlbGatewayProps> = {}) {
  return new AlbGateway(stack, id, {
    resourceGroup,
    cluster: more.cluster ?? clusterOf(stack, id),
    helmProvider: more.helmProvider,
    subnet: subnet(id),
    identityName: `id-${id}`,
    controllerVersion: '1.13.0',
    loadBalancerName: more.loadBalancerName ?? `alb-${id}`,
    frontendName: `fe-${id}`,
  });
}

describe('AlbGateway', () => {
  test.each(Object.entries(PLACES))('says %s at its arguments, and nowhere else', (prop, [value, places]) => {
    expect(changesBetween(synthGateway(full), synthGateway({ ...full, [prop]: value }))).toEqual(places);
  });

  test.each([
    ['bring-your-own', loadBalancer, ['reader']],
    ['managed', {}, ['reader', 'configuration-manager']],
  ])('says the nodes’ resource group where the controller works in %s mode', (_, names, roles) => {
    const other = '/subscriptions/other/resourceGroups/MC_other';

    expect(changesBetween(synthGateway(names), synthGateway(names, other))).toEqual(
      Object.fromEntries(roles.map((role) => [`${ROLE}_${role}.scope`, other])),
    );
  });

  test('ties the load balancer’s parts together', () => {
    const template = synthGateway(full);

    const ours = expect.stringMatching(/azurerm_application_load_balancer\.alb_load-balancer_\w+\.id/);
    for (const part of ['frontend', 'subnet_association', 'security_policy']) {
      expect(template.single(`azurerm_application_load_balancer_${part}`)['application_load_balancer_id']).toEqual(
        ours,
      );
    }
  });

  describe('with ranges that may open the pages', () => {
    const firewall = { allowedSourceRanges: ['203.0.113.0/24', '198.51.100.7/32'], firewallPolicyName: 'waf-test' };
    const MADE = 'azurerm_web_application_firewall_policy';
    const madeId = expect.stringMatching(/^\$\{azurerm_web_application_firewall_policy\.alb_firewall_\w+\.id\}$/);

    test.each([
      ['bring-your-own', loadBalancer, 1],
      ['managed', {}, 0],
    ])(
      'makes a policy that blocks every other address, and lets the controller join it in %s mode',
      (_, mode, bound) => {
        // WHEN
        const template = synthGateway({ ...mode, ...firewall });

        // THEN
        expect(template.single(MADE)).toMatchObject({
          name: 'waf-test',
          resource_group_name: resourceGroup.name,
          location: resourceGroup.location,
          custom_rules: [
            {
              action: 'Block',
              rule_type: 'MatchRule',
              priority: 1,
              match_conditions: [
                {
                  match_variables: [{ variable_name: 'RemoteAddr' }],
                  operator: 'IPMatch',
                  negation_condition: true,
                  match_values: ['203.0.113.0/24', '198.51.100.7/32'],
                },
              ],
            },
          ],
          managed_rules: { managed_rule_set: [{ type: 'Microsoft_DefaultRuleSet', version: '2.1' }] },
        });
        expect(template.single('azurerm_role_definition')).toMatchObject({
          scope: resourceGroup.id,
          permissions: [
            { actions: ['Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/join/action'] },
          ],
        });
        const join = Object.values(template.resources('azurerm_role_assignment')).filter(
          ({ role_definition_id }) => role_definition_id !== undefined,
        );
        expect(join).toEqual([expect.objectContaining({ scope: madeId, principal_type: 'ServicePrincipal' })]);
        const policies = Object.values(template.resources('azurerm_application_load_balancer_security_policy'));
        expect(policies.map(({ web_application_firewall_policy_id }) => web_application_firewall_policy_id)).toEqual(
          bound ? [madeId] : [],
        );
      },
    );

    test('lets pictures of 10 MB through, and inspects what fits', () => {
      expect(synthGateway(firewall).single(MADE)['policy_settings']).toEqual({
        mode: 'Prevention',
        request_body_check: true,
        request_body_inspect_limit_in_kb: 128,
        request_body_enforcement: false,
        file_upload_limit_in_mb: 100,
      });
    });

    test.each<[string, Partial<AlbGatewayProps>, RegExp]>([
      [
        'no range',
        { allowedSourceRanges: [] },
        /^'allowedSourceRanges' must hold at least one range: .+ \[test\/alb\]$/,
      ],
      ['a private range', { allowedSourceRanges: ['10.0.0.0/8'] }, /^'allowedSourceRanges' must be a range of public/],
      ['a name that is none', { firewallPolicyName: '-' }, /^'firewallPolicyName' must have 1 to 80 characters/],
      ['no name', { firewallPolicyName: undefined }, /^'firewallPolicyName' must be given with 'allowedSourceRanges'/],
      [
        'a policy that exists beside them',
        { webApplicationFirewallPolicyId: policyId('waf') },
        /^'allowedSourceRanges' must be left out with 'webApplicationFirewallPolicyId'/,
      ],
    ])('refuses %s', (_, change, message) => {
      expect(() => synthGateway({ ...firewall, ...change })).toThrow(message);
    });
  });

  test('installs the controller under an identity of its own', () => {
    // WHEN
    const template = synthGateway();

    // THEN
    expect(template.single('helm_release')).toMatchObject({
      chart: 'oci://mcr.microsoft.com/application-lb/charts/alb-controller',
      version: '1.13.0',
      name: 'alb-controller',
      namespace: 'default',
      atomic: true,
      upgrade_install: true,
      set: [
        { name: 'albController.namespace', value: 'azure-alb-system' },
        {
          name: 'albController.podIdentity.clientID',
          value: expect.stringMatching(/azurerm_user_assigned_identity\..+\.client_id/),
        },
      ],
    });
    expect(template.single('azurerm_federated_identity_credential')['subject']).toBe(
      'system:serviceaccount:azure-alb-system:alb-controller-sa',
    );
  });

  test('waits with the controller for its roles, its credential and the login', () => {
    const waits = synthGateway().single('helm_release')['depends_on'] as string[];

    expect(waits.filter((address) => address.startsWith('azurerm_role_assignment.'))).toHaveLength(3);
    expect(waits.filter((address) => address.startsWith('azurerm_federated_identity_credential.'))).toHaveLength(1);
    expect(waits).toHaveLength(4);
  });

  test('makes no load balancer in managed mode, and manages those beside the nodes', () => {
    // WHEN
    const template = synthGateway();

    // THEN
    expect(template.count('azurerm_application_load_balancer')).toBe(0);
    expect(template.count('azurerm_application_load_balancer_frontend')).toBe(0);
    expect(template.count('azurerm_application_load_balancer_subnet_association')).toBe(0);
    expect(scopes(template)).toEqual({
      Reader: nodeResourceGroupId,
      'AppGw for Containers Configuration Manager': nodeResourceGroupId,
      'Network Contributor': subnet('snet-alb').id,
    });
    expect(template.json.output?.['attachment']?.value).toEqual({
      mode: 'managed',
      albSubnetId: subnet('snet-alb').id,
    });
  });

  test('makes the load balancer in bring-your-own mode, the association after the frontend', () => {
    // WHEN
    const template = synthGateway(loadBalancer);

    // THEN
    expect(template.single('azurerm_application_load_balancer')).toMatchObject({ name: 'alb-test' });
    expect(template.single('azurerm_application_load_balancer_frontend')).toMatchObject({ name: 'fe-test' });
    const [frontendId] = Object.keys(template.resources('azurerm_application_load_balancer_frontend'));
    expect(template.single('azurerm_application_load_balancer_subnet_association')).toMatchObject({
      subnet_id: subnet('snet-alb').id,
      depends_on: [`azurerm_application_load_balancer_frontend.${frontendId}`],
    });
    expect(scopes(template)).toEqual({
      Reader: nodeResourceGroupId,
      'AppGw for Containers Configuration Manager': resourceGroup.id,
      'Network Contributor': subnet('snet-alb').id,
    });
    expect(template.json.output?.['attachment']?.value).toEqual({
      mode: 'bring-your-own',
      loadBalancerId: expect.stringMatching(/azurerm_application_load_balancer\..+\.id/),
      frontendName: expect.stringMatching(/_frontend\..+\.name/),
      fqdn: expect.stringMatching(/fully_qualified_domain_name/),
    });
  });

  test('names the type of each principal', () => {
    const roles = Object.values(synthGateway(loadBalancer).resources('azurerm_role_assignment'));

    expect(roles).toHaveLength(3);
    expect(roles.every((role) => role['principal_type'] === 'ServicePrincipal')).toBe(true);
    for (const role of roles) expect(role['principal_id']).toMatch(/cluster_alb-controller_\w+\.principal_id/);
  });

  test.each<[string, Partial<AlbGatewayProps>, string]>([
    ...(['loadBalancerName', 'frontendName'] as const).map((prop): [string, Partial<AlbGatewayProps>, string] => [
      `a ${prop} that is none`,
      { ...loadBalancer, [prop]: 'a_b' },
      `'${prop}' must have ${prop === 'frontendName' ? 1 : 2} to 64 characters: letters, digits and hyphens, first and last a letter or digit, got 'a_b' [test/alb]`,
    ]),
    [
      'an identity’s name that is none',
      { identityName: 'id' },
      `'identityName' must have 3 to 128 characters: letters, digits, "_" and "-", first a letter or digit, got 'id' [test/alb]`,
    ],
    [
      'a controller’s version that is none',
      { controllerVersion: 'latest' },
      "'controllerVersion' must be the version of a chart, for example 1.13.0, got 'latest' [test/alb]",
    ],
    [
      'a load balancer without a frontend',
      { loadBalancerName: 'alb-test' },
      "'frontendName' must be given with 'loadBalancerName': give all of them or none [test/alb]",
    ],
    [
      'a frontend without a load balancer',
      { frontendName: 'fe-test' },
      "'loadBalancerName' must be given with 'frontendName': give all of them or none [test/alb]",
    ],
    [
      'a firewall policy that is none',
      { webApplicationFirewallPolicyId: policyGroup },
      `'webApplicationFirewallPolicyId' must be the resource id that "az network application-gateway waf-policy show --query id" prints, got '${policyGroup}' [test/alb]`,
    ],
    [
      'a firewall policy that is known after apply only',
      { webApplicationFirewallPolicyId: '${var.policy}' },
      "'webApplicationFirewallPolicyId' must be a literal: its resource group is read from it [test/alb]",
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => synthGateway(change)).toThrow(message);
  });

  describe('beside another in one stack', () => {
    test('stands on a second cluster, and installs by the provider of that', () => {
      const template = synthWith((stack) => {
        make(stack, 'a');
        make(stack, 'b', { helmProvider: helm(stack, 'b') });
        make(stack, 'c', { helmProvider: helm(stack, 'c') });
      });

      const releases = Object.entries(template.resources('helm_release'));
      expect(releases.map(([id, { provider }]) => [id.slice(0, 1), provider])).toEqual([
        ['a', undefined],
        ['b', 'helm.b'],
        ['c', 'helm.c'],
      ]);
      expect(template.count('azurerm_role_assignment')).toBe(9);
    });

    test('is refused the Helm provider of the first, said or by default', () => {
      const [byDefault, said] = [emptyStack(), emptyStack()];
      make(byDefault, 'a');
      const helmProvider = helm(said, 'shared');
      make(said, 'a', { helmProvider });

      const message =
        "'helmProvider' must be another than that of test/a: a provider reaches one cluster, so give each gateway one with an alias [test/b]";
      expect(() => make(byDefault, 'b')).toThrow(message);
      expect(() => make(said, 'b', { helmProvider })).toThrow(message);
    });

    test('is refused the cluster of the first by another construct that stands for it', () => {
      const stack = emptyStack();
      const oidcIssuerUrl = 'https://a.example/';
      make(stack, 'a');
      const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'twin', {
        resourceGroup,
        oidcIssuerUrl,
        nodeResourceGroupId,
      });

      expect(() => make(stack, 'b', { cluster, helmProvider: helm(stack, 'b') })).toThrow(
        "'cluster' must be one without an ALB controller, and test/a installs one on the cluster of this issuer: serve this load balancer by that controller [test/b]",
      );
    });

    test('is refused the cluster of the first', () => {
      const stack = emptyStack();
      const cluster = clusterOf(stack, 'shared');
      make(stack, 'a', { cluster });

      expect(() => make(stack, 'b', { cluster, helmProvider: helm(stack, 'b') })).toThrow(
        "'cluster' must be one without an ALB controller, and test/cluster-shared/alb-controller is the identity of its own: serve this load balancer by that controller [test/b]",
      );
    });

    test('is refused the name of the first’s load balancer', () => {
      const stack = emptyStack();
      make(stack, 'a', { loadBalancerName: 'alb-shared' });

      expect(() => make(stack, 'b', { loadBalancerName: 'ALB-shared', helmProvider: helm(stack, 'b') })).toThrow(
        "'loadBalancerName' must be another name than that of test/a, which is in the same resource group, got 'ALB-shared' [test/b]",
      );
    });
  });

  test.each([
    ['no Helm provider', () => undefined],
    ['one that only has an alias', (stack: TerraformStack) => void new HelmProvider(stack, 'helm', { alias: 'other' })],
  ])('says that it needs a Helm provider in a stack with %s', (_, prepare) => {
    const stack = new TerraformStack(Testing.app(), 'test');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    prepare(stack);
    const { node } = new AlbGateway(stack, 'alb', {
      resourceGroup,
      cluster: clusterOf(stack, 'alb'),
      subnet: subnet('snet-alb'),
      identityName: 'id-alb',
      controllerVersion: '1.13.0',
    });

    const message =
      "'helmProvider' must be given, or a HelmProvider without an alias be part of the stack: it installs the ALB controller on the cluster";
    expect(node.validate()).toEqual([message]);
    expect(() => synthStack(stack)).toThrow(message);
  });
});

describe('AlbGateway.fromLoadBalancerAttributes', () => {
  const loadBalancerId = `${resourceGroup.id}/providers/Microsoft.ServiceNetworking/trafficControllers/shared`;

  test('stands for a load balancer that exists already, and makes nothing', () => {
    const template = synthWith((stack) => {
      const { attachment, fqdn } = AlbGateway.fromLoadBalancerAttributes(stack, 'shared', {
        loadBalancerId,
        frontendName: 'fe-shared',
        fqdn: 'a1.fz01.alb.azure.com',
      });
      expect(fqdn).toBe('a1.fz01.alb.azure.com');
      expect(attachment).toEqual({
        mode: 'bring-your-own',
        loadBalancerId,
        frontendName: 'fe-shared',
        fqdn: 'a1.fz01.alb.azure.com',
      });
    });

    expect(template.addresses()).toEqual([]);
  });

  test.each([
    [
      { loadBalancerId: 'alb-shared' },
      `'loadBalancerId' must be the resource id that "az network alb show --query id" prints, got 'alb-shared' [test/shared]`,
    ],
    [{ frontendName: '-fe' }, /^'frontendName' must .*, got '-fe' \[test\/shared\]$/],
    [
      { fqdn: 'https://a1.fz01.alb.azure.com/' },
      "'fqdn' must be a host name in lower case without a wildcard, for example chat.example.com, got 'https://a1.fz01.alb.azure.com/' [test/shared]",
    ],
  ])('refuses %j', (attributes, message) => {
    expect(() =>
      AlbGateway.fromLoadBalancerAttributes(emptyStack(), 'shared', { loadBalancerId, ...attributes }),
    ).toThrow(message);
  });

  test.each([
    ['frontendName', { fqdn: 'a1.fz01.alb.azure.com' }],
    ['fqdn', { frontendName: 'fe-shared' }],
  ])('says that it does not know %s', (attribute, known) => {
    const gateway = AlbGateway.fromLoadBalancerAttributes(emptyStack(), 'shared', { loadBalancerId, ...known });

    expect(() => gateway.attachment).toThrow(
      `'${attribute}' is not known of this imported load balancer: give it to fromLoadBalancerAttributes [test/shared]`,
    );
  });
});
