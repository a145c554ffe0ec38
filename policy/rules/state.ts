import { at, fieldsOf } from '../artefacts';
import type { Rule } from '../rule';

const ON = 'terraform.backend';
const KEYS = ['access_key', 'sas_token', 'client_secret', 'client_certificate_password'];

/** The block, where JSON writes a list of one. */
function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

export const rule: Rule = {
  id: 'state',
  severity: 'warning',
  reads: ['terraform'],
  what: "Terraform's state lies encrypted where a login to Microsoft Entra leads to it.",
  why: 'The state tells all that Terraform knows, and a file of it lies with one person; a key to it in the configuration opens it to every reader.',
  source: 'https://developer.hashicorp.com/terraform/language/backend/azurerm',
  fix: 'keep it in a storage account: backend azurerm with use_azuread_auth = true, and without a key',
  check({ terraform }, report) {
    const [type, args] =
      Object.entries(fieldsOf(firstOf(at(firstOf(at(terraform.json, 'terraform')), 'backend'))))[0] ?? [];
    const backend = fieldsOf(firstOf(args));
    if (type !== 'azurerm') {
      const isKnown = type === undefined || type === 'local';
      if (!isKnown) report.cannotTell(ON, `how the backend ${type} keeps it is not known here`);
      else report.find(ON, 'the state must be kept in Azure, and is a file on one machine');
      return;
    }
    report.judge(
      ON,
      'backend.azurerm.use_azuread_auth',
      backend['use_azuread_auth'],
      (value) => value === true,
      'true',
    );
    for (const key of KEYS.filter((name) => backend[name] !== undefined))
      report.find(ON, `'backend.azurerm.${key}' must be left out`, 'error');
  },
};
