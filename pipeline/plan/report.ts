import type { ClusterPlan } from './cluster-plan';
import {
  isLoss,
  type Action,
  type FieldChange,
  type InfrastructurePlan,
  type PlannedChange,
} from './infrastructure-plan';

/** What a deploy would change. */
export interface EnvironmentPlan {
  readonly infrastructure: InfrastructurePlan;
  /** @default - the cluster was not to be asked */
  readonly cluster?: ClusterPlan;
}

/** How many of each kind there are. */
export type Counts = Readonly<Record<Action, number>>;

/** How many lines of one object are shown. */
const MOST_LINES = 20;

/** Whether a deploy would change anything. */
export function hasChanges({ infrastructure: { changes, outputs }, cluster }: EnvironmentPlan): boolean {
  const inCluster = cluster === undefined ? [] : [...cluster.changes, ...cluster.deletions];
  return changes.length > 0 || outputs.length > 0 || inCluster.length > 0;
}

/** How many resources something becomes of. */
export function countsOf({ changes }: InfrastructurePlan): Counts {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return {
    replace: count('replace'),
    destroy: count('destroy'),
    create: count('create'),
    update: count('update'),
    forget: count('forget'),
  };
}

/** A plan as lines: how many, then what is lost and why, then a line each for the rest. */
export function describePlan(name: string, plan: EnvironmentPlan): string[] {
  const { infrastructure, cluster } = plan;
  const { changes, outputs, drift } = infrastructure;
  const counts = Object.entries(countsOf(infrastructure)).filter(([action, count]) => count > 0 || action !== 'forget');
  return [
    hasChanges(plan)
      ? `plan of ${name}: ${counts.map(([action, count]) => `${count} to ${action}`).join(', ')}`
      : `plan of ${name}: nothing would change`,
    ...changes.filter(isLoss).flatMap(describeLoss),
    ...changes.filter((change) => !isLoss(change)).map(describeRest),
    ...(outputs.length === 0 ? [] : [`  outputs that change: ${outputs.join(', ')}`]),
    ...drift.map(
      ({ address, fields }) =>
        `  changed outside of Terraform: ${address}${fields.length > 0 ? `: ${fields.join(', ')}` : ', which is gone'}`,
    ),
    ...(cluster === undefined ? [] : describeCluster(cluster)),
  ];
}

/** Something that is lost, and what is behind that. */
export function describeLoss(change: PlannedChange): string[] {
  const { action, address, forcedBy, properties, reason } = change;
  const why = [reason, ...(properties.length > 0 ? [`by ${properties.join(' or ')}`] : [])].filter(Boolean).join(', ');
  return [
    `  ${action} ${address}${change.protected ? ' (protected)' : ''}${why && `: ${why}`}`,
    ...forcedBy.map((field) => {
      const behind =
        field.follows.length > 0
          ? `, as ${field.follows.join(', ')} changes`
          : field.properties.length > 0
            ? `, by ${field.properties.join(' or ')}`
            : '';
      return `      forced by ${describeField(field)}${behind}`;
    }),
  ];
}

function describeRest({ action, address, fields }: PlannedChange): string {
  return `  ${action} ${address}${fields.length > 0 ? `: ${fields.map(describeField).join(', ')}` : ''}`;
}

function describeField({ field, before, after }: FieldChange): string {
  return `${field} ${before} -> ${after}`;
}

function describeCluster({ changes, deletions, kept, pageAbsences, unknown }: ClusterPlan): string[] {
  const count = `${changes.length} objects to change${deletions.length > 0 ? `, ${deletions.length} to delete` : ''}`;
  return [
    ...(unknown === undefined ? [] : [`cluster: not compared, ${unknown}`]),
    ...(changes.length + deletions.length > 0 || unknown === undefined ? [`cluster: ${count}`] : []),
    ...changes.flatMap(({ object, action, lines }) => [
      `  ${action} ${object}`,
      ...(action === 'create' ? [] : lines.slice(0, MOST_LINES).map((line) => `      ${line}`)),
      ...(action === 'update' && lines.length > MOST_LINES
        ? [`      … and ${lines.length - MOST_LINES} more lines`]
        : []),
    ]),
    ...deletions.map((object) => `  delete ${object}, which has left the YAML`),
    ...kept.map((object) => `  keep ${object}, which has left the YAML and holds data: --prune-data deletes it`),
    ...pageAbsences.map((line) => `  ${line}`),
  ];
}
