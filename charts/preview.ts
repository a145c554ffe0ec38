import { ApiObject, type App } from 'cdk8s';

const ANNOTATION = 'secure-aks-openai/preview';
const NOTICE = 'made of sample values under PREVIEW=1: not for kubectl apply';

/** Says on every object of an app that its values are made up. */
export function markAsPreview(app: App): void {
  for (const construct of app.node.findAll()) {
    if (ApiObject.isApiObject(construct)) construct.metadata.addAnnotation(ANNOTATION, NOTICE);
  }
}
