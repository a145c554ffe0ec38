import { DnsCnameRecord } from '@cdktf/provider-azurerm/lib/dns-cname-record';
import { Release } from '@cdktf/provider-helm/lib/release';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import {
  CERT_MANAGER,
  NAME_RULES,
  RESOURCE_TYPES,
  chartVersionProblem,
  imageProblem,
  nameProblem,
  partsOfResourceId,
  resourceIdProblem,
  type CertManagerImages,
} from '../model';
import { checkProp } from './check-prop';
import type { IWorkloadIdentityCluster } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { ROLES, grantRole } from './roles';

/** What cert-manager is installed with. */
export interface CertManagerProps {
  /** The cluster it runs in; a cluster runs one. */
  readonly cluster: IWorkloadIdentityCluster;
  /** The Helm provider that reaches the cluster. @default - the Helm provider of the stack that has no alias */
  readonly helmProvider?: TerraformProvider;
  /** Name of its identity, 3 to 128 characters. */
  readonly identityName: string;
  /** Resource id of the public DNS zone in which it proves that names are ours, a literal. */
  readonly dnsZoneId: string;
  /** Chart version, for example `1.21.1`: one that runs on the cluster's version of Kubernetes. */
  readonly certManagerVersion: string;
  /** Its images, each by its digest, in a registry that the nodes may pull from. @default - those that the chart names */
  readonly images?: CertManagerImages;
  /** What has to exist before Helm can log in to the cluster. @default - nothing */
  readonly installAfter?: readonly ITerraformDependable[];
  /** Whether Terraform refuses to destroy or replace its identity. @default true */
  readonly protect?: boolean;
}

/** Host names that lead to a load balancer. */
export interface CnameProps {
  /** Resource id of the public DNS zone they are in, a literal. */
  readonly dnsZoneId: string;
  /** The names, literals below the zone's. */
  readonly hostNames: readonly string[];
  /** The name they lead to. */
  readonly target: string;
  /** The azurerm provider of the zone's subscription. @default - the azurerm provider of the stack that has no alias */
  readonly zoneProvider?: TerraformProvider;
}

const CHARTS = 'oci://quay.io/jetstack/charts';

/** Seconds for which others remember a record. */
const TTL = 300;

/**
 * cert-manager, which gets and renews certificates of a public authority: it proves that names are ours by records of their DNS
 * zone, under an identity of its own that may change the records of that zone and nothing else.
 *
 * Which version runs on which version of Kubernetes is not checked here, since that ages.
 *
 * @throws InvalidProps if a name, the version or the id of the zone is none, or if an image is not named by its digest
 * @see https://cert-manager.io/docs/configuration/acme/dns01/azuredns/
 * @see https://cert-manager.io/docs/installation/helm/
 */
export function addCertManager(scope: Construct, props: CertManagerProps): void {
  const { cluster, dnsZoneId, identityName, certManagerVersion, images, protect } = props;
  checkZone(scope, dnsZoneId);
  checkProp(scope, 'certManagerVersion', certManagerVersion, chartVersionProblem);
  for (const image of Object.values(images ?? {})) checkProp(scope, 'images', image, digestedProblem);
  checkProp(scope, 'identityName', identityName, (value) => nameProblem(value, NAME_RULES.certManagerIdentity));
  const identity = cluster.federate('cert-manager', {
    namespace: CERT_MANAGER.namespace,
    serviceAccountName: CERT_MANAGER.serviceAccountName,
    identityName,
    protect,
  });
  const role = grantRole(scope, 'dns-zone-contributor', {
    role: ROLES.DNS_ZONE_CONTRIBUTOR,
    on: dnsZoneId,
    principalId: identity.principalId,
    principalType: 'ServicePrincipal',
  });
  new Release(scope, 'release', {
    provider: props.helmProvider,
    name: CERT_MANAGER.serviceAccountName,
    repository: CHARTS,
    chart: 'cert-manager',
    version: `v${certManagerVersion}`,
    namespace: CERT_MANAGER.namespace,
    createNamespace: true,
    values: [
      JSON.stringify({
        crds: { enabled: true },
        podLabels: { 'azure.workload.identity/use': 'true' },
        serviceAccount: { annotations: { 'azure.workload.identity/client-id': identity.clientId } },
        ...(images && imageValues(images)),
      }),
    ],
    // As of the ALB controller: an install that fails is taken back, and one that a dead run has left is taken over.
    atomic: true,
    upgradeInstall: true,
    timeout: 600,
    dependsOn: [role, ...identity.credentials, ...(props.installAfter ?? [])],
  });
}

/**
 * What the chart is told of its images. Each by its whole path: `imageRegistry`, which is for all of them, came with 1.20.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/master/design/20260120.images-in-the-helm-chart.md
 */
function imageValues({ controller, webhook, cainjector, acmesolver, startupapicheck }: CertManagerImages): object {
  return {
    image: imageValue(controller),
    webhook: { image: imageValue(webhook) },
    cainjector: { image: imageValue(cainjector) },
    acmesolver: { image: imageValue(acmesolver) },
    startupapicheck: { image: imageValue(startupapicheck) },
  };
}

function imageValue(reference: string): object {
  const [repository, digest] = reference.split('@');
  return { repository, digest };
}

function digestedProblem(reference: string): string | undefined {
  return (
    imageProblem(reference) ??
    (reference.includes('@') ? undefined : 'must name its digest: registry/repository@sha256:…')
  );
}

/**
 * Leads names of a zone to a load balancer, which has a name and no address.
 *
 * @throws InvalidProps if the id of the zone is none, or if a name is not below the zone's: no CNAME can stand at its top
 */
export function addCnames(scope: Construct, { dnsZoneId, hostNames, target, zoneProvider }: CnameProps): void {
  checkZone(scope, dnsZoneId);
  const { name: zoneName, resourceGroup } = partsOfResourceId(dnsZoneId);
  for (const hostName of hostNames) {
    if (!hostName.endsWith(`.${zoneName}`)) {
      throw new InvalidProps(scope, `'hostNames' must be below ${zoneName}, got '${hostName}'`);
    }
    new DnsCnameRecord(scope, `cname-${hostName}`, {
      provider: zoneProvider,
      name: hostName.slice(0, -zoneName.length - 1),
      zoneName,
      resourceGroupName: resourceGroup,
      ttl: TTL,
      record: target,
    });
  }
}

function checkZone(scope: Construct, dnsZoneId: string): void {
  if (!isLiteral(dnsZoneId)) {
    throw new InvalidProps(scope, "'dnsZoneId' must be a literal: the zone's name is read from it");
  }
  checkProp(scope, 'dnsZoneId', dnsZoneId, (value) => resourceIdProblem(value, RESOURCE_TYPES.dnsZone));
}
