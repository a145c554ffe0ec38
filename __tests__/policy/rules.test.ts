import { readdirSync } from 'node:fs';
import path from 'node:path';
import { RULES, judge, type Facts } from '../../policy';
import { goodArtefacts } from '../fixtures/policy/good';
import {
  FACTS,
  arg,
  field,
  linesOf,
  object,
  resource,
  without,
  withoutObject,
  type Change,
} from '../helpers/policy-draft';

const ACCOUNT = 'azurerm_cognitive_account.account';
const REGISTRY = 'azurerm_container_registry.images';
const CLUSTER = 'azurerm_kubernetes_cluster.cluster';
const POOL = 'azurerm_kubernetes_cluster_node_pool.user';
const CHART = 'helm_release.chart';
const ROLE = 'azurerm_role_assignment.use';
const CREDENTIAL = 'azurerm_federated_identity_credential.web';
const ENDPOINT = 'azurerm_private_endpoint.way';
const ZONE = 'azurerm_private_dns_zone.zone';
const NODES = 'azurerm_subnet.nodes';
const ALB = 'azurerm_subnet.alb';
const OPENING = 'azurerm_network_security_rule.published';
const WEB = 'Deployment/app/web';
const POD = 'spec.template.spec';
const OF_APPLICATION = { 'azure.workload.identity/client-id': 'one', 'secure-aks-openai/credential-of': 'application' };
const OWN = `${POD}.containers.0`;
const VARIABLE = '${var.any}';

const group = '${azurerm_resource_group.group.id}';
const chart = (args: Record<string, unknown>) => resource(CHART, args);
const helmValues = (image: object) => [JSON.stringify({ webhook: { image } })];
const noManifests: Change = (draft) => void delete (draft as { manifests?: unknown }).manifests;
const noTerraform: Change = (draft) => void delete (draft as { terraform?: unknown }).terraform;
const openNamespace = (level?: string) =>
  field('Namespace/app', 'metadata.labels', level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level });
const rangeOf = (...ranges: unknown[]) => arg(ACCOUNT, 'network_acls.ip_rules', ranges);
const versioned = (version: unknown) => [
  arg(CLUSTER, 'automatic_upgrade_channel', 'node-image'),
  arg(CLUSTER, 'kubernetes_version', version),
];
const firewall = (rule: object, mode?: string) => [
  field('HTTPRoute/app/page', 'spec.rules.0.backendRefs.0.name', 'web'),
  object({
    apiVersion: 'alb.networking.azure.io/v1',
    kind: 'WebApplicationFirewallPolicy',
    metadata: { name: 'waf', namespace: 'app' },
    spec: {
      targetRef: { kind: 'Gateway', name: 'gateway' },
      webApplicationFirewall: { id: '/subscriptions/x/applicationGatewayWebApplicationFirewallPolicies/waf-app' },
    },
  }),
  resource('azurerm_web_application_firewall_policy.waf', {
    name: 'waf-app',
    custom_rules: [rule],
    ...(mode === undefined ? {} : { policy_settings: { mode } }),
  }),
];
const strangers = (change: object = {}) => ({
  action: 'Block',
  match_conditions: [{ operator: 'IPMatch', negation_condition: true, match_values: ['203.0.113.0/24'] }],
  ...change,
});
const conditioned = (change: object) =>
  strangers({ match_conditions: { ...strangers().match_conditions[0], ...change } });
const ingress = (spec: object) =>
  object({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'old', namespace: 'app' }, spec });
const autoscaler = (name: string, maxReplicas: number, namespace = 'app') =>
  object({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: { scaleTargetRef: { name }, maxReplicas },
  });
const inBlock =
  (block: string, content: unknown): Change =>
  ({ terraform }) =>
    void (terraform[block] = content);
const DIGEST = `sha256:${'0a'.repeat(32)}`;
const RANDOM = 'q7Zt1LwP0xVb9RkE3sNf8YhG2dJm5UcA';

