import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Autoscaling } from '../model';

/** Properties of what keeps some replicas of a workload up while others go. */
export interface AvailabilityProps {
  /** Name of the budget. */
  readonly name: string;
  /** Namespace of the workload. */
  readonly namespace: string;
  /** Labels of the budget. */
  readonly labels: Readonly<Record<string, string>>;
  /** The labels that select the workload's pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Replicas there are at most. */
  readonly replicas: number;
}

/**
 * Lets a node drain take one pod at a time. With a single replica there is nothing to keep up, and no budget.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function addDisruptionBudget(scope: Construct, id: string, props: AvailabilityProps): ApiObject | undefined {
  if (props.replicas < 2) return undefined;
  return new k8s.KubePodDisruptionBudget(scope, id, {
    metadata: { name: props.name, namespace: props.namespace, labels: { ...props.labels } },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...props.selector } } },
  });
}

/** Names of an object. */
interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

/**
 * Moves the number of pods of the Deployment that has the autoscaler's own name.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#container-resource-metrics
 */
export function addAutoscaler(
  scope: Construct,
  id: string,
  metadata: Metadata,
  { minReplicas, maxReplicas, targetCpuPercent }: Autoscaling,
): ApiObject {
  return new k8s.KubeHorizontalPodAutoscalerV2(scope, id, {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          // Of its own container alone: a sidecar that is injected has no request to take a share of.
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: metadata.name,
            target: { type: 'Utilization', averageUtilization: targetCpuPercent },
          },
        },
      ],
    },
  });
}

/** The domains whose loss should not take all replicas. */
const DOMAINS = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];

/**
 * Spreads replicas over nodes and zones where there are several of each, and starts them all the same where there are
 * not.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function topologySpread({
  selector,
  replicas,
}: Pick<AvailabilityProps, 'selector' | 'replicas'>): k8s.TopologySpreadConstraint[] | undefined {
  if (replicas < 2) return undefined;
  return DOMAINS.map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...selector } },
  }));
}
