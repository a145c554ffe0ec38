import { UNKNOWN } from '../artefacts';
import { CLIENT_ID, CREDENTIAL, isOfApplication, subjectOf } from '../credentials';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'service-account-credential',
  severity: 'error',
  reads: ['terraform', 'manifests'],
  what: 'Each ServiceAccount that names an identity has a federated credential.',
  why: 'Without the credential its pods get a token that Microsoft Entra refuses, and somebody reaches for a key.',
  source: 'https://learn.microsoft.com/azure/aks/workload-identity-overview',
  fix: 'federate the identity with this ServiceAccount, or take the annotation away',
  check({ terraform, manifests, given }, report) {
    const subjects = terraform.of(CREDENTIAL).map((credential) => terraform.read(credential, 'subject'));
    for (const account of manifests.of('ServiceAccount')) {
      const { address, namespace, name, annotations } = account;
      if (annotations[CLIENT_ID] === undefined) continue;
      if (isOfApplication(account))
        report.cannotTell(address, 'its credential is one of an application, which Microsoft Entra alone knows');
      else if (subjects.includes(subjectOf(namespace, name))) report.look(address);
      else if (!given.has('terraform'))
        report.cannotTell(address, 'there is no Terraform configuration to look for its credential in');
      else if (subjects.includes(UNKNOWN))
        report.cannotTell(address, 'the subject of a credential is known to Azure alone');
      else report.find(address, `a credential must have the subject ${subjectOf(namespace, name)}, and none has`);
    }
  },
};
