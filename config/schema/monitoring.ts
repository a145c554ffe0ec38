import { z } from 'zod';
import { ALERT_THRESHOLDS, RETENTION_BOUNDS } from '../../model';

const alerts = z.strictObject({
  /** Requests to the account in 5 minutes that may be answered 429. @default 10 */
  throttledRequests: z.int().min(0).default(ALERT_THRESHOLDS.throttledRequests),
  /** Requests to the account in 15 minutes that may be answered 401 or 403. @default 5 */
  deniedRequests: z.int().min(0).default(ALERT_THRESHOLDS.deniedRequests),
  /** Milliseconds that the account may take to answer, on average over 15 minutes. @default 10000 */
  responseMs: z.int().min(1).default(ALERT_THRESHOLDS.responseMs),
  /** Percent of its capacity that a deployment may use, over 5 minutes. @default 80 */
  quotaPercent: z.int().min(1).max(100).default(ALERT_THRESHOLDS.quotaPercent),
});

/** How an environment is watched: logs, metrics, alerts and a workbook. `{}` is all of it. */
export const monitoring = z.strictObject({
  /** Days that the Log Analytics workspace which is made keeps what arrives, 30 to 730. @default 90 */
  retentionDays: z.int().min(RETENTION_BOUNDS.min).max(RETENTION_BOUNDS.max).optional(),
  /** Whom an alert is mailed to, at most 50. @default - nobody: alerts are seen in the portal alone */
  alertEmails: z
    .array(z.email('must be an e-mail address'))
    .max(50)
    .refine(
      (emails) => new Set(emails.map((email) => email.toLowerCase())).size === emails.length,
      'must name each address once',
    )
    .default([]),
  /** From where on something is an alert. @default - each property by its own default */
  alerts: alerts.prefault({}),
  /** Whether there is a Grafana beside the workbook, for `cluster.admins` to open. @default false */
  grafana: z.boolean().default(false),
});
