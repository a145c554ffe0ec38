/**
 * The resource providers of everything the stack makes. azurerm 4.55 knows no set that holds the last two, and its next
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
