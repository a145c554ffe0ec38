import { coerce, lt, rcompare } from 'semver';
import { ALB_CONTROLLERS, rowOf } from '../../config/tables';
import { ALB_CONTROLLER } from '../../model';
import { PENDING_STATES } from '../adopt/release';
import type { Context } from '../context';
import { kubectl, kubectlJson } from '../kubectl';
import { requireKubeconfig } from '../steps/kubeconfig';
import { installedController } from '../upgrade/controller-chart';
import type { Concern, Look } from './look';

/** The ALB controller that runs, and the chart it came with. */
export const controller: Look = {
  id: 'controller',
  async ask({ context, environment }) {
    requireKubeconfig(context);
    const { name, cluster, gateway } = environment;
    const [running, chart, halfWay] = await Promise.all([
      runningVersion(context),
      installedController(context),
      isHalfWay(context),
    ]);
    const deploy = `npm run deploy -- ${name}`;
    const row = rowOf(ALB_CONTROLLERS, chart ?? '');
    const newest = Object.keys(ALB_CONTROLLERS.rows).toSorted(rcompare)[0]!;
    const concerns: Concern[] = [
      ...(running === undefined ? [{ what: 'the controller does not run', next: deploy }] : []),
      ...(chart === undefined ? [{ what: 'there is no release of its chart', next: deploy }] : []),
      ...(halfWay ? [{ what: 'its release was left half way', next: deploy }] : []),
      ...(chart !== undefined && chart !== gateway.controllerVersion
        ? [
            {
              what: `the environment says ${gateway.controllerVersion}`,
              next: `${deploy}, or set gateway.controllerVersion in environments/${name}.ts`,
            },
          ]
        : []),
      ...(row !== undefined && lt(`${cluster.kubernetesVersion}.0`, `${row.minimumKubernetes}.0`)
        ? [
            {
              what: `it needs Kubernetes ${row.minimumKubernetes} or newer`,
              next: `raise cluster.kubernetesVersion in environments/${name}.ts`,
            },
          ]
        : []),
    ];
    const known = row === undefined ? 'not in the table' : `Gateway API ${row.gatewayApi}`;
    return {
      seen: `ALB controller ${running ?? 'none'}, chart ${chart ?? 'none'} (${known}; the newest in the table of ${ALB_CONTROLLERS.asOf} is ${newest})`,
      concerns,
    };
  },
};

/** The version in the tag of the image that runs; `undefined` where none does. */
async function runningVersion(context: Context): Promise<string | undefined> {
  const { items } = await kubectlJson<{
    items: {
      metadata: { name: string };
      spec: { template: { spec: { containers: { image: string }[] } } };
      status?: { readyReplicas?: number };
    }[];
  }>(context, ['get', 'deployments.apps', '--namespace', ALB_CONTROLLER.namespace]);
  const found = items.find(({ metadata }) => metadata.name === ALB_CONTROLLER.deployment);
  if (found === undefined || !found.status?.readyReplicas) return undefined;
  const tag = found.spec.template.spec.containers[0]?.image.split(':').at(-1);
  return coerce(tag)?.version ?? tag;
}

/** Whether a run has left a release of the controller's chart half way. */
async function isHalfWay(context: Context): Promise<boolean> {
  const { name, namespace } = ALB_CONTROLLER.release;
  const pending = `owner=helm,name=${name},status in (${PENDING_STATES})`;
  const { stdout } = await kubectl(context, [
    ['get', 'secrets', '--namespace', namespace, '--selector', pending, '--output', 'name'],
  ]);
  return stdout.includes('secret/');
}
