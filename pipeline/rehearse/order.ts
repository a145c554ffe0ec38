import type { AppliedResource } from './test-output';

/**
 * The resources in an order in which Terraform can make them: each after everything it depends on, and by address where
 * there is a choice.
 */
export function applyOrder(resources: readonly AppliedResource[]): AppliedResource[] {
  const waiting = new Map(resources.map((resource) => [resource.address, resource]));
  const ordered: AppliedResource[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(
      ({ depends_on }) => !depends_on?.some((address) => waiting.has(address)),
    );
    // Terraform refuses a cycle long before; a state that shows one is printed as it is.
    const next = ready.length > 0 ? ready : [...waiting.values()];
    for (const resource of next.toSorted((a, b) => (a.address < b.address ? -1 : 1))) {
      ordered.push(resource);
      waiting.delete(resource.address);
    }
  }
  return ordered;
}
