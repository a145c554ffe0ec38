import type { Rule } from '../rule';

/** By version, or by version and kind, what took its place: as of Kubernetes 1.32, with which the last of them went. */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['extensions/v1beta1', 'apps/v1, or networking.k8s.io/v1'],
  ['apps/v1beta1', 'apps/v1'],
  ['apps/v1beta2', 'apps/v1'],
  ['networking.k8s.io/v1beta1', 'networking.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1beta1', 'rbac.authorization.k8s.io/v1'],
  ['apiextensions.k8s.io/v1beta1', 'apiextensions.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration', 'admissionregistration.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1'],
  ['batch/v1beta1', 'batch/v1'],
  ['policy/v1beta1', 'policy/v1'],
  ['autoscaling/v2beta1', 'autoscaling/v2'],
  ['autoscaling/v2beta2', 'autoscaling/v2'],
  ['discovery.k8s.io/v1beta1', 'discovery.k8s.io/v1'],
  ['events.k8s.io/v1beta1', 'events.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', 'coordination.k8s.io/v1'],
  ['storage.k8s.io/v1beta1 CSIStorageCapacity', 'storage.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 'flowcontrol.apiserver.k8s.io/v1'],
]);

export const rule: Rule = {
  id: 'retired-api',
  severity: 'error',
  reads: ['manifests'],
  what: 'No object is of an API that is gone.',
  why: 'The API server refuses it, after the rest has been applied.',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  fix: 'write it in the API that took its place',
  check({ manifests }, report) {
    for (const { address, apiVersion, kind } of manifests.objects) {
      const successor = RETIRED.get(`${apiVersion} ${kind}`) ?? RETIRED.get(apiVersion);
      report.look(address);
      if (successor !== undefined) report.find(address, `${apiVersion} is gone: ${successor}`);
    }
  },
};
