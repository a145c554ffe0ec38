import type { Environment } from '../../model';
import type { KubernetesOffer } from '../azure-answers';
import { advise, problem, type Finding } from './finding';

const STANDARD_SUPPORT = 'KubernetesOfficial';

/**
 * Judges the Kubernetes version of an environment by what AKS offers in its region.
 *
 * @param exists whether the cluster runs already: nothing takes its version away
 * @see https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
 */
export function judgeKubernetesVersion(
  { name, location, cluster }: Pick<Environment, 'name' | 'location' | 'cluster'>,
  { values }: KubernetesOffer,
  exists: boolean,
): Finding[] {
  const wanted = cluster.kubernetesVersion;
  const supported = values.filter((offer) => !offer.isPreview && isSupported(offer)).map(({ version }) => version);
  const next = `set cluster.kubernetesVersion to ${supported.join(' or ')} in environments/${name}.ts`;
  const judge = exists ? advise : problem;
  const offer = values.find(({ version }) => version === wanted);
  if (!offer) return [judge(`AKS in ${location} does not offer Kubernetes ${wanted}`, next)];
  if (!isSupported(offer)) {
    return [judge(`AKS in ${location} offers Kubernetes ${wanted} with long term support alone`, next)];
  }
  return offer.isPreview ? [advise(`Kubernetes ${wanted} is a preview in ${location}, without support`, next)] : [];
}

/** Where no plan is told, the standard one is meant. */
function isSupported({ capabilities }: KubernetesOffer['values'][number]): boolean {
  return capabilities?.supportPlan?.includes(STANDARD_SUPPORT) ?? true;
}
