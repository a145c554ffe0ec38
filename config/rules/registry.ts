import { makesRegistryEndpoint } from '../../model';
import { reportRepeats, type Rule } from './rule';

const WORKLOAD_IMAGES = [
  'store',
  'aiService',
  'chatbots',
  'workloads',
  'images',
  'gateway.login',
  'gateway.certificate',
] as const;

const thereIsOneRegistry: Rule = {
  reads: ['registry', 'existing'],
  check(_environment, report, { registry, existing }) {
    if (registry && existing.registry) {
      report('registry', 'must be left out with existing.registry: every image comes from that one', registry);
    }
  },
};

/** @see https://learn.microsoft.com/azure/container-registry/container-registry-private-link */
const privateEndpointNeedsPremium: Rule = {
  reads: ['registry', 'existing', 'openAi.access'],
  check(environment, report) {
    const { registry } = environment;
    if (registry && makesRegistryEndpoint(environment) && registry.sku !== 'Premium') {
      report(
        'registry.sku',
        'must be Premium with openAi.access private-endpoint: no other has a private endpoint',
        registry.sku,
      );
    }
  },
};

const zoneHoldsTheRegistry: Rule = {
  reads: ['registry', 'existing', 'openAi.access'],
  check(environment, report) {
    const { registryPrivateDnsZoneId } = environment.existing;
    if (registryPrivateDnsZoneId !== undefined && !makesRegistryEndpoint(environment)) {
      report(
        'existing.registryPrivateDnsZoneId',
        'must be left out without registry and openAi.access private-endpoint: no private endpoint is made that would stand in it',
        registryPrivateDnsZoneId,
      );
    }
  },
};

/** Nothing reads the identity of the nodes of a cluster that exists: it would bring their kubeconfig into the state. */
const nodesOfAClusterAreKnown: Rule = {
  reads: ['registry', 'existing'],
  check({ registry, existing: { cluster } }, report) {
    if (!cluster) return;
    const { kubeletObjectId } = cluster;
    if (registry && registry.id === undefined && kubeletObjectId === undefined) {
      report(
        'existing.cluster.kubeletObjectId',
        'must be said with registry, which lets the nodes pull: "az aks show --query identityProfile.kubeletidentity.objectId" prints it',
        undefined,
      );
    }
    if (!registry && kubeletObjectId !== undefined) {
      report(
        'existing.cluster.kubeletObjectId',
        'must be left out without registry and existing.registry: there is nothing to let it pull from',
        kubeletObjectId,
      );
    }
  },
};

const buildNeedsARegistry: Rule = {
  reads: ['registry', 'existing', 'chatbots', 'workloads'],
  check({ registry, workloads }, report) {
    if (registry) return;
    for (const { source, build } of workloads) {
      if (build) {
        report(
          `${source}.build`,
          'must have a registry that builds it: say registry: {}, or existing.registry',
          build.context,
        );
      }
    }
  },
};

/** In a registry that mirrors several, what tells their images apart is the path alone. */
const imagesHavePlacesOfTheirOwn: Rule = {
  reads: ['registry', 'existing', ...WORKLOAD_IMAGES],
  check({ registry }, report) {
    const imported = (registry?.images ?? []).filter(({ build }) => !build);
    reportRepeats(
      imported.flatMap(({ source, repository, tag }) =>
        tag === undefined ? [] : [{ path: 'images', value: source, key: `${repository}:${tag}` }],
      ),
      report,
      (first) => `must not hold ${first.value} under the same path and tag: the registry has one place for both`,
    );
  },
};

/** The rules of the registry and of what it holds. */
export const REGISTRY_RULES: readonly Rule[] = [
  thereIsOneRegistry,
  privateEndpointNeedsPremium,
  zoneHoldsTheRegistry,
  nodesOfAClusterAreKnown,
  buildNeedsARegistry,
  imagesHavePlacesOfTheirOwn,
];
