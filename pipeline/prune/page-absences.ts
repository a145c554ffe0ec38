import type { LiveObject, Manifest } from './orphans';

/** The prefix of the annotations by which a Gateway names its load balancer. */
const LOAD_BALANCER = 'alb.networking.azure.io/';

/**
 * Why the pages will be away for a while, a line each; none where they stay, and none where they are taken out for good.
 *
 * @param live what the cluster has now
 * @param wanted what is about to be applied
 */
export function pageAbsences(live: readonly LiveObject[], wanted: readonly Manifest[]): string[] {
  const now = live.filter(isGateway);
  return wanted.filter(isGateway).flatMap((gateway) => {
    const name = placeOf(gateway);
    const found = now.find((other) => placeOf(other) === name);
    if (found !== undefined) {
      return loadBalancerOf(found) === loadBalancerOf(gateway)
        ? []
        : [
            `the pages are away for some minutes: Gateway ${name} moves to another load balancer, which gives it another host name of Azure's; a DNS record of your own has to follow`,
          ];
    }
    return now.map(
      (other) => `the pages are away for some minutes: Gateway ${name} takes the place of Gateway ${placeOf(other)}`,
    );
  });
}

function isGateway({ kind }: Manifest): boolean {
  return kind === 'Gateway';
}

function placeOf({ metadata }: Manifest): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function loadBalancerOf({ metadata, spec }: Manifest): string {
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([name]) => name.startsWith(LOAD_BALANCER));
  const addresses = (spec?.addresses ?? []).map(({ value }) => value);
  return JSON.stringify([annotations.toSorted(([one], [other]) => (one < other ? -1 : 1)), addresses]);
}
