import { ACCOUNT } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'account-subdomain',
  severity: 'error',
  reads: ['terraform'],
  what: 'The account has a subdomain of its own.',
  why: 'Microsoft Entra issues tokens for an account by its own name alone, and network rules and private endpoints need one.',
  source: 'https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains',
  fix: 'set custom_subdomain_name',
  check({ terraform }, report) {
    for (const account of terraform.of(ACCOUNT)) {
      const name = terraform.read(account, 'custom_subdomain_name');
      report.judge(
        account.address,
        'custom_subdomain_name',
        name,
        (value) => typeof value === 'string' && value !== '',
        'a name',
      );
    }
  },
};
