import { httpsUrlProblem } from './https-url';
import type { ServiceAccountRef } from './workload';

/**
 * Federated credentials that one user-assigned identity can carry.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
export const MAX_FEDERATED_CREDENTIALS = 20;

/**
 * Characters of a federated credential's name.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 */
const MAX_FEDERATED_CREDENTIAL_NAME = 120;

/** Where the issuers of AKS are. */
const AKS_ISSUERS = 'oic.prod-aks.azure.com';

/**
 * What is wrong with the address of a cluster's token issuer; `undefined` where it fits. Entra compares it with that of the
 * token by the letter.
 *
 * @see https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster
 */
export function issuerProblem(url: string): string | undefined {
  const problem = httpsUrlProblem(url, 'az aks show --query oidcIssuerProfile.issuerUrl');
  if (problem) return problem;
  const { hostname } = new URL(url);
  return hostname.endsWith(`.${AKS_ISSUERS}`) && !url.endsWith('/')
    ? 'must end with "/", as the issuer of a token of AKS does: Entra compares the two by the letter'
    : undefined;
}

/** The name under which a cluster's tokens present a ServiceAccount. */
export function subjectOf({ namespace, serviceAccountName }: ServiceAccountRef): string {
  return `system:serviceaccount:${namespace}:${serviceAccountName}`;
}

/** The name of the credential that trusts a ServiceAccount: neither part holds an underscore, so no two pairs meet in one. */
export function credentialNameOf({ namespace, serviceAccountName }: ServiceAccountRef): string {
  return `${namespace}_${serviceAccountName}`;
}

/** What is wrong with a ServiceAccount as the subject of a credential; `undefined` where its name fits. */
export function credentialNameProblem(serviceAccount: ServiceAccountRef): string | undefined {
  const { length } = credentialNameOf(serviceAccount);
  return length <= MAX_FEDERATED_CREDENTIAL_NAME
    ? undefined
    : `must have at most ${MAX_FEDERATED_CREDENTIAL_NAME - serviceAccount.namespace.length - 1} characters in namespace ` +
        `${serviceAccount.namespace}: both name a federated credential, which takes ${MAX_FEDERATED_CREDENTIAL_NAME}`;
}
