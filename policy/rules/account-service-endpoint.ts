import { UNKNOWN } from '../artefacts';
import { ACCOUNT } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'account-service-endpoint',
  severity: 'error',
  reads: ['terraform'],
  what: 'Each subnet that the account lets in carries the service endpoint.',
  why: 'Without the endpoint, calls leave the subnet under a public address, and the rule that names the subnet never fits.',
  source: 'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  fix: 'add Microsoft.CognitiveServices to service_endpoints of the subnet',
  check({ terraform }, report) {
    for (const account of terraform.of(ACCOUNT)) {
      for (const { subnet_id: id } of terraform.blocks(account, 'network_acls', 'virtual_network_rules')) {
        const subnet = terraform.target(id, 'azurerm_subnet');
        if (subnet === UNKNOWN || subnet === undefined) {
          report.cannotTell(account.address, 'a subnet that it lets in is none of this configuration');
          continue;
        }
        const endpoints = terraform.readList(subnet, 'service_endpoints');
        const isFine = () => endpoints !== UNKNOWN && endpoints.includes('Microsoft.CognitiveServices');
        const value = endpoints === UNKNOWN || (!isFine() && endpoints.includes(UNKNOWN)) ? UNKNOWN : endpoints;
        report.judge(subnet.address, 'service_endpoints', value, isFine, 'a list with "Microsoft.CognitiveServices"');
      }
    }
  },
};
