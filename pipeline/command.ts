import { Option } from 'commander';
import type { Environment } from '../model';
import type { ParsedArtefacts } from '../policy';
import type { Context } from './context';
import type { Runner } from './run';

/** Every option of a command that somebody may have given. Each command declares those that it takes. */
export interface CommandOptions {
  readonly dryRun?: boolean;
  /** The first step to run. */
  readonly from?: string;
  /** Print the result as JSON on stdout, and progress on stderr. */
  readonly json?: boolean;
  readonly repository?: string;
  /** A region by its short name. */
  readonly region?: string;
  /** Of a new environment: subscription, object id of its administrator, and shape. */
  readonly subscription?: string;
  readonly admin?: string;
  readonly shape?: string;
  readonly yes?: boolean;
  /** Whether what holds data goes too once it has left the YAML. */
  readonly pruneData?: boolean;
  /** Addresses of what may be replaced or destroyed. */
  readonly allowReplace?: readonly string[];
  /** Compare with the state alone, and ask neither Azure nor the cluster. */
  readonly stateOnly?: boolean;
  /** Compare with Azure and the cluster too, which takes a minute or more. */
  readonly drift?: boolean;
  /** A minor version of Kubernetes to upgrade to. */
  readonly kubernetes?: string;
  /** A chart version of the ALB controller to upgrade to. */
  readonly controller?: string;
  /** A model deployment, and the one that takes its place. */
  readonly model?: DeploymentMove;
  /** Files of artefacts, in the place of an environment's own. */
  readonly terraform?: string;
  readonly manifests?: string;
  /** Where a report for code scanning is written. */
  readonly sarif?: string;
}

/** Two model deployments by their names: the one that goes, and the one that takes its place. */
export interface DeploymentMove {
  readonly from: string;
  readonly to: string;
}

/** Of the commands that can show what they would do. */
export const DRY_RUN = new Option('--dry-run', 'print the commands instead of running them');

interface CommandProps {
  /** What it does, in one line. */
  readonly summary: string;
  /** @default - none but --help */
  readonly options?: readonly Option[];
}

/** A command for environments. A file of commands/ exports it under the name `command`, and the file's name is the command's. */
export interface Command extends CommandProps {
  /** Whether it takes exactly one environment, or any number, where none means every one. */
  readonly takes: 'one environment' | 'environments';
  /** Whether its dry run asks the world as a run does, where those of others make the answers up. @default false */
  readonly asksInDryRun?: boolean;
  /** Runs it for one environment. Returns the exit code; what it throws becomes a message and exit code 1. */
  run(context: Context, options: CommandOptions): Promise<number>;
}

/** A command for the project as a whole. */
export interface ProjectCommand extends CommandProps {
  readonly takes: 'nothing';
  /** Runs it. Returns the exit code; what it throws becomes a message and exit code 1. */
  run(runner: Runner, options: CommandOptions): Promise<number>;
}

/** A command for an environment that is not there yet. */
export interface NamingCommand extends CommandProps {
  readonly takes: 'a new name';
  /** Runs it for a name. Returns the exit code; what it throws becomes a message and exit code 1. */
  run(name: string, runner: Runner, options: CommandOptions): Promise<number>;
}

/** An environment with what is made from it. */
export interface Synthesized {
  readonly environment: Environment;
  readonly artefacts: ParsedArtefacts;
}

/** A command that reads artefacts: of environments, where none means every one, or of files that its options name. */
export interface ArtefactsCommand extends CommandProps {
  readonly takes: 'environments or files';
  /**
   * Runs it for all at once. Returns the exit code; what it throws becomes a message and exit code 1.
   *
   * @param synthesized nothing where the options name files
   */
  run(synthesized: readonly Synthesized[], runner: Runner, options: CommandOptions): Promise<number>;
}

/** Any of them. */
export type AnyCommand = Command | ProjectCommand | NamingCommand | ArtefactsCommand;
