/**
 * What is wrong with a name of one label, as namespaces and ServiceAccounts have it here; `undefined` where it fits.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export function dnsLabelProblem(name: string): string | undefined {
  if (name.length > 63) return 'must have at most 63 characters';
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)
    ? undefined
    : 'must be lower case letters, digits and hyphens, first and last a letter or digit';
}
