import { UNKNOWN, shown, forEachText, type Terraform } from '../artefacts';
import { CREDENTIAL, serviceAccountOf } from '../credentials';
import type { Rule } from '../rule';

/** Namespaces that a Helm release may make ServiceAccounts in: its own, and whatever its values name. */
function namespacesOfCharts(terraform: Terraform): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { args } of terraform.of('helm_release')) {
    forEachText([args['namespace'] ?? 'default', args['set']], (_, text) => named.add(text));
  }
  return named;
}

export const rule: Rule = {
  id: 'credential-subject',
  severity: 'error',
  reads: ['terraform', 'manifests'],
  what: "Each federated credential's subject is a ServiceAccount that is there.",
  why: 'A credential for a name that nobody holds waits for whoever takes that name.',
  source: 'https://learn.microsoft.com/azure/aks/workload-identity-overview',
  fix: 'make the ServiceAccount, correct the subject, or take the credential away',
  check({ terraform, manifests, given }, report) {
    const namespaces = new Set(manifests.of('Namespace').map(({ name }) => name));
    const charted = namespacesOfCharts(terraform);
    for (const credential of terraform.of(CREDENTIAL)) {
      const { address } = credential;
      const subject = terraform.read(credential, 'subject');
      const account = serviceAccountOf(subject);
      if (subject === UNKNOWN) report.cannotTell(address, "'subject' is known to Azure alone");
      // Others than Kubernetes' are trusted too, such as the workflows of a repository.
      else if (!account) report.cannotTell(address, `'subject' is no ServiceAccount, got ${shown(subject)}`);
      else if (!given.has('manifests'))
        report.cannotTell(address, 'there are no manifests to look for its ServiceAccount in');
      else if (!namespaces.has(account.namespace) || charted.has(account.namespace))
        report.cannotTell(address, `namespace ${account.namespace} is made elsewhere`);
      else if (!manifests.find('ServiceAccount', account.namespace, account.name)) {
        report.find(address, `'subject' must be a ServiceAccount that is there, got ${shown(subject)}`);
      } else report.look(address);
    }
  },
};
