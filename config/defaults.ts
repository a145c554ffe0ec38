/** The model of the AKS store demo's own infrastructure. */
export const DEFAULT_MODEL = 'gpt-5.4-mini';

/** Capacity of a deployment that is measured in thousands of tokens a minute. */
export const DEFAULT_THOUSAND_TOKENS = 30;

/** Capacity of a deployment that is measured in requests a minute: a new subscription has a quota of a few. */
export const DEFAULT_REQUESTS = 1;

export const DEFAULT_REGION = 'eastus2';

/** The newest Kubernetes that has left its first month. */
export const DEFAULT_KUBERNETES_VERSION = '1.36';

/** The newest chart; its Gateway API is of the minor version that imports/ was generated from. */
export const DEFAULT_ALB_CONTROLLER_VERSION = '1.13.0';

/** The newest chart that runs on the Kubernetes above. @see https://cert-manager.io/docs/releases/ */
export const DEFAULT_CERT_MANAGER_VERSION = '1.21.1';

/** The version that ai-service 2.2.0 asks for by itself, written out so that an upgrade of the image does not move it. */
export const DEFAULT_API_VERSION = '2024-12-01-preview';
