import { WebApplicationFirewallPolicy } from '@cdktf/provider-azurerm/lib/web-application-firewall-policy';
import type { Construct } from 'constructs';
import { NAME_RULES, nameProblem, publicCidrProblem } from '../model';
import { checkProp } from './check-prop';
import type { IResourceGroup } from './interfaces';
import { InvalidProps } from './invalid-props';

/** What a firewall policy is made from. */
export interface FirewallPolicyProps {
  /** Where it is made: it has to be in the subscription and region of the load balancer. */
  readonly resourceGroup: IResourceGroup;
  /** Its name, 1 to 80 characters. */
  readonly firewallPolicyName: string;
  /** The public ranges that are let in, `203.0.113.0/24` for example. */
  readonly allowedSourceRanges: readonly string[];
}

/**
 * A firewall policy that lets some public ranges in, and judges what comes from them by Microsoft's default rule set, the one that
 * Application Gateway for Containers takes.
 *
 * A body is inspected up to 128 KB. A larger one is let through and not refused, since staff of the store send pictures of 10 MB;
 * a file of more than 100 MB is refused.
 *
 * @throws InvalidProps if the name is none, or a range
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/web-application-firewall
 * @see https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-waf-request-size-limits
 */
export function addFirewallPolicy(
  scope: Construct,
  { resourceGroup, firewallPolicyName, allowedSourceRanges }: FirewallPolicyProps,
): WebApplicationFirewallPolicy {
  checkProp(scope, 'firewallPolicyName', firewallPolicyName, (name) => nameProblem(name, NAME_RULES.firewallPolicy));
  if (allowedSourceRanges.length === 0) {
    throw new InvalidProps(scope, "'allowedSourceRanges' must hold at least one range: without one nobody is let in");
  }
  for (const range of allowedSourceRanges) checkProp(scope, 'allowedSourceRanges', range, publicCidrProblem);
  return new WebApplicationFirewallPolicy(scope, 'firewall', {
    name: firewallPolicyName,
    resourceGroupName: resourceGroup.name,
    location: resourceGroup.location,
    customRules: [
      {
        name: 'BlockOtherAddresses',
        priority: 1,
        ruleType: 'MatchRule',
        action: 'Block',
        matchConditions: [
          {
            matchVariables: [{ variableName: 'RemoteAddr' }],
            operator: 'IPMatch',
            negationCondition: true,
            matchValues: [...allowedSourceRanges],
          },
        ],
      },
    ],
    managedRules: { managedRuleSet: [{ type: 'Microsoft_DefaultRuleSet', version: '2.1' }] },
    policySettings: {
      mode: 'Prevention',
      requestBodyCheck: true,
      requestBodyInspectLimitInKb: 128,
      requestBodyEnforcement: false,
      fileUploadLimitInMb: 100,
    },
  });
}
