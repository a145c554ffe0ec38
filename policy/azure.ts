import { textOf } from './artefacts';
import type { Resource, Terraform } from './artefacts';

/** Types of resources that several rules read. */
export const ACCOUNT = 'azurerm_cognitive_account';
export const CLUSTER = 'azurerm_kubernetes_cluster';
export const LOAD_BALANCER = 'azurerm_application_load_balancer';
export const REGISTRY = 'azurerm_container_registry';
export const SUBNET = 'azurerm_subnet';

/** What the subnet of Application Gateway for Containers is delegated to. */
export const TRAFFIC_CONTROLLERS = 'Microsoft.ServiceNetworking/trafficControllers';

/** Whether an account has no public way in. */
export function isClosed(terraform: Terraform, account: Resource): boolean {
  return terraform.read(account, 'public_network_access_enabled') === false;
}

/** What a subnet is delegated to. */
export function delegationsOf(terraform: Terraform, subnet: Resource): unknown[] {
  return terraform.blocks(subnet, 'delegation', 'service_delegation').map(({ name }) => terraform.resolve(name));
}

/** How many addresses a range holds, as its prefix: of an address alone 32, of what is no range 0. */
export function prefixOf(range: unknown): number {
  const [, prefix = '32'] = /^\d+(?:\.\d+){3}(?:\/(\d+))?$/.exec(textOf(range)) ?? ['', '0'];
  return Number(prefix);
}

/** Whether a source of a security rule is the whole internet, or half of it. */
export function isInternet(source: unknown): boolean {
  return (
    ['*', 'Internet', 'Any'].includes(textOf(source)) ||
    /^(?:0\.0\.0\.0|128\.0\.0\.0)\/[01]$|^::\/0$/.test(textOf(source))
  );
}
