import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeResourceGroupName, type EnvironmentConfig } from '../config';
import { readContract, sampleContract, type Contract } from '../contract';
import type { Runner } from './run';
import type { System } from './system';

/** One environment on its way: what every step works with. It holds no state of its own; steps ask the world. */
export class Deployment {
  /** Where `cdktf deploy` writes the outputs and the charts read them, relative to the project. */
  public readonly outputsFile: string;
  /** The kubeconfig of this environment alone: the user's own is never touched. */
  public readonly kubeconfig: string;
  /** Where `cdk8s synth` writes. */
  public readonly manifests: string;

  public constructor(
    public readonly environment: EnvironmentConfig,
    public readonly runner: Runner,
    public readonly system: System,
  ) {
    this.outputsFile = join('outputs', `${environment.name}.json`);
    this.kubeconfig = join('outputs', `kubeconfig-${environment.name}`);
    this.manifests = join('dist', environment.name);
  }

  /** The absolute path of a file of the project. */
  public path(file: string): string {
    return join(this.runner.directory, file);
  }

  /**
   * What the infrastructure said. A dry run before the first deploy gets a sample under the names it would have.
   *
   * @throws {ContractError} if there is no outputs file, or it is not of this environment
   */
  public contract(): Contract {
    const file = this.path(this.outputsFile);
    if (this.runner.dryRun && !existsSync(file)) return this.sample();
    return readContract(file, this.environment.name);
  }

  private sample(): Contract {
    const { names, location } = this.environment;
    return {
      ...sampleContract(this.environment),
      resource_group_name: names.resourceGroup,
      node_resource_group_name: nodeResourceGroupName(names, location),
      cluster_name: names.cluster,
      openai_account_name: names.openAiAccount,
    };
  }
}
