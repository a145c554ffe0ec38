/** How a type of resource is looked up in Azure, and how Terraform takes it into its state. */
export interface ImportRule {
  /**
   * The import id. An argument of the resource stands in braces; `{subscription}` is that of its provider, the environment's
   * where that says none, and `{uuid}` is what Azure alone knows.
   */
  readonly id: string;
  /** What tells whether it is there: an answer to its id, or a look of its own. @default 'id' */
  readonly foundBy?: 'id' | 'group' | 'association' | 'role definition' | 'role assignment' | 'release';
}

const GROUP = '/subscriptions/{subscription}/resourceGroups/{resource_group_name}';
const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const INSIGHTS = `${GROUP}/providers/Microsoft.Insights`;
const AUTHORIZATION = 'providers/Microsoft.Authorization';

/**
 * By type of resource, in the case of letters that the provider accepts.
 *
 * @see https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs the section "Import" of each resource
 * @see https://registry.terraform.io/providers/hashicorp/helm/3.1.1/docs/resources/release#import
 */
export const IMPORT_RULES: Readonly<Record<string, ImportRule>> = {
  azurerm_application_load_balancer: {
    id: `${GROUP}/providers/Microsoft.ServiceNetworking/trafficControllers/{name}`,
  },
  azurerm_application_load_balancer_frontend: { id: '{application_load_balancer_id}/frontends/{name}' },
  azurerm_application_load_balancer_security_policy: { id: '{application_load_balancer_id}/securityPolicies/{name}' },
  azurerm_application_load_balancer_subnet_association: { id: '{application_load_balancer_id}/associations/{name}' },
  azurerm_application_insights_workbook: { id: `${INSIGHTS}/workbooks/{name}` },
  azurerm_cognitive_account: { id: `${GROUP}/providers/Microsoft.CognitiveServices/accounts/{name}` },
  azurerm_cognitive_deployment: { id: '{cognitive_account_id}/deployments/{name}' },
  azurerm_container_registry: { id: `${GROUP}/providers/Microsoft.ContainerRegistry/registries/{name}` },
  azurerm_dashboard_grafana: { id: `${GROUP}/providers/Microsoft.Dashboard/grafana/{name}` },
  azurerm_dns_cname_record: { id: `${NETWORK}/dnsZones/{zone_name}/CNAME/{name}` },
  azurerm_federated_identity_credential: { id: '{parent_id}/federatedIdentityCredentials/{name}' },
  azurerm_kubernetes_cluster: { id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/{name}` },
  azurerm_kubernetes_cluster_node_pool: { id: '{kubernetes_cluster_id}/agentPools/{name}' },
  azurerm_nat_gateway: { id: `${NETWORK}/natGateways/{name}` },
  azurerm_nat_gateway_public_ip_association: { id: '{nat_gateway_id}|{public_ip_address_id}', foundBy: 'association' },
  azurerm_log_analytics_workspace: { id: `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/{name}` },
  azurerm_monitor_action_group: { id: `${INSIGHTS}/actionGroups/{name}` },
  azurerm_monitor_activity_log_alert: { id: `${INSIGHTS}/activityLogAlerts/{name}` },
  azurerm_monitor_alert_prometheus_rule_group: {
    id: `${GROUP}/providers/Microsoft.AlertsManagement/prometheusRuleGroups/{name}`,
  },
  azurerm_monitor_data_collection_endpoint: { id: `${INSIGHTS}/dataCollectionEndpoints/{name}` },
  azurerm_monitor_data_collection_rule: { id: `${INSIGHTS}/dataCollectionRules/{name}` },
  azurerm_monitor_data_collection_rule_association: {
    id: '{target_resource_id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{name}',
  },
  azurerm_monitor_diagnostic_setting: { id: '{target_resource_id}|{name}' },
  azurerm_monitor_metric_alert: { id: `${INSIGHTS}/metricAlerts/{name}` },
  azurerm_monitor_scheduled_query_rules_alert_v2: { id: `${INSIGHTS}/scheduledQueryRules/{name}` },
  azurerm_monitor_workspace: { id: `${GROUP}/providers/Microsoft.Monitor/accounts/{name}` },
  azurerm_network_security_group: { id: `${NETWORK}/networkSecurityGroups/{name}` },
  azurerm_network_security_rule: {
    id: `${NETWORK}/networkSecurityGroups/{network_security_group_name}/securityRules/{name}`,
  },
  azurerm_private_dns_zone: { id: `${NETWORK}/privateDnsZones/{name}` },
  azurerm_private_dns_zone_virtual_network_link: {
    id: `${NETWORK}/privateDnsZones/{private_dns_zone_name}/virtualNetworkLinks/{name}`,
  },
  azurerm_private_endpoint: { id: `${NETWORK}/privateEndpoints/{name}` },
  azurerm_public_ip: { id: `${NETWORK}/publicIPAddresses/{name}` },
  azurerm_resource_group: { id: '/subscriptions/{subscription}/resourceGroups/{name}', foundBy: 'group' },
  azurerm_role_assignment: { id: `{scope}/${AUTHORIZATION}/roleAssignments/{uuid}`, foundBy: 'role assignment' },
  azurerm_role_definition: {
    id: `/subscriptions/{subscription}/${AUTHORIZATION}/roleDefinitions/{uuid}|{scope}`,
    foundBy: 'role definition',
  },
  azurerm_subnet: { id: `${NETWORK}/virtualNetworks/{virtual_network_name}/subnets/{name}` },
  azurerm_subnet_nat_gateway_association: { id: '{subnet_id}', foundBy: 'association' },
  azurerm_subnet_network_security_group_association: { id: '{subnet_id}', foundBy: 'association' },
  azurerm_subnet_route_table_association: { id: '{subnet_id}', foundBy: 'association' },
  azurerm_user_assigned_identity: { id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}` },
  azurerm_virtual_network: { id: `${NETWORK}/virtualNetworks/{name}` },
  azurerm_web_application_firewall_policy: { id: `${NETWORK}/applicationGatewayWebApplicationFirewallPolicies/{name}` },
  helm_release: { id: '{namespace}/{name}', foundBy: 'release' },
};

/**
 * What Azure is asked for: the import id, but where the provider takes two parts with a line between. The second one of a
 * diagnostic setting is below the first; of an association, the first one tells of the second.
 */
export function askedId(type: string, importId: string): string {
  return type === 'azurerm_monitor_diagnostic_setting'
    ? importId.replace('|', '/providers/Microsoft.Insights/diagnosticSettings/')
    : importId.split('|')[0]!;
}
