import { at, objectsOf, shown } from '../artefacts';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'pod-host',
  severity: 'error',
  reads: ['manifests'],
  what: 'No pod shares a namespace, a path or a port with its node.',
  why: 'What reaches the node reaches every pod on it, and the identity of the node.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  fix: 'take hostNetwork, hostPID, hostIPC, hostPath and hostPort out',
  check({ manifests }, report) {
    for (const { object, pod, containers } of manifests.workloads) {
      report.look(object.address);
      const shared = [
        ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => pod[field] === true),
        ...objectsOf(pod['volumes']).flatMap((volume) =>
          volume['hostPath'] === undefined ? [] : [`hostPath ${shown(at(volume, 'hostPath', 'path'))}`],
        ),
        ...containers
          .flatMap(({ fields }) => objectsOf(fields['ports']))
          .flatMap(({ hostPort }) => (hostPort === undefined || hostPort === 0 ? [] : [`hostPort ${shown(hostPort)}`])),
      ];
      if (shared.length > 0) report.find(object.address, `must share nothing with its node, got ${shared.join(', ')}`);
    }
  },
};
