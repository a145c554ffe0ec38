import { UNKNOWN, type Resource, type Terraform, textOf } from './artefacts';

/** What a role is granted on. */
export interface Scope {
  readonly kind: 'the resource' | 'the resource group' | 'the subscription' | 'the management group';
  /** Its address, or its id where it is written out. */
  readonly name: string;
  /** The resource group, where this configuration makes it. */
  readonly group?: Resource;
}

/**
 * Built-in roles by their ids, as far as a rule knows them by name.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner'],
  ['b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor'],
  ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator'],
  ['f58310d9-a9f6-439a-9e8d-f62e7b41a168', 'Role Based Access Control Administrator'],
]);

/** The name of the role that is granted, or its id where it is none of these. */
export function roleOf(terraform: Terraform, assignment: Resource): unknown {
  const name = terraform.read(assignment, 'role_definition_name');
  if (name !== undefined) return name;
  const reference = terraform.reference(assignment.args['role_definition_id']);
  // A role that this configuration defines says by itself what it may.
  if (reference?.resource.type === 'azurerm_role_definition') return terraform.read(reference.resource, 'name');
  const id = terraform.read(assignment, 'role_definition_id');
  return typeof id === 'string' ? (BUILT_IN.get(id.slice(id.lastIndexOf('/') + 1).toLowerCase()) ?? id) : id;
}

/** What a role is granted on; {@link UNKNOWN} where only Azure knows it. */
export function scopeOf(terraform: Terraform, { args }: Resource): Scope | typeof UNKNOWN {
  const reference = terraform.reference(args['scope']);
  if (reference) return ofReference(reference.resource, reference.attribute);
  if (/^\$\{data\.azurerm_subscription\.[\w-]+\.id\}$/.test(textOf(args['scope']))) {
    return { kind: 'the subscription', name: textOf(args['scope']) };
  }
  const id = terraform.resolve(args['scope']);
  return typeof id === 'string' ? ofId(id) : UNKNOWN;
}

function ofReference(resource: Resource, attribute: string): Scope {
  const name = resource.address;
  if (resource.type === 'azurerm_resource_group') return { kind: 'the resource group', name, group: resource };
  if (resource.type === 'azurerm_subscription') return { kind: 'the subscription', name };
  if (resource.type === 'azurerm_management_group') return { kind: 'the management group', name };
  // That of the nodes holds what the cluster itself puts there.
  return { kind: 'the resource', name: `${name}.${attribute}` };
}

function ofId(id: string): Scope {
  const name = id;
  if (/^\/subscriptions\/[^/]+\/?$/i.test(id)) return { kind: 'the subscription', name };
  if (/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/?$/i.test(id)) return { kind: 'the resource group', name };
  if (id === '/' || /^\/providers\/Microsoft\.Management\/managementGroups\//i.test(id))
    return { kind: 'the management group', name };
  return { kind: 'the resource', name };
}
