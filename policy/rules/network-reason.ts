import type { Rule } from '../rule';

/** @see https://kubernetes.io/docs/reference/labels-annotations-taints/#description */
function isReason(key: string): boolean {
  return key === 'kubernetes.io/description' || key.endsWith('/why');
}

export const rule: Rule = {
  id: 'network-reason',
  severity: 'warning',
  reads: ['manifests'],
  what: 'Each policy that opens something says why.',
  why: 'What nobody can explain nobody dares to close.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-network-security',
  fix: 'say it in the annotation kubernetes.io/description, or in one whose name ends with /why',
  check({ manifests }, report) {
    for (const { address, annotations } of manifests.of(
      'NetworkPolicy',
      'CiliumNetworkPolicy',
      'CiliumClusterwideNetworkPolicy',
    )) {
      const reasons = Object.entries(annotations).filter(([key, value]) => isReason(key) && value !== '');
      report.look(address);
      if (reasons.length === 0) report.find(address, 'must say why, and says nothing');
    }
  },
};
