import { ALB_CONTROLLERS, controllerAdvice, rowOf } from '../../config';
import { lt } from 'semver';
import type { ManagedCluster, UpgradeProfile } from '../azure-answers';
import { isAtRest, isBusy } from '../adopt';
import { AzureCli } from '../azure';
import type { Context } from '../context';
import { kubectlJson } from '../kubectl';
import { LIMITS } from '../limits';
import { readManifests } from '../manifests';
import { advise, problem, type Finding } from '../preflight/finding';
import { CommandFailedError, PipelineError, waitUntil } from '../run';
import type { Step } from '../run-steps';
import { charts } from '../steps/charts';
import { requireKubeconfig } from '../steps/kubeconfig';
import { rollouts } from '../steps/rollouts';
import { verify } from '../steps/verify';
import { channelOutlook } from './channel';
import { installedController, installedGatewayApi } from './controller-chart';
import { judgeBudgets, type DisruptionBudget } from './disruption-budgets';
import { judgeApis } from './retired-apis';
import { judgeSurge } from './surge';
import { controlPlaneMinor, isOlder, minorOf, minorsFrom, movesTo, poolMinor, type Move } from './versions';
import type { LookOptions, Way } from './way';

/**
 * The way of a cluster to a minor version of Kubernetes, minor version by minor version: the control plane, then each pool, then
 * a wait until the workloads run again.
 *
 * The environment's file says the version first. Terraform does not take this way: it would skip minor versions, and leave
 * the pools behind. AKS is asked for minor versions, as the file says them, so that the next plan finds what it expects:
 * with a channel that moves the version Terraform compares none, and without one it compares the very text that AKS was given.
 *
 * @see https://learn.microsoft.com/azure/aks/supported-kubernetes-versions#alias-minor-version
 */
export async function kubernetesWay(context: Context, target: string, options: LookOptions): Promise<Way> {
  requireKubeconfig(context);
  const cluster = await currentCluster(context, options);
  const moves = movesTo(target, cluster);
  const steps = [...moves.flatMap((move, index) => stepsOf(move, moves[index + 1])), rollouts, verify];
  const findings = [...fileFindings(context, target), ...downgradeFindings(target, cluster)];
  if (moves.length === 0) return { findings, steps };
  return {
    findings: [
      ...findings,
      ...(await offerFindings(context, target, cluster)),
      ...(await objectFindings(context, target)),
      ...(await controllerFindings(context, target)),
      ...(await nodeFindings(context, moves, cluster)),
      advise(
        channelOutlook(cluster.autoUpgradeProfile?.upgradeChannel ?? 'none', target),
        `cluster.automaticUpgradeChannel in environments/${context.environment.name}.ts chooses another`,
      ),
    ],
    steps,
  };
}

/** The cluster, once AKS has come to an end with it. What is under way may be what a run before has asked for. */
async function currentCluster(context: Context, { waits }: LookOptions): Promise<ManagedCluster> {
  const cluster = await readCluster(context);
  if (statesOf(cluster).every(isAtRest)) return cluster;
  const { cluster: name } = context.environment.names;
  if (!waits) {
    context.runner.print(`AKS is at work on cluster ${name}: a run waits for it, and looks then`);
    return cluster;
  }
  context.runner.print(`AKS is at work on cluster ${name}, and is waited for`);
  const rested = await restingCluster(context, `AKS to finish with cluster ${name}`);
  // Pods that have just been moved hold their budgets until they run.
  await rollouts.run(context);
  return rested;
}

async function readCluster({ environment, runner }: Context): Promise<ManagedCluster> {
  const { names, subscriptionId, existing } = environment;
  if (existing.cluster) {
    throw new PipelineError(
      `cluster ${names.cluster} exists by existing.cluster, and nothing of it is changed`,
      `its owner upgrades it; environments/${environment.name}.ts then says cluster.kubernetesVersion`,
    );
  }
  const cluster = await new AzureCli(runner, subscriptionId).cluster(names.cluster, names.resourceGroup);
  if (cluster !== undefined) return cluster;
  throw new PipelineError(
    `there is no cluster ${names.cluster} in resource group ${names.resourceGroup}`,
    `npm run deploy -- ${environment.name} makes it, with the version that its file says`,
  );
}

