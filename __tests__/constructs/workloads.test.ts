import { Testing } from 'cdktf';
import { parseEnvironment, type EnvironmentInput } from '../../config';
import { PlatformStack } from '../../constructs';
import { synthStack, type Template } from '../helpers/template';

const minimal: EnvironmentInput = { name: 'test', subscriptionId: '11111111-1111-1111-1111-111111111111' };

function synth(more: Partial<EnvironmentInput>): Template {
  const environment = parseEnvironment({ ...minimal, ...more });
  return synthStack(new PlatformStack(Testing.app(), environment.name, { environment }));
}

test('a workload of another namespace has its credential there', () => {
  const template = synth({
    workloads: [
      {
        name: 'summaries',
        namespace: 'apart',
        image: 'ghcr.io/acme/summaries:1.4.0',
        port: 8080,
        deployment: 'gpt-5.4-mini',
        dialect: 'store',
      },
    ],
  });

  expect(
    template.where('azurerm_federated_identity_credential', 'subject', 'system:serviceaccount:apart:summaries-sa'),
  ).toMatchObject({ audience: ['api://AzureADTokenExchange'] });
  expect(template.json.output!['workload_identities']!.value).toHaveProperty(['summaries']);
});

test('without ai, nothing is made for ai-service', () => {
  const template = synth({ store: { ai: false } });

  expect(template.addresses().filter((address) => address.includes('ai-service'))).toEqual([]);
  expect(template.json.output!['workload_identities']!.value).toEqual({});
});

/** The ports that rules open to everybody. */
function inbound(template: Template): unknown[] {
  return Object.values(template.resources('azurerm_network_security_rule'))
    .filter((rule) => rule['access'] === 'Allow' && rule['source_address_prefix'] === 'Internet')
    .map((rule) => rule['destination_port_range']);
}

describe('the ports of the internet', () => {
  test('are shut while every page stands behind the gateway', () => {
    expect(inbound(synth({ chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini' }] }))).toEqual([]);
  });

  test('are opened for a chatbot with a public address, and no further', () => {
    const publish = { by: 'load-balancer' } as const;

    expect(inbound(synth({ chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini', publish }] }))).toEqual(['7860']);
  });
});

describe('a firewall policy', () => {
  const group = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-waf';
  const id = `${group}/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf`;

  test('is nobody’s by default', () => {
    const template = synth({});

    expect(template.count('azurerm_role_definition')).toBe(0);
    expect(template.count('azurerm_application_load_balancer_security_policy')).toBe(0);
  });

  test.each([
    ['bring-your-own', 1],
    ['managed', 0],
  ] as const)('may be joined by the controller in %s mode, and nothing else done to it', (mode, securityPolicies) => {
    const template = synth({ gateway: { mode }, existing: { webApplicationFirewallPolicyId: id } });

    expect(template.single('azurerm_role_definition')).toMatchObject({
      scope: group,
      permissions: [{ actions: ['Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/join/action'] }],
    });
    expect(template.where('azurerm_role_assignment', 'scope', id)).toMatchObject({
      principal_id: expect.stringMatching(/cluster_alb-controller_/),
      principal_type: 'ServicePrincipal',
      role_definition_id: expect.stringMatching(/role_definition_resource_id/),
    });
    const found = Object.values(template.resources('azurerm_application_load_balancer_security_policy'));
    expect(found).toHaveLength(securityPolicies);
    for (const policy of found) {
      expect(policy).toMatchObject({ web_application_firewall_policy_id: id });
      expect(policy['depends_on']).toEqual([
        expect.stringMatching(/^azurerm_application_load_balancer_subnet_association\./),
      ]);
    }
    // Helm starts the controller once it may use the policy.
    expect(template.single('helm_release')['depends_on']).toContainEqual(
      expect.stringMatching(/^azurerm_role_assignment\.alb-gateway_firewall-policy_/),
    );
  });
});
