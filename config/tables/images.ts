import type { ImageParts } from '../../model';

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
