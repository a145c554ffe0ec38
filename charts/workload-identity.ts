/**
 * The words of the workload identity webhook on ServiceAccounts and pods.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */

/** What a ServiceAccount's annotations are made of. */
export interface IdentityAnnotations {
  /** Client id of the identity, a UUID. */
  readonly clientId: string;
  /** Tenant of the identity, a UUID. */
  readonly tenantId: string;
  /** Seconds a projected token lives, 3600 to 86400. @default 3600 */
  readonly tokenExpirationSeconds?: number;
}

/** The webhook's bounds, and Kubernetes' own lower one. */
const MIN_TOKEN_EXPIRATION = 3600;
const MAX_TOKEN_EXPIRATION = 86_400;

/** The label that makes the webhook give a pod its token. */
export const USE_WORKLOAD_IDENTITY = { 'azure.workload.identity/use': 'true' } as const;

/**
 * The annotations of a ServiceAccount whose pods take an identity.
 *
 * @throws Error if the token would live shorter or longer than the webhook accepts
 */
export function identityAnnotations({
  clientId,
  tenantId,
  tokenExpirationSeconds = MIN_TOKEN_EXPIRATION,
}: IdentityAnnotations): Record<string, string> {
  if (
    !Number.isInteger(tokenExpirationSeconds) ||
    tokenExpirationSeconds < MIN_TOKEN_EXPIRATION ||
    tokenExpirationSeconds > MAX_TOKEN_EXPIRATION
  ) {
    throw new Error(
      `'tokenExpirationSeconds' must be a whole number from ${MIN_TOKEN_EXPIRATION} to ${MAX_TOKEN_EXPIRATION}, got ${tokenExpirationSeconds}`,
    );
  }
  return {
    'azure.workload.identity/client-id': clientId,
    'azure.workload.identity/tenant-id': tenantId,
    'azure.workload.identity/service-account-token-expiration': String(tokenExpirationSeconds),
  };
}
