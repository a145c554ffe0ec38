import { App } from 'cdk8s';
import { Testing } from 'cdktf';
import { EnvironmentCharts, synthesizeObjects, yamlOf } from '../../charts';
import { PlatformStack } from '../../constructs';
import type { Environment } from '../../model';
import { deployedContract } from './outputs';
import { synthStack, type Template } from './template';

/** A Kubernetes object as it goes into the YAML. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  // The shape below depends on the kind; a test asserts what it reads.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly [field: string]: any;
}

/** Both artefacts of one environment, made in this process, and each only once it is asked for. */
export class Synthesized {
  private made: { terraform?: Template; yaml?: string; objects?: readonly KubernetesObject[] } = {};

  public constructor(private readonly environment: Environment) {}

  public get terraform(): Template {
    const { environment } = this;
    return (this.made.terraform ??= synthStack(new PlatformStack(Testing.app(), environment.name, { environment })));
  }

  public get yaml(): string {
    return (this.made.yaml ??= yamlOf(this.objects));
  }

  /** The objects of the charts, in their order, from outputs of the contract's shape. */
  public get objects(): readonly KubernetesObject[] {
    return (this.made.objects ??= this.makeObjects());
  }

  private makeObjects(): KubernetesObject[] {
    const { environment } = this;
    const contract = deployedContract(environment);
    const charts = new EnvironmentCharts(new App(), environment.name, { environment, contract });
    return synthesizeObjects(charts) as KubernetesObject[];
  }
}

/** The one object of a kind and name; throws where there is none. */
export function objectOf({ objects }: Synthesized, kind: string, name: string): KubernetesObject {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`expected one ${kind} ${name}, found ${found.length}`);
  return found[0]!;
}
