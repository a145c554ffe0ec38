import {
  MAX_PODS,
  NETWORK_POLICY,
  POD_CIDR,
  ZONES,
  RETENTION_DAYS,
  defaultDataNamespace,
  deriveNames,
  imageReference,
  isImageModel,
  networkOfSubnet,
  nodeResourceGroupName,
  parseCidr,
  partsOfResourceId,
  storeWorkloads,
  workbookName,
  workloadIdentityName,
  type Certificate,
  type Cidr,
  type Cluster,
  type Environment,
  type Existing,
  type ImageLock,
  type ImageParts,
  type ModelDeployment,
  type Monitoring,
  type NameSeed,
  type Names,
  type Network,
} from '../model';
import { DEFAULT_REQUESTS, DEFAULT_THOUSAND_TOKENS } from './defaults';
import { NOT_BUILT, withRegistry } from './registry';
import type { ParsedEnvironment } from './schema/environment';
import { AVAILABILITY_ZONES, IMAGES, IMAGE_NAMES, defaultModelVersion, type ImageName } from './tables';
import { modelWorkloads } from './workloads';

/**
 * Fills in what an environment leaves open: names, and whatever depends on other properties.
 *
 * @param lock the digests of its images, where it has a registry
 */
export function resolve(parsed: ParsedEnvironment, lock?: ImageLock): Environment {
  return withRegistry(resolveUpstream(parsed), parsed, lock);
}

/** The environment with each image from where it is named. */
function resolveUpstream(parsed: ParsedEnvironment): Omit<Environment, 'registry'> {
  const { namespace, openAi, store } = parsed;
  const seed = { project: parsed.project, environment: parsed.name, subscriptionId: parsed.subscriptionId };
  const existing = resolveExisting(parsed);
  const images = resolveImages(parsed);
  const deployments = openAi.deployments.map(resolveDeployment);
  return {
    name: parsed.name,
    subscriptionId: parsed.subscriptionId,
    project: parsed.project,
    location: parsed.location,
    tags: parsed.tags,
    names: resolveNames(parsed, existing, deriveNames(seed)),
    state: parsed.state,
    protect: parsed.protect,
    existing,
    network: resolveNetwork(parsed),
    cluster: resolveCluster(parsed),
    openAi: {
      access: openAi.access,
      deployments,
      operators: openAi.operators,
      purgeOnDestroy: openAi.purgeOnDestroy,
    },
    gateway: {
      ...parsed.gateway,
      certificate: resolveCertificate(parsed),
      login: parsed.gateway.login && {
        clientId: parsed.gateway.login.clientId,
        image: images['oauth2-proxy'],
        beforeStoreAdmin: store.login,
      },
    },
    policy: parsed.policy,
    monitoring: resolveMonitoring(parsed, seed),
    namespace,
    store: store.enabled
      ? storeWorkloads({
          images,
          ai: store.ai,
          namespace,
          dataNamespace: store.dataNamespace ?? defaultDataNamespace(namespace),
          resources: store.resources,
        })
      : [],
    workloads: modelWorkloads(parsed, {
      namespace,
      images,
      defaultDeployment: deployments[0]?.name ?? '',
      identityNameOf: (workload) => workloadIdentityName(seed, workload),
      builtImageOf: (workload) => `${parsed.project}/${workload}:${NOT_BUILT}`,
    }),
  };
}

/** One without a zone is for the rule to see, which refuses it. */
function resolveCertificate({ gateway: { certificate }, existing }: ParsedEnvironment): Certificate | undefined {
  return certificate && { ...certificate, dnsZoneId: existing.dnsZoneId ?? '' };
}

/** What exists brings its name along. */
function resolveNames({ names }: ParsedEnvironment, existing: Existing, derived: Names): Names {
  const given = {
    ...names,
    resourceGroup: nameIn(existing.resourceGroupId) ?? names.resourceGroup,
    virtualNetwork: nameIn(existing.virtualNetworkId) ?? names.virtualNetwork,
    aksSubnet: nameIn(existing.aksSubnetId) ?? names.aksSubnet,
    albSubnet: nameIn(existing.albSubnetId) ?? names.albSubnet,
    privateEndpointSubnet: nameIn(existing.privateEndpointSubnetId) ?? names.privateEndpointSubnet,
    apiServerSubnet: nameIn(existing.apiServerSubnetId) ?? names.apiServerSubnet,
    logAnalyticsWorkspace: nameIn(existing.logAnalyticsWorkspaceId) ?? names.logAnalyticsWorkspace,
    monitorWorkspace: nameIn(existing.monitorWorkspaceId) ?? names.monitorWorkspace,
    cluster: nameIn(existing.cluster?.id) ?? names.cluster,
    openAiAccount: nameIn(existing.openAi?.id) ?? names.openAiAccount,
    registry: nameIn(existing.registry?.id) ?? names.registry,
  };
  return { ...derived, ...Object.fromEntries(Object.entries(given).filter(([, name]) => name !== undefined)) };
}

