import { PRINCIPAL_TYPES, type Environment, type PrincipalType } from '../../model';
import type { AzureCli, Principal } from '../azure';
import type { Runner } from '../run';
import { stateContainerId } from './state';

/** A role on a scope, perhaps under a condition. */
export interface Grant {
  readonly role: string;
  readonly scope: string;
  /** @default - none */
  readonly condition?: string;
}

/** Who gets a role. */
export interface Grantee extends Principal {
  /** What to call it in a line that is printed. */
  readonly title: string;
}

/** A role that a stack grants, and to what. */
interface GrantedRole {
  readonly id: string;
  readonly to: readonly PrincipalType[];
}

/** What the identities of workloads and of the load balancer's controller are. */
const IDENTITIES = ['ServicePrincipal'] as const;

/**
 * The roles that a stack grants, by name, and what it grants each to, which is therefore all that a deploy may grant.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const GRANTED_BY_THE_STACK: Readonly<Record<string, GrantedRole>> = {
  Reader: { id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', to: IDENTITIES },
  'Network Contributor': { id: '4d97b98b-1d4f-4787-a291-c67834d212e7', to: IDENTITIES },
  'AppGw for Containers Configuration Manager': { id: 'fbc52c3f-28ad-4303-a892-8a056630b8f1', to: IDENTITIES },
  'DNS Zone Contributor': { id: 'befefa01-2a29-4197-83a8-272ff33ce314', to: IDENTITIES },
  AcrPull: { id: '7f951dda-4ed3-4680-a7ca-43fe172d538d', to: IDENTITIES },
  'Container Registry Repository Reader': { id: 'b93aa761-3e63-49ed-ac28-beffa264f7ac', to: IDENTITIES },
  'Cognitive Services OpenAI User': { id: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd', to: PRINCIPAL_TYPES },
  'Azure Kubernetes Service RBAC Cluster Admin': { id: 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b', to: PRINCIPAL_TYPES },
  'Monitoring Reader': { id: '43d0d8ad-25c7-4714-9337-8ba259a9fe05', to: IDENTITIES },
  'Monitoring Data Reader': { id: 'b0d8363b-8ddd-447d-831f-62ca05bff136', to: IDENTITIES },
  'Grafana Admin': { id: '22926164-76b3-42b3-bc55-97df8dab3e41', to: PRINCIPAL_TYPES },
  'Azure Kubernetes Service Cluster User Role': { id: '4abbcc35-e782-43d8-92c5-2d3f1bd2253f', to: PRINCIPAL_TYPES },
};

/** What whoever works with the state of an environment needs: no more than its container. */
export function callerGrants(environment: Environment): Grant[] {
  return [{ role: 'Storage Blob Data Contributor', scope: stateContainerId(environment) }];
}

/** What a deploy needs: it makes a resource group, so the scope is the subscription. */
export function deployGrants(environment: Environment): Grant[] {
  const subscription = `/subscriptions/${environment.subscriptionId}`;
  return [
    { role: 'Contributor', scope: subscription },
    { role: 'Role Based Access Control Administrator', scope: subscription, condition: onlyTheseRoles() },
    { role: 'Storage Blob Data Contributor', scope: stateContainerId(environment) },
  ];
}

/**
 * What a plan needs in Azure, and so a look for drift. A plan runs on what anybody with a branch wrote, so it can read and change
 * nothing. What a look for drift needs in the cluster, `cluster.admins` gives it.
 */
export function planGrants(environment: Environment): Grant[] {
  return [
    { role: 'Reader', scope: `/subscriptions/${environment.subscriptionId}` },
    { role: 'Storage Blob Data Reader', scope: stateContainerId(environment) },
  ];
}

/** Grants what is not granted yet. A role whose condition has changed is granted anew. */
export async function ensureRoles(
  runner: Runner,
  az: AzureCli,
  principal: Grantee,
  grants: readonly Grant[],
): Promise<void> {
  for (const { role, scope, condition } of grants) {
    const existing = await az.roleAssignments(role, scope);
    const own = existing.filter(({ principalId }) => principalId === principal.objectId);
    const isDone = own.some((assignment) => (assignment.condition ?? undefined) === condition);
    if (!isDone) {
      for (const { id } of own) await az.change('role assignment delete', { ids: id });
      await az.change('role assignment create', {
        role,
        scope,
        // With the type named, Azure asks no directory, which a new identity may not have reached.
        'assignee-object-id': principal.objectId,
        'assignee-principal-type': principal.principalType,
        condition,
        'condition-version': condition === undefined ? undefined : '2.0',
      });
    }
    runner.report(`role ${isDone ? 'there already' : 'granted'}: ${principal.title}, "${role}", on ${scope}`);
  }
}

/**
 * That nothing is granted or taken away but a role of the stack to what the stack grants it to.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples
 */
function onlyTheseRoles(): string {
  return `${only('write', 'Request')} AND ${only('delete', 'Resource')}`;
}

function only(action: string, source: string): string {
  const parts = [IDENTITIES, PRINCIPAL_TYPES].map((types) => rolesTo(types, source));
  return `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR (${parts.join(' OR ')}))`;
}

/** The part of the condition for the roles that go to the same types of principal. */
function rolesTo(types: readonly PrincipalType[], source: string): string {
  const attribute = (name: string) => `@${source}[Microsoft.Authorization/roleAssignments:${name}]`;
  const ids = Object.values(GRANTED_BY_THE_STACK).flatMap(({ id, to }) => (to === types ? [id] : []));
  return (
    `(${attribute('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${ids.join(', ')}} AND ` +
    `${attribute('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {${types.map((type) => `'${type}'`).join(', ')}})`
  );
}
