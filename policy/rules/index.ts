import type { Rule } from '../rule';
import { rule as accountBypass } from './account-bypass';
import { rule as accountDefaultDeny } from './account-default-deny';
import { rule as accountInternet } from './account-internet';
import { rule as accountKeys } from './account-keys';
import { rule as accountPrivateEndpoint } from './account-private-endpoint';
import { rule as accountServiceEndpoint } from './account-service-endpoint';
import { rule as accountSubdomain } from './account-subdomain';
import { rule as albSubnet } from './alb-subnet';
import { rule as clusterApiServer } from './cluster-api-server';
import { rule as clusterEntra } from './cluster-entra';
import { rule as clusterLocalAccounts } from './cluster-local-accounts';
import { rule as clusterRunCommand } from './cluster-run-command';
import { rule as clusterUpgrades } from './cluster-upgrades';
import { rule as clusterZones } from './cluster-zones';
import { rule as credentialAudience } from './credential-audience';
import { rule as credentialSubject } from './credential-subject';
import { rule as diagnostics } from './diagnostics';
import { rule as disruptionBudget } from './disruption-budget';
import { rule as identitySharing } from './identity-sharing';
import { rule as imagePinned } from './image-pinned';
import { rule as imageRegistry } from './image-registry';
import { rule as inboundInternet } from './inbound-internet';
import { rule as modelEnd } from './model-end';
import { rule as namespacePodSecurity } from './namespace-pod-security';
import { rule as networkDefaultDeny } from './network-default-deny';
import { rule as networkReason } from './network-reason';
import { rule as pageOpen } from './page-open';
import { rule as pageTls } from './page-tls';
import { rule as podApiToken } from './pod-api-token';
import { rule as podCapabilities } from './pod-capabilities';
import { rule as podHost } from './pod-host';
import { rule as podLimits } from './pod-limits';
import { rule as podNonRoot } from './pod-non-root';
import { rule as podReadOnlyRoot } from './pod-read-only-root';
import { rule as podSeccomp } from './pod-seccomp';
import { rule as probes } from './probes';
import { rule as protection } from './protection';
import { rule as rbacWildcard } from './rbac-wildcard';
import { rule as registryPassword } from './registry-password';
import { rule as retiredApi } from './retired-api';
import { rule as roleBroad } from './role-broad';
import { rule as rolePrincipalType } from './role-principal-type';
import { rule as roleScope } from './role-scope';
import { rule as secrets } from './secrets';
import { rule as serviceAccountCredential } from './service-account-credential';
import { rule as state } from './state';
import { rule as subnetNsg } from './subnet-nsg';
import { rule as tags } from './tags';

/** Every rule, in the order of their names. */
export const RULES: readonly Rule[] = [
  accountBypass,
  accountDefaultDeny,
  accountInternet,
  accountKeys,
  accountPrivateEndpoint,
  accountServiceEndpoint,
  accountSubdomain,
  albSubnet,
  clusterApiServer,
  clusterEntra,
  clusterLocalAccounts,
  clusterRunCommand,
  clusterUpgrades,
  clusterZones,
  credentialAudience,
  credentialSubject,
  diagnostics,
  disruptionBudget,
  identitySharing,
  imagePinned,
  imageRegistry,
  inboundInternet,
  modelEnd,
  namespacePodSecurity,
  networkDefaultDeny,
  networkReason,
  pageOpen,
  pageTls,
  podApiToken,
  podCapabilities,
  podHost,
  podLimits,
  podNonRoot,
  podReadOnlyRoot,
  podSeccomp,
  probes,
  protection,
  rbacWildcard,
  registryPassword,
  retiredApi,
  roleBroad,
  rolePrincipalType,
  roleScope,
  secrets,
  serviceAccountCredential,
  state,
  subnetNsg,
  tags,
];
