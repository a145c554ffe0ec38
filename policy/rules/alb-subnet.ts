import { UNKNOWN } from '../artefacts';
import { SUBNET, TRAFFIC_CONTROLLERS, delegationsOf, prefixOf } from '../azure';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'alb-subnet',
  severity: 'error',
  reads: ['terraform'],
  what: "The load balancer's subnet is delegated to it, and large enough.",
  why: 'Application Gateway for Containers needs a delegated subnet of 256 addresses, and takes over whatever else is in it.',
  source: 'https://learn.microsoft.com/azure/application-gateway/for-containers/overview',
  fix: 'delegate a subnet of its own, /24 or larger, to Microsoft.ServiceNetworking/trafficControllers',
  check({ terraform }, report) {
    const associated = terraform
      .of('azurerm_application_load_balancer_subnet_association')
      .map(({ args }) => terraform.target(args['subnet_id'], SUBNET));
    for (const subnet of terraform.of(SUBNET)) {
      const delegations = delegationsOf(terraform, subnet);
      const isDelegated = delegations.includes(TRAFFIC_CONTROLLERS);
      if (!isDelegated && !associated.includes(subnet)) continue;
      report.judge(
        subnet.address,
        'delegation',
        delegations.includes(UNKNOWN) ? UNKNOWN : delegations,
        () => isDelegated,
        `a list with "${TRAFFIC_CONTROLLERS}"`,
      );
      const ranges = terraform.readList(subnet, 'address_prefixes');
      for (const range of ranges === UNKNOWN ? [UNKNOWN] : ranges) {
        report.judge(
          subnet.address,
          'address_prefixes',
          range,
          (value) => prefixOf(value) <= 24,
          'a range of at most /24',
        );
      }
    }
  },
};
