import { CHATBOT_PORT, type EnvironmentConfig, type PublishConfig } from '../config';
import type { Page } from './routes';

/**
 * The pages behind the gateway.
 *
 * store-admin has the gateway's own host name to itself, as in the documents, but for paths of pages that can live below
 * one. store-front cannot: its scripts are asked for from the root of its host name, where store-admin's are. So it has
 * a name of its own, or every name that is nobody else's; and none at all until the gateway's own name is known, since
 * then it would meet store-admin there.
 *
 * @param hostname the gateway's own host name, where it is known
 */
export function pagesOf({ store, gateway, chatbots, workloads }: EnvironmentConfig, hostname?: string): Page[] {
  const storeFrontHasAName = gateway.storeFrontHostname !== undefined || hostname !== undefined;
  return [
    ...(store.enabled ? [{ service: 'store-admin', port: 80, hostname }] : []),
    ...(store.enabled && storeFrontHasAName
      ? [{ service: 'store-front', port: 80, hostname: gateway.storeFrontHostname }]
      : []),
    ...chatbots.flatMap(({ name, publish }) => at(publish, { service: name, port: CHATBOT_PORT }, hostname)),
    ...workloads.flatMap(({ name, port, publish, readinessProbe }) =>
      at(publish, { service: name, port, tellsItsHealth: readinessProbe.path !== undefined }, hostname),
    ),
  ];
}

function at(publish: PublishConfig, page: Page, hostname: string | undefined): Page[] {
  switch (publish.by) {
    case 'hostname':
      return [{ ...page, hostname: publish.hostname }];
    case 'path':
      return [{ ...page, hostname, path: publish.path }];
    default:
      return [];
  }
}
