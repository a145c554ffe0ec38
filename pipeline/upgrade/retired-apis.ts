import { RETIRED_APIS, rowOf } from '../../config';
import { problem, type Finding } from '../preflight/finding';
import { isOlder } from './versions';

/** An object of Kubernetes, as far as it is read here. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Judges whether a minor version of Kubernetes still serves the objects of an environment, by the dated table. */
export function judgeApis(objects: readonly Manifest[], minor: string): Finding[] {
  return objects.flatMap(({ apiVersion, kind, metadata: { name, namespace } }) => {
    const row = rowOf(RETIRED_APIS, `${apiVersion} ${kind}`);
    if (!row || isOlder(minor, row.retired)) return [];
    return [
      problem(
        `${kind} ${[namespace, name].filter(Boolean).join('/')} is of ${apiVersion}, which Kubernetes serves no more from ${row.retired} on`,
        `make it of ${row.instead}, and deploy; see ${RETIRED_APIS.source}`,
      ),
    ];
  });
}
