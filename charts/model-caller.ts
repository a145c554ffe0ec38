/** What the infrastructure tells every workload that calls a model. */
export interface ModelCallerProps {
  readonly namespace: string;
  /** Client id of the workload's identity, a UUID. */
  readonly clientId: string;
  /** Tenant of the identity, a UUID. */
  readonly tenantId: string;
  /** Base address of the account. */
  readonly endpoint: string;
}
