import { App, Chart, Testing } from 'cdk8s';
import { CertificateChart, EnvironmentCharts, synthesizeYaml, type CertificateChartProps } from '../../charts';
import { sampleContract } from '../../contract';
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm as Algorithm,
  CertificateSpecPrivateKeyRotationPolicy as Rotation,
  ClusterIssuer,
  ClusterIssuerSpecAcmeSolversDns01AzureDnsEnvironment as Cloud,
} from '../../imports/cert-manager.io';
import { EXISTING, certifiedIn } from '../fixtures/existing';
import { chartsOf, Objects } from '../helpers/charts';
import { MINIMAL, parsed } from '../helpers/environment';

const PROPS: CertificateChartProps = {
  namespace: 'dev',
  name: 'pages-tls',
  issuerName: 'dev-letsencrypt',
  issuer: 'letsencrypt',
  email: 'team@example.com',
  dnsZoneId: EXISTING.dnsZoneId,
  hostNames: ['admin.example.com', 'shop.example.com'],
};
const certified = certifiedIn(MINIMAL.subscriptionId);

test('certificate and issuer are what the classes generated from their CRDs make', () => {
  // GIVEN
  const labels = { 'app.kubernetes.io/component': 'certificate' };
  const generated = new Chart(Testing.app(), 'generated');

  // WHEN
  const written = Testing.synth(new CertificateChart(Testing.app(), 'written', PROPS));
  new ClusterIssuer(generated, 'issuer', {
    metadata: { name: 'dev-letsencrypt', labels },
    spec: {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: 'team@example.com',
        privateKeySecretRef: { name: 'dev-letsencrypt-account' },
        solvers: [
          {
            dns01: {
              azureDns: {
                subscriptionId: '00000000-0000-0000-0000-000000000000',
                resourceGroupName: 'rg-hub',
                hostedZoneName: 'example.com',
                environment: Cloud.AZURE_PUBLIC_CLOUD,
              },
            },
          },
        ],
      },
    },
  });
  new Certificate(generated, 'certificate', {
    metadata: { name: 'pages-tls', namespace: 'dev', labels },
    spec: {
      secretName: 'pages-tls',
      issuerRef: { name: 'dev-letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      dnsNames: ['admin.example.com', 'shop.example.com'],
      privateKey: { algorithm: Algorithm.ECDSA, size: 256, rotationPolicy: Rotation.ALWAYS },
    },
  });

  // THEN
  expect(written).toEqual(Testing.synth(generated));
  expect(written).toHaveLength(2);
});

describe('in an environment', () => {
  test('the Gateway listens by HTTPS with the Secret that the certificate fills, for every name of a page', () => {
    const objects = chartsOf({ ...certified, chatbots: [{ name: 'bot', deployment: 'gpt-5.4-mini' }] });

    expect(objects.get('Certificate', 'aks-store-demo-gateway-tls')['spec']).toMatchObject({
      secretName: 'aks-store-demo-gateway-tls',
      dnsNames: ['admin.example.com', 'shop.example.com'],
    });
    const [, https] = objects.get('Gateway', 'aks-store-demo-gateway')['spec'].listeners as { tls?: object }[];
    expect(https?.tls).toMatchObject({ certificateRefs: [{ name: 'aks-store-demo-gateway-tls' }] });
    expect(objects.names('HTTPRoute')).toContain('https-redirect-route');
  });

  test('issuer and certificate stand before the Gateway, which answers nothing without the Secret', () => {
    const environment = parsed(certified);
    const charts = new EnvironmentCharts(new App(), 'dev', { environment, contract: sampleContract(environment) });

    const kinds = Objects.ofYaml(synthesizeYaml(charts)).all.map(({ kind }) => kind);
    const places = ['Namespace', 'ClusterIssuer', 'Certificate', 'Gateway'].map((kind) => kinds.indexOf(kind));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('an authority proves the names by records, so no pod of cert-manager is let in', () => {
    expect(chartsOf(certified).names('NetworkPolicy')).not.toContain('allow-acme-solver');
  });

  test('without one, nothing of it is made', () => {
    expect(chartsOf().all.filter(({ apiVersion }) => apiVersion.startsWith('cert-manager.io/'))).toEqual([]);
  });
});

test('the staging authority is another one', () => {
  const chart = new CertificateChart(Testing.app(), 'c', { ...PROPS, issuer: 'letsencrypt-staging' });

  expect(Testing.synth(chart)[0]).toMatchObject({
    spec: { acme: { server: 'https://acme-staging-v02.api.letsencrypt.org/directory' } },
  });
});

test.each<[Partial<CertificateChartProps>, string]>([
  [{ namespace: 'No' }, "'namespace' must have 1 to 63 characters"],
  [{ name: 'No' }, "'name' must have 1 to 63 characters"],
  [{ issuerName: 'No' }, "'issuerName' must have 1 to 63 characters"],
  [{ hostNames: ['x'] }, "'hostNames' must be a host name"],
])('%j is refused', (change, message) => {
  expect(() => new CertificateChart(Testing.app(), 'c', { ...PROPS, ...change })).toThrow(message);
});
