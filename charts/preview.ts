import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

const ANNOTATION = 'secure-aks-openai/preview';
const NOTICE = 'made of sample values under PREVIEW=1: not for kubectl apply';

/** Says on every object below a construct that its values are made up. */
export function markAsPreview(scope: IConstruct): void {
  for (const construct of scope.node.findAll()) {
    if (ApiObject.isApiObject(construct)) construct.metadata.addAnnotation(ANNOTATION, NOTICE);
  }
}
