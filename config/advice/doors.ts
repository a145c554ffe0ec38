import { hasPages, hostNamesOf, isFromDockerHub, isPrivate, type Environment, type ModelWorkload } from '../../model';
import { openPagesOf } from '../open-pages';

/** Advice about doors that stand open, a line each, with the property that closes it. */
export function doorAdvice(environment: Environment): string[] {
  return [...apiServerAdvice(environment), ...pageAdvice(environment)];
}

function apiServerAdvice({ cluster, existing }: Environment): string[] {
  return !existing.cluster && !isPrivate(cluster.apiServer) && cluster.authorizedIpRanges.length === 0
    ? ['the API server answers every address of the internet: name your own in cluster.authorizedIpRanges']
    : [];
}

function pageAdvice(environment: Environment): string[] {
  const open = environment.gateway.openToAnybody === true ? [] : openPagesOf(environment);
  return [
    ...open.map(({ name, closing }) => `${name} is open to anybody who finds its address: ${closing}`),
    ...(open.length > 0
      ? [
          'of pages that are open, gateway.allowedSourceRanges lets some addresses in alone, and gateway.openToAnybody: true says that they are meant',
        ]
      : []),
    ...environment.workloads.flatMap(publicAddressAdvice),
  ];
}

function publicAddressAdvice({ name, source, publish }: ModelWorkload): string[] {
  return publish.by === 'load-balancer'
    ? [
        `${name} has a public address past the gateway: nothing encrypts or filters what reaches it; ${source}.publish by path or hostname puts it behind the gateway`,
      ]
    : [];
}

/** Advice about names whose DNS records nobody makes: in managed mode the load balancer gets its name after Terraform has run. */
export function recordAdvice(environment: Environment): string[] {
  const { certificate, mode } = environment.gateway;
  if (!certificate || mode === 'bring-your-own') return [];
  return [
    `no DNS record of ${hostNamesOf(environment).join(', ')} is made with gateway.mode managed: once deployed, make a CNAME of each to the address that the Gateway has`,
  ];
}

/**
 * Advice about images that every node fetches from Docker Hub, which counts the pulls of one address.
 *
 * @see https://docs.docker.com/docker-hub/usage/
 */
export function registryAdvice({ store, workloads }: Environment): string[] {
  const images = [
    ...store.flatMap(({ image, waitsFor }) => [image, ...(waitsFor ? [waitsFor.image] : [])]),
    ...workloads.map(({ image }) => image),
  ];
  const fromDockerHub = [...new Set(images.filter(isFromDockerHub))];
  return fromDockerHub.length === 0
    ? []
    : [
        `${fromDockerHub.join(', ')}: from Docker Hub, which answers one address 100 times in 6 hours: images.registry, or the registry of each image, names a mirror`,
      ];
}

/**
 * Advice about a load balancer that the controller makes in the small subnet that overlay wants: its controller, started
 * anew, asks for the subnet again and is refused.
 *
 * @see https://github.com/Azure/AKS/issues/5709
 */
export function loadBalancerAdvice(environment: Environment): string[] {
  const { gateway, cluster } = environment;
  return gateway.mode === 'managed' && cluster.networkMode === 'overlay' && hasPages(environment)
    ? [
        "gateway.mode managed under overlay: a restart of the controller can disable the load balancer (Azure/AKS#5709): take gateway.mode 'bring-your-own', or cluster.networkMode 'node-subnet'",
      ]
    : [];
}
