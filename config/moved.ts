import type { z } from 'zod';

/** Properties that have another name now, by the one that they had. */
const MOVED: Readonly<Record<string, string>> = {
  'openAi.privateDnsZoneId': 'existing.privateDnsZoneId',
  'gateway.webApplicationFirewallPolicyId': 'existing.webApplicationFirewallPolicyId',
  'gateway.certificate.dnsZoneId': 'existing.dnsZoneId',
  'monitoring.logAnalyticsWorkspaceId': 'existing.logAnalyticsWorkspaceId',
  'monitoring.monitorWorkspaceId': 'existing.monitorWorkspaceId',
};

/** Says of an unknown property that had its name before what it is called now. */
export function tellMoved(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue): z.core.$ZodIssue[] => {
    if (issue.code !== 'unrecognized_keys') return [issue];
    const nameOf = (key: string) => MOVED[[...issue.path, key].map(String).join('.')];
    const unknown = issue.keys.filter((key) => nameOf(key) === undefined);
    const moved = issue.keys.filter((key) => nameOf(key) !== undefined);
    return [
      ...(unknown.length > 0 ? [{ ...issue, keys: unknown }] : []),
      ...moved.map((key): z.core.$ZodIssue => {
        return { code: 'custom', path: [...issue.path, key], message: `is called ${nameOf(key)} now: say it there` };
      }),
    ];
  });
}
