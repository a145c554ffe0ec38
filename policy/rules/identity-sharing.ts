import { shown } from '../artefacts';
import { CLIENT_ID, CREDENTIAL, isOfApplication } from '../credentials';
import { groupBy } from '../group-by';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'identity-sharing',
  severity: 'error',
  reads: ['terraform', 'manifests'],
  what: 'Each workload has an identity of its own.',
  why: 'What shares an identity shares its roles: who takes over one workload calls the models as the other, and no log tells them apart.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-identity-management',
  fix: 'federate an identity for each workload, with a ServiceAccount of its own',
  check({ terraform, manifests }, report) {
    for (const [identity, credentials] of groupBy(terraform.of(CREDENTIAL), ({ args }) => shown(args['parent_id']))) {
      for (const { address } of credentials) report.look(address);
      const subjects = new Set(credentials.map((credential) => terraform.read(credential, 'subject')));
      // It may be one workload, on its way from one name to another.
      if (subjects.size > 1)
        report.find(credentials.at(-1)!.address, `the identity ${identity} has ${subjects.size} subjects`, 'warning');
    }
    const accounts = manifests.of('ServiceAccount').filter(({ annotations }) => annotations[CLIENT_ID] !== undefined);
    for (const [clientId, sharing] of groupBy(accounts, ({ annotations }) => shown(annotations[CLIENT_ID]))) {
      for (const { address } of sharing) report.look(address);
      if (sharing.length > 1)
        report.find(sharing.at(-1)!.address, `the identity ${clientId} belongs to ${sharing.length} ServiceAccounts`);
    }
    // An application that people log in to has no role of Azure: what stands before several pages may share it.
    for (const { address, namespace, name } of accounts.filter((account) => !isOfApplication(account))) {
      const users = manifests.workloads.filter(
        ({ object, pod }) => object.namespace === namespace && pod['serviceAccountName'] === name,
      );
      if (users.length > 1)
        report.find(address, `is the ServiceAccount of ${users.map(({ object }) => object.address).join(', ')}`);
    }
  },
};
