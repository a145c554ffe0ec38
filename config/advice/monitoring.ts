import type { Environment, Existing } from '../../model';

/** Advice about alerts that nobody is told of, and about what is not watched. */
export function monitoringAdvice({ monitoring, gateway, existing }: Environment): string[] {
  if (!monitoring) return unusedWorkspaceAdvice(existing);
  return [
    ...(existing.cluster
      ? [
          'monitoring turns on no agent of existing.cluster, of which nothing is changed: preflight prints the lines that do where they are off',
        ]
      : []),
    ...(monitoring.alertEmails.length === 0
      ? ['monitoring.alertEmails is empty: alerts are seen in the portal alone']
      : []),
    ...(gateway.mode === 'managed'
      ? [
          "monitoring does not see the load balancer that the controller makes, whose id nobody knows before: gateway.mode 'bring-your-own' is watched",
        ]
      : []),
  ];
}

/** Advice about workspaces that are said and that nothing is sent to. */
function unusedWorkspaceAdvice({ monitorWorkspaceId }: Existing): string[] {
  return monitorWorkspaceId === undefined
    ? []
    : ['nothing is sent to existing.monitorWorkspaceId without monitoring: {} is all of it, by defaults'];
}
