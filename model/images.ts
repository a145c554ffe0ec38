/** An image by the parts of its reference. */
export interface ImageParts {
  /** Host of the registry. @default - none named, which is Docker Hub */
  readonly registry?: string;
  /** Path of the image in its registry. */
  readonly repository: string;
  /** Tag of a release. */
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. It wins over the tag. @default - the tag decides */
  readonly digest?: string;
}

/** The reference of an image, by its digest where there is one. */
export function imageReference({ registry, repository, tag, digest }: ImageParts): string {
  const name = registry === undefined ? repository : `${registry}/${repository}`;
  return digest === undefined ? `${name}:${tag}` : `${name}@${digest}`;
}

/**
 * Whether a reference leads to Docker Hub: it names no host, or that one.
 *
 * @see https://github.com/distribution/reference/blob/main/normalize.go
 */
export function isFromDockerHub(reference: string): boolean {
  const { registry = 'docker.io' } = partsOfImage(reference);
  return ['docker.io', 'index.docker.io'].includes(registry);
}

/** The parts of a reference, as it says them: no host is Docker Hub's. */
export function partsOfImage(reference: string): Partial<ImageParts> & Pick<ImageParts, 'repository'> {
  const [named = '', digest] = reference.split('@');
  // A colon before the last slash belongs to the registry's port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const [host = '', ...path] = name.split('/');
  const hasHost = path.length > 0 && (/[.:]/.test(host) || host === 'localhost');
  return {
    registry: hasHost ? host : undefined,
    repository: hasHost ? path.join('/') : name,
    tag: colon < 0 ? undefined : named.slice(colon + 1),
    digest,
  };
}

/** A reference that names its host, as whoever fetches the image from elsewhere has to: Docker Hub's own images are in `library`. */
export function fullReference(reference: string): string {
  const { registry = 'docker.io', repository, tag, digest } = partsOfImage(reference);
  const host = registry === 'index.docker.io' ? 'docker.io' : registry;
  const path = host === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
  return digest === undefined ? `${host}/${path}:${tag}` : `${host}/${path}@${digest}`;
}

const REGISTRY =
  /^(?=[^/]{1,253}(?:\/|$))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;
const NAME = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

const PIN_IT = 'name the tag of a release, or a digest ("docker buildx imagetools inspect" prints it)';

/**
 * What is wrong with a registry, or a place in one; `undefined` where nothing is.
 *
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export function registryProblem(registry: string): string | undefined {
  return REGISTRY.test(registry)
    ? undefined
    : 'must be a host name in lower case, with a port and a path where there are some, for example mirror.example.com:5000/team';
}

/** What is wrong with a digest; `undefined` where it is one. */
export function digestProblem(digest: string): string | undefined {
  return DIGEST.test(digest) ? undefined : 'must be "sha256:" and 64 hexadecimal digits in lower case';
}

/** What is wrong with a tag as a pin; `undefined` where it is one. */
export function tagProblem(tag: string): string | undefined {
  if (!TAG.test(tag)) return 'must have 1 to 128 characters: letters, digits, "_", "." and "-", first no "." or "-"';
  return tag === 'latest' ? `must not be latest, which changes under a running cluster: ${PIN_IT}` : undefined;
}

/**
 * What is wrong with the reference of an image; `undefined` where it is pinned.
 *
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export function imageProblem(reference: string): string | undefined {
  const [named = '', digest, ...rest] = reference.split('@');
  // A colon before the last slash belongs to the registry's port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (rest.length > 0 || !NAME.test(name)) {
    return 'must be the reference of an image: registry/repository:tag or registry/repository@sha256:digest';
  }
  if (digest !== undefined) return digestProblem(digest);
  return tag === undefined ? `must be pinned, without a tag it is latest: ${PIN_IT}` : tagProblem(tag);
}