function nameIn(id: string | undefined): string | undefined {
  return id === undefined ? undefined : partsOfResourceId(id).name;
}

function resolveExisting({ existing, location }: ParsedEnvironment): Existing {
  const { cluster, openAi } = existing;
  const { aksSubnetId, albSubnetId, privateEndpointSubnetId, apiServerSubnetId } = existing;
  const subnetId = aksSubnetId ?? albSubnetId ?? privateEndpointSubnetId ?? apiServerSubnetId;
  return {
    ...existing,
    virtualNetworkId: existing.virtualNetworkId ?? (subnetId === undefined ? undefined : networkOfSubnet(subnetId)),
    cluster: cluster && { ...cluster, nodeResourceGroup: cluster.nodeResourceGroup ?? aksGroup(cluster.id, location) },
    openAi: openAi && { ...openAi, endpoint: openAi.endpoint ?? `https://${nameIn(openAi.id)}.openai.azure.com/` },
  };
}

/** The name that AKS gives the resource group of a cluster's nodes. */
function aksGroup(clusterId: string, location: string): string {
  const { resourceGroup, name } = partsOfResourceId(clusterId);
  return nodeResourceGroupName({ resourceGroup, cluster: name }, location);
}

function resolveNetwork({ network, openAi, cluster }: ParsedEnvironment): Network {
  return {
    virtualNetworkCidr: rangeOf(network.virtualNetworkCidr),
    aksSubnetCidr: rangeOf(network.aksSubnetCidr),
    albSubnetCidr: rangeOf(network.albSubnetCidr),
    privateEndpointSubnetCidr:
      openAi.access === 'private-endpoint' ? rangeOf(network.privateEndpointSubnetCidr) : undefined,
    apiServerSubnetCidr: cluster.apiServer === 'vnet-integration' ? rangeOf(network.apiServerSubnetCidr) : undefined,
  };
}

function resolveCluster({ cluster: { nodePool, userPools, ...cluster }, location }: ParsedEnvironment): Cluster {
  const podCidr = cluster.podCidr ?? (cluster.networkMode === 'overlay' ? POD_CIDR : undefined);
  return {
    ...cluster,
    podCidr: podCidr === undefined ? undefined : rangeOf(podCidr),
    serviceCidr: rangeOf(cluster.serviceCidr),
    networkPolicy: cluster.networkPolicy ?? NETWORK_POLICY[cluster.networkMode],
    reachableFrom: cluster.reachableFrom.map(rangeOf),
    nodePool: { ...nodePool, maxPods: nodePool.maxPods ?? MAX_PODS[cluster.networkMode] },
    userPools: userPools.map((pool) => ({
      ...pool,
      maxPods: pool.maxPods ?? MAX_PODS[cluster.networkMode],
      zones: pool.zones ?? (AVAILABILITY_ZONES.rows.includes(location) ? ZONES : []),
    })),
  };
}

function resolveDeployment(said: ParsedEnvironment['openAi']['deployments'][number]): ModelDeployment {
  const model = said.model ?? said.name;
  return {
    name: said.name,
    model,
    version: said.version ?? defaultModelVersion(model),
    sku: said.sku,
    // The schema refuses a provisioned type that says none.
    capacity: said.capacity ?? (isImageModel(model) ? DEFAULT_REQUESTS : DEFAULT_THOUSAND_TOKENS),
  };
}

function resolveMonitoring({ monitoring }: ParsedEnvironment, seed: NameSeed): Monitoring | undefined {
  return (
    monitoring && {
      ...monitoring,
      retentionDays: monitoring.retentionDays ?? RETENTION_DAYS,
      workbookName: workbookName(seed),
    }
  );
}

function resolveImages({ images, aiService }: ParsedEnvironment): Record<ImageName, string> {
  const said = { ...images, 'ai-service': { ...images['ai-service'], tag: aiService.imageTag } };
  const references = IMAGE_NAMES.map((name) => {
    const upstream: ImageParts = IMAGES[name];
    const reference = imageReference({
      repository: upstream.repository,
      registry: said[name].registry ?? images.registry ?? upstream.registry,
      tag: said[name].tag ?? upstream.tag,
      digest: said[name].digest,
    });
    return [name, reference];
  });
  return Object.fromEntries(references) as Record<ImageName, string>;
}

/** A range that stands for one the schema has refused, so that the rules which do not read it still run. */
const ANY_RANGE = parseCidr('0.0.0.0/0');

function rangeOf(text: string): Cidr {
  try {
    return parseCidr(text);
  } catch {
    return ANY_RANGE;
  }
}
