import { at, shown } from '../artefacts';
import { severityIn } from '../pod-security';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'pod-non-root',
  severity: 'error',
  reads: ['manifests'],
  what: 'No container runs as root.',
  why: 'Root in a container is root on the node once it finds one hole in between.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  fix: 'set runAsNonRoot to true, and runAsUser to a number other than 0',
  check({ manifests }, report) {
    for (const { object, pod, containers } of manifests.workloads) {
      for (const { name, fields } of containers) {
        const own = (field: string) => at(fields, 'securityContext', field) ?? at(pod, 'securityContext', field);
        report.look(object.address);
        if (own('runAsNonRoot') !== true || own('runAsUser') === 0) {
          report.find(
            object.address,
            `container ${name} must not run as root, got runAsNonRoot ${shown(own('runAsNonRoot'))}, runAsUser ${shown(own('runAsUser'))}`,
            severityIn(manifests, object),
          );
        }
      }
    }
  },
};
