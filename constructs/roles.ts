import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { PrincipalType } from '../model';

/**
 * The built-in roles this project grants, each the narrowest that does its job.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const ROLES = {
  /** Calls models; reads no key, unlike "Cognitive Services User". */
  OPENAI_USER: 'Cognitive Services OpenAI User',
  /** Everything inside a cluster, nothing outside it. */
  CLUSTER_ADMIN: 'Azure Kubernetes Service RBAC Cluster Admin',
  /** Fetches a kubeconfig, which holds no credential where local accounts are off. */
  CLUSTER_USER: 'Azure Kubernetes Service Cluster User Role',
  READER: 'Reader',
  ALB_CONFIGURATION_MANAGER: 'AppGw for Containers Configuration Manager',
  NETWORK_CONTRIBUTOR: 'Network Contributor',
  /** Reads metrics and logs. */
  MONITORING_READER: 'Monitoring Reader',
  /** Reads the metrics of Prometheus in an Azure Monitor workspace. */
  MONITORING_DATA_READER: 'Monitoring Data Reader',
  /** Makes dashboards in a Grafana, and lets others in. */
  GRAFANA_ADMIN: 'Grafana Admin',
  /** Pulls images from a registry; in the mode that speaks of repositories it counts for nothing. */
  ACR_PULL: 'AcrPull',
  /** Pulls images from the repositories of a registry, in that mode. */
  REPOSITORY_READER: 'Container Registry Repository Reader',
  /** Changes the records of a DNS zone, by which an authority is shown that its names are ours. */
  DNS_ZONE_CONTRIBUTOR: 'DNS Zone Contributor',
} as const;

/** Who gets which role, and where. */
export interface RoleGrant {
  /** One of {@link ROLES}. */
  readonly role: (typeof ROLES)[keyof typeof ROLES];
  /** Resource id of what the role is for. */
  readonly on: string;
  /** Object id of who gets it. */
  readonly principalId: string;
  /** What the object id stands for. */
  readonly principalType: PrincipalType;
}

/**
 * Grants a role. The principal's type is always named: without it Azure looks the principal up, and a new identity may
 * not have reached that directory yet.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---assigning-a-role-to-a-new-principal-sometimes-fails
 */
export function grantRole(
  scope: Construct,
  id: string,
  { role, on, principalId, principalType }: RoleGrant,
): ITerraformDependable {
  return new RoleAssignment(scope, id, { roleDefinitionName: role, scope: on, principalId, principalType });
}
