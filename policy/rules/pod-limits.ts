import { at } from '../artefacts';
import type { Rule } from '../rule';

const QUANTITIES = [
  ['limits', 'cpu'],
  ['limits', 'memory'],
] as const;

export const rule: Rule = {
  id: 'pod-limits',
  severity: 'error',
  reads: ['manifests'],
  what: 'Each container says what it gets at most.',
  why: 'Without limits one container takes the processor or the memory of all others on its node.',
  source: 'https://learn.microsoft.com/azure/aks/developer-best-practices-resource-management',
  fix: 'set limits of cpu and memory: where no request is said, the limit is promised',
  check({ manifests }, report) {
    for (const { object, containers } of manifests.workloads) {
      for (const { name, fields } of containers) {
        const missing = QUANTITIES.filter(([kind, resource]) => at(fields, 'resources', kind, resource) === undefined);
        report.look(object.address);
        if (missing.length > 0)
          report.find(object.address, `container ${name} must say ${missing.map((each) => each.join('.')).join(', ')}`);
      }
    }
  },
};
