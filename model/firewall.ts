import type { Environment } from './environment';
import { RESOURCE_TYPES } from './resource-id';

/** Whether a firewall policy of the environment's own lets the pages be opened from some addresses alone. */
export function makesFirewallPolicy({ gateway }: Pick<Environment, 'gateway'>): boolean {
  return gateway.allowedSourceRanges.length > 0;
}

/** Resource id of the firewall policy before the pages: somebody else's, or the environment's own; `undefined` without one. */
export function firewallPolicyIdOf(environment: Environment): string | undefined {
  const { subscriptionId, names, existing } = environment;
  if (!makesFirewallPolicy(environment)) return existing.webApplicationFirewallPolicyId;
  return `/subscriptions/${subscriptionId}/resourceGroups/${names.resourceGroup}/providers/${RESOURCE_TYPES.firewallPolicy.provider}${names.firewallPolicy}`;
}
