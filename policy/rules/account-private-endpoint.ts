import { UNKNOWN, listOf, shown, type Resource, type Terraform } from '../artefacts';
import { ACCOUNT } from '../azure';
import type { Report, Rule } from '../rule';

const ZONE = 'azurerm_private_dns_zone';

function judgeZones(terraform: Terraform, endpoint: Resource, report: Report): void {
  const zones = terraform
    .blocks(endpoint, 'private_dns_zone_group')
    .flatMap(({ private_dns_zone_ids: ids }) => listOf(ids));
  if (zones.length === 0) report.find(endpoint.address, "'private_dns_zone_group' must name a zone, got nothing");
  for (const id of zones) {
    const zone = terraform.target(id, ZONE);
    if (zone === UNKNOWN || zone === undefined) {
      report.cannotTell(endpoint.address, 'its zone is none of this configuration');
      continue;
    }
    const name = terraform.read(zone, 'name');
    const links = terraform.of('azurerm_private_dns_zone_virtual_network_link');
    const isLinked = links.some(
      ({ args }) =>
        terraform.target(args['private_dns_zone_name'], ZONE) === zone ||
        terraform.target(args['private_dns_zone_id'], ZONE) === zone,
    );
    report.look(zone.address);
    if (!isLinked)
      report.find(zone.address, `the zone ${shown(name)} must be linked to a network, and is linked to none`);
  }
}

export const rule: Rule = {
  id: 'account-private-endpoint',
  severity: 'error',
  reads: ['terraform'],
  what: 'An account with a private endpoint is closed to the internet, and its name leads to the endpoint.',
  why: 'Without a zone that is linked to the network, its name still means the public address; and beside a private way the public one serves nobody but strangers.',
  source: 'https://learn.microsoft.com/azure/private-link/private-endpoint-dns',
  fix: 'set public_network_access_enabled of the account to false, give the endpoint a private_dns_zone_group, and link its zone to the network',
  check({ terraform }, report) {
    for (const endpoint of terraform.of('azurerm_private_endpoint')) {
      const [connection] = terraform.blocks(endpoint, 'private_service_connection');
      const account = terraform.target(connection?.['private_connection_resource_id'], ACCOUNT);
      if (account === UNKNOWN) report.cannotTell(endpoint.address, 'where it leads is known to Azure alone');
      if (account === UNKNOWN || account?.type !== ACCOUNT) continue;
      report.expect(
        account.address,
        'public_network_access_enabled',
        terraform.read(account, 'public_network_access_enabled'),
        false,
      );
      judgeZones(terraform, endpoint, report);
    }
  },
};
