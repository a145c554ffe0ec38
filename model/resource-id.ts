const ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/applicationGatewayWebApplicationFirewallPolicies\/([^/]+)$/i;

/** What is wrong with the resource id of a web application firewall policy; `undefined` where it is one. */
export function firewallPolicyIdProblem(id: string): string | undefined {
  return ID.test(id)
    ? undefined
    : 'must be the resource id that "az network application-gateway waf-policy show --query id" prints';
}

/** The id as the provider spells it: the portal writes some of its words in another case than the provider accepts. */
export function spellFirewallPolicyId(id: string): string {
  return id.replace(
    ID,
    '/subscriptions/$1/resourceGroups/$2/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/$3',
  );
}
