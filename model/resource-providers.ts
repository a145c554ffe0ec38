import type { Environment } from './environment';

/**
 * The resource providers of what every stack makes. azurerm 4.55 knows no set that holds the last two, and its next
 * major version registers none by itself, so all are named.
 *
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/28665
 */
export const RESOURCE_PROVIDERS: readonly string[] = [
  'Microsoft.CognitiveServices',
  'Microsoft.Compute',
  'Microsoft.ContainerService',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
  'Microsoft.NetworkFunction',
  'Microsoft.ServiceNetworking',
];

/** What an environment that is watched needs beside them. */
const MONITORING_PROVIDERS: readonly string[] = [
  'Microsoft.AlertsManagement',
  'Microsoft.Insights',
  'Microsoft.Monitor',
  'Microsoft.OperationalInsights',
];

/**
 * What the add-on of Azure Policy reports to.
 *
 * @see https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes
 */
const POLICY_PROVIDER = 'Microsoft.PolicyInsights';

/** The resource providers of everything that the stack of an environment makes. */
export function resourceProvidersOf({
  monitoring,
  cluster,
  registry,
}: Pick<Environment, 'monitoring' | 'cluster' | 'registry'>): string[] {
  return [
    ...RESOURCE_PROVIDERS,
    ...(cluster.azurePolicy ? [POLICY_PROVIDER] : []),
    ...(registry && registry.id === undefined ? ['Microsoft.ContainerRegistry'] : []),
    ...(monitoring ? MONITORING_PROVIDERS : []),
    ...(monitoring?.grafana ? ['Microsoft.Dashboard'] : []),
  ];
}
