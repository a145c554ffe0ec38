import { ACCOUNT, isClosed } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'account-default-deny',
  severity: 'error',
  reads: ['terraform'],
  what: 'The account answers nobody but whom it names.',
  why: 'Otherwise every address of the internet may try, and one wrong role is all that it takes.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-network-security',
  fix: 'set network_acls.default_action to Deny, or public_network_access_enabled to false',
  check({ terraform }, report) {
    for (const account of terraform.of(ACCOUNT)) {
      report.look(account.address);
      if (isClosed(terraform, account)) continue;
      const action = terraform.read(account, 'network_acls', 'default_action');
      report.expect(account.address, 'network_acls.default_action', action, 'Deny');
    }
  },
};
