import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { PodSecurityLevel } from '../model';

/** Properties of a {@link NamespaceChart}. */
export interface NamespaceChartProps {
  /** Name of the namespace. */
  readonly name: string;
  /** The strictest level that every pod of the namespace can run under. */
  readonly podSecurity: PodSecurityLevel;
  /** Minor version of the cluster, such as 1.36. */
  readonly kubernetesVersion: string;
}

const LABEL = 'pod-security.kubernetes.io';

/**
 * A namespace of workloads, and how strictly pods are judged in it. What is enforced is pinned to the cluster's version,
 * so that an upgrade does not refuse a pod that ran before; the strictest level's newest rules are audited everywhere, and
 * warned of where they can be kept.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 * @example
 * import { App } from 'cdk8s';
 * import { NamespaceChart } from './charts';
 *
 * new NamespaceChart(new App(), 'namespace', { name: 'team', podSecurity: 'restricted', kubernetesVersion: '1.36' });
 */
export class NamespaceChart extends Chart {
  public constructor(scope: Construct, id: string, { name, podSecurity, kubernetesVersion }: NamespaceChartProps) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name,
        labels: {
          [`${LABEL}/enforce`]: podSecurity,
          [`${LABEL}/enforce-version`]: `v${kubernetesVersion}`,
          // Each apply would repeat what is known of an image that cannot run restricted.
          [`${LABEL}/warn`]: podSecurity === 'baseline' ? 'baseline' : 'restricted',
          [`${LABEL}/warn-version`]: 'latest',
          [`${LABEL}/audit`]: 'restricted',
          [`${LABEL}/audit-version`]: 'latest',
        },
      },
    });
  }
}
