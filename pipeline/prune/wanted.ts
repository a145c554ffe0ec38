import { clusterSecretsOf, pagesOf, type Environment } from '../../model';
import { HTTP_ROUTE } from '../kubectl';
import type { Manifest } from './orphans';

/**
 * What an environment wants beside its YAML: the Secrets that the pipeline makes, and the routes that come in a second turn,
 * once the host name of the gateway is known.
 */
export function wantedBeside(environment: Environment): Manifest[] {
  const secrets = clusterSecretsOf(environment).map(({ name, namespace }) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
  }));
  const routes = pagesOf(environment, 'to-come.example.com').map(({ service }) => ({
    apiVersion: `${HTTP_ROUTE.slice(HTTP_ROUTE.indexOf('.') + 1)}/v1`,
    kind: 'HTTPRoute',
    metadata: { name: `${service}-route`, namespace: environment.namespace },
  }));
  return [...secrets, ...routes];
}
