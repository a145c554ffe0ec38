import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** What keeps some replicas of a workload up while others go. */
export interface AvailabilityProps {
  readonly name: string;
  readonly namespace: string;
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
export function addDisruptionBudget(scope: Construct, id: string, props: AvailabilityProps): void {
  if (props.replicas < 2) return;
  new k8s.KubePodDisruptionBudget(scope, id, {
    metadata: { name: props.name, namespace: props.namespace, labels: { ...props.labels } },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...props.selector } } },
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
