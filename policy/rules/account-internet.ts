import { UNKNOWN } from '../artefacts';
import { ACCOUNT, prefixOf } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'account-internet',
  severity: 'error',
  reads: ['terraform'],
  what: 'The account lets in no range that is a good part of the internet.',
  why: 'A default of Deny means nothing where a rule beside it lets everybody in.',
  source: 'https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks',
  fix: 'name the addresses that your calls leave by, in ranges of at least /16',
  check({ terraform }, report) {
    for (const account of terraform.of(ACCOUNT)) {
      report.look(account.address);
      const ranges = terraform.readList(account, 'network_acls', 'ip_rules');
      for (const range of ranges === UNKNOWN ? [UNKNOWN] : ranges) {
        report.judge(
          account.address,
          'network_acls.ip_rules',
          range,
          (value) => prefixOf(value) >= 16,
          'a range of at least /16',
        );
      }
    }
  },
};
