import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'retired-api',
  severity: 'error',
  reads: ['manifests'],
  what: 'No object is of an API that is gone.',
  why: 'The API server refuses it, after the rest has been applied.',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  fix: 'write it in the API that took its place',
  check({ manifests }, report, { retiredApis }) {
    for (const { address, apiVersion, kind } of manifests.objects) {
      const retired = retiredApis[`${apiVersion} ${kind}`];
      report.look(address);
      if (retired !== undefined) {
        report.find(address, `${apiVersion} is gone since Kubernetes ${retired.retired}: ${retired.instead}`);
      }
    }
  },
};
