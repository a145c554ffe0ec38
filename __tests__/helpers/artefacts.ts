import { App } from 'cdk8s';
import { Testing } from 'cdktf';
import { parseAllDocuments } from 'yaml';
import { EnvironmentCharts, synthesizeYaml } from '../../charts';
import { PlatformStack } from '../../constructs';
import type { Environment } from '../../model';
import { deployedContract } from './outputs';
import { synthStack, type Template } from './template';

/** A Kubernetes object as it stands in the YAML. */
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

/** Both artefacts of one environment, made in this process. */
export interface Artefacts {
  readonly terraform: Template;
  readonly yaml: string;
  readonly objects: readonly KubernetesObject[];
}

/** Synthesizes an environment, the charts from outputs of the contract's shape. */
export function synthArtefacts(environment: Environment): Artefacts {
  const { name } = environment;
  const charts = new EnvironmentCharts(new App(), name, { environment, contract: deployedContract(environment) });
  const yaml = synthesizeYaml(charts);
  return {
    terraform: synthStack(new PlatformStack(Testing.app(), name, { environment })),
    yaml,
    objects: parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject),
  };
}

/** The one object of a kind and name; throws where there is none. */
export function objectOf({ objects }: Artefacts, kind: string, name: string): KubernetesObject {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`expected one ${kind} ${name}, found ${found.length}`);
  return found[0]!;
}
