import type { Environment } from '../model';

/** The id that a shipped environment holds where its user's belongs. */
export const PLACEHOLDER_ID = '00000000-0000-0000-0000-000000000000';
/** Names that nobody can own. @see https://datatracker.ietf.org/doc/html/rfc2606#section-3 */
const EXAMPLE_HOSTNAME = /(?:^|\.)example\.(?:com|net|org)$/;

/** A mail address that nobody has. */
export const EXAMPLE_EMAIL = 'platform@example.com';

/** A resource group that stands for whatever holds what exists. */
export const EXAMPLE_GROUP = 'rg-example';

/** Addresses that nobody has. @see https://datatracker.ietf.org/doc/html/rfc5737 */
export const EXAMPLE_RANGE = '203.0.113.0/24';

/** What an environment's file still says in somebody else's name, in the words of what belongs there. */
export function placeholdersOf(environment: Environment): string[] {
  const { subscriptionId, existing, cluster, openAi, gateway, monitoring, workloads } = environment;
  const principals = [...cluster.admins, ...openAi.operators];
  const hostnames = [
    gateway.hostname,
    gateway.storeFrontHostname,
    ...workloads.map(({ publish }) => (publish.by === 'hostname' ? publish.hostname : undefined)),
  ];
  const emails = [...(gateway.certificate ? [gateway.certificate.email] : []), ...(monitoring?.alertEmails ?? [])];
  return [
    ...(subscriptionId === PLACEHOLDER_ID ? ['subscription'] : []),
    ...(principals.some(({ objectId }) => objectId === PLACEHOLDER_ID) ? ['object id'] : []),
    ...(JSON.stringify(existing).includes(`/resourceGroups/${EXAMPLE_GROUP}/`) ? ['resource ids'] : []),
    ...(hostnames.some((hostname) => EXAMPLE_HOSTNAME.test(hostname ?? '')) ? ['host names'] : []),
    ...(gateway.allowedSourceRanges.includes(EXAMPLE_RANGE) ? ['addresses'] : []),
    ...(emails.some((email) => EXAMPLE_HOSTNAME.test(email.split('@').at(-1)!)) ? ['e-mail addresses'] : []),
    ...(gateway.login?.clientId === PLACEHOLDER_ID ? ['client id of the login'] : []),
  ];
}
