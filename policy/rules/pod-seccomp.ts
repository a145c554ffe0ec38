import { at, shown } from '../artefacts';
import { severityIn } from '../pod-security';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'pod-seccomp',
  severity: 'error',
  reads: ['manifests'],
  what: 'Each container is held to a seccomp profile.',
  why: 'Most holes of the kernel stand in calls that no service needs.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  fix: 'set seccompProfile.type to RuntimeDefault, or Localhost',
  check({ manifests }, report) {
    for (const { object, pod, containers } of manifests.workloads) {
      for (const { name, fields } of containers) {
        const type =
          at(fields, 'securityContext', 'seccompProfile', 'type') ??
          at(pod, 'securityContext', 'seccompProfile', 'type');
        report.look(object.address);
        if (type !== 'RuntimeDefault' && type !== 'Localhost')
          report.find(
            object.address,
            `container ${name} must have a seccomp profile, got ${shown(type)}`,
            severityIn(manifests, object),
          );
      }
    }
  },
};
