import { UNKNOWN, shown } from '../artefacts';
import { CREDENTIAL } from '../credentials';
import type { Rule } from '../rule';

const AUDIENCE = 'api://AzureADTokenExchange';

function isEntras(audience: unknown): boolean {
  return shown(audience) === shown([AUDIENCE]);
}

export const rule: Rule = {
  id: 'credential-audience',
  severity: 'error',
  reads: ['terraform'],
  what: 'Each federated credential takes the audience of Microsoft Entra alone.',
  why: 'A credential for another audience takes tokens that were made for somebody else.',
  source: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations',
  fix: 'set audience to ["api://AzureADTokenExchange"]',
  check({ terraform }, report) {
    for (const credential of terraform.of(CREDENTIAL)) {
      const audience = terraform.readList(credential, 'audience');
      const value = audience !== UNKNOWN && audience.includes(UNKNOWN) ? UNKNOWN : audience;
      report.judge(credential.address, 'audience', value, isEntras, shown([AUDIENCE]));
    }
  },
};
