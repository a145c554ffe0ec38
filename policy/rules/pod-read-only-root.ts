import { at, shown } from '../artefacts';
import { severityIn } from '../pod-security';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'pod-read-only-root',
  severity: 'error',
  reads: ['manifests'],
  what: 'The disk of each container is read-only.',
  why: 'Whoever gets in can leave nothing behind that the next request would run.',
  source: 'https://www.cisecurity.org/benchmark/kubernetes',
  fix: 'set readOnlyRootFilesystem to true, and mount a volume where the image writes',
  check({ manifests }, report) {
    for (const { object, containers } of manifests.workloads) {
      for (const { name, fields } of containers) {
        const value = at(fields, 'securityContext', 'readOnlyRootFilesystem');
        report.look(object.address);
        if (value !== true)
          report.find(
            object.address,
            `container ${name} must have readOnlyRootFilesystem true, got ${shown(value)}`,
            severityIn(manifests, object),
          );
      }
    }
  },
};