/** Waits until AKS has come to an end with a cluster, well or not. */
function restingCluster(context: Context, what: string): Promise<ManagedCluster> {
  const { names, subscriptionId } = context.environment;
  return waitUntil<ManagedCluster>(context.runner, {
    what,
    look: `az aks show --subscription ${subscriptionId} --resource-group ${names.resourceGroup} --name ${names.cluster}`,
    timeoutMs: LIMITS.aksUpgrade,
    intervalMs: 30_000,
    check: async () => {
      const cluster = await readCluster(context);
      const states = statesOf(cluster);
      return states.every(isAtRest) ? { done: cluster } : { seen: states.join(', ') };
    },
  });
}

function statesOf({ provisioningState, agentPoolProfiles }: ManagedCluster): string[] {
  return [provisioningState, ...agentPoolProfiles.map((pool) => pool.provisioningState)];
}

function fileFindings({ environment: { name, cluster } }: Context, target: string): Finding[] {
  return cluster.kubernetesVersion === target
    ? []
    : [
        problem(
          `environments/${name}.ts says Kubernetes ${cluster.kubernetesVersion}, and ${target} is asked for`,
          `set cluster.kubernetesVersion to '${target}' there, have it reviewed, and run the same command again`,
        ),
      ];
}

function downgradeFindings(target: string, cluster: ManagedCluster): Finding[] {
  const current = controlPlaneMinor(cluster);
  return isOlder(target, current)
    ? [
        problem(
          `the control plane runs Kubernetes ${current}, and AKS takes no version back to ${target}`,
          `ask for ${current} or newer, and say so in the environment's file`,
        ),
      ]
    : [];
}

/** Whether AKS offers each minor version on the way: to this cluster the next one, in its region those after it. */
async function offerFindings(
  { environment, runner }: Context,
  target: string,
  cluster: ManagedCluster,
): Promise<Finding[]> {
  const { names, location, subscriptionId } = environment;
  const [, ...minors] = minorsFrom(controlPlaneMinor(cluster), target);
  const [next] = minors;
  if (next === undefined) return [];
  const az = new AzureCli(runner, subscriptionId);
  const upgrades = await az.kubernetesUpgrades(names.cluster, names.resourceGroup);
  const { values } = await az.kubernetesVersions(location);
  const toCluster = minorsOffered(upgrades);
  const inRegion = values.filter(({ isPreview }) => !isPreview).map(({ version }) => version);
  const missing = minors.filter((minor) => !(minor === next ? toCluster : inRegion).includes(minor));
  if (missing.length === 0) return [];
  return [
    problem(
      `AKS does not offer Kubernetes ${missing.join(', ')} to cluster ${names.cluster} in ${location}: it offers ${[...new Set([...toCluster, ...inRegion])].join(', ') || 'nothing'}`,
      `ask for a version that it offers (az aks get-upgrades), and say so in environments/${environment.name}.ts`,
    ),
  ];
}

function minorsOffered({ controlPlaneProfile }: UpgradeProfile): string[] {
  const offered = (controlPlaneProfile.upgrades ?? []).filter(({ isPreview }) => !isPreview);
  return [...new Set(offered.map(({ kubernetesVersion }) => minorOf(kubernetesVersion)))];
}

/** Whether the objects that the charts make are still served. */
async function objectFindings(context: Context, target: string): Promise<Finding[]> {
  await charts.run(context);
  return judgeApis(readManifests(context), target);
}

