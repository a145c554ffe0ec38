import { at, fieldsOf, listOf, shown, textOf } from '../artefacts';
import { severityIn } from '../pod-security';
import type { Rule } from '../rule';

/** What the baseline lets a container add. */
const BASELINE = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const rule: Rule = {
  id: 'pod-capabilities',
  severity: 'error',
  reads: ['manifests'],
  what: 'No container has a capability, or a way to gain one.',
  why: 'Each capability is a part of root that a container hands to whoever takes it over.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  fix: 'drop ALL capabilities, set allowPrivilegeEscalation to false, and never privileged',
  check({ manifests }, report) {
    for (const { object, containers } of manifests.workloads) {
      report.look(object.address);
      for (const { name, fields } of containers) {
        const context = fieldsOf(fields['securityContext']);
        const added = listOf(at(context, 'capabilities', 'add')).map(textOf);
        const beyond = added.filter((capability) => !BASELINE.has(capability));
        if (context['privileged'] === true || beyond.length > 0) {
          report.find(
            object.address,
            `container ${name} must not be privileged, got ${context['privileged'] === true ? 'privileged' : beyond.join(', ')}`,
          );
        } else if (
          context['allowPrivilegeEscalation'] !== false ||
          !listOf(at(context, 'capabilities', 'drop')).includes('ALL') ||
          added.some((each) => each !== 'NET_BIND_SERVICE')
        ) {
          report.find(
            object.address,
            `container ${name} must drop ALL, add none and gain none, got ${shown(context)}`,
            severityIn(manifests, object),
          );
        }
      }
    }
  },
};
