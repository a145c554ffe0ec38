import { PROXY_SIDECAR_PORT, TOKEN_EXPIRATION } from '../model';

/**
 * The words of the workload identity webhook on ServiceAccounts and pods.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */

/** Properties of a ServiceAccount's annotations. */
export interface IdentityAnnotations {
  /** Client id of the identity, a UUID. */
  readonly clientId: string;
  /** Tenant of the identity, a UUID. */
  readonly tenantId: string;
  /** Seconds a projected token lives, 3600 to 86400. @default 3600 */
  readonly tokenExpirationSeconds?: number;
}

/** Properties of a pod's annotations. */
export interface PodIdentityAnnotations {
  /** Seconds a projected token lives, 3600 to 86400. @default - what the ServiceAccount says */
  readonly tokenExpirationSeconds?: number;
  /** Containers that get no token. @default - none */
  readonly skipContainers?: readonly string[];
  /** Whether a proxy is put beside the pod's containers that answers like a virtual machine's metadata service. @default false */
  readonly injectProxySidecar?: boolean;
  /** Port of that proxy, 1 to 65535. @default 8000 */
  readonly proxySidecarPort?: number;
}

const ANNOTATION = 'azure.workload.identity';

/** What every annotation of the webhook begins with. */
export const IDENTITY_PREFIX = `${ANNOTATION}/`;

/** The label that makes the webhook give a pod its token. */
export const USE_WORKLOAD_IDENTITY = { [`${ANNOTATION}/use`]: 'true' } as const;

/**
 * The annotations of a ServiceAccount whose pods take an identity.
 *
 * @throws Error if the token would live shorter or longer than the webhook accepts
 */
export function identityAnnotations({
  clientId,
  tenantId,
  tokenExpirationSeconds = TOKEN_EXPIRATION.default,
}: IdentityAnnotations): Record<string, string> {
  return {
    [`${ANNOTATION}/client-id`]: clientId,
    [`${ANNOTATION}/tenant-id`]: tenantId,
    ...expirationAnnotation(tokenExpirationSeconds),
  };
}

/**
 * The annotations of a pod that takes an identity; none where it wants what the ServiceAccount says.
 *
 * @throws Error if the token would live shorter or longer than the webhook accepts, or if the port is none
 */
export function podIdentityAnnotations({
  tokenExpirationSeconds,
  skipContainers = [],
  injectProxySidecar = false,
  proxySidecarPort = PROXY_SIDECAR_PORT,
}: PodIdentityAnnotations): Record<string, string> {
  assertWholeNumber('proxySidecarPort', proxySidecarPort, 1, 65_535);
  return {
    ...(tokenExpirationSeconds === undefined ? {} : expirationAnnotation(tokenExpirationSeconds)),
    ...(skipContainers.length === 0 ? {} : { [`${ANNOTATION}/skip-containers`]: skipContainers.join(';') }),
    ...(injectProxySidecar
      ? {
          [`${ANNOTATION}/inject-proxy-sidecar`]: 'true',
          [`${ANNOTATION}/proxy-sidecar-port`]: String(proxySidecarPort),
        }
      : {}),
  };
}

function expirationAnnotation(seconds: number): Record<string, string> {
  assertWholeNumber('tokenExpirationSeconds', seconds, TOKEN_EXPIRATION.min, TOKEN_EXPIRATION.max);
  return { [`${ANNOTATION}/service-account-token-expiration`]: String(seconds) };
}

function assertWholeNumber(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`'${name}' must be a whole number from ${min} to ${max}, got ${value}`);
  }
}
