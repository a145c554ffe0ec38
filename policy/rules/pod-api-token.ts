import { at, objectsOf, shown, textOf } from '../artefacts';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'pod-api-token',
  severity: 'error',
  reads: ['manifests'],
  what: 'No pod holds a token of the API server that it does not use.',
  why: 'Whoever takes over the pod speaks to the API server in its name.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  fix: 'set automountServiceAccountToken of the pod to false; of a pod that does talk to the API server, bind its ServiceAccount to a Role',
  check({ manifests }, report) {
    const bound = new Set(
      manifests
        .of('RoleBinding', 'ClusterRoleBinding')
        .flatMap((binding) =>
          objectsOf(at(binding.fields, 'subjects')).map(
            (subject) => `${textOf(subject['namespace'] ?? binding.namespace)}/${textOf(subject['name'])}`,
          ),
        ),
    );
    for (const { object, pod } of manifests.workloads) {
      const account = pod['serviceAccountName'] ?? 'default';
      const ofAccount = manifests.find('ServiceAccount', object.namespace, textOf(account))?.fields[
        'automountServiceAccountToken'
      ];
      const mounts = pod['automountServiceAccountToken'] ?? ofAccount ?? true;
      report.look(object.address);
      if (mounts !== false && !bound.has(`${textOf(object.namespace)}/${textOf(account)}`)) {
        report.find(
          object.address,
          `'automountServiceAccountToken' must be false, got ${shown(pod['automountServiceAccountToken'])}`,
        );
      }
    }
  },
};
