import { coerce } from 'semver';
import { KUBERNETES_VERSIONS, rowOf } from '../../config/tables';
import { isSoon, type Concern, type Look } from './look';

/** The versions of the cluster and of its nodes, and whether it runs. */
export const kubernetes: Look = {
  id: 'kubernetes',
  async ask({ cluster, environment: { name }, target, today }) {
    const found = await cluster();
    const which = `cluster ${target.cluster}`;
    if (found === undefined) {
      const next = `npm run deploy -- ${name}`;
      return { seen: `${which} does not exist`, concerns: [{ what: 'nothing is deployed', next }] };
    }
    const { currentKubernetesVersion: version, provisioningState: state, powerState, agentPoolProfiles } = found;
    const pools = agentPoolProfiles.map(
      (pool) =>
        `${pool.name} ${pool.nodeImageVersion ?? 'of an unknown image'}${pool.currentOrchestratorVersion === version ? '' : ` at ${pool.currentOrchestratorVersion}`}`,
    );
    const { minor, support } = supportOf(version ?? '');
    const place = `--subscription ${target.subscription} --resource-group ${target.resourceGroup} --name ${target.cluster}`;
    const concerns: Concern[] = [
      ...(support !== undefined && isSoon(support.until, today)
        ? [
            {
              what: `Kubernetes ${minor} ${support.until <= today ? 'has lost' : 'loses'} standard support in ${support.month}`,
              next: `raise cluster.kubernetesVersion in environments/${name}.ts`,
            },
          ]
        : []),
      ...(powerState?.code === 'Stopped' ? [{ what: 'the cluster is stopped', next: `az aks start ${place}` }] : []),
      ...(state === 'Failed' || state === 'Canceled'
        ? [{ what: `its last operation ended as ${state}`, next: `az aks update --yes ${place}` }]
        : []),
    ];
    const end = support === undefined ? `no end in the table of ${KUBERNETES_VERSIONS.asOf}` : `until ${support.month}`;
    return { seen: `Kubernetes ${version ?? 'unknown'}, ${end}; nodes ${pools.join(', ') || 'unknown'}`, concerns };
  },
};

/** The minor version, and until when the table says that it has standard support. */
function supportOf(version: string): { minor: string; support?: { month: string; until: string } } {
  const found = coerce(version);
  const minor = `${found?.major}.${found?.minor}`;
  const month = rowOf(KUBERNETES_VERSIONS, minor)?.endOfLife;
  // The table says no day, and AKS may end it at the month's beginning.
  return month === undefined ? { minor } : { minor, support: { month, until: `${month}-01` } };
}
