/**
 * The label of the Job that asks ai-service for a description from inside: the NetworkPolicies let it in by this, and the
 * verify command puts it on.
 */
export const VERIFY_LABEL = { 'app.kubernetes.io/component': 'verify' } as const;
