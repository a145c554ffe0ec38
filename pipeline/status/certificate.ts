import { X509Certificate } from 'node:crypto';
import { hostNamesOf, tlsSecretNameOf } from '../../model';
import { kubectl } from '../kubectl';
import { PipelineError } from '../run';
import { requireKubeconfig } from '../steps/kubeconfig';
import { daysBetween, isSoon, type Look } from './look';

/** The certificate alone: the key beside it stays where it is. */
const CERTIFICATE = 'go-template={{index .data "tls.crt"}}';

/** Days before its end by which whoever renews a certificate has done it: cert-manager does at a third of its life, of 90 days. */
const RENEWED_DAYS = 21;

/**
 * How long the certificate of the listener holds, and for which names.
 *
 * @see https://cert-manager.io/docs/usage/certificate/#renewal
 */
export const certificate: Look = {
  id: 'certificate',
  async ask({ context, environment, today }) {
    const { gateway, name, namespace } = environment;
    const secret = tlsSecretNameOf(gateway);
    if (secret === undefined) return { seen: 'none: the pages answer by HTTP alone (gateway.certificate)' };
    requireKubeconfig(context);
    const { stdout } = await kubectl(context, [
      ['get', 'secret', secret, '--namespace', namespace, '--ignore-not-found', '--output', CERTIFICATE],
    ]);
    if (stdout.trim() === '') {
      const next = 'make it, or see what cert-manager says: kubectl describe certificates --all-namespaces';
      return {
        seen: `Secret ${secret}`,
        concerns: [{ what: `there is no Secret ${secret} in namespace ${namespace}`, next }],
      };
    }
    const found = read(stdout, secret);
    const end = new Date(found.validTo).toISOString().slice(0, 10);
    const uncovered = hostNamesOf(environment).filter((hostname) => found.checkHost(hostname) === undefined);
    const left = daysBetween(today, end);
    return {
      seen: `Secret ${secret}, until ${end}`,
      concerns: [
        ...(isSoon(end, today, RENEWED_DAYS)
          ? [
              {
                what: left < 0 ? `it has expired on ${end}` : `it expires in ${left} days and was not renewed`,
                next: 'renew it, or see what cert-manager says: kubectl describe certificates --all-namespaces',
              },
            ]
          : []),
        ...uncovered.map((hostname) => ({
          what: `it is not for ${hostname}`,
          next: `make one for every host name of environments/${name}.ts`,
        })),
      ],
    };
  },
};

function read(data: string, secret: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(data, 'base64'));
  } catch (error) {
    throw new PipelineError(
      `tls.crt of Secret ${secret} is no certificate: ${(error as Error).message}`,
      'make the Secret with: kubectl create secret tls',
    );
  }
}
