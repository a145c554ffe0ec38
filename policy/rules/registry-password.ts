import { REGISTRY } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'registry-password',
  severity: 'error',
  reads: ['terraform'],
  what: 'A registry has no admin user, and nobody pulls from it without a role.',
  why: 'The admin user has one password for all of it that names nobody, and an anonymous pull shows each image to the internet.',
  source: 'https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account',
  fix: 'set admin_enabled and anonymous_pull_enabled to false, and grant AcrPull to whoever pulls',
  check({ terraform }, report) {
    for (const registry of terraform.of(REGISTRY)) {
      for (const argument of ['admin_enabled', 'anonymous_pull_enabled']) {
        // Both are off where nothing is said.
        report.expect(registry.address, argument, terraform.read(registry, argument) ?? false, false);
      }
    }
  },
};
