import { placeOfAccount, type Environment } from '../../model';
import type { ExistingDeployment, ExistingPool, KubernetesOffer, ModelOffer, Quota, VmSku } from '../azure-answers';
import { unlessUnregistered, type Finding } from './finding';
import { judgeKubernetesVersion } from './kubernetes-version';
import { judgeModelQuota } from './model-quota';
import { judgeModels } from './models';
import { REGIONAL_TYPES, judgeRegion, type Locations } from './region';
import { judgeNodes } from './vm-size';

/** What Azure is asked about an environment: the Azure CLI answers it. */
export interface Service {
  /** The models that a region offers. */
  modelOffers(location: string): Promise<readonly ModelOffer[]>;
  /** The quotas of a region's models. */
  modelQuotas(location: string): Promise<readonly Quota[]>;
  /** The deployments of an account; `undefined` where there is no account. */
  modelDeployments(account: string, resourceGroup: string): Promise<readonly ExistingDeployment[] | undefined>;
  /** The Kubernetes versions that AKS offers in a region. */
  kubernetesVersions(location: string): Promise<KubernetesOffer>;
  /** Every size of a region's virtual machines, those too that the subscription may not have. */
  vmSkus(location: string): Promise<readonly VmSku[]>;
  /** The quotas of a region's virtual machines. */
  machineQuotas(location: string): Promise<readonly Quota[]>;
  /** The nodes of a cluster; `undefined` where there is no cluster. */
  nodePools(cluster: string, resourceGroup: string): Promise<readonly ExistingPool[] | undefined>;
  /** Display names of the regions that offer a type of resource; none where Azure does not tell. */
  locationsOf(type: string): Promise<readonly string[] | undefined>;
}

/** One question to Azure about an environment, and the judgement of the answer. */
type Question = (environment: Environment, service: Service, today: string) => Promise<Finding[]>;

const models: Question = async (environment, service, today) => {
  if (environment.existing.openAi?.hasDeployments) return [];
  const { location } = environment;
  const account = placeOfAccount(environment);
  const [offers, quotas, existing] = await Promise.all([
    service.modelOffers(location),
    service.modelQuotas(location),
    service.modelDeployments(account.name, account.resourceGroup),
  ]);
  return [
    ...judgeModels(environment, offers, existing ?? [], today),
    ...judgeModelQuota(environment, offers, quotas, existing),
  ];
};

const kubernetesVersion: Question = async (environment, service) => {
  if (environment.existing.cluster) return [];
  const { location, names } = environment;
  const [offer, pools] = await Promise.all([
    service.kubernetesVersions(location),
    service.nodePools(names.cluster, names.resourceGroup),
  ]);
  return judgeKubernetesVersion(environment, offer, pools !== undefined);
};

const nodes: Question = async (environment, service) => {
  if (environment.existing.cluster) return [];
  const { location, names } = environment;
  const [skus, quotas, pools] = await Promise.all([
    service.vmSkus(location),
    service.machineQuotas(location),
    service.nodePools(names.cluster, names.resourceGroup),
  ]);
  const { name, cluster } = environment;
  const ofUsers = cluster.userPools.flatMap((nodePool, index) =>
    judgeNodes(
      { name, location, cluster: { nodePool }, userPool: `cluster.userPools.${index}` },
      skus,
      quotas,
      pools ?? [],
    ),
  );
  return [...judgeNodes(environment, skus, quotas, pools ?? []), ...ofUsers];
};

const region: Question = async (environment, service) => {
  const told = await Promise.all(REGIONAL_TYPES.map(async (type) => [type, await service.locationsOf(type)] as const));
  return judgeRegion(environment, Object.fromEntries(told) as Locations);
};

/** Everything that Azure is asked about an environment. */
export const QUESTIONS: readonly Question[] = [models, kubernetesVersion, nodes, region];

/**
 * Puts one question to Azure. What a provider does not tell before it is registered is advice: a new subscription has
 * registered none.
 *
 * @param today as an ISO date
 */
export function askService(
  question: Question,
  environment: Environment,
  service: Service,
  today: string,
): Promise<Finding[]> {
  return unlessUnregistered(() => question(environment, service, today));
}
