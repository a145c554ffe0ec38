import { ACCOUNT } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'account-keys',
  severity: 'error',
  reads: ['terraform'],
  what: 'The account takes no key.',
  why: 'A key that leaks opens the account to whoever reads it, names nobody, and is valid until somebody turns it.',
  source: 'https://learn.microsoft.com/azure/ai-services/disable-local-auth',
  fix: 'set local_auth_enabled to false, and grant a role to whoever calls',
  check({ terraform }, report) {
    for (const account of terraform.of(ACCOUNT)) {
      report.expect(account.address, 'local_auth_enabled', terraform.read(account, 'local_auth_enabled'), false);
    }
  },
};
