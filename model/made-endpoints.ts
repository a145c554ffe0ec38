import type { Environment } from './environment';

/** Whether a private endpoint is made for the account. */
export function makesAccountEndpoint({ openAi, existing }: Pick<Environment, 'openAi' | 'existing'>): boolean {
  return openAi.access === 'private-endpoint' && !existing.openAi?.hasPrivateEndpoint;
}

/** Whether a private endpoint is made for the registry: where one is made, and the account is reached by one. */
export function makesRegistryEndpoint({ openAi, registry }: Pick<Environment, 'openAi' | 'registry'>): boolean {
  return registry !== undefined && registry.id === undefined && openAi.access === 'private-endpoint';
}
