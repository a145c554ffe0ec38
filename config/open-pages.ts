import { firewallPolicyIdOf, type Environment } from '../model';

/** A page behind the gateway that anybody on the internet may open. */
export interface OpenPage {
  /** The workload that shows it. */
  readonly name: string;
  /** What it gives away, and how to take the page away. */
  readonly closing: string;
}

/** The pages behind the gateway that anybody may open. What a firewall of somebody else's lets through is its owner's to say. */
export function openPagesOf(environment: Environment): OpenPage[] {
  if (firewallPolicyIdOf(environment) !== undefined) return [];
  const { store, workloads } = environment;
  const published = workloads.filter(({ publish }) => publish.by === 'hostname' || publish.by === 'path');
  return [
    ...(store.length === 0 ? [] : ['store-admin', 'store-front']).map((name) => ({
      name,
      closing: 'store.enabled: false leaves it out',
    })),
    ...published.map(({ name, source }) => ({
      name,
      closing: `on your tokens; ${source}.publish: { by: 'nothing' } closes it`,
    })),
  ];
}
