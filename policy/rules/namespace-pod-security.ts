import { shown } from '../artefacts';
import { ENFORCE } from '../pod-security';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'namespace-pod-security',
  severity: 'error',
  reads: ['manifests'],
  what: 'Each namespace refuses pods that are not restricted.',
  why: 'What is written here is one thing; the namespace decides about every pod that somebody else makes in it.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  fix: 'label it pod-security.kubernetes.io/enforce: restricted',
  check({ manifests }, report) {
    for (const { address, name, labels } of manifests.of('Namespace')) {
      const level = labels[ENFORCE];
      if (level === 'restricted') report.look(address);
      else if (!manifests.workloads.some(({ object }) => object.namespace === name)) {
        report.cannotTell(address, 'what runs in it is made elsewhere');
      } else {
        // A namespace that says how much it takes was opened on purpose.
        const severity = level === 'baseline' || level === 'privileged' ? 'warning' : 'error';
        report.find(address, `'${ENFORCE}' must be restricted, got ${shown(level)}`, severity);
      }
    }
  },
};
