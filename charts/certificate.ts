import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { CERTIFICATE_LABEL, partsOfResourceId, type CertificateIssuer } from '../model';
import { hostNameProblem, labelProblem } from './checks';

/** Properties of a {@link CertificateChart}. */
export interface CertificateChartProps {
  /** Namespace of the Gateway. */
  readonly namespace: string;
  /** Name of the certificate, and of the Secret that it fills. */
  readonly name: string;
  /** Name of the issuer, which no other environment of the cluster has. */
  readonly issuerName: string;
  /** Who signs it. */
  readonly issuer: CertificateIssuer;
  /** Whom the authority writes to before a certificate ends. */
  readonly email: string;
  /** Resource id of the public DNS zone that the names are in. */
  readonly dnsZoneId: string;
  /** The names it is for. */
  readonly hostNames: readonly string[];
}

/** @see https://letsencrypt.org/docs/acme-protocol-updates/ */
const DIRECTORIES: Readonly<Record<CertificateIssuer, string>> = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

const API_VERSION = 'cert-manager.io/v1';

/**
 * The certificate of the pages, and who signs it. That the names are ours, cert-manager proves by records of their DNS zone, so it
 * needs no page: the certificate is there before a Gateway listens with it. One whose Secret is missing answers nothing at all.
 *
 * The issuer is of the cluster and not of the namespace, since that one alone may take the identity of cert-manager's own pod.
 *
 * @throws Error if a name is none, or a host name
 * @see https://cert-manager.io/docs/configuration/acme/dns01/azuredns/
 * @see https://github.com/Azure/AKS/issues/5509
 * @example
 * import { App } from 'cdk8s';
 * import { CertificateChart } from './charts';
 *
 * new CertificateChart(new App(), 'certificate', {
 *   namespace: 'team',
 *   name: 'team-tls',
 *   issuerName: 'team-letsencrypt',
 *   issuer: 'letsencrypt',
 *   email: 'team@example.com',
 *   dnsZoneId: '/subscriptions/…/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com',
 *   hostNames: ['shop.example.com'],
 * });
 */
export class CertificateChart extends Chart {
  public constructor(scope: Construct, id: string, props: CertificateChartProps) {
    super(scope, id);
    const { namespace, name, issuerName, hostNames } = props;
    const problem =
      labelProblem('namespace', namespace) ??
      labelProblem('name', name) ??
      labelProblem('issuerName', issuerName) ??
      hostNames.map((hostName) => hostNameProblem('hostNames', hostName)).find(Boolean);
    if (problem) throw new Error(`${problem} [${this.node.path}]`);
    const zone = partsOfResourceId(props.dnsZoneId);
    // Written out, as that of LocalDNS is: the classes of imports/ are slow to load. A test compares the two.
    const issuer = new ApiObject(this, 'issuer', {
      apiVersion: API_VERSION,
      kind: 'ClusterIssuer',
      metadata: { name: issuerName, labels: { ...CERTIFICATE_LABEL } },
      spec: {
        acme: {
          server: DIRECTORIES[props.issuer],
          email: props.email,
          privateKeySecretRef: { name: `${issuerName}-account` },
          solvers: [
            {
              dns01: {
                azureDNS: {
                  subscriptionID: zone.subscriptionId,
                  resourceGroupName: zone.resourceGroup,
                  hostedZoneName: zone.name,
                  environment: 'AzurePublicCloud',
                },
              },
            },
          ],
        },
      },
    });
    const certificate = new ApiObject(this, 'certificate', {
      apiVersion: API_VERSION,
      kind: 'Certificate',
      metadata: { name, namespace, labels: { ...CERTIFICATE_LABEL } },
      spec: {
        secretName: name,
        issuerRef: { name: issuerName, kind: 'ClusterIssuer', group: 'cert-manager.io' },
        dnsNames: [...hostNames],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      },
    });
    certificate.addDependency(issuer);
  }
}
