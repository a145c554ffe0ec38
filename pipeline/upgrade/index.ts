import type { Environment } from '../../model';
import type { DeploymentMove } from '../command';
import type { Context } from '../context';
import { DryRunner } from '../dry-run';
import { basicPreflight, tellFindings } from '../preflight';
import { runSteps } from '../run-steps';
import { controllerWay } from './controller';
import { kubernetesWay } from './kubernetes';
import { modelWay } from './model';
import type { LookOptions, Way } from './way';

/** What is to be upgraded, and what to. */
export type Wanted =
  | { readonly kubernetes: string }
  | { readonly controller: string }
  | { readonly model: DeploymentMove };

/**
 * Brings one thing of an environment to what its file says already, in an order in which nothing is away meanwhile.
 *
 * Which versions an environment has is decided in its file, by a change that can be reviewed; what is asked for here has to be
 * the same. So the file and the world meet at the end, and `npm run plan` shows nothing. Where the world stands is looked at
 * anew each time, so that the same command goes on after a run that was broken off. Nothing is taken back to an older version.
 *
 * @param dryRun whether only to look, and to print what would be run
 * @throws {PreflightError} naming everything that is in the way
 */
export async function upgrade(context: Context, wanted: Wanted, dryRun: boolean): Promise<void> {
  const { environment, runner } = context;
  const flags = flagsOf(wanted);
  await basicPreflight(context);
  const { findings, steps } = await lookFor(context, wanted, { waits: !dryRun });
  const { directory, masker, signal } = runner;
  const print = (line: string) => runner.print(line);
  const doer = dryRun ? new DryRunner({ directory, masker, signal, print }, upgraded(environment, wanted)) : runner;
  if (dryRun) print(`dry run: what "npm run upgrade -- ${environment.name} ${flags}" would run, by what is now`);
  tellFindings(doer, findings);
  if (steps.length === 0) print('nothing is left to be done');
  await runSteps(steps, { environment, runner: doer }, { command: 'upgrade', flags, inOrder: dryRun });
  if (dryRun) print('dry run: nothing was changed');
}

function lookFor(context: Context, wanted: Wanted, options: LookOptions): Promise<Way> {
  if ('kubernetes' in wanted) return kubernetesWay(context, wanted.kubernetes, options);
  if ('controller' in wanted) return controllerWay(context, wanted.controller);
  return modelWay(context, wanted.model);
}

/** The environment as a dry run answers for it: every upgrade arrives at once. */
function upgraded({ cluster, ...environment }: Environment, wanted: Wanted): Environment {
  const kubernetesVersion = 'kubernetes' in wanted ? wanted.kubernetes : cluster.kubernetesVersion;
  return { ...environment, cluster: { ...cluster, kubernetesVersion } };
}

function flagsOf(wanted: Wanted): string {
  if ('kubernetes' in wanted) return `--kubernetes ${wanted.kubernetes}`;
  if ('controller' in wanted) return `--controller ${wanted.controller}`;
  return `--model ${wanted.model.from}=${wanted.model.to}`;
}
