/** An image by the parts of its reference. */
export interface ImageParts {
  /** Host of the registry. @default - none named, which is Docker Hub */
  readonly registry?: string;
  readonly repository: string;
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. It wins over the tag. @default - the tag decides */
  readonly digest?: string;
}

const STORE_REGISTRY = 'ghcr.io';

/** The release of the AKS store demo, the same for all its images. */
const STORE_TAG = '2.2.0';

const store = (name: string): ImageParts => ({
  registry: STORE_REGISTRY,
  repository: `azure-samples/aks-store-demo/${name}`,
  tag: STORE_TAG,
});

/**
 * What ages: the image of each workload, at the release of 2026-11.
 *
 * None of the tags was pulled here. The chatbot's documents name `latest` alone; its repository's release job pushes the
 * number of the release beside it, and the newest release is v1.1.0. A digest from your own registry is the surer pin.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/aks-store-all-in-one.yaml
 * @see https://github.com/jsburckhardt/gradio-aks/blob/main/.releaserc
 */
export const IMAGES = {
  documentdb: { registry: STORE_REGISTRY, repository: 'documentdb/documentdb/documentdb-local', tag: 'pg17-0.112.0' },
  rabbitmq: { repository: 'rabbitmq', tag: '4.3.2-management-alpine' },
  'order-service': store('order-service'),
  /** The init container of order-service, which waits for the broker. */
  busybox: { repository: 'busybox', tag: '1.37.0' },
  'makeline-service': store('makeline-service'),
  'product-service': store('product-service'),
  'store-front': store('store-front'),
  'store-admin': store('store-admin'),
  'virtual-customer': store('virtual-customer'),
  'virtual-worker': store('virtual-worker'),
  'ai-service': store('ai-service'),
  chatbot: { registry: 'ghcr.io', repository: 'jsburckhardt/gradio-aks/chatbot', tag: '1.1.0' },
} as const satisfies Record<string, ImageParts>;

export type ImageName = keyof typeof IMAGES;

/** The names of all images. */
export const IMAGE_NAMES = Object.keys(IMAGES) as ImageName[];

/** What an environment may say of one image. */
export type ImageOverride = { readonly [K in 'registry' | 'tag' | 'digest']?: string | undefined };

/** The reference of an image, by its digest where there is one. */
export function imageReference({ registry, repository, tag, digest }: ImageParts): string {
  const name = registry === undefined ? repository : `${registry}/${repository}`;
  return digest === undefined ? `${name}:${tag}` : `${name}@${digest}`;
}

/**
 * The reference of a known image under an environment's overrides.
 *
 * @param registry the registry of all images that name none of their own
 */
export function resolveImage(name: ImageName, override: ImageOverride = {}, registry?: string): string {
  const known: ImageParts = IMAGES[name];
  return imageReference({
    repository: known.repository,
    registry: override.registry ?? registry ?? known.registry,
    tag: override.tag ?? known.tag,
    digest: override.digest,
  });
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;
const NAME = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

/** What is wrong with a digest; `undefined` where it is one. */
export function digestProblem(digest: string): string | undefined {
  return DIGEST.test(digest) ? undefined : 'must be "sha256:" and 64 hexadecimal digits in lower case';
}

/** What is wrong with a tag as a pin; `undefined` where it is one. */
export function tagProblem(tag: string): string | undefined {
  if (!TAG.test(tag)) return 'must have 1 to 128 characters: letters, digits, "_", "." and "-", first no "." or "-"';
  return tag === 'latest' ? `must not be latest, which changes under a running cluster: ${PIN_IT}` : undefined;
}

const PIN_IT = 'name the tag of a release, or a digest ("docker buildx imagetools inspect" prints it)';

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
