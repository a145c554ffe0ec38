/** Findings of a preflight, each as one line. */
export function findingLines(
  findings: readonly { readonly kind: string; readonly message: string; readonly next: string }[],
): string[] {
  return findings.map(({ kind, message, next }) => `${kind}: ${message} -> ${next}`);
}
