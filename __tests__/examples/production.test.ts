import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { advice, parseEnvironment, policyFacts } from '../../config';
import prod from '../../examples/production/prod';
import { findSecrets } from '../../model';
import { shapedFile } from '../../pipeline/new/shapes';
import { judge } from '../../policy';
import { Synthesized } from '../helpers/artefacts';
import { refusedPods } from '../helpers/pod-security-rules';
import { danglingReferences } from '../helpers/references';
import { objectProblems } from '../helpers/validate-object';

const ROOT = path.join(__dirname, '..', '..');
const TODAY = '2026-11-27';
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** The groups of API that every cluster has. */
const OF_KUBERNETES = ['v1', 'apps', 'autoscaling', 'networking.k8s.io', 'policy'];
const text = readFileSync(path.join(ROOT, 'examples/production/prod.ts'), 'utf8');

const environment = parseEnvironment(prod);
const { terraform, yaml, objects } = new Synthesized(environment);
const cluster = terraform.single('azurerm_kubernetes_cluster');

describe('the file', () => {
  test('is what the shape prod writes, so that the two cannot part', () => {
    const answers = { name: 'prod', subscriptionId: NOBODY, location: 'westeurope' };

    expect(text).toBe(
      shapedFile('prod', { ...answers, admin: { objectId: NOBODY, principalType: 'Group' } }, '../../config'),
    );
  });

  test('is the production example of the README, seen from environments/', () => {
    const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

    expect(readme).toContain(`\`\`\`ts\n${text.replace("'../../config'", "'../config'")}\`\`\`\n`);
  });

  test('has at most 40 lines', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });
});

describe('its artefacts', () => {
  test('break no rule and waive none, and nothing is advised', () => {
    const { results, problems } = judge(
      { terraform: terraform.json, manifests: objects },
      { facts: policyFacts(TODAY, environment.policy), waivers: environment.policy.waivers },
    );

    expect(environment.policy.waivers).toEqual([]);
    expect(results.flatMap(({ rule, findings }) => findings.map(({ on }) => `${rule.id} ${on}`))).toEqual([]);
    expect(problems).toEqual([]);
    expect(results.filter(({ lookedAt }) => lookedAt.length > 0).length).toBeGreaterThan(20);
    expect(advice(environment, TODAY)).toEqual([]);
  });

  test('are valid objects that lead somewhere, of pods that restricted admits in every namespace', () => {
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace');

    expect(objects.flatMap((object) => objectProblems(object))).toEqual([]);
    expect(danglingReferences(objects)).toEqual([]);
    expect(namespaces.map(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'])).toEqual(
      namespaces.map(() => 'restricted'),
    );
    expect(namespaces.length).toBeGreaterThan(0);
    expect(refusedPods(objects)).toEqual([]);
  });

  test('are of kinds that have a class in imports, where Kubernetes itself has none', () => {
    const generated = readdirSync(path.join(ROOT, 'imports'))
      .filter((file) => file.endsWith('.io.ts'))
      .map((file) => readFileSync(path.join(ROOT, 'imports', file), 'utf8'))
      .join('\n');
    const foreign = objects.filter(({ apiVersion }) => !OF_KUBERNETES.includes(apiVersion.split('/')[0]!));

    expect(foreign.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Certificate', 'CiliumNetworkPolicy', 'Gateway', 'WebApplicationFirewallPolicy']),
    );
    for (const { apiVersion, kind } of foreign)
      expect(generated).toContain(`apiVersion: '${apiVersion}',\n    kind: '${kind}'`);
  });

  test('hold no secret, and make none', () => {
    expect([JSON.stringify(terraform.json, null, 2), yaml].flatMap(findSecrets)).toEqual([]);
    expect(objects.map(({ kind }) => kind)).not.toContain('Secret');
  });
});

describe('a platform team finds', () => {
  test('a private API server, a pool for the system alone, zones, windows, egress of its own and what watches it', () => {
    expect(cluster).toMatchObject({
      private_cluster_enabled: true,
      local_account_disabled: true,
      azure_policy_enabled: true,
      microsoft_defender: { log_analytics_workspace_id: environment.existing.logAnalyticsWorkspaceId },
      default_node_pool: { only_critical_addons_enabled: true, zones: ['1', '2', '3'] },
      maintenance_window_auto_upgrade: { day_of_week: 'Saturday' },
      maintenance_window_node_os: { day_of_week: 'Sunday' },
      network_profile: { outbound_type: 'userAssignedNATGateway' },
      oms_agent: { log_analytics_workspace_id: environment.existing.logAnalyticsWorkspaceId },
    });
    expect(terraform.single('azurerm_kubernetes_cluster_node_pool')).toMatchObject({ zones: ['1', '2', '3'] });
    expect(terraform.count('azurerm_nat_gateway')).toBe(1);
  });

  test('an account that only the network reaches, and a state that outlives a machine', () => {
    expect(terraform.single('azurerm_cognitive_account')).toMatchObject({
      public_network_access_enabled: false,
      local_auth_enabled: false,
    });
    expect(terraform.count('azurerm_private_endpoint')).toBe(1);
    expect(Object.keys(terraform.json.terraform['backend']!)).toEqual(['azurerm']);
  });

  test('somebody who is told, the network and the workspace that were there, and no other', () => {
    expect(terraform.single('azurerm_monitor_action_group')['email_receiver']).toMatchObject([
      { email_address: 'platform@example.com' },
    ]);
    expect(terraform.count('azurerm_virtual_network') + terraform.count('azurerm_log_analytics_workspace')).toBe(0);
    expect(
      Object.values(terraform.resources('azurerm_subnet')).map((subnet) => subnet['virtual_network_name']),
    ).toEqual(['vnet-prod', 'vnet-prod', 'vnet-prod']);
  });

  test('pages behind a firewall, a certificate and a login', () => {
    const routes = objects.filter(
      ({ kind, spec }) => kind === 'HTTPRoute' && JSON.stringify(spec).includes('backendRefs'),
    );

    expect(JSON.stringify(terraform.single('azurerm_web_application_firewall_policy'))).toContain('203.0.113.0/24');
    expect(terraform.single('azurerm_dns_cname_record')).toMatchObject({ name: 'chat', zone_name: 'example.com' });
    expect(routes.map(({ spec }) => spec.rules[0].backendRefs[0].name)).toEqual(['chat-login']);
    expect(objects.filter(({ kind }) => kind === 'Certificate')).toHaveLength(1);
  });
});