/** Whether the ALB controller and the Gateway API fit, as far as the dated table knows. */
async function controllerFindings(context: Context, target: string): Promise<Finding[]> {
  const version = await installedController(context);
  if (version === undefined) return [];
  const brings = rowOf(ALB_CONTROLLERS, version)?.gatewayApi;
  const installed = await installedGatewayApi(context);
  const isBehind = brings !== undefined && installed !== undefined && lt(installed, brings);
  const upgrade = `npm run upgrade -- ${context.environment.name} --controller <version>`;
  return [
    ...controllerAdvice(version, target).map((line) => advise(line, upgrade)),
    ...(isBehind
      ? [
          advise(
            `ALB controller ${version} is made for the Gateway API ${brings}, by the table of ${ALB_CONTROLLERS.asOf}, and the cluster knows ${installed}`,
            `npm run upgrade -- ${context.environment.name} --controller ${version} brings it`,
          ),
        ]
      : []),
  ];
}

/** Whether the nodes can be taken out one after the other, and others put in their place. */
async function nodeFindings(context: Context, moves: readonly Move[], cluster: ManagedCluster): Promise<Finding[]> {
  const { environment, runner } = context;
  const moved = cluster.agentPoolProfiles.filter(({ name }) => moves.some(({ pool }) => pool === name));
  if (moved.length === 0) return [];
  const az = new AzureCli(runner, environment.subscriptionId);
  const skus = await az.vmSkus(environment.location);
  const quotas = await az.machineQuotas(environment.location);
  const { items } = await kubectlJson<{ items: DisruptionBudget[] }>(context, [
    ['get', 'poddisruptionbudgets.policy', '--all-namespaces'],
  ]);
  return [...judgeSurge(environment, moved, skus, quotas), ...judgeBudgets(items)];
}

/** A move, and after the last one to a minor version, the wait for what it has moved. */
function stepsOf(move: Move, next: Move | undefined): Step[] {
  const isLastOfMany = next !== undefined && next.to !== move.to;
  return [moveStep(move), ...(isLastOfMany ? [{ ...rollouts, id: `workloads-${move.to}` }] : [])];
}

function moveStep({ pool, to }: Move): Step {
  const what = pool === undefined ? 'the control plane' : `node pool ${pool}`;
  return {
    id: pool === undefined ? `control-plane-${to}` : `pool-${pool}-${to}`,
    title: `${what} to Kubernetes ${to}`,
    async run(context) {
      const { names, subscriptionId } = context.environment;
      const ask = () => askFor(context, { pool, to });
      const isRefused = await ask().then(
        () => false,
        (error: unknown) => {
          if (error instanceof CommandFailedError && isBusy(error.stderrTail)) return true;
          throw error;
        },
      );
      if (isRefused) {
        // Another run has asked AKS a moment ago, or this one, and the answer was lost.
        context.runner.print(`AKS is at work on cluster ${names.cluster}, and is waited for`);
        const rested = await restingCluster(context, `AKS to finish with cluster ${names.cluster}`);
        if (hasArrived(rested, { pool, to })) return;
        await ask();
      }
      const cluster = await restingCluster(context, `${what} to come to Kubernetes ${to}`);
      if (hasArrived(cluster, { pool, to })) return;
      throw new PipelineError(
        `AKS did not bring ${what} to Kubernetes ${to}: ${statesOf(cluster).join(', ')}`,
        `look with: az aks operation show-latest --subscription ${subscriptionId} --resource-group ${names.resourceGroup} --name ${names.cluster}; the same command asks for it again`,
      );
    },
  };
}

function askFor({ environment, runner }: Context, { pool, to }: Move): Promise<void> {
  const { names, subscriptionId } = environment;
  const az = new AzureCli(runner, subscriptionId);
  return pool === undefined
    ? az.upgradeControlPlane(names.cluster, names.resourceGroup, to)
    : az.upgradeNodePool(pool, names.cluster, names.resourceGroup, to);
}

/** A pool that has gone meanwhile is behind no more. */
function hasArrived(cluster: ManagedCluster, { pool, to }: Move): boolean {
  if (pool === undefined) return cluster.provisioningState === 'Succeeded' && !isOlder(controlPlaneMinor(cluster), to);
  return cluster.agentPoolProfiles
    .filter(({ name }) => name === pool)
    .every((each) => each.provisioningState === 'Succeeded' && !isOlder(poolMinor(each), to));
}
