import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExistingDeployment, KubernetesOffer, ModelOffer, Usage, VmSku } from '../../pipeline/azure-answers';
import type { Locations } from '../../pipeline/preflight/region';

/** The files of fixtures/azure-answers, by the command that answers so. */
interface Answers {
  readonly 'aks-get-versions': KubernetesOffer;
  readonly 'deployment-list': readonly ExistingDeployment[];
  readonly 'model-list': readonly ModelOffer[];
  /** Of three providers, by the type that was asked for. */
  readonly 'provider-locations': Locations;
  readonly 'usage-list': readonly Usage[];
  readonly 'vm-list-skus': readonly VmSku[];
  readonly 'vm-list-usage': readonly Usage[];
}

/** An answer of the Azure CLI, in the shape that the reference of the service documents. */
export function azureAnswer<Name extends keyof Answers>(name: Name): Answers[Name] {
  const file = path.join(__dirname, '..', 'fixtures', 'azure-answers', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Answers[Name];
}
