import type { Environment } from '../../model';

/** Advice about alerts that nobody is told of, and about a load balancer that is not watched. */
export function alertAdvice({ monitoring, gateway }: Environment): string[] {
  if (!monitoring) return [];
  return [
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
