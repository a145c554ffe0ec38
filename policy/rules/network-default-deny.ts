import { at, fieldsOf, listOf, type KubernetesObject } from '../artefacts';
import type { Rule } from '../rule';

/** Whether a policy selects every pod and opens nothing. */
function deniesAll({ fields }: KubernetesObject): boolean {
  const spec = fieldsOf(fields['spec']);
  const selected = Object.values(fieldsOf(spec['podSelector'])).every(
    (part) => Object.keys(fieldsOf(part)).length === 0 && isEmpty(part),
  );
  return selected && isEmpty(spec['ingress']) && isEmpty(spec['egress']);
}

function isEmpty(list: unknown): boolean {
  return listOf(list).length === 0;
}

export const rule: Rule = {
  id: 'network-default-deny',
  severity: 'error',
  reads: ['manifests'],
  what: 'In each namespace nothing connects to anything but what a policy opens.',
  why: 'Without it every pod reaches every other, and one that is taken over reaches all of them.',
  source: 'https://learn.microsoft.com/azure/aks/use-network-policies',
  fix: 'add a NetworkPolicy that selects all pods, of both types, and opens nothing',
  check({ manifests }, report) {
    const policies = manifests.of('NetworkPolicy');
    const namespaces = new Set(manifests.workloads.map(({ object }) => object.namespace));
    for (const namespace of namespaces) {
      const on = `Namespace/${namespace ?? 'default'}`;
      const closed = policies
        .filter((policy) => policy.namespace === namespace)
        .filter(deniesAll)
        .flatMap(({ fields }) => listOf(at(fields, 'spec', 'policyTypes')));
      const missing = ['Ingress', 'Egress'].filter((type) => !closed.includes(type));
      report.look(on);
      if (missing.length > 0)
        report.find(on, `must have a NetworkPolicy that denies all ${missing.join(' and ')}, and has none`);
    }
  },
};
