import { Manifests } from './manifests';
import { Terraform } from './terraform';

/** One of the two artefacts of an environment. */
export type Source = 'terraform' | 'manifests';

/** What is going to be applied, as far as it is there. */
export interface Artefacts {
  readonly terraform: Terraform;
  readonly manifests: Manifests;
  /** Which of them there are: the other one is empty. */
  readonly given: ReadonlySet<Source>;
}

/** Parsed artefacts, whoever made them. */
export interface ParsedArtefacts {
  /** A Terraform configuration in JSON. @default - there is none */
  readonly terraform?: unknown;
  /** The documents of a YAML stream. @default - there are none */
  readonly manifests?: readonly unknown[] | undefined;
}

/** Makes parsed artefacts readable to the rules. */
export function readArtefacts({ terraform, manifests }: ParsedArtefacts): Artefacts {
  const given = new Set<Source>();
  if (terraform !== undefined) given.add('terraform');
  if (manifests !== undefined) given.add('manifests');
  return { terraform: new Terraform(terraform), manifests: new Manifests(manifests ?? []), given };
}

export { Manifests, selects, type Container, type KubernetesObject, type Workload } from './manifests';
export { Terraform, type Reference, type Resource } from './terraform';
export * from './values';
