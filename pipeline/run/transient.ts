/** When a failed command may run again, and how long to wait before it does. */
export interface RetryPolicy {
  /** How often it runs at most, the first time counted. */
  readonly attempts: number;
  /** Wait before the second attempt, in milliseconds; it doubles each time. */
  readonly delayMs: number;
  /** Longest wait, in milliseconds. */
  readonly maxDelayMs: number;
  /** Whether this output of a failed command is worth another attempt. */
  readonly retryable: (output: string) => boolean;
}

/**
 * Throttling, two operations on one resource, a service that stumbles and a connection that drops: all go away. A conflict of
 * field managers, which does not, is in lower case.
 */
const TRANSIENT =
  /\b429\b|TooManyRequests|[Tt]oo [Mm]any [Rr]equests|[Tt]hrottl|\b409\b|\bConflict\b|RequestConflict|AnotherOperationInProgress|ReferencedResourceNotProvisioned|InternalServerError|Internal Server Error|BadGateway|Bad Gateway|ServiceUnavailable|Service Unavailable|GatewayTimeout|Gateway Timeout|(?:StatusCode=|[Uu]nexpected status )50\d|\(InternalError\)|the object has been modified|etcdserver: request timed out|TLS handshake timeout|[Cc]onnection reset by peer|Connection aborted|RemoteDisconnected|unexpected EOF|ECONNRESET|i\/o timeout/;

/**
 * Waits out throttling and conflicts of Azure Resource Manager.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export const RETRY_TRANSIENT: RetryPolicy = {
  attempts: 5,
  delayMs: 5_000,
  maxDelayMs: 60_000,
  retryable: (output) => TRANSIENT.test(output),
};

/** The same for a run of Terraform, which has waited for each call by itself already. */
export const RETRY_TERRAFORM: RetryPolicy = { ...RETRY_TRANSIENT, attempts: 3, delayMs: 30_000 };

/** How long to wait before the next attempt, in milliseconds: what the server asks for, or a doubling delay. */
export function retryDelay(policy: RetryPolicy, attempt: number, output: string): number {
  const asked = /retry[- ]after["']?\s*[:=]?\s*["']?(\d+)/i.exec(output)?.[1];
  const delay = asked === undefined ? policy.delayMs * 2 ** (attempt - 1) : Number(asked) * 1000;
  return Math.min(delay, policy.maxDelayMs);
}