/** Rule, what is changed in artefacts that are good, and all that the rule says then: nothing where it still holds. */
// A case is a line.
// oxfmt-ignore
const CASES: readonly (readonly [string, string, Change | readonly Change[], readonly string[], Partial<Facts>?])[] = [
  ['account-keys', 'keys on', arg(ACCOUNT, 'local_auth_enabled', true), [`error ${ACCOUNT}: 'local_auth_enabled' must be false, got true`]],
  ['account-keys', 'nothing said', arg(ACCOUNT, 'local_auth_enabled', undefined), [`error ${ACCOUNT}: 'local_auth_enabled' must be false, got nothing`]],
  ['account-keys', 'a variable', arg(ACCOUNT, 'local_auth_enabled', VARIABLE), [`unknown ${ACCOUNT}: 'local_auth_enabled' is known to Azure alone`]],
  ['account-keys', 'a local', [(draft) => void (draft.terraform['locals'] = { off: false }), arg(ACCOUNT, 'local_auth_enabled', '${local.off}')], []],

  ['account-default-deny', 'public and Allow', [arg(ACCOUNT, 'public_network_access_enabled', true), arg(ACCOUNT, 'network_acls.default_action', 'Allow')], [`error ${ACCOUNT}: 'network_acls.default_action' must be "Deny", got "Allow"`]],
  ['account-default-deny', 'public and Deny', arg(ACCOUNT, 'public_network_access_enabled', true), []],
  ['account-default-deny', 'public without rules', [arg(ACCOUNT, 'public_network_access_enabled', undefined), arg(ACCOUNT, 'network_acls', undefined)], [`error ${ACCOUNT}: 'network_acls.default_action' must be "Deny", got nothing`]],
  ['account-default-deny', 'rules that are worked out later', [arg(ACCOUNT, 'public_network_access_enabled', undefined), arg(ACCOUNT, 'network_acls', undefined), arg(ACCOUNT, 'dynamic', { network_acls: { for_each: [1] } })], [`unknown ${ACCOUNT}: 'network_acls.default_action' is known to Azure alone`]],
  ['account-default-deny', 'closed, and Allow', arg(ACCOUNT, 'network_acls.default_action', 'Allow'), []],

  ['account-bypass', 'AzureServices', arg(ACCOUNT, 'network_acls', [{ default_action: 'Deny', bypass: 'AzureServices' }]), [`error ${ACCOUNT}: 'network_acls.bypass' must be "None", got "AzureServices"`]],
  ['account-bypass', 'the default of Azure', arg(ACCOUNT, 'network_acls.bypass', undefined), [`error ${ACCOUNT}: 'network_acls.bypass' must be "None", got nothing`]],
  ['account-bypass', 'no rules', arg(ACCOUNT, 'network_acls', undefined), []],

  ['account-internet', 'all', rangeOf('0.0.0.0/0'), [`error ${ACCOUNT}: 'network_acls.ip_rules' must be a range of at least /16, got "0.0.0.0/0"`]],
  ['account-internet', 'a wide range', rangeOf('203.0.113.7', '20.0.0.0/15'), [`error ${ACCOUNT}: 'network_acls.ip_rules' must be a range of at least /16, got "20.0.0.0/15"`]],
  ['account-internet', 'as wide as may be', rangeOf('20.1.0.0/16'), []],
  ['account-internet', 'no range', rangeOf('x203.0.113.0/24', '203.0.113.0/24x', '203.0.113/24'), ['x203.0.113.0/24', '203.0.113.0/24x', '203.0.113/24'].map((range) => `error ${ACCOUNT}: 'network_acls.ip_rules' must be a range of at least /16, got "${range}"`)],
  ['account-internet', 'a variable in the list', rangeOf(VARIABLE), [`unknown ${ACCOUNT}: 'network_acls.ip_rules' is known to Azure alone`]],
  ['account-internet', 'a variable for the list', arg(ACCOUNT, 'network_acls.ip_rules', VARIABLE), [`unknown ${ACCOUNT}: 'network_acls.ip_rules' is known to Azure alone`]],
  ['account-internet', 'no rules', arg(ACCOUNT, 'network_acls', undefined), []],

  ['account-service-endpoint', 'no endpoint', arg(NODES, 'service_endpoints', undefined), [`error ${NODES}: 'service_endpoints' must be a list with "Microsoft.CognitiveServices", got []`]],
  ['account-service-endpoint', 'another one', arg(NODES, 'service_endpoints', ['Microsoft.Storage']), [`error ${NODES}: 'service_endpoints' must be a list with "Microsoft.CognitiveServices", got ["Microsoft.Storage"]`]],
  ['account-service-endpoint', 'beside another one', arg(NODES, 'service_endpoints', [VARIABLE, 'Microsoft.CognitiveServices']), []],
  ['account-service-endpoint', 'a variable', arg(NODES, 'service_endpoints', VARIABLE), [`unknown ${NODES}: 'service_endpoints' is known to Azure alone`]],
  ['account-service-endpoint', 'a variable in the list', arg(NODES, 'service_endpoints', [VARIABLE]), [`unknown ${NODES}: 'service_endpoints' is known to Azure alone`]],
  ['account-service-endpoint', 'a subnet of others', arg(ACCOUNT, 'network_acls.virtual_network_rules.0.subnet_id', '/subscriptions/x/subnets/other'), [`unknown ${ACCOUNT}: a subnet that it lets in is none of this configuration`]],
  ['account-service-endpoint', 'a subnet by a variable', arg(ACCOUNT, 'network_acls.virtual_network_rules.0.subnet_id', VARIABLE), [`unknown ${ACCOUNT}: a subnet that it lets in is none of this configuration`]],
  ['account-service-endpoint', 'a subnet by its id', [arg(ACCOUNT, 'network_acls.virtual_network_rules.0.subnet_id', '/subscriptions/x/subnets/nodes'), arg(NODES, 'service_endpoints', [])], [`error ${NODES}: 'service_endpoints' must be a list with "Microsoft.CognitiveServices", got []`]],

  ['account-private-endpoint', 'public beside it', arg(ACCOUNT, 'public_network_access_enabled', true), [`error ${ACCOUNT}: 'public_network_access_enabled' must be false, got true`]],
  ['account-private-endpoint', 'no zone', arg(ENDPOINT, 'private_dns_zone_group', undefined), [`error ${ENDPOINT}: 'private_dns_zone_group' must name a zone, got nothing`]],
  ['account-private-endpoint', 'a zone of others', arg(ENDPOINT, 'private_dns_zone_group.private_dns_zone_ids', ['/x/privateDnsZones/other', VARIABLE]), [`unknown ${ENDPOINT}: its zone is none of this configuration`, `unknown ${ENDPOINT}: its zone is none of this configuration`]],
  ['account-private-endpoint', 'a zone without a network', without('azurerm_private_dns_zone_virtual_network_link'), [`error ${ZONE}: the zone "privatelink.openai.azure.com" must be linked to a network, and is linked to none`]],
  ['account-private-endpoint', 'a link to another zone', arg('azurerm_private_dns_zone_virtual_network_link.link', 'private_dns_zone_name', 'other'), [`error ${ZONE}: the zone "privatelink.openai.azure.com" must be linked to a network, and is linked to none`]],
  ['account-private-endpoint', 'a link by id', resource('azurerm_private_dns_zone_virtual_network_link.link', { private_dns_zone_id: `\${${ZONE}.id}` }), []],
  ['account-private-endpoint', 'a way to something else', [arg(ENDPOINT, 'private_service_connection.private_connection_resource_id', `\${${CLUSTER}.id}`), arg(ACCOUNT, 'public_network_access_enabled', true)], []],
  ['account-private-endpoint', 'a way to what others have', arg(ENDPOINT, 'private_service_connection.private_connection_resource_id', '/x/accounts/other'), []],
  ['account-private-endpoint', 'a way by a variable', arg(ENDPOINT, 'private_service_connection.private_connection_resource_id', VARIABLE), [`unknown ${ENDPOINT}: where it leads is known to Azure alone`]],

  ['account-subdomain', 'none', arg(ACCOUNT, 'custom_subdomain_name', undefined), [`error ${ACCOUNT}: 'custom_subdomain_name' must be a name, got nothing`]],
  ['account-subdomain', 'an empty one', arg(ACCOUNT, 'custom_subdomain_name', ''), [`error ${ACCOUNT}: 'custom_subdomain_name' must be a name, got ""`]],
  ['account-subdomain', 'no text', arg(ACCOUNT, 'custom_subdomain_name', 5), [`error ${ACCOUNT}: 'custom_subdomain_name' must be a name, got 5`]],

  ...['Owner', 'Contributor', 'User Access Administrator', 'Role Based Access Control Administrator', 'Reservations Administrator', 'Access Review Operator Service Role'].map(
    (role) => ['role-broad', role, arg(ROLE, 'role_definition_name', role), [`error ${ROLE}: 'role' must be one that is made for the work, got "${role}"`]] as const,
  ),
  ...[
    ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner'],
    ['B24988AC-6180-42A0-AB88-20F7382DD24C', 'Contributor'],
    ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator'],
    ['f58310d9-a9f6-439a-9e8d-f62e7b41a168', 'Role Based Access Control Administrator'],
  ].map(([id, role]) => ['role-broad', `${role} by its id`, [arg(ROLE, 'role_definition_name', undefined), arg(ROLE, 'role_definition_id', `/x/roleDefinitions/${id}`)], [`error ${ROLE}: 'role' must be one that is made for the work, got "${role}"`]] as const),
  ['role-broad', 'another one by its id', [arg(ROLE, 'role_definition_name', undefined), arg(ROLE, 'role_definition_id', '/x/roleDefinitions/7f951dda')], []],
  [
    'role-broad',
    'one of its own making',
    [arg(ROLE, 'role_definition_name', undefined), arg(ROLE, 'role_definition_id', '${azurerm_role_definition.mine.role_definition_resource_id}'), resource('azurerm_role_definition.mine', { name: 'Owner' })],
    [`error ${ROLE}: 'role' must be one that is made for the work, got "Owner"`],
  ],
  ['role-broad', 'a variable', [arg(ROLE, 'role_definition_name', undefined), arg(ROLE, 'role_definition_id', VARIABLE)], [`unknown ${ROLE}: 'role' is known to Azure alone`]],

  ['role-scope', 'a group', arg(ROLE, 'scope', group), [`error ${ROLE}: 'scope' must be a resource, got the resource group azurerm_resource_group.group`]],
  ['role-scope', 'a group by its id', arg(ROLE, 'scope', '/subscriptions/x/resourceGroups/y'), [`error ${ROLE}: 'scope' must be a resource, got the resource group /subscriptions/x/resourceGroups/y`]],
  ['role-scope', 'a subscription', arg(ROLE, 'scope', '/subscriptions/x'), [`error ${ROLE}: 'scope' must be a resource, got the subscription /subscriptions/x`]],
  ['role-scope', 'the subscription that is logged in to', arg(ROLE, 'scope', '${data.azurerm_subscription.current.id}'), [`error ${ROLE}: 'scope' must be a resource, got the subscription \${data.azurerm_subscription.current.id}`]],
  ['role-scope', 'a subscription of its own making', [arg(ROLE, 'scope', '${azurerm_subscription.s.id}'), resource('azurerm_subscription.s', {})], [`error ${ROLE}: 'scope' must be a resource, got the subscription azurerm_subscription.s`]],
  ['role-scope', 'a management group', arg(ROLE, 'scope', '/providers/Microsoft.Management/managementGroups/x'), [`error ${ROLE}: 'scope' must be a resource, got the management group /providers/Microsoft.Management/managementGroups/x`]],
  ['role-scope', 'a management group of its own making', [arg(ROLE, 'scope', '${azurerm_management_group.m.id}'), resource('azurerm_management_group.m', {})], [`error ${ROLE}: 'scope' must be a resource, got the management group azurerm_management_group.m`]],
  ['role-scope', 'everything', arg(ROLE, 'scope', '/'), [`error ${ROLE}: 'scope' must be a resource, got the management group /`]],
  ['role-scope', 'a resource by its id', arg(ROLE, 'scope', '/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/virtualNetworks/z'), []],
  ['role-scope', 'something unknown', arg(ROLE, 'scope', VARIABLE), [`unknown ${ROLE}: its scope is known to Azure alone`]],
  ...['AppGw for Containers Configuration Manager', 'Azure Kubernetes Service Cluster Admin Role', 'Azure Kubernetes Service Cluster User Role', 'Azure Kubernetes Service RBAC Admin', 'Azure Kubernetes Service RBAC Cluster Admin', 'Azure Kubernetes Service RBAC Reader', 'Azure Kubernetes Service RBAC Writer'].map(
    (role) => ['role-scope', `${role} on the group of one`, [arg(ROLE, 'scope', group), arg(ROLE, 'role_definition_name', role)], []] as const,
  ),
  ['role-scope', 'on the group of two clusters', [arg(ROLE, 'scope', group), arg(ROLE, 'role_definition_name', 'Azure Kubernetes Service RBAC Reader'), resource('azurerm_kubernetes_cluster.other', {})], [`error ${ROLE}: 'scope' must be a resource, got the resource group azurerm_resource_group.group`]],
  ['role-scope', 'a role for clusters on a group of others', [arg(ROLE, 'scope', '/subscriptions/x/resourceGroups/y'), arg(ROLE, 'role_definition_name', 'Azure Kubernetes Service RBAC Reader')], [`warning ${ROLE}: 'scope' must be a resource, got the resource group /subscriptions/x/resourceGroups/y`]],
  ['role-scope', 'a role to look on a group of others', [arg(ROLE, 'scope', '/subscriptions/x/resourceGroups/y'), arg(ROLE, 'role_definition_name', 'Reader')], [`warning ${ROLE}: 'scope' must be a resource, got the resource group /subscriptions/x/resourceGroups/y`]],
  ['role-scope', 'a role to look on a group of its own', [arg(ROLE, 'scope', group), arg(ROLE, 'role_definition_name', 'Reader')], [`error ${ROLE}: 'scope' must be a resource, got the resource group azurerm_resource_group.group`]],
  ['role-scope', 'a role to look on a subscription', [arg(ROLE, 'scope', '/subscriptions/x'), arg(ROLE, 'role_definition_name', 'Reader')], [`error ${ROLE}: 'scope' must be a resource, got the subscription /subscriptions/x`]],

  ['role-principal-type', 'none', arg(ROLE, 'principal_type', undefined), [`error ${ROLE}: 'principal_type' must be ServicePrincipal, User or Group, got nothing`]],
  ['role-principal-type', 'another', arg(ROLE, 'principal_type', 'Device'), [`error ${ROLE}: 'principal_type' must be ServicePrincipal, User or Group, got "Device"`]],
  ...['User', 'Group'].map((type) => ['role-principal-type', type, arg(ROLE, 'principal_type', type), []] as const),

  ['credential-subject', 'an account that is not there', withoutObject('ServiceAccount/app/web'), [`error ${CREDENTIAL}: 'subject' must be a ServiceAccount that is there, got "system:serviceaccount:app:web"`]],
  ['credential-subject', 'a namespace of others', arg(CREDENTIAL, 'subject', 'system:serviceaccount:other:web'), [`unknown ${CREDENTIAL}: namespace other is made elsewhere`]],
  ['credential-subject', 'a workflow', arg(CREDENTIAL, 'subject', 'repo:acme/web'), [`unknown ${CREDENTIAL}: 'subject' is no ServiceAccount, got "repo:acme/web"`]],
  ['credential-subject', 'another beginning', arg(CREDENTIAL, 'subject', 'x-system:serviceaccount:app:web'), [`unknown ${CREDENTIAL}: 'subject' is no ServiceAccount, got "x-system:serviceaccount:app:web"`]],
  ['credential-subject', 'too many parts', arg(CREDENTIAL, 'subject', 'system:serviceaccount:app:web:x'), [`unknown ${CREDENTIAL}: 'subject' is no ServiceAccount, got "system:serviceaccount:app:web:x"`]],
  ['credential-subject', 'a variable', arg(CREDENTIAL, 'subject', VARIABLE), [`unknown ${CREDENTIAL}: 'subject' is known to Azure alone`]],
  ['credential-subject', 'no manifests', noManifests, [`unknown ${CREDENTIAL}: there are no manifests to look for its ServiceAccount in`]],
  ['credential-subject', 'an account that a chart may make', [withoutObject('ServiceAccount/app/web'), resource('helm_release.chart', { set: [{ name: 'namespace', value: 'app' }] })], [`unknown ${CREDENTIAL}: namespace app is made elsewhere`]],
  ['credential-subject', 'a chart in another namespace', [withoutObject('ServiceAccount/app/web'), resource('helm_release.chart', { namespace: 'other' })], [`error ${CREDENTIAL}: 'subject' must be a ServiceAccount that is there, got "system:serviceaccount:app:web"`]],
  ['credential-subject', 'a chart in the default namespace', [arg(CREDENTIAL, 'subject', 'system:serviceaccount:default:x'), object({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }), resource('helm_release.chart', {})], [`unknown ${CREDENTIAL}: namespace default is made elsewhere`]],

  ['service-account-credential', 'no credential', without('azurerm_federated_identity_credential'), ['error ServiceAccount/app/web: a credential must have the subject system:serviceaccount:app:web, and none has']],
  ['service-account-credential', 'no credential, in no namespace', [without('azurerm_federated_identity_credential'), field('ServiceAccount/app/web', 'metadata.namespace', undefined)], ['error ServiceAccount/web: a credential must have the subject system:serviceaccount:default:web, and none has']],
  ['service-account-credential', 'an account without an identity', [without('azurerm_federated_identity_credential'), field('ServiceAccount/app/web', 'metadata.annotations', undefined)], []],
  ['service-account-credential', 'an application', [without('azurerm_federated_identity_credential'), field('ServiceAccount/app/web', 'metadata.annotations', OF_APPLICATION)], ['unknown ServiceAccount/app/web: its credential is one of an application, which Microsoft Entra alone knows']],
  ['service-account-credential', 'no configuration', noTerraform, ['unknown ServiceAccount/app/web: there is no Terraform configuration to look for its credential in']],
  ['service-account-credential', 'a variable', arg(CREDENTIAL, 'subject', VARIABLE), ['unknown ServiceAccount/app/web: the subject of a credential is known to Azure alone']],

  ['credential-audience', 'another', arg(CREDENTIAL, 'audience', ['sts.amazonaws.com']), [`error ${CREDENTIAL}: 'audience' must be ["api://AzureADTokenExchange"], got ["sts.amazonaws.com"]`]],
  ['credential-audience', 'one beside it', arg(CREDENTIAL, 'audience', ['api://AzureADTokenExchange', 'x']), [`error ${CREDENTIAL}: 'audience' must be ["api://AzureADTokenExchange"], got ["api://AzureADTokenExchange","x"]`]],
  ['credential-audience', 'a variable', arg(CREDENTIAL, 'audience', VARIABLE), [`unknown ${CREDENTIAL}: 'audience' is known to Azure alone`]],
  ['credential-audience', 'a variable in the list', arg(CREDENTIAL, 'audience', [VARIABLE]), [`unknown ${CREDENTIAL}: 'audience' is known to Azure alone`]],

  [
    'identity-sharing',
    'an identity with two subjects',
    resource('azurerm_federated_identity_credential.job', { parent_id: '${azurerm_user_assigned_identity.web.id}', subject: 'system:serviceaccount:app:job' }),
    ['warning azurerm_federated_identity_credential.job: the identity "${azurerm_user_assigned_identity.web.id}" has 2 subjects'],
  ],
  ['identity-sharing', 'an identity with one subject by two issuers', resource('azurerm_federated_identity_credential.job', { parent_id: '${azurerm_user_assigned_identity.web.id}', subject: 'system:serviceaccount:app:web' }), []],
  ['identity-sharing', 'two identities', resource('azurerm_federated_identity_credential.job', { parent_id: '${azurerm_user_assigned_identity.job.id}', subject: 'system:serviceaccount:app:job' }), []],
  ['identity-sharing', 'two accounts of an identity', object({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'job', namespace: 'app', annotations: { 'azure.workload.identity/client-id': 'one' } } }), ['error ServiceAccount/app/job: the identity "one" belongs to 2 ServiceAccounts']],
  ['identity-sharing', 'two accounts of two identities', object({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'job', namespace: 'app', annotations: { 'azure.workload.identity/client-id': 'two' } } }), []],
  ['identity-sharing', 'two workloads of an account', field('Deployment/app/login', `${POD}.serviceAccountName`, 'web'), [`error ServiceAccount/app/web: is the ServiceAccount of ${WEB}, Deployment/app/login`]],
  ['identity-sharing', 'two workloads of an application', [field('Deployment/app/login', `${POD}.serviceAccountName`, 'web'), field('ServiceAccount/app/web', 'metadata.annotations', OF_APPLICATION)], []],
  ['identity-sharing', 'two workloads of an account by its name, in two namespaces', [field('Deployment/app/login', `${POD}.serviceAccountName`, 'web'), field('Deployment/app/login', 'metadata.namespace', 'other')], []],
  ['identity-sharing', 'two workloads of an account without an identity', [field('Deployment/app/login', `${POD}.serviceAccountName`, 'web'), field('ServiceAccount/app/web', 'metadata.annotations', {})], []],

  ['cluster-local-accounts', 'on', arg(CLUSTER, 'local_account_disabled', false), [`error ${CLUSTER}: 'local_account_disabled' must be true, got false`]],
  ['cluster-run-command', 'on by default', arg(CLUSTER, 'run_command_enabled', undefined), [`error ${CLUSTER}: 'run_command_enabled' must be false, got nothing`]],
  ['cluster-entra', 'no Entra', arg(CLUSTER, 'azure_active_directory_role_based_access_control', undefined), [`error ${CLUSTER}: 'azure_active_directory_role_based_access_control.azure_rbac_enabled' must be true, got nothing`]],
  ['cluster-entra', 'roles of its own', arg(CLUSTER, 'azure_active_directory_role_based_access_control', [{ azure_rbac_enabled: false }]), [`error ${CLUSTER}: 'azure_active_directory_role_based_access_control.azure_rbac_enabled' must be true, got false`]],
  ['cluster-entra', 'no roles', arg(CLUSTER, 'role_based_access_control_enabled', false), [`error ${CLUSTER}: 'role_based_access_control_enabled' must be true, got false`]],

  ['cluster-api-server', 'open', arg(CLUSTER, 'api_server_access_profile', undefined), [`warning ${CLUSTER}: 'api_server_access_profile.authorized_ip_ranges' must be a list of ranges of at least /8, got []`]],
  ['cluster-api-server', 'open in other words', arg(CLUSTER, 'api_server_access_profile.authorized_ip_ranges', ['203.0.113.7/32', '0.0.0.0/1']), [`warning ${CLUSTER}: 'api_server_access_profile.authorized_ip_ranges' must be a list of ranges of at least /8, got ["203.0.113.7/32","0.0.0.0/1"]`]],
  ['cluster-api-server', 'as wide as may be', arg(CLUSTER, 'api_server_access_profile.authorized_ip_ranges', ['20.0.0.0/8']), []],
  ['cluster-api-server', 'private', [arg(CLUSTER, 'api_server_access_profile', undefined), arg(CLUSTER, 'private_cluster_enabled', true)], []],
  ['cluster-api-server', 'private by a variable', [arg(CLUSTER, 'api_server_access_profile', undefined), arg(CLUSTER, 'private_cluster_enabled', VARIABLE)], [`unknown ${CLUSTER}: 'api_server_access_profile.authorized_ip_ranges' is known to Azure alone`]],
  ['cluster-api-server', 'a variable', arg(CLUSTER, 'api_server_access_profile.authorized_ip_ranges', VARIABLE), [`unknown ${CLUSTER}: 'api_server_access_profile.authorized_ip_ranges' is known to Azure alone`]],
  ['cluster-api-server', 'a variable in the list', arg(CLUSTER, 'api_server_access_profile.authorized_ip_ranges', ['20.0.0.0/8', VARIABLE]), [`unknown ${CLUSTER}: 'api_server_access_profile.authorized_ip_ranges' is known to Azure alone`]],

  ...['stable', 'rapid'].map((channel) => ['cluster-upgrades', channel, arg(CLUSTER, 'automatic_upgrade_channel', channel), []] as const),
  ['cluster-upgrades', 'an old version', versioned('1.33.2'), [`error ${CLUSTER}: no channel upgrades it, and support of version 1.33.2 ended in 2026-10`]],
  ['cluster-upgrades', 'a version in its last month', versioned('1.34'), []],
  ['cluster-upgrades', 'a version without an end', versioned('1.35'), []],
  ['cluster-upgrades', 'an unheard-of version', versioned('1.99'), [`unknown ${CLUSTER}: no end of version 1.99 is known`]],
  ['cluster-upgrades', 'no version', versioned('latest'), [`unknown ${CLUSTER}: no end of version latest is known`]],
  ['cluster-upgrades', 'a version within another', versioned('v1.33'), [`unknown ${CLUSTER}: no end of version v1.33 is known`]],
  ['cluster-upgrades', 'nothing said', versioned(undefined), [`unknown ${CLUSTER}: which version it has is known to Azure alone`]],
  ['cluster-upgrades', 'a channel by a variable', [...versioned('1.33'), arg(CLUSTER, 'automatic_upgrade_channel', VARIABLE)], [`unknown ${CLUSTER}: which version it has is known to Azure alone`]],

  ['cluster-zones', 'none', arg(CLUSTER, 'default_node_pool.zones', undefined), [`warning ${CLUSTER}: 'default_node_pool.zones' must be a list of at least two zones, got []`]],
  ['cluster-zones', 'one, twice', arg(POOL, 'zones', ['1', '1']), [`warning ${POOL}: 'zones' must be a list of at least two zones, got ["1","1"]`]],
  ['cluster-zones', 'a variable', arg(POOL, 'zones', VARIABLE), [`unknown ${POOL}: 'zones' is known to Azure alone`]],
  ['cluster-zones', 'a variable in the list', arg(POOL, 'zones', ['1', VARIABLE]), [`unknown ${POOL}: 'zones' is known to Azure alone`]],

  ['diagnostics', 'none of the account', without('azurerm_monitor_diagnostic_setting.account'), [`warning ${ACCOUNT}: must have a diagnostic setting with logs, and has none`]],
  ['diagnostics', 'metrics alone', arg('azurerm_monitor_diagnostic_setting.cluster', 'enabled_log', undefined), [`warning ${CLUSTER}: must have a diagnostic setting with logs, and has none`]],
  ['diagnostics', 'categories that are listed elsewhere', [arg('azurerm_monitor_diagnostic_setting.cluster', 'enabled_log', undefined), arg('azurerm_monitor_diagnostic_setting.cluster', 'dynamic', { enabled_log: {} })], []],
  ['diagnostics', 'of another resource', arg('azurerm_monitor_diagnostic_setting.alb', 'target_resource_id', '/x/other'), ['warning azurerm_application_load_balancer.alb: must have a diagnostic setting with logs, and has none']],
  ['diagnostics', 'of something unknown', arg('azurerm_monitor_diagnostic_setting.alb', 'target_resource_id', VARIABLE), ['unknown azurerm_application_load_balancer.alb: the target of a setting is known to Azure alone']],

  ['subnet-nsg', 'none', without('azurerm_subnet_network_security_group_association.nodes'), [`error ${NODES}: must have a network security group, and has none`]],
  ['subnet-nsg', 'of something unknown', arg('azurerm_subnet_network_security_group_association.nodes', 'subnet_id', VARIABLE), [`unknown ${NODES}: the subnet of an association is known to Azure alone`]],
  ...['GatewaySubnet', 'AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'RouteServerSubnet'].map((name) => ['subnet-nsg', name, [without('azurerm_subnet_network_security_group_association.nodes'), arg(NODES, 'name', name)], []] as const),

  ...['*', 'Internet', 'Any', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '::/0'].map(
    (source) => ['inbound-internet', `port 22 to ${source}`, [arg(OPENING, 'source_address_prefix', source), arg(OPENING, 'destination_port_range', '22')], [`error ${OPENING}: lets the internet in to port 22, which nothing publishes`]] as const,
  ),
  ...['10.0.0.0/8', 'VirtualNetwork', '0.0.0.0/2', '10.0.0.0/0', 'x::/0', '0.0.0.0/0x'].map((source) => ['inbound-internet', `port 22 to ${source}`, [arg(OPENING, 'source_address_prefix', source), arg(OPENING, 'destination_port_range', '22')], []] as const),
  ['inbound-internet', 'every port', arg(OPENING, 'destination_port_range', '*'), [`error ${OPENING}: lets the internet in to port *, which nothing publishes`]],
  [
    'inbound-internet',
    'one of several sources, and ports',
    [arg(OPENING, 'source_address_prefix', undefined), arg(OPENING, 'source_address_prefixes', ['10.0.0.0/8', '*']), arg(OPENING, 'destination_port_range', undefined), arg(OPENING, 'destination_port_ranges', ['443', '22', '23'])],
    [`error ${OPENING}: lets the internet in to port 22, 23, which nothing publishes`],
  ],
  ['inbound-internet', 'denied', [arg(OPENING, 'access', 'Deny'), arg(OPENING, 'destination_port_range', '22')], []],
  ['inbound-internet', 'outbound', [arg(OPENING, 'direction', 'Outbound'), arg(OPENING, 'destination_port_range', '22')], []],
  [
    'inbound-internet',
    'a rule within its group',
    arg('azurerm_network_security_group.nodes', 'security_rule', [{ access: 'Allow', direction: 'Inbound', source_address_prefix: '*', destination_port_range: '3389' }]),
    ['error azurerm_network_security_group.nodes: lets the internet in to port 3389, which nothing publishes'],
  ],
  ['inbound-internet', 'a source by a variable', arg(OPENING, 'source_address_prefix', VARIABLE), [`unknown ${OPENING}: its source is known to Azure alone`]],
  ['inbound-internet', 'nothing published', noManifests, [`unknown ${OPENING}: lets the internet in to port 443; there are no manifests to tell whether it is published`]],
  ['inbound-internet', 'every port, and no manifests', [noManifests, arg(OPENING, 'destination_port_range', '*')], [`error ${OPENING}: lets the internet in to port *, which nothing publishes`]],
  ['inbound-internet', 'published within the network alone', field('Service/app/web', 'metadata.annotations', { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }), [`error ${OPENING}: lets the internet in to port 443, which nothing publishes`]],
  ['inbound-internet', 'a Service within the cluster', field('Service/app/web', 'spec.type', 'ClusterIP'), [`error ${OPENING}: lets the internet in to port 443, which nothing publishes`]],

  ['alb-subnet', 'not delegated', arg(ALB, 'delegation', undefined), [`error ${ALB}: 'delegation' must be a list with "Microsoft.ServiceNetworking/trafficControllers", got []`]],
  ['alb-subnet', 'delegated by a variable', arg(ALB, 'delegation.0.service_delegation.name', VARIABLE), [`unknown ${ALB}: 'delegation' is known to Azure alone`]],
  ['alb-subnet', 'too small', arg(ALB, 'address_prefixes', ['10.0.1.0/25']), [`error ${ALB}: 'address_prefixes' must be a range of at most /24, got "10.0.1.0/25"`]],
  ['alb-subnet', 'too small, before it is taken', [without('azurerm_application_load_balancer_subnet_association'), arg(ALB, 'address_prefixes', ['10.0.1.0/25'])], [`error ${ALB}: 'address_prefixes' must be a range of at most /24, got "10.0.1.0/25"`]],
  ['alb-subnet', 'of a size that is unknown', arg(ALB, 'address_prefixes', VARIABLE), [`unknown ${ALB}: 'address_prefixes' is known to Azure alone`]],

  ['page-tls', 'a page at port 80', field('HTTPRoute/app/page', 'spec.parentRefs.0.sectionName', undefined), ['warning Gateway/app/gateway: serves pages without TLS at http']],
  ['page-tls', 'another Gateway', [field('HTTPRoute/app/page', 'spec.parentRefs.0.sectionName', undefined), field('HTTPRoute/app/page', 'spec.parentRefs.0.name', 'other')], []],
  ['page-tls', 'a Gateway of another namespace', [field('HTTPRoute/app/page', 'spec.parentRefs.0.sectionName', undefined), field('HTTPRoute/app/page', 'spec.parentRefs.0.namespace', 'other')], []],
  ['page-tls', 'a route of another namespace', [field('HTTPRoute/app/page', 'spec.parentRefs.0', { name: 'gateway', namespace: 'app' }), field('HTTPRoute/app/page', 'metadata.namespace', 'other')], ['warning Gateway/app/gateway: serves pages without TLS at http']],
  ['page-tls', 'TLS that goes through', field('Gateway/app/gateway', 'spec.listeners', [{ name: 'https', protocol: 'TLS' }]), []],
  [
    'page-tls',
    'two listeners',
    [
      field('HTTPRoute/app/page', 'spec.parentRefs.0.sectionName', undefined),
      field('Gateway/app/gateway', 'spec.listeners', [
        { name: 'a', protocol: 'HTTP' },
        { name: 'b', protocol: 'HTTP' },
      ]),
    ],
    ['warning Gateway/app/gateway: serves pages without TLS at a, b'],
  ],
  ['page-tls', 'an Ingress', ingress({}), ["warning Ingress/app/old: 'spec.tls' must name a certificate, got nothing"]],
  ['page-tls', 'an Ingress with a certificate', ingress({ tls: [{}] }), []],

  ['page-open', 'a page without a login', field('HTTPRoute/app/page', 'spec.rules.0.backendRefs.0.name', 'web'), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a login that is not there', withoutObject('Deployment/app/login'), ['warning HTTPRoute/app/page: publishes login to anybody']],
  ['page-open', 'a Service that is not there', withoutObject('Service/app/login'), ['warning HTTPRoute/app/page: publishes login to anybody']],
  ['page-open', 'a Service without a selector', field('Service/app/login', 'spec.selector', undefined), ['warning HTTPRoute/app/page: publishes login to anybody']],
  ['page-open', 'something that is called alike', field('Deployment/app/login', `${OWN}.image`, 'ghcr.io/acme/oauth2-proxy-demo:1'), ['warning HTTPRoute/app/page: publishes login to anybody']],
  ['page-open', 'a login by its digest', field('Deployment/app/login', `${OWN}.image`, `oauth2-proxy@${DIGEST}`), []],
  ['page-open', 'a login without a tag', field('Deployment/app/login', `${OWN}.image`, 'quay.io/oauth2-proxy/oauth2-proxy'), []],
  ['page-open', 'a login with something beside it', field('Deployment/app/login', `${POD}.containers.1`, { name: 'beside', image: 'busybox:1' }), []],
  ['page-open', 'pods of another namespace that are called alike', object({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'login', namespace: 'other' }, spec: { template: { metadata: { labels: { app: 'login' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } } } }), []],
  ['page-open', 'a login in another namespace', [field('HTTPRoute/app/page', 'spec.rules.0.backendRefs.0.namespace', 'other')], ['warning HTTPRoute/app/page: publishes login to anybody']],
  ['page-open', 'one pod with a login, one without', field(WEB, 'spec.template.metadata.labels', { app: 'login' }), ['warning HTTPRoute/app/page: publishes login to anybody']],
  ['page-open', 'a Service open to all', field('Service/app/web', 'spec.loadBalancerSourceRanges', undefined), ['warning Service/app/web: publishes web to anybody']],
  ['page-open', 'a Service open to half of all', field('Service/app/web', 'spec.loadBalancerSourceRanges', ['203.0.113.0/24', '0.0.0.0/1']), ['warning Service/app/web: publishes web to anybody']],
  ['page-open', 'a Service open to the widest range that is no internet', field('Service/app/web', 'spec.loadBalancerSourceRanges', ['10.0.0.0/8']), []],
  ['page-open', 'a Service within the network', [field('Service/app/web', 'spec.loadBalancerSourceRanges', undefined), field('Service/app/web', 'metadata.annotations', { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' })], []],
  ['page-open', 'an Ingress', ingress({ defaultBackend: { service: { name: 'web' } }, rules: [{ http: { paths: [{ backend: { service: { name: 'api' } } }, { backend: { resource: {} } }] } }] }), ['warning Ingress/app/old: publishes web, api to anybody']],
  ['page-open', 'a firewall that blocks strangers', firewall(strangers()), []],
  ['page-open', 'a firewall that logs others first', [...firewall(strangers()), arg('azurerm_web_application_firewall_policy.waf', 'custom_rules', [strangers({ action: 'Log' }), strangers()])], []],
  ['page-open', 'a firewall of the route', [...firewall(strangers()), field('WebApplicationFirewallPolicy/app/waf', 'spec.targetRef', { kind: 'HTTPRoute', name: 'page' })], []],
  ['page-open', 'a firewall of another route', [...firewall(strangers()), field('WebApplicationFirewallPolicy/app/waf', 'spec.targetRef', { kind: 'HTTPRoute', name: 'other' })], ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall of another namespace', [...firewall(strangers()), field('WebApplicationFirewallPolicy/app/waf', 'metadata.namespace', 'other')], ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall of others', [...firewall(strangers()), without('azurerm_web_application_firewall_policy')], ['unknown HTTPRoute/app/page: what its firewall policy blocks is known to Azure alone']],
  ['page-open', 'a firewall that logs', firewall(strangers({ action: 'Log' })), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall that is off', firewall(strangers({ enabled: false })), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall that detects', firewall(strangers(), 'Detection'), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall that prevents', firewall(strangers(), 'Prevention'), []],
  ['page-open', 'a firewall that blocks those whom it names', firewall(conditioned({ negation_condition: false })), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall that lets all in', firewall(conditioned({ match_values: ['0.0.0.0/0'] })), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall that lets all in beside some', firewall(conditioned({ match_values: ['203.0.113.0/24', '0.0.0.0/0'] })), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall that looks at something else', firewall(conditioned({ operator: 'GeoMatch' })), ['warning HTTPRoute/app/page: publishes web to anybody']],
  ['page-open', 'a firewall with one more condition', firewall(strangers({ match_conditions: [strangers().match_conditions[0], strangers().match_conditions[0]] })), ['warning HTTPRoute/app/page: publishes web to anybody']],

  ...['azurerm_resource_group.group', 'azurerm_virtual_network.network', CLUSTER, ACCOUNT, 'azurerm_application_load_balancer.alb', 'azurerm_application_load_balancer_frontend.front', 'azurerm_user_assigned_identity.web'].map(
    (address) => ['protection', address, arg(address, 'lifecycle', undefined), [`warning ${address}: 'lifecycle.prevent_destroy' must be true, got nothing`]] as const,
  ),
  ['protection', 'a lock', [arg(ACCOUNT, 'lifecycle', undefined), resource('azurerm_management_lock.lock', { scope: `\${${ACCOUNT}.id}` })], []],

  ...[
    'azurerm_resource_group.group',
    'azurerm_virtual_network.network',
    'azurerm_network_security_group.nodes',
    CLUSTER,
    POOL,
    ACCOUNT,
    'azurerm_application_load_balancer.alb',
    'azurerm_application_load_balancer_frontend.front',
    'azurerm_user_assigned_identity.web',
    ENDPOINT,
    ZONE,
    'azurerm_log_analytics_workspace.logs',
  ].map((address) => ['tags', address, arg(address, 'tags', undefined), [expect.stringMatching(new RegExp(`^warning ${address}: 'tags' must be some.*, got nothing$`))]] as const),
  ...['azurerm_container_registry', 'azurerm_key_vault', 'azurerm_storage_account', 'azurerm_public_ip', 'azurerm_nat_gateway'].map((type) => ['tags', type, resource(`${type}.x`, {}), [`warning ${type}.x: 'tags' must be some, got nothing`]] as const),
  [
    'tags',
    'one that is missing',
    [
      arg('azurerm_resource_group.group', 'tags.owner', 'me'),
      arg(POOL, 'tags', { other: '' }),
      ...['azurerm_virtual_network.network', 'azurerm_network_security_group.nodes', CLUSTER, 'azurerm_application_load_balancer.alb', 'azurerm_user_assigned_identity.web', ENDPOINT, ZONE, REGISTRY, 'azurerm_log_analytics_workspace.logs'].map((address) => arg(address, 'tags.owner', 'us')),
    ],
    [`warning ${ACCOUNT}: 'tags' must be some with team, owner, got {"team":"search"}`],
  ],
  ['tags', 'a variable', arg(ACCOUNT, 'tags', VARIABLE), [`unknown ${ACCOUNT}: 'tags' is known to Azure alone`]],

  ['secrets', 'a key in an argument', arg(ACCOUNT, 'name', 'a very long s3cr3t text'), [`error ${ACCOUNT}: 'name' looks like a key`]],
  ['secrets', 'a key in a list', arg(NODES, 'service_endpoints.1', 'a very long s3cr3t text'), [`error ${NODES}: 'service_endpoints' looks like a key`]],
  ['secrets', 'the same twice', [arg(ACCOUNT, 'a', { x: 'key=s3cr3t' }), arg(ACCOUNT, 'b', { x: 'key=s3cr3t' })], [`error ${ACCOUNT}: 'x' looks like a key`]],
  ['secrets', 'what is too short for one', arg(ACCOUNT, 'name', 's3cr3t'), []],
  ['secrets', 'a short one that says it is', arg(ACCOUNT, 'name', 'key:s3cr3t'), [`error ${ACCOUNT}: 'name' looks like a key`]],
  ['secrets', 'an expression', arg(ACCOUNT, 'name', '${azurerm_s3cr3t_of_a_long_name.x.key}'), []],
  ['secrets', 'something random', arg(ACCOUNT, 'name', RANDOM), [`error ${ACCOUNT}: 'name' looks like a key: it looks random`]],
  ['secrets', 'something random in an object', field('Gateway/app/gateway', 'spec.note', RANDOM), ["error Gateway/app/gateway: 'note' looks like a key: it looks random"]],
  ...['password', 'administrator_login_password', 'client_secret', 'access_key', 'primary_access_key', 'sas_token', 'primary_shared_key', 'connection_string', 'private_key', 'admin_token'].map(
    (name) => ['secrets', name, arg(ACCOUNT, name, 'hunter'), [`error ${ACCOUNT}: '${name}' holds a secret by its name`]] as const,
  ),
  ...['passwordless', 'mypassword', 'access_key_id'].map((name) => ['secrets', name, arg(ACCOUNT, name, 'hunter'), []] as const),
  ['secrets', 'a password from elsewhere', arg(ACCOUNT, 'password', VARIABLE), []],
  ['secrets', 'a password in an object', field('Gateway/app/gateway', 'spec.password', 'hunter'), []],
  ...['provider', 'terraform', 'output', 'locals', 'variable'].map((block) => ['secrets', `a key in ${block}`, inBlock(block, { x: 'key=s3cr3t' }), [`error ${block}: 'x' looks like a key`]] as const),
  ['secrets', 'a Secret', object({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'mine', namespace: 'app' }, data: { one: 'eA==' }, stringData: { two: 'x' } }), ['error Secret/app/mine: holds one, two']],
  ['secrets', 'an empty Secret', object({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'mine', namespace: 'app' } }), []],
  ['secrets', 'a variable of that name', field(WEB, `${OWN}.env`, [{ name: 'PASSWORD', value: 'x' }]), [`error ${WEB}: the variable PASSWORD has the name of a secret and a literal value`]],
  [
    'secrets',
    'a variable of that name, empty or from elsewhere',
    field(WEB, `${OWN}.env`, [
      { name: 'PASSWORD', value: '' },
      { name: 'PASSWORD', valueFrom: {} },
      { name: 'OTHER', value: 'x' },
    ]),
    [],
  ],

  ['state', 'a file', ({ terraform }) => void (terraform['terraform'] = { backend: { local: {} } }), ['warning terraform.backend: the state must be kept in Azure, and is a file on one machine']],
  ['state', 'nothing said', ({ terraform }) => void delete terraform['terraform'], ['warning terraform.backend: the state must be kept in Azure, and is a file on one machine']],
  ['state', 'elsewhere', ({ terraform }) => void (terraform['terraform'] = { backend: { s3: {} } }), ['unknown terraform.backend: how the backend s3 keeps it is not known here']],
  ['state', 'by a key', ({ terraform }) => void (terraform['terraform'] = [{ backend: [{ azurerm: [{ access_key: 'x' }] }] }]), ["warning terraform.backend: 'backend.azurerm.use_azuread_auth' must be true, got nothing", "error terraform.backend: 'backend.azurerm.access_key' must be left out"]],
  ...['sas_token', 'client_secret', 'client_certificate_password'].map((key) => ['state', `by ${key}`, inBlock('terraform', { backend: { azurerm: { use_azuread_auth: true, [key]: 'x' } } }), [`error terraform.backend: 'backend.azurerm.${key}' must be left out`]] as const),

  ...['latest', 'main', 'master', 'edge', 'nightly', 'dev', 'stable'].map((tag) => ['image-pinned', tag, field(WEB, `${OWN}.image`, `ghcr.io/acme/web:${tag}`), [`error ${WEB}: 'image of web' must be pinned, got "ghcr.io/acme/web:${tag}"`]] as const),
  ['image-pinned', 'no tag', field(WEB, `${OWN}.image`, 'localhost:5000/web'), [`error ${WEB}: 'image of web' must be pinned, got "localhost:5000/web"`]],
  ['image-pinned', 'no image', field(WEB, `${OWN}.image`, undefined), [`error ${WEB}: 'image of web' must be pinned, got nothing`]],
  ['image-pinned', 'latest by its digest', field(WEB, `${OWN}.image`, `ghcr.io/acme/web:latest@${DIGEST}`), []],
  ['image-pinned', 'no digest', field(WEB, `${OWN}.image`, 'ghcr.io/acme/web@sha256:1'), [`error ${WEB}: 'image of web' must be pinned, got "ghcr.io/acme/web@sha256:1"`]],
  ...[`x${DIGEST}`, `${DIGEST}0`].map((digest) => ['image-pinned', `nearly a digest: ${digest}`, field(WEB, `${OWN}.image`, `ghcr.io/acme/web@${digest}`), [`error ${WEB}: 'image of web' must be pinned, got "ghcr.io/acme/web@${digest}"`]] as const),
  ['image-pinned', 'a tag where digests are demanded', [withoutObject('Deployment/app/login'), field(WEB, `${POD}.initContainers.0.image`, `busybox@${DIGEST}`)], [`error ${WEB}: 'image of web' must be named by its digest, got "ghcr.io/acme/web:1.0.0"`], { imageDigests: true }],
  ['image-pinned', 'a digest where digests are demanded', [withoutObject('Deployment/app/login'), field(WEB, `${POD}.initContainers.0.image`, `busybox@${DIGEST}`), field(WEB, `${OWN}.image`, `web@${DIGEST}`)], [], { imageDigests: true }],

  ['image-pinned', 'latest, of a Helm release', chart({ values: helmValues({ repository: 'ghcr.io/acme/web', tag: 'latest' }) }), [`error ${CHART}: 'webhook.image' must be pinned, got "ghcr.io/acme/web:latest"`]],
  ['image-pinned', 'the tag of a chart', chart({ values: helmValues({ repository: 'ghcr.io/acme/web' }) }), []],
  ['image-pinned', 'a digest of a Helm release wins over its tag', chart({ values: helmValues({ repository: 'ghcr.io/acme/web', tag: 'latest', digest: DIGEST }) }), []],
  ['image-pinned', 'latest, of a Helm release, set by name', chart({ set: [{ name: 'webhook.image.repository', value: 'ghcr.io/acme/web' }, { name: 'webhook.image.tag', value: 'latest' }, { name: 'log.level', value: 'info' }] }), [`error ${CHART}: 'webhook.image' must be pinned, got "ghcr.io/acme/web:latest"`]],
  ['image-pinned', 'an empty tag is that of the chart', chart({ values: helmValues({ registry: '', repository: 'ghcr.io/acme/web', tag: '' }) }), []],
  ...[{ values: helmValues({ repository: 'ghcr.io/acme/web', digest: DIGEST }) }, { set: [{ name: 'webhook.image.repository', value: 'ghcr.io/acme/web' }, { name: 'webhook.image.digest', value: DIGEST }] }].map((args) => ['image-pinned', `a digest where digests are demanded, said by ${Object.keys(args)[0]}`, [withoutObject('Deployment/app/login'), withoutObject(WEB), chart(args)], [], { imageDigests: true }] as const),
  ['image-pinned', 'the tag of a chart where digests are demanded', [withoutObject('Deployment/app/login'), withoutObject(WEB), chart({ values: helmValues({ repository: 'ghcr.io/acme/web' }) })], [`error ${CHART}: 'webhook.image' must be named by its digest, got "ghcr.io/acme/web"`], { imageDigests: true }],
  ['image-pinned', 'values that are no JSON', chart({ values: ['image: {}'] }), [`unknown ${CHART}: 'values' are not written out as JSON`]],
  ['image-registry', 'an unknown one', field(WEB, `${OWN}.image`, 'example.com/web:1'), [`warning ${WEB}: image of web must come from mcr.microsoft.com, ghcr.io, docker.io, quay.io, registry.k8s.io, *.azurecr.io, got example.com`]],
  ...['mcr.microsoft.com/x:1', 'index.docker.io/x/y:1', 'x/y:1', 'x:1', 'mine.azurecr.io/x:1', 'registry.k8s.io/x:1'].map((image) => ['image-registry', image, field(WEB, `${OWN}.image`, image), []] as const),
  ...[
    ['xazurecr.io/x:1', 'xazurecr.io'],
    ['localhost/x:1', 'localhost'],
    ['a:5/x:1', 'a:5'],
  ].map(([image, host]) => ['image-registry', image!, field(WEB, `${OWN}.image`, image), [expect.stringContaining(`got ${host}`)]] as const),
  ['image-registry', 'one that the environment does not allow', [], [`error ${WEB}: image of wait must come from ghcr.io, *.io, got docker.io`].slice(1), { imageRegistries: ['*.io'] }],
  ['image-registry', 'of a Helm release, by its values', chart({ values: helmValues({ repository: 'example.com/web', digest: DIGEST }) }), [`warning ${CHART}: 'webhook.image' must come from mcr.microsoft.com, ghcr.io, docker.io, quay.io, registry.k8s.io, *.azurecr.io, got example.com`]],
  ['image-registry', 'of a Helm release, by parts', chart({ values: helmValues({ registry: 'a.example.com', repository: 'web', tag: '1' }) }), [expect.stringMatching(/'webhook\.image' must .* got a\.example\.com$/)]],
  ['image-registry', 'of a Helm release, set by name', chart({ set: [{ name: 'webhook.image.repository', value: 'web' }, { name: 'webhook.image.registry', value: 'b.example.com' }] }), [expect.stringMatching(/'webhook\.image' must .* got b\.example\.com$/)]],
  ['image-registry', 'of a Helm release, beside what is no image', chart({ values: [JSON.stringify({ logLevel: 'info', webhook: { image: { registry: '', repository: 'example.com/web' } } })] }), [expect.stringMatching(/'webhook\.image' must .* got example\.com$/)]],
  ['image-registry', 'of a Helm release, allowed', chart({ values: helmValues({ repository: 'mine.azurecr.io/web' }) }), []],
  ['image-registry', 'of a Helm release, that Azure names', chart({ values: helmValues({ repository: '${azurerm_container_registry.images.login_server}/web' }) }), [`unknown ${CHART}: 'webhook.image' is known to Azure alone`]],
  ['image-registry', 'of a Helm release, that its chart alone knows', chart({ values: ['{"crds":{"enabled":true}}'], set: { name: 'a.registry', value: 'example.com' } }), []],
  ...[['image: {}'], '${file("values.yaml")}'].map((values) => ['image-registry', `of a Helm release that says ${JSON.stringify(values)}`, chart({ values }), [`unknown ${CHART}: 'values' are not written out as JSON`]] as const),
  ['image-registry', 'one that the environment does not name', [], [`error ${WEB}: image of wait must come from ghcr.io, quay.io, got docker.io`], { imageRegistries: ['ghcr.io', 'quay.io'] }],

  ['pod-non-root', 'root', [field(WEB, `${POD}.securityContext.runAsNonRoot`, undefined)], ['wait', 'web'].map((name) => `error ${WEB}: container ${name} must not run as root, got runAsNonRoot nothing, runAsUser nothing`)],
  ['pod-non-root', 'user 0', field(WEB, `${OWN}.securityContext.runAsUser`, 0), [`error ${WEB}: container web must not run as root, got runAsNonRoot true, runAsUser 0`]],
  ['pod-non-root', 'a container that says it itself', [field(WEB, `${POD}.securityContext.runAsNonRoot`, undefined), field(WEB, `${OWN}.securityContext.runAsNonRoot`, true), field(WEB, `${POD}.initContainers`, [])], []],
  ['pod-non-root', 'root in a namespace for it', [openNamespace('baseline'), field(WEB, `${OWN}.securityContext.runAsNonRoot`, false)], [`warning ${WEB}: container web must not run as root, got runAsNonRoot false, runAsUser nothing`]],
  ['pod-non-root', 'root in a namespace for all', [openNamespace('privileged'), field(WEB, `${OWN}.securityContext.runAsNonRoot`, false)], [`error ${WEB}: container web must not run as root, got runAsNonRoot false, runAsUser nothing`]],

  ['pod-capabilities', 'privileged', [openNamespace('baseline'), field(WEB, `${OWN}.securityContext.privileged`, true)], [`error ${WEB}: container web must not be privileged, got privileged`]],
  ['pod-capabilities', 'beyond the baseline', [openNamespace('baseline'), field(WEB, `${OWN}.securityContext.capabilities.add`, ['CHOWN', 'SYS_ADMIN', 'NET_RAW'])], [`error ${WEB}: container web must not be privileged, got SYS_ADMIN, NET_RAW`]],
  [
    'pod-capabilities',
    'of the baseline',
    [openNamespace('baseline'), field(WEB, `${OWN}.securityContext.capabilities.add`, ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'])],
    [expect.stringMatching(`^warning ${WEB}: container web must drop ALL, add none and gain none, got `)],
  ],
  ['pod-capabilities', 'to bind a port', field(WEB, `${OWN}.securityContext.capabilities.add`, ['NET_BIND_SERVICE']), []],
  ['pod-capabilities', 'none dropped', field(WEB, `${OWN}.securityContext.capabilities`, undefined), [`error ${WEB}: container web must drop ALL, add none and gain none, got {"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true}`]],
  ['pod-capabilities', 'a way to gain some', field(WEB, `${OWN}.securityContext.allowPrivilegeEscalation`, undefined), [expect.stringContaining('must drop ALL, add none and gain none')]],

  ...['hostNetwork', 'hostPID', 'hostIPC'].map((name) => ['pod-host', name, field(WEB, `${POD}.${name}`, true), [`error ${WEB}: must share nothing with its node, got ${name}`]] as const),
  ['pod-host', 'a path', field(WEB, `${POD}.volumes`, [{ emptyDir: {} }, { hostPath: { path: '/' } }]), [`error ${WEB}: must share nothing with its node, got hostPath "/"`]],
  ['pod-host', 'a port', field(WEB, `${OWN}.ports`, [{ containerPort: 1 }, { hostPort: 0 }, { hostPort: 80 }]), [`error ${WEB}: must share nothing with its node, got hostPort 80`]],
  ['pod-host', 'all of it', [field(WEB, `${POD}.hostPID`, true), field(WEB, `${OWN}.ports`, [{ hostPort: 80 }])], [`error ${WEB}: must share nothing with its node, got hostPID, hostPort 80`]],

  ['pod-read-only-root', 'a disk to write to', field(WEB, `${OWN}.securityContext.readOnlyRootFilesystem`, false), [`error ${WEB}: container web must have readOnlyRootFilesystem true, got false`]],
  ['pod-read-only-root', 'in a namespace for it', [openNamespace('baseline'), field(WEB, `${OWN}.securityContext`, undefined)], [`warning ${WEB}: container web must have readOnlyRootFilesystem true, got nothing`]],

  ['pod-seccomp', 'none', field(WEB, `${POD}.securityContext.seccompProfile`, undefined), ['wait', 'web'].map((name) => `error ${WEB}: container ${name} must have a seccomp profile, got nothing`)],
  ['pod-seccomp', 'unconfined', [openNamespace('baseline'), field(WEB, `${OWN}.securityContext.seccompProfile`, { type: 'Unconfined' })], [`warning ${WEB}: container web must have a seccomp profile, got "Unconfined"`]],
  ['pod-seccomp', 'its own', field(WEB, `${OWN}.securityContext.seccompProfile`, { type: 'Localhost' }), []],

  ['pod-limits', 'none', field(WEB, `${OWN}.resources`, undefined), [`error ${WEB}: container web must say limits.cpu, limits.memory`]],
  ['pod-limits', 'no memory', field(WEB, `${POD}.initContainers.0.resources.limits.memory`, undefined), [`error ${WEB}: container wait must say limits.memory`]],

  ['pod-api-token', 'the default', field('Deployment/app/login', `${POD}.automountServiceAccountToken`, undefined), ["error Deployment/app/login: 'automountServiceAccountToken' must be false, got nothing"]],
  ['pod-api-token', 'asked for', field(WEB, `${POD}.automountServiceAccountToken`, true), [`error ${WEB}: 'automountServiceAccountToken' must be false, got true`]],
  ['pod-api-token', 'kept away by the account', [field(WEB, `${POD}.automountServiceAccountToken`, undefined), field('ServiceAccount/app/web', 'automountServiceAccountToken', false)], []],
  ['pod-api-token', 'kept away by the account, and asked for', [field(WEB, `${POD}.automountServiceAccountToken`, true), field('ServiceAccount/app/web', 'automountServiceAccountToken', false)], [`error ${WEB}: 'automountServiceAccountToken' must be false, got true`]],
  ['pod-api-token', 'of an account that is bound to a role', [field(WEB, `${POD}.automountServiceAccountToken`, true), field(WEB, `${POD}.serviceAccountName`, 'reader')], []],
  ['pod-api-token', 'of an account that is bound in the namespace of the binding', [field(WEB, `${POD}.automountServiceAccountToken`, true), field('RoleBinding/app/reader', 'subjects', [{ name: 'web' }])], []],
  ['pod-api-token', 'of the cluster', [field(WEB, `${POD}.automountServiceAccountToken`, true), object({ apiVersion: 'x', kind: 'ClusterRoleBinding', metadata: { name: 'x' }, subjects: [{ name: 'web', namespace: 'app' }] })], []],
  ['pod-api-token', 'of an account of another namespace', [field(WEB, `${POD}.automountServiceAccountToken`, true), field('RoleBinding/app/reader', 'subjects', [{ name: 'web', namespace: 'other' }])], [`error ${WEB}: 'automountServiceAccountToken' must be false, got true`]],

  ['namespace-pod-security', 'no label', openNamespace(), ["error Namespace/app: 'pod-security.kubernetes.io/enforce' must be restricted, got nothing"]],
  ['namespace-pod-security', 'privileged', openNamespace('privileged'), [`warning Namespace/app: 'pod-security.kubernetes.io/enforce' must be restricted, got "privileged"`]],
  ['namespace-pod-security', 'a level that is none', openNamespace('strict'), [`error Namespace/app: 'pod-security.kubernetes.io/enforce' must be restricted, got "strict"`]],
  ['namespace-pod-security', 'baseline', openNamespace('baseline'), [`warning Namespace/app: 'pod-security.kubernetes.io/enforce' must be restricted, got "baseline"`]],
  ['namespace-pod-security', 'a namespace without pods', object({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } }), ['unknown Namespace/other: what runs in it is made elsewhere']],

  ['network-default-deny', 'none', withoutObject('NetworkPolicy/app/deny-all'), ['error Namespace/app: must have a NetworkPolicy that denies all Ingress and Egress, and has none']],
  ['network-default-deny', 'one way alone', field('NetworkPolicy/app/deny-all', 'spec.policyTypes', ['Ingress']), ['error Namespace/app: must have a NetworkPolicy that denies all Egress, and has none']],
  ['network-default-deny', 'some pods alone', field('NetworkPolicy/app/deny-all', 'spec.podSelector', { matchLabels: { app: 'web' } }), ['error Namespace/app: must have a NetworkPolicy that denies all Ingress and Egress, and has none']],
  ['network-default-deny', 'some pods alone, by expressions', field('NetworkPolicy/app/deny-all', 'spec.podSelector', { matchExpressions: [{}] }), ['error Namespace/app: must have a NetworkPolicy that denies all Ingress and Egress, and has none']],
  ['network-default-deny', 'all, in more words', [field('NetworkPolicy/app/deny-all', 'spec.podSelector', { matchLabels: {}, matchExpressions: [] }), field('NetworkPolicy/app/deny-all', 'spec.ingress', [])], []],
  ['network-default-deny', 'one that lets all in', field('NetworkPolicy/app/deny-all', 'spec.ingress', [{}]), ['error Namespace/app: must have a NetworkPolicy that denies all Ingress and Egress, and has none']],
  ['network-default-deny', 'one that lets all out', field('NetworkPolicy/app/deny-all', 'spec.egress', [{}]), ['error Namespace/app: must have a NetworkPolicy that denies all Ingress and Egress, and has none']],
  ['network-default-deny', 'another namespace', field('Deployment/app/login', 'metadata.namespace', 'other'), ['error Namespace/other: must have a NetworkPolicy that denies all Ingress and Egress, and has none']],
  ['network-default-deny', 'no namespace', field('Deployment/app/login', 'metadata.namespace', undefined), ['error Namespace/default: must have a NetworkPolicy that denies all Ingress and Egress, and has none']],

  ['network-reason', 'none', field('NetworkPolicy/app/deny-all', 'metadata.annotations', { 'acme.com/note': 'x' }), ['warning NetworkPolicy/app/deny-all: must say why, and says nothing']],
  ['network-reason', 'an empty one', field('CiliumNetworkPolicy/app/dns', 'metadata.annotations', { 'kubernetes.io/description': '' }), ['warning CiliumNetworkPolicy/app/dns: must say why, and says nothing']],
  ['network-reason', 'of the cluster', object({ apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name: 'all' } }), ['warning CiliumClusterwideNetworkPolicy/all: must say why, and says nothing']],

  ['disruption-budget', 'none', withoutObject('PodDisruptionBudget/app/web'), [`warning ${WEB}: must have a PodDisruptionBudget, and has none`]],
  ['disruption-budget', 'of other pods', field('PodDisruptionBudget/app/web', 'spec.selector.matchLabels', { app: 'other' }), [`warning ${WEB}: must have a PodDisruptionBudget, and has none`]],
  ['disruption-budget', 'of another namespace', field('PodDisruptionBudget/app/web', 'metadata.namespace', 'other'), [`warning ${WEB}: must have a PodDisruptionBudget, and has none`]],
  ...[
    ['maxUnavailable', 0],
    ['maxUnavailable', '0%'],
    ['minAvailable', '100%'],
  ].map(([name, value]) => ['disruption-budget', `${name} ${value}`, field('PodDisruptionBudget/app/web', `spec.${name}`, value), ['warning PodDisruptionBudget/app/web: lets no pod go, so that no node can be drained']] as const),
  ['disruption-budget', 'one replica', [withoutObject('PodDisruptionBudget/app/web'), field(WEB, 'spec.replicas', undefined)], []],
  ['disruption-budget', 'what an autoscaler makes several', autoscaler('login', 2), ['warning Deployment/app/login: must have a PodDisruptionBudget, and has none']],
  ['disruption-budget', 'what an autoscaler leaves alone', autoscaler('login', 1), []],
  ['disruption-budget', 'an autoscaler of another namespace', autoscaler('login', 2, 'other'), []],
  ['disruption-budget', 'several of a StatefulSet', [field('Deployment/app/login', 'spec.replicas', 2), field('Deployment/app/login', 'kind', 'StatefulSet')], ['warning StatefulSet/app/login: must have a PodDisruptionBudget, and has none']],
  ['disruption-budget', 'a DaemonSet', [field('Deployment/app/login', 'spec.replicas', 2), field('Deployment/app/login', 'kind', 'DaemonSet')], []],

  ['probes', 'none', [field(WEB, `${OWN}.readinessProbe`, undefined), field(WEB, `${OWN}.livenessProbe`, undefined)], [`warning ${WEB}: container web must have readinessProbe and livenessProbe`]],
  ...['StatefulSet', 'DaemonSet'].map((kind) => ['probes', kind, [field('Deployment/app/login', `${OWN}.livenessProbe`, undefined), field('Deployment/app/login', 'kind', kind)], [`warning ${kind}/app/login: container login must have livenessProbe`]] as const),
  ['probes', 'a Job', [field('Deployment/app/login', `${OWN}.livenessProbe`, undefined), field('Deployment/app/login', 'kind', 'Job')], []],
  ['probes', 'a sidecar', field(WEB, `${POD}.initContainers.0.restartPolicy`, 'Always'), [`warning ${WEB}: container wait must have readinessProbe and livenessProbe`]],

  ['registry-password', 'off, and nothing said', arg(REGISTRY, 'admin_enabled', false), []],
  ['registry-password', 'a registry that anybody opens', [arg(REGISTRY, 'admin_enabled', true), arg(REGISTRY, 'anonymous_pull_enabled', true)], [`error ${REGISTRY}: 'admin_enabled' must be false, got true`, `error ${REGISTRY}: 'anonymous_pull_enabled' must be false, got true`]],
  ['registry-password', 'a variable', arg(REGISTRY, 'admin_enabled', VARIABLE), [`unknown ${REGISTRY}: 'admin_enabled' is known to Azure alone`]],

  ['retired-api', 'a version that is gone', object({ apiVersion: 'storage.k8s.io/v1beta1', kind: 'CSIStorageCapacity', metadata: { name: 'x' } }), ['error CSIStorageCapacity/x: storage.k8s.io/v1beta1 is gone since Kubernetes 1.27: storage.k8s.io/v1']],
  ['retired-api', 'a younger kind of an old version', object({ apiVersion: 'storage.k8s.io/v1beta1', kind: 'VolumeAttributesClass', metadata: { name: 'x' } }), []],

  ...['apiGroups', 'resources', 'verbs', 'nonResourceURLs'].map((part) => ['rbac-wildcard', part, field('Role/app/reader', `rules.0.${part}`, ['get', '*']), [`error Role/app/reader: must name ${part} one by one, got "*"`]] as const),
  ['rbac-wildcard', 'of the cluster, twice', object({ apiVersion: 'x', kind: 'ClusterRole', metadata: { name: 'x' }, rules: [{ verbs: ['*'] }, { verbs: ['*'], resources: ['*'] }] }), ['error ClusterRole/x: must name verbs, resources one by one, got "*"']],
  ['rbac-wildcard', 'cluster-admin', field('RoleBinding/app/reader', 'roleRef.name', 'cluster-admin'), ["error RoleBinding/app/reader: 'roleRef' must not be cluster-admin"]],
  ['rbac-wildcard', 'cluster-admin of the cluster', object({ apiVersion: 'x', kind: 'ClusterRoleBinding', metadata: { name: 'x' }, roleRef: { name: 'cluster-admin' } }), ["error ClusterRoleBinding/x: 'roleRef' must not be cluster-admin"]],

  ['model-end', 'soon', arg('azurerm_cognitive_deployment.chat', 'model.version', '1'), ['warning azurerm_cognitive_deployment.chat: gpt-x 1 retires on 2027-01-26']],
  ['model-end', 'today', arg('azurerm_cognitive_deployment.chat', 'model.version', '0'), ['error azurerm_cognitive_deployment.chat: gpt-x 0 retires on 2026-11-27']],
  ['model-end', 'an unheard-of version', arg('azurerm_cognitive_deployment.chat', 'model.version', '9'), ['unknown azurerm_cognitive_deployment.chat: no end of gpt-x 9 is known']],
  ['model-end', 'another model', arg('azurerm_cognitive_deployment.chat', 'model.name', 'gpt-z'), ['unknown azurerm_cognitive_deployment.chat: no end of gpt-z 2 is known']],
  ['model-end', 'a model without an end', arg('azurerm_cognitive_deployment.chat', 'model', { name: 'gpt-y', version: '1' }), ['unknown azurerm_cognitive_deployment.chat: no end of gpt-y 1 is known']],
  ['model-end', 'no version', arg('azurerm_cognitive_deployment.chat', 'model.version', undefined), ['unknown azurerm_cognitive_deployment.chat: no end of gpt-x in the version that Azure chooses is known']],
];

function asked(id: string, change: Change | readonly Change[], facts: Partial<Facts> = {}) {
  const draft = goodArtefacts();
  for (const each of [change].flat()) each(draft);
  const without = RULES.map((rule) => rule.id).filter((other) => other !== id);
  return judge(draft, { facts: { ...FACTS, ...facts }, without }).results[0]!;
}

describe('every rule', () => {
  test('is in a file of its name, and each file is a rule of the index', () => {
    const files = readdirSync(path.join(__dirname, '../../policy/rules')).filter((file) => file !== 'index.ts');
    expect(RULES.map(({ id }) => `${id}.ts`)).toEqual(files.toSorted());
  });

  test.each(RULES.map((rule) => [rule.id, rule] as const))('%s says what, why, whence and how', (_id, rule) => {
    const { what, why, fix, source, reads, severity } = rule;
    expect([what, why]).toEqual([expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/^[A-Z].*\.$/)]);
    expect(fix).toMatch(/^[a-z].*[^.]$/);
    expect(source).toMatch(/^https:\/\/[a-z0-9.-]+\/\S+$/);
    expect(['error', 'warning']).toContain(severity);
    expect(reads.length).toBeGreaterThan(0);
  });

  test.each(RULES.map(({ id }) => id))('%s looks at good artefacts and finds nothing', (id) => {
    const result = asked(id, []);

    expect(linesOf(result)).toEqual([]);
    expect(result.lookedAt.length).toBeGreaterThan(0);
  });

  test.each(RULES.map(({ id }) => id))('%s says that it looked at nothing where there is nothing', (id) => {
    const { results } = judge(
      { terraform: { terraform: { backend: { azurerm: { use_azuread_auth: true } } } }, manifests: [] },
      { facts: FACTS },
    );
    const { lookedAt, findings, unknown } = results.find(({ rule }) => rule.id === id)!;

    const itself: Record<string, readonly string[]> = { state: ['terraform.backend'], secrets: ['terraform'] };
    expect({ lookedAt, findings, unknown }).toEqual({ lookedAt: itself[id] ?? [], findings: [], unknown: [] });
  });

  test('has an artefact that fails it', () => {
    const failing = CASES.filter(([, , , lines]) =>
      lines.some((line) => typeof line !== 'string' || !line.startsWith('unknown')),
    ).map(([id]) => id);
    expect([...new Set(failing)].toSorted()).toEqual(RULES.map(({ id }) => id));
  });
});

test.each(CASES.map(([id, what, ...rest]) => [id, what, rest] as const))(
  '%s: %s',
  (id, _what, [change, lines, facts]) => {
    expect(linesOf(asked(id, change, facts))).toEqual(lines);
  },
);

/** What each rule looks at in the good artefacts. */
test('what a rule looks at is told by address', () => {
  const looked = Object.fromEntries(RULES.map(({ id }) => [id, asked(id, []).lookedAt]));
  const pods = ['Deployment/app/web', 'Deployment/app/login'];

  expect(looked).toMatchObject({
    'account-keys': [ACCOUNT],
    'account-service-endpoint': [NODES],
    'account-private-endpoint': [ACCOUNT, ZONE],
    'alb-subnet': [ALB],
    'cluster-zones': [CLUSTER, POOL],
    'credential-subject': [CREDENTIAL],
    diagnostics: [CLUSTER, ACCOUNT, 'azurerm_application_load_balancer.alb'],
    'disruption-budget': [WEB],
    'identity-sharing': [CREDENTIAL, 'ServiceAccount/app/web'],
    'image-pinned': pods,
    'image-registry': pods,
    'inbound-internet': [OPENING],
    'model-end': ['azurerm_cognitive_deployment.chat'],
    'network-default-deny': ['Namespace/app'],
    'page-open': ['Service/app/web', 'HTTPRoute/app/page'],
    'page-tls': ['Gateway/app/gateway'],
    'pod-api-token': pods,
    'pod-limits': pods,
    probes: pods,
    'rbac-wildcard': ['Role/app/reader', 'RoleBinding/app/reader'],
    'role-scope': [ROLE],
    'subnet-nsg': [NODES, 'azurerm_subnet.endpoints'],
  });
  expect(looked['retired-api']).toHaveLength(14);
  expect(looked['protection']).toHaveLength(8);
  expect(looked['registry-password']).toEqual([REGISTRY]);
});
