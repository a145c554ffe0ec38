import { firewallPolicyIdOf, pagesOf, type Environment } from '../model';

/** A page behind the gateway that anybody on the internet may open. */
export interface OpenPage {
  /** The workload that shows it. */
  readonly name: string;
  /** What it gives away, and how to close it. */
  readonly closing: string;
}

/** The pages behind the gateway that anybody may open. What a firewall of somebody else's lets through is its owner's to say. */
export function openPagesOf(environment: Environment): OpenPage[] {
  if (firewallPolicyIdOf(environment) !== undefined) return [];
  // Under some name of the gateway, whatever it will be.
  return pagesOf(environment, environment.gateway.hostname ?? 'any.example.com')
    .filter(({ needsLogin }) => needsLogin !== true)
    .map(({ service }) => ({ name: service, closing: closingOf(service, environment) }));
}

function closingOf(service: string, { gateway, workloads }: Environment): string {
  const source = workloads.find(({ name }) => name === service)?.source;
  const login = (of: string) => (gateway.login ? `${of}.login: true` : 'gateway.login') + ' asks who opens it';
  if (source !== undefined) return `on your tokens; ${login(source)}, ${source}.publish: { by: 'nothing' } closes it`;
  return `${service === 'store-admin' ? `${login('store')}, ` : ''}store.enabled: false leaves it out`;
}
