import { imageReference } from './images';

/** Namespace, and ServiceAccount of the controller, as cert-manager's chart names them. */
export const CERT_MANAGER = { namespace: 'cert-manager', serviceAccountName: 'cert-manager' } as const;

/** What cert-manager is made of, each by an image of its own. */
export const CERT_MANAGER_COMPONENTS = [
  'controller',
  'webhook',
  'cainjector',
  'acmesolver',
  'startupapicheck',
] as const;

/** References of cert-manager's images. */
export type CertManagerImages = Readonly<Record<(typeof CERT_MANAGER_COMPONENTS)[number], string>>;

/**
 * The images that the chart of a version names by itself.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/master/deploy/charts/cert-manager/values.yaml
 */
export function certManagerImages(version: string): CertManagerImages {
  const references = CERT_MANAGER_COMPONENTS.map((component) => [
    component,
    imageReference({ registry: 'quay.io', repository: `jetstack/cert-manager-${component}`, tag: `v${version}` }),
  ]);
  return Object.fromEntries(references) as CertManagerImages;
}
