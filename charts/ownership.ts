import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ALB_CONTROLLER, PART_OF, ownershipLabels, type Environment } from '../model';

/**
 * Says on every object below a construct whose it is, so that it can be found once it has left the YAML. What an object says
 * already stays: one that names another manager is none of ours to delete.
 *
 * The labels stand on the object alone: a pod template or a selector that changed would start every pod anew, or be refused.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function markAsOurs(scope: IConstruct, environment: Pick<Environment, 'name' | 'project'>): void {
  const labels = { ...ownershipLabels(environment.name), [PART_OF]: environment.project };
  for (const construct of scope.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || isOfController(construct)) continue;
    for (const [name, value] of Object.entries(labels)) {
      if (construct.metadata.getLabel(name) === undefined) construct.metadata.addLabel(name, value);
    }
  }
}

/** The ALB controller's namespace is Helm's, which labels it as its own. */
function isOfController({ kind, metadata }: ApiObject): boolean {
  return kind === 'Namespace' && metadata.name === ALB_CONTROLLER.namespace;
}
