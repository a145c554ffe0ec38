import type { Rule } from '../rule';

/** What runs until it is stopped. */
const SERVICES = ['Deployment', 'StatefulSet', 'DaemonSet'];

export const rule: Rule = {
  id: 'probes',
  severity: 'warning',
  reads: ['manifests'],
  what: 'Kubernetes asks each service whether it is ready, and whether it lives.',
  why: 'Otherwise requests go to what has not started, and what hangs hangs on.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  fix: 'give the container a readinessProbe and a livenessProbe',
  check({ manifests }, report) {
    for (const { object, containers } of manifests.workloads.filter(({ object }) => SERVICES.includes(object.kind))) {
      report.look(object.address);
      for (const { name, fields } of containers.filter(({ isInit }) => !isInit)) {
        const missing = ['readinessProbe', 'livenessProbe'].filter((probe) => fields[probe] === undefined);
        if (missing.length > 0) report.find(object.address, `container ${name} must have ${missing.join(' and ')}`);
      }
    }
  },
};
