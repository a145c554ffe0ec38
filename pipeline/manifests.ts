import { existsSync, readdirSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { filesOf, type Context } from './context';

/** The objects of the environment's YAML, as `kubectl apply` takes them. */
export function readManifests<T>({ environment, runner }: Context): T[] {
  const { manifests } = filesOf(environment);
  const folder = runner.path(manifests);
  const files = existsSync(folder) ? readdirSync(folder) : [`${environment.name}.k8s.yaml`];
  return files
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(runner.read(`${manifests}/${file}`) ?? ''))
    .map((document) => document.toJS() as T | null)
    .filter((object) => object !== null);
}
