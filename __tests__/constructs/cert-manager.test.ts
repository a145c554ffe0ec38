import { Construct } from 'constructs';
import { WorkloadIdentityCluster } from '../../constructs';
import { addCertManager, addCnames, type CertManagerProps, type CnameProps } from '../../constructs/cert-manager';
import { CERT_MANAGER_COMPONENTS, type CertManagerImages } from '../../model';
import { resourceGroup } from '../fixtures/infrastructure';
import { changesBetween, type Places } from '../helpers/changes';
import { synthWith } from '../helpers/template';

const zone = (group: string) =>
  `/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/${group}/providers/Microsoft.Network/dnsZones/example.com`;

const digestOf = (index: number) => `sha256:${String(index).repeat(64)}`;
/** Each component by an image of its own, so that a mix-up shows. */
const imagesOf = (place: string): CertManagerImages =>
  Object.fromEntries(
    CERT_MANAGER_COMPONENTS.map((component, index) => [component, `${place}/${component}@${digestOf(index)}`]),
  ) as CertManagerImages;

const full: Required<Omit<CertManagerProps, 'cluster' | 'helmProvider'>> = {
  identityName: 'id-cert-manager',
  dnsZoneId: zone('rg-dns'),
  certManagerVersion: '1.21.1',
  images: imagesOf('cr.azurecr.io/jetstack'),
  installAfter: [{ fqn: 'azurerm_role_assignment.admin' }],
  protect: true,
};

function synth(change: Partial<CertManagerProps> = {}, cnames?: Omit<CnameProps, 'dnsZoneId'>) {
  return synthWith((stack) => {
    const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
      resourceGroup,
      oidcIssuerUrl: 'https://issuer.example/',
    });
    const scope = new Construct(stack, 'certificates');
    addCertManager(scope, { ...full, cluster, ...change });
    if (cnames) addCnames(scope, { dnsZoneId: full.dnsZoneId, ...cnames });
  });
}

const RELEASE = 'helm_release.certificates_release';
const ROLE = 'azurerm_role_assignment.certificates_dns-zone-contributor';
const IDENTITY = 'azurerm_user_assigned_identity.cluster_cert-manager';
const CREDENTIAL = 'azurerm_federated_identity_credential.cluster_cert-manager_credential-cert-manager_cert-manager';

/** Another value of each property, and where it arrives. */
const PLACES: { readonly [Prop in keyof typeof full]-?: readonly [CertManagerProps[Prop], Places] } = {
  identityName: ['id-other', { [`${IDENTITY}.name`]: 'id-other' }],
  dnsZoneId: [zone('rg-other'), { [`${ROLE}.scope`]: zone('rg-other') }],
  certManagerVersion: ['1.20.3', { [`${RELEASE}.version`]: 'v1.20.3' }],
  images: [
    imagesOf('cr.azurecr.io/other'),
    { [`${RELEASE}.values`]: [expect.stringContaining('cr.azurecr.io/other/')] },
  ],
  installAfter: [
    [{ fqn: 'azurerm_role_assignment.other' }],
    { [`${RELEASE}.depends_on`]: [ROLE, CREDENTIAL, 'azurerm_role_assignment.other'] },
  ],
  protect: [false, { [`${IDENTITY}.lifecycle.prevent_destroy`]: false }],
};

test.each(Object.entries(PLACES))('says %s at its arguments, and nowhere else', (prop, [value, places]) => {
  expect(changesBetween(synth(), synth({ [prop]: value }))).toEqual(places);
});

test('changes the records of one zone and nothing else, under an identity of its own', () => {
  const template = synth();

  expect(template.single('azurerm_role_assignment')).toMatchObject({
    role_definition_name: 'DNS Zone Contributor',
    scope: zone('rg-dns'),
    principal_id: expect.stringMatching(/cluster_cert-manager_\w+\.principal_id/) as string,
    principal_type: 'ServicePrincipal',
  });
  expect(template.single('azurerm_federated_identity_credential')['subject']).toBe(
    'system:serviceaccount:cert-manager:cert-manager',
  );
});

test('is installed with its CRDs, and its pods take the identity', () => {
  const release = synth({ images: undefined }).single('helm_release');

  expect(release).toMatchObject({
    name: 'cert-manager',
    namespace: 'cert-manager',
    create_namespace: true,
    repository: 'oci://quay.io/jetstack/charts',
    chart: 'cert-manager',
    version: 'v1.21.1',
    atomic: true,
    upgrade_install: true,
  });
  expect(JSON.parse((release['values'] as [string])[0])).toEqual({
    crds: { enabled: true },
    podLabels: { 'azure.workload.identity/use': 'true' },
    serviceAccount: {
      annotations: {
        'azure.workload.identity/client-id': expect.stringMatching(
          /^\$\{azurerm_user_assigned_identity\.cluster_cert-manager_\w+\.client_id\}$/,
        ) as string,
      },
    },
  });
});

test('takes each of its images from where it is said, by its digest', () => {
  const release = synth().single('helm_release');

  expect(JSON.parse((release['values'] as [string])[0])).toMatchObject({
    image: { repository: 'cr.azurecr.io/jetstack/controller', digest: digestOf(0) },
    webhook: { image: { repository: 'cr.azurecr.io/jetstack/webhook', digest: digestOf(1) } },
    cainjector: { image: { repository: 'cr.azurecr.io/jetstack/cainjector', digest: digestOf(2) } },
    acmesolver: { image: { repository: 'cr.azurecr.io/jetstack/acmesolver', digest: digestOf(3) } },
    startupapicheck: { image: { repository: 'cr.azurecr.io/jetstack/startupapicheck', digest: digestOf(4) } },
  });
  expect(JSON.stringify(release['values'])).not.toContain('quay.io');
});

test('leads names of the zone to a load balancer', () => {
  const target = 'a1.fz01.alb.azure.com';
  const hostNames = ['a.b.example.com', 'admin.example.com'];
  const records = Object.values(synth({}, { hostNames, target }).resources('azurerm_dns_cname_record'));

  expect(records).toEqual(
    ['a.b', 'admin'].map((name) =>
      expect.objectContaining({
        name,
        zone_name: 'example.com',
        resource_group_name: 'rg-dns',
        ttl: 300,
        record: target,
      }),
    ),
  );
  expect(synth().count('azurerm_dns_cname_record')).toBe(0);
});

test.each<[string, () => unknown, string]>([
  ['a zone that is none', () => synth({ dnsZoneId: 'example.com' }), "'dnsZoneId' must be the resource id that"],
  ['a zone that is known after apply only', () => synth({ dnsZoneId: '${var.zone}' }), "'dnsZoneId' must be a literal"],
  [
    'an image by its tag',
    () => synth({ images: { ...full.images, webhook: 'quay.io/jetstack/cert-manager-webhook:v1.21.1' } }),
    "'images' must name its digest: registry/repository@sha256:…, got 'quay.io/jetstack/cert-manager-webhook:v1.21.1' [test/certificates]",
  ],
  ['a version that is none', () => synth({ certManagerVersion: 'v1' }), "'certManagerVersion' must be the version of"],
  ['an identity’s name that is none', () => synth({ identityName: 'id' }), "'identityName' must have 3 to 128"],
  [
    'a name at the top of the zone',
    () => synth({}, { hostNames: ['example.com'], target: 'x.example.org' }),
    "'hostNames' must be below example.com, got 'example.com' [test/certificates]",
  ],
])('refuses %s', (_, make, message) => {
  expect(make).toThrow(message);
});
