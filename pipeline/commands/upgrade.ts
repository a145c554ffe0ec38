import { InvalidArgumentError, Option } from 'commander';
import { chartVersionProblem, deploymentNameProblem, minorVersionProblem } from '../../model';
import { DRY_RUN, type Command, type CommandOptions, type DeploymentMove } from '../command';
import { UsageError } from '../run';
import { upgrade, type Wanted } from '../upgrade';

/** From one version to a later one, without a gap. */
export const command: Command = {
  summary:
    'Bring Kubernetes, the ALB controller or a model to what the file of the environment says, step by step. Stopped, it goes on from there.',
  takes: 'one environment',
  asksInDryRun: true,
  options: [
    new Option(
      '--kubernetes <minor>',
      'minor version of Kubernetes, by way of those between: control plane, then pools',
    )
      .argParser((minor) => judged(minor, minorVersionProblem))
      .conflicts(['controller', 'model']),
    new Option('--controller <version>', 'chart version of the ALB controller, with its CustomResourceDefinitions')
      .argParser((version) => judged(version, chartVersionProblem))
      .conflicts(['kubernetes', 'model']),
    new Option(
      '--model <old=new>',
      'model deployments by their names: the new one is made, used and proven before the old one goes',
    )
      .argParser(deploymentMove)
      .conflicts(['kubernetes', 'controller']),
    DRY_RUN,
  ],
  async run(context, options) {
    await upgrade(context, wantedIn(context.environment.name, options), options.dryRun ?? false);
    return 0;
  },
};

function wantedIn(environment: string, { kubernetes, controller, model }: CommandOptions): Wanted {
  if (kubernetes !== undefined) return { kubernetes };
  if (controller !== undefined) return { controller };
  if (model !== undefined) return { model };
  throw new UsageError(
    'nothing to upgrade is named: allowed is one of --kubernetes, --controller, --model',
    `npm run upgrade -- ${environment} --kubernetes <minor>, --controller <version> or --model <old=new>`,
  );
}

function deploymentMove(text: string): DeploymentMove {
  const [from = '', to = '', ...rest] = text.split('=');
  if (rest.length > 0 || from === to) {
    throw new InvalidArgumentError('It must be the names of two deployments, such as gpt-5.1=gpt-5.4-mini.');
  }
  return { from: judged(from, deploymentNameProblem), to: judged(to, deploymentNameProblem) };
}

function judged(text: string, problemOf: (text: string) => string | undefined): string {
  const problem = problemOf(text);
  if (problem !== undefined) throw new InvalidArgumentError(`It ${problem}.`);
  return text;
}
