import { textOf, type KubernetesObject } from './artefacts';

/** What makes Microsoft Entra trust a ServiceAccount. */
export const CREDENTIAL = 'azurerm_federated_identity_credential';

/** The annotation by which a ServiceAccount names its identity. */
export const CLIENT_ID = 'azure.workload.identity/client-id';

/** The subject of a credential for a ServiceAccount. */
export function subjectOf(namespace: string | undefined, name: string): string {
  return `system:serviceaccount:${namespace ?? 'default'}:${name}`;
}

/** The ServiceAccount that a subject means; `undefined` where it means somebody else. */
export function serviceAccountOf(subject: unknown): { readonly namespace: string; readonly name: string } | undefined {
  const match = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(textOf(subject));
  return match ? { namespace: match[1]!, name: match[2]! } : undefined;
}

/** Whether a ServiceAccount says that its identity is an application, whose credentials Microsoft Entra alone knows. */
export function isOfApplication({ annotations }: Pick<KubernetesObject, 'annotations'>): boolean {
  return annotations['secure-aks-openai/credential-of'] === 'application';
}
