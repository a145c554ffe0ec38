import type { Environment, Gateway } from './environment';
import { pagesOf } from './pages';
import { otherSubscriptionOf } from './resource-id';

/** The Secret with the certificate of the pages: somebody else's, or the one that cert-manager fills; `undefined` without HTTPS. */
export function tlsSecretNameOf({ name, tlsSecretName, certificate }: Gateway): string | undefined {
  return tlsSecretName ?? (certificate && certificateNameOf({ name }));
}

/** Name of the certificate of a Gateway, and of the Secret that it fills. */
export function certificateNameOf({ name }: Pick<Gateway, 'name'>): string {
  return `${name}-tls`;
}

/** The host names of an environment's pages, each once. */
export function hostNamesOf(environment: Environment): string[] {
  const pages = pagesOf(environment, environment.gateway.hostname);
  return [...new Set(pages.flatMap(({ hostname }) => hostname ?? []))];
}

/** The subscription of the DNS zone of an environment's pages, such as a hub's; `undefined` where it is the environment's own. */
export function otherSubscriptionOfZone({ subscriptionId, gateway: { certificate } }: Environment): string | undefined {
  return certificate && otherSubscriptionOf(certificate.dnsZoneId, subscriptionId);
}
