import {
  UNKNOWN,
  at,
  fieldsOf,
  listOf,
  objectsOf,
  type Fields,
  type KubernetesObject,
  type Terraform,
  textOf,
} from '../artefacts';
import { isInternet } from '../azure';
import { isPublic } from '../pages';
import type { Rule } from '../rule';

function rulesOf(terraform: Terraform): { readonly address: string; readonly rule: Fields }[] {
  return [
    ...terraform.of('azurerm_network_security_rule').map(({ address, args }) => ({ address, rule: args })),
    ...terraform
      .of('azurerm_network_security_group')
      .flatMap((group) => terraform.blocks(group, 'security_rule').map((rule) => ({ address: group.address, rule }))),
  ];
}

function sourcesOf(rule: Fields): unknown[] {
  return [rule['source_address_prefix'], ...listOf(rule['source_address_prefixes'])].filter(
    (source) => source !== undefined,
  );
}

function destinationPorts(rule: Fields): unknown[] {
  return [rule['destination_port_range'], ...listOf(rule['destination_port_ranges'])].filter(
    (port) => port !== undefined,
  );
}

function portsOf(service: KubernetesObject): string[] {
  return objectsOf(at(service.fields, 'spec', 'ports')).map((port) => textOf(fieldsOf(port)['port']));
}

export const rule: Rule = {
  id: 'inbound-internet',
  severity: 'error',
  reads: ['terraform', 'manifests'],
  what: 'Nothing comes in from the internet but to a port that is published.',
  why: 'A port that is open to everybody is found within minutes, and tried from then on.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-network-security',
  fix: 'name the source of the rule, or publish the port by a Service of type LoadBalancer',
  check({ terraform, manifests, given }, report) {
    const published = new Set(manifests.of('Service').filter(isPublic).flatMap(portsOf));
    for (const { address, rule: each } of rulesOf(terraform)) {
      const [access, direction, ports] = [each['access'], each['direction'], destinationPorts(each)].map((value) =>
        terraform.resolve(value),
      );
      const sources = sourcesOf(each).map((source) => terraform.resolve(source));
      report.look(address);
      if (access === 'Deny' || direction === 'Outbound') continue;
      if (!sources.some(isInternet)) {
        if (sources.includes(UNKNOWN)) report.cannotTell(address, 'its source is known to Azure alone');
        continue;
      }
      const open = listOf(ports).filter((port) => !published.has(textOf(port)));
      if (open.length === 0) continue;
      const what = `lets the internet in to port ${open.map(textOf).join(', ')}`;
      if (given.has('manifests') || open.includes('*')) report.find(address, `${what}, which nothing publishes`);
      else report.cannotTell(address, `${what}; there are no manifests to tell whether it is published`);
    }
  },
};
