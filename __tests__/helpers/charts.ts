import { ApiObject, App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { EnvironmentCharts } from '../../charts';
import { sampleContract, type Contract } from '../../contract';
import type { KubernetesObject } from './artefacts';
import { parsed, type Draft } from './environment';

/** The objects of an app, which is validated, as they are before they become YAML. In no order. */
export function objectsOf(app: App): KubernetesObject[] {
  const constructs = app.node.findAll();
  // For each chart, cdk8s would validate the whole app again.
  constructs.find((each) => Chart.isChart(each))?.toJson();
  return constructs.filter((each) => ApiObject.isApiObject(each)).map((object) => object.toJson() as KubernetesObject);
}

/** The objects that an environment's charts make, by kind and name. */
export class Objects {
  public constructor(public readonly all: readonly KubernetesObject[]) {}

  /** Reads them from YAML. */
  public static ofYaml(yaml: string): Objects {
    return new Objects(parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject));
  }

  /** The names of all objects of a kind, in their order. */
  public names(kind: string): string[] {
    return this.all.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
  }

  /** The one object of a kind and name; throws where there is none. */
  public get(kind: string, name: string): KubernetesObject {
    const found = this.all.filter((object) => object.kind === kind && object.metadata.name === name);
    if (found.length !== 1) {
      throw new Error(`expected one ${kind} ${name}, found ${found.length} among ${this.names(kind).join(', ')}`);
    }
    return found[0]!;
  }

  /** The pod template of a Deployment. */
  // The shape is Kubernetes'; a test asserts what it reads.
  // oxlint-disable-next-line typescript/no-explicit-any
  public pod(deployment: string): any {
    return this.get('Deployment', deployment)['spec'].template;
  }
}

/** Synthesizes the charts of the least environment with these properties on top of it. */
export function chartsOf(
  draft: Draft = {},
  more: { gatewayHostname?: string; contract?: Partial<Contract> } = {},
): Objects {
  const environment = parsed(draft);
  const app = new App();
  new EnvironmentCharts(app, environment.name, {
    environment,
    contract: { ...sampleContract(environment), ...more.contract },
    gatewayHostname: more.gatewayHostname,
  });
  return new Objects(objectsOf(app));
}
