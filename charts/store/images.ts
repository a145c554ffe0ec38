/** The release of the AKS store demo that these charts are written from, the newest as of 2026-11-22. */
export const STORE_RELEASE = '2.2.0';

const REPOSITORY = 'ghcr.io/azure-samples/aks-store-demo';

/**
 * The images of the store at that release, as its manifests name them.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/aks-store-all-in-one.yaml
 */
export const STORE_IMAGES = {
  documentdb: 'ghcr.io/documentdb/documentdb/documentdb-local:pg17-0.112.0',
  rabbitmq: 'rabbitmq:4.3.2-management-alpine',
  busybox: 'busybox:1.37.0',
  'order-service': `${REPOSITORY}/order-service:${STORE_RELEASE}`,
  'makeline-service': `${REPOSITORY}/makeline-service:${STORE_RELEASE}`,
  'product-service': `${REPOSITORY}/product-service:${STORE_RELEASE}`,
  'store-front': `${REPOSITORY}/store-front:${STORE_RELEASE}`,
  'store-admin': `${REPOSITORY}/store-admin:${STORE_RELEASE}`,
  'virtual-customer': `${REPOSITORY}/virtual-customer:${STORE_RELEASE}`,
  'virtual-worker': `${REPOSITORY}/virtual-worker:${STORE_RELEASE}`,
} as const;

/** An image of the store. */
export type StoreImage = keyof typeof STORE_IMAGES;
