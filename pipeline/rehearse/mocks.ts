import { createHash } from 'node:crypto';
import { PipelineError } from '../run';
import type { StackResource } from '../terraform';

/** What Azure would have said of a resource: the attributes that are known after an apply alone. */
export type MockedValues = Readonly<Record<string, unknown>>;

/** Makes the values of one resource. Each resource gets its own, so that a mix-up shows. */
type Mock = (resource: StackResource) => MockedValues;

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const GROUPS = `/subscriptions/${SUBSCRIPTION}/resourceGroups`;
const PROVIDERS = `${GROUPS}/rg-rehearsal/providers`;

/** Only its existence counts: nothing reads an attribute of it. */
const nothing: Mock = () => ({});
/** What a data source answers where the stack looks at what exists: just what its own conditions ask for. */
const asAsked: Mock = ({ mode, args }) => {
  if (mode !== 'data') return {};
  const text = JSON.stringify(args['lifecycle'] ?? {}).replaceAll('\\"', '"');
  const lists = [...text.matchAll(/contains\(self\.(\w+), "([^"]+)"\)/g)].map(([, name, value]) => [name, [value]]);
  const values = [...text.matchAll(/self\.(\w+) == "([^"]+)"/g)].map(([, name, value]) => [name, value]);
  return Object.fromEntries([...lists, ...values]) as MockedValues;
};
const withId =
  (prefix: string): Mock =>
  (resource) => ({ id: `${PROVIDERS}/${prefix}/${nameOf(resource)}` });

/**
 * The values that mocked resources get, by type. The providers check on every plan that an argument which wants a
 * resource id or a UUID has one, so each id has the shape Azure gives it.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules (types and casing)
 */
export const MOCKS: Readonly<Record<string, Mock>> = {
  azurerm_application_load_balancer: withId('Microsoft.ServiceNetworking/trafficControllers'),
  azurerm_application_load_balancer_frontend: (resource) => ({
    id: `${PROVIDERS}/Microsoft.ServiceNetworking/trafficControllers/alb-rehearsal/frontends/${nameOf(resource)}`,
    fully_qualified_domain_name: `${label(resource)}.fz00.alb.azure.com`,
  }),
  azurerm_application_load_balancer_security_policy: withId(
    'Microsoft.ServiceNetworking/trafficControllers/alb-rehearsal/securityPolicies',
  ),
  azurerm_application_load_balancer_subnet_association: withId(
    'Microsoft.ServiceNetworking/trafficControllers/alb-rehearsal/associations',
  ),
  azurerm_application_insights_workbook: withId('Microsoft.Insights/workbooks'),
  azurerm_client_config: (resource) => ({
    subscription_id: SUBSCRIPTION,
    tenant_id: uuid(resource, 'tenant_id'),
    client_id: uuid(resource, 'client_id'),
    object_id: uuid(resource, 'object_id'),
  }),
  azurerm_cognitive_account: (resource) => ({
    id: `${PROVIDERS}/Microsoft.CognitiveServices/accounts/${nameOf(resource)}`,
    endpoint: `https://${nameOf(resource)}.openai.azure.com/`,
  }),
  azurerm_cognitive_deployment: withId('Microsoft.CognitiveServices/accounts/oai-rehearsal/deployments'),
  azurerm_container_registry: (resource) => ({
    id: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/${nameOf(resource)}`,
    login_server: `${nameOf(resource)}.azurecr.io`,
  }),
  azurerm_dashboard_grafana: withId('Microsoft.Dashboard/grafana'),
  azurerm_dns_cname_record: withId('Microsoft.Network/dnsZones/rehearsal.example.com/CNAME'),
  azurerm_federated_identity_credential: withId(
    'Microsoft.ManagedIdentity/userAssignedIdentities/id-rehearsal/federatedIdentityCredentials',
  ),
  azurerm_kubernetes_cluster: (resource) => ({
    id: `${PROVIDERS}/Microsoft.ContainerService/managedClusters/${nameOf(resource)}`,
    node_resource_group: `MC_rg-rehearsal_${nameOf(resource)}`,
    node_resource_group_id: `${GROUPS}/MC_rg-rehearsal_${nameOf(resource)}`,
    oidc_issuer_url: `https://oidc.example.com/${label(resource)}/`,
  }),
  azurerm_kubernetes_cluster_node_pool: withId('Microsoft.ContainerService/managedClusters/aks-rehearsal/agentPools'),
  azurerm_nat_gateway: withId('Microsoft.Network/natGateways'),
  azurerm_nat_gateway_public_ip_association: nothing,
  azurerm_log_analytics_workspace: withId('Microsoft.OperationalInsights/workspaces'),
  azurerm_monitor_action_group: withId('Microsoft.Insights/actionGroups'),
  azurerm_monitor_activity_log_alert: withId('Microsoft.Insights/activityLogAlerts'),
  azurerm_monitor_alert_prometheus_rule_group: withId('Microsoft.AlertsManagement/prometheusRuleGroups'),
  azurerm_monitor_data_collection_endpoint: withId('Microsoft.Insights/dataCollectionEndpoints'),
  azurerm_monitor_data_collection_rule: withId('Microsoft.Insights/dataCollectionRules'),
  azurerm_monitor_data_collection_rule_association: nothing,
  azurerm_monitor_diagnostic_setting: nothing,
  azurerm_monitor_metric_alert: withId('Microsoft.Insights/metricAlerts'),
  azurerm_monitor_scheduled_query_rules_alert_v2: withId('Microsoft.Insights/scheduledQueryRules'),
  azurerm_monitor_workspace: withId('Microsoft.Monitor/accounts'),
  azurerm_network_security_group: withId('Microsoft.Network/networkSecurityGroups'),
  azurerm_network_security_rule: withId('Microsoft.Network/networkSecurityGroups/nsg-rehearsal/securityRules'),
  azurerm_private_dns_zone: withId('Microsoft.Network/privateDnsZones'),
  azurerm_private_dns_zone_virtual_network_link: withId(
    'Microsoft.Network/privateDnsZones/rehearsal.example.com/virtualNetworkLinks',
  ),
  azurerm_private_endpoint: withId('Microsoft.Network/privateEndpoints'),
  azurerm_public_ip: (resource) => ({
    ...withId('Microsoft.Network/publicIPAddresses')(resource),
    ip_address: '203.0.113.10',
  }),
  azurerm_resource_group: (resource) => ({ id: `${GROUPS}/${nameOf(resource)}` }),
  azurerm_role_assignment: (resource) => ({
    id: `${PROVIDERS}/Microsoft.Authorization/roleAssignments/${uuid(resource, 'id')}`,
  }),
  azurerm_role_definition: (resource) => ({
    role_definition_resource_id: `${PROVIDERS}/Microsoft.Authorization/roleDefinitions/${uuid(resource, 'id')}`,
  }),
  azurerm_subnet: (resource) => ({
    ...withId('Microsoft.Network/virtualNetworks/vnet-rehearsal/subnets')(resource),
    ...asAsked(resource),
  }),
  azurerm_subnet_nat_gateway_association: withId('Microsoft.Network/virtualNetworks/vnet-rehearsal/subnets'),
  azurerm_subnet_network_security_group_association: withId('Microsoft.Network/virtualNetworks/vnet-rehearsal/subnets'),
  azurerm_subnet_route_table_association: withId('Microsoft.Network/virtualNetworks/vnet-rehearsal/subnets'),
  azurerm_user_assigned_identity: (resource) => ({
    id: `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/${nameOf(resource)}`,
    client_id: uuid(resource, 'client_id'),
    principal_id: uuid(resource, 'principal_id'),
    tenant_id: uuid(resource, 'tenant_id'),
  }),
  azurerm_virtual_network: (resource) => ({
    ...withId('Microsoft.Network/virtualNetworks')(resource),
    ...asAsked(resource),
  }),
  azurerm_web_application_firewall_policy: (resource) => ({
    ...withId('Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies')(resource),
    ...asAsked(resource),
  }),
  helm_release: nothing,
  // Built into Terraform: it is not mocked but made.
  terraform_data: nothing,
};

/**
 * What Azure adds to a resource as a block, by type. A mock answers for the attributes of the blocks that are there and makes
 * none, so a rehearsal says these in the stack's place.
 *
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/25691
 */
export const ADDED_BLOCKS: Readonly<Record<string, Mock>> = {
  azurerm_kubernetes_cluster: (resource) => ({
    kubelet_identity: [
      {
        client_id: uuid(resource, 'kubelet_identity.client_id'),
        object_id: uuid(resource, 'kubelet_identity.object_id'),
        user_assigned_identity_id: `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/${nameOf(resource)}-agentpool`,
      },
    ],
  }),
};

/** A stack holds resources that the table says nothing of. */
export class UnknownResourceTypeError extends PipelineError {
  public constructor(resources: readonly StackResource[]) {
    super(
      `nothing is known of what Azure would answer for ${resources.map(({ address }) => address).join(', ')}`,
      `add ${[...new Set(resources.map(({ type }) => type))].join(', ')} to MOCKS in pipeline/rehearse/mocks.ts`,
    );
  }
}

/**
 * The mocked values of every resource, by address. What a resource's own arguments say is left to them.
 *
 * @throws {UnknownResourceTypeError} naming every resource of a type that is not in the table
 */
export function mockedValues(resources: readonly StackResource[]): ReadonlyMap<string, MockedValues> {
  const unknown = resources.filter(({ type }) => !Object.hasOwn(MOCKS, type));
  if (unknown.length > 0) throw new UnknownResourceTypeError(unknown);
  return new Map(
    resources.map((resource) => [
      resource.address,
      Object.fromEntries(Object.entries(MOCKS[resource.type]!(resource)).filter(([key]) => !(key in resource.args))),
    ]),
  );
}

/** The blocks that Azure adds to each resource, by address. What a resource says itself is left to it. */
export function addedBlocks(resources: readonly StackResource[]): ReadonlyMap<string, MockedValues> {
  return new Map(
    resources.flatMap((resource): [string, MockedValues][] => {
      const blocks = Object.entries(ADDED_BLOCKS[resource.type]?.(resource) ?? {});
      const unsaid = blocks.filter(([name]) => !(name in resource.args));
      return unsaid.length === 0 ? [] : [[resource.address, Object.fromEntries(unsaid)]];
    }),
  );
}

/** The resource's name in Azure, or that of its address where Terraform knows it only later. */
function nameOf({ args, name }: StackResource): string {
  const given = args['name'];
  return typeof given === 'string' && !given.includes('${') ? given : name;
}

/** The address as one label of a host name. */
function label({ name }: StackResource): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 63);
}

/** A UUID that is the same on every run and another one for each attribute of each resource. */
function uuid({ address }: StackResource, attribute: string): string {
  const hex = createHash('sha256').update(`${address}.${attribute}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
