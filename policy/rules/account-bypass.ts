import { ACCOUNT } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'account-bypass',
  severity: 'error',
  reads: ['terraform'],
  what: "No service of Azure gets past the account's network rules.",
  why: 'Otherwise services that Microsoft trusts reach the account past its rules, from whatever network: what they may do is decided by roles alone.',
  source: 'https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks',
  fix: 'set network_acls.bypass to None',
  check({ terraform }, report) {
    for (const account of terraform.of(ACCOUNT)) {
      report.look(account.address);
      // Without rules there is nothing to get past: account-default-deny judges that.
      if (terraform.blocks(account, 'network_acls').length === 0) continue;
      report.expect(account.address, 'network_acls.bypass', terraform.read(account, 'network_acls', 'bypass'), 'None');
    }
  },
};
