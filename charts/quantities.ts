import { k8s } from 'cdk8s-plus-28';

/** Processor and memory in the words of Kubernetes, for example `50m` and `128Mi`. */
export function quantities(cpu: string, memory: string): Record<string, k8s.Quantity> {
  return { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory) };
}
