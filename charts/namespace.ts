import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** The namespace of the workloads. */
export class NamespaceChart extends Chart {
  public constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'namespace', { metadata: { name: namespace } });
  }
}
