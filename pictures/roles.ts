import type { Artefacts, Resource } from './artefacts';

/** A role assignment: who may do what, and on what. */
export interface RoleGrant {
  readonly assignment: Resource;
  /** Name of the role, or the id of one that is named by its id alone. */
  readonly role: string;
  /** The role where the artefacts define it themselves. @default - it is one of Azure's own */
  readonly definition?: Resource;
  /** The identity or whatever else has the principal. @default - the principal is named by its object id */
  readonly holder?: Resource;
  /** `User`, `Group` or `ServicePrincipal`. */
  readonly type: string;
  /** The name of its holder, or its object id. */
  readonly principal: string;
  /** What it is on. @default - it is named by its id alone */
  readonly target?: Resource;
  /** What it is on, in a few words. */
  readonly on: string;
  /** Whether it is on the cluster's node resource group, which AKS makes and no resource stands for. */
  readonly onNodes: boolean;
}

/** Every role assignment, by address. */
export function roleGrants(artefacts: Artefacts): RoleGrant[] {
  return artefacts.ofType('azurerm_role_assignment').map((assignment) => {
    const { values } = assignment;
    const definition = artefacts.referenced(values['role_definition_id']);
    const holder = artefacts.referenced(values['principal_id']);
    const target = artefacts.referenced(values['scope']);
    const onNodes = String(values['scope']).includes('node_resource_group');
    return {
      assignment,
      role: definition?.name ?? String(values['role_definition_name'] ?? lastPart(values['role_definition_id'])),
      ...(definition && { definition }),
      ...(holder && { holder }),
      type: String(values['principal_type'] ?? 'principal'),
      principal: holder?.name ?? artefacts.text(values['principal_id']),
      ...(target && { target }),
      on: onNodes ? 'node resource group' : target === undefined ? lastPart(values['scope']) : target.name,
      onNodes,
    };
  });
}

/** Of a resource id, what is named. */
export function lastPart(id: unknown): string {
  return String(id).split('/').at(-1)!;
}
