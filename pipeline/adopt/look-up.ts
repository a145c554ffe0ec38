import { partsOfResourceId, type Environment } from '../../model';
import type { AzureCli, AzureRef, AzureResource, RoleAssignment } from '../azure';
import type { StackJson, StackResource } from '../terraform';
import type { Existing } from './existing';
import { IMPORT_RULES, askedId, type ImportRule } from './import-rules';
import { StackValues } from './stack-values';

/** A resource that the stack makes, that is in Azure and not in Terraform's state. */
export interface Found {
  readonly address: string;
  /** As Terraform imports it. */
  readonly id: string;
  /** Why it is taken for somebody else's. @default - it is the environment's own */
  readonly foreign?: string;
  /** How Azure calls what it does with it, `Creating` for example. @default - it never works on this type */
  readonly provisioningState?: string;
}

/** Properties of {@link LookUp}. */
export interface LookUpProps {
  readonly environment: Environment;
  readonly az: AzureCli;
  readonly stack: StackJson;
  /** Addresses in Terraform's state. */
  readonly managed: ReadonlySet<string>;
  /** What Terraform has said. @default - nothing */
  readonly existing?: readonly Existing[];
}

/** The tags that every environment has: others may have been changed since. */
const OWN_TAGS = ['project', 'environment', 'managed-by'];

/** What each association puts on what it hangs on: the argument, and where Azure names it. */
const ASSOCIATIONS: Readonly<
  Record<
    string,
    {
      readonly argument: string;
      readonly idsIn: (
        properties: NonNullable<AzureResource['properties']>,
      ) => readonly (AzureRef | null | undefined)[];
    }
  >
> = {
  azurerm_nat_gateway_public_ip_association: {
    argument: 'public_ip_address_id',
    idsIn: ({ publicIpAddresses }) => publicIpAddresses ?? [],
  },
  azurerm_subnet_nat_gateway_association: { argument: 'nat_gateway_id', idsIn: ({ natGateway }) => [natGateway] },
  azurerm_subnet_network_security_group_association: {
    argument: 'network_security_group_id',
    idsIn: ({ networkSecurityGroup }) => [networkSecurityGroup],
  },
  azurerm_subnet_route_table_association: { argument: 'route_table_id', idsIn: ({ routeTable }) => [routeTable] },
};

/** Looks up which of a stack's resources died: they are in Azure, and not in the state. */
export class LookUp {
  private readonly values: StackValues;
  private readonly answers = new Map<string, Promise<AzureResource | undefined>>();
  private readonly absent = new Set<string>();
  /** Ids of the resources with the environment's own tags. */
  private readonly tagged = new Set<string>();
  /** Why the resource group is somebody else's. */
  private foreignGroup: string | undefined;

  public constructor(private readonly props: LookUpProps) {
    const { stack, environment } = props;
    this.values = new StackValues(stack, environment.subscriptionId, (address) => this.live(address));
  }

  /** All of them, what others are below first. */
  public async all(): Promise<Found[]> {
    const { managed } = this.props;
    if (this.isShared()) await this.rememberTagged();
    const missing = this.values.all().filter(({ address }) => !managed.has(address));
    const placed: { resource: StackResource; id: string; asked: string }[] = [];
    for (const resource of missing.filter(({ type }) => isFoundById(IMPORT_RULES[type]))) {
      const id = (await this.values.importId(resource)) ?? this.said(resource)?.id;
      if (id !== undefined) placed.push({ resource, id, asked: askedId(resource.type, id) });
    }
    const found: Found[] = [];
    for (const { resource, id, asked } of placed.toSorted((a, b) => depth(a.asked) - depth(b.asked))) {
      found.push(...(await this.byId(resource, id, asked)));
    }
    // Roles are given to what is found above, and on it.
    for (const type of ['azurerm_role_definition', 'azurerm_role_assignment']) {
      for (const resource of missing.filter((each) => each.type === type)) {
        found.push(
          ...(await (type === 'azurerm_role_definition' ? this.definition(resource) : this.assignment(resource))),
        );
      }
    }
    return found;
  }

  /** Whether the resource group was there before, and so holds what is others'. */
  private isShared(): boolean {
    return this.props.environment.existing.resourceGroupId !== undefined;
  }

  /** What the state holds already is the environment's own, and so is what hangs on it. */
  private async rememberTagged(): Promise<void> {
    const { managed } = this.props;
    for (const resource of this.values.all().filter(({ address, args }) => managed.has(address) && args['tags'])) {
      const id = await this.values.importId(resource);
      if (id !== undefined) this.tagged.add(id);
    }
  }

  /** What Azure says of an id; `undefined` where it is not there. Asked once. */
  private resource(id: string): Promise<AzureResource | undefined> {
    const known = this.answers.get(id) ?? this.azOf(id).resource(id);
    this.answers.set(id, known);
    return known;
  }

  /** Asks in the subscription of an id. */
  private azOf(id: string): AzureCli {
    return this.props.az.in(partsOfResourceId(id).subscriptionId);
  }

  private async byId(resource: StackResource, id: string, asked: string): Promise<Found[]> {
    if ([...this.absent].some((other) => isWithin(asked, other))) return [];
    const answer = await this.resource(asked);
    const isThere =
      answer !== undefined &&
      (IMPORT_RULES[resource.type]?.foundBy !== 'association' || (await this.isAssociated(resource, answer)));
    if (!isThere) {
      if (answer === undefined) this.absent.add(asked);
      return [];
    }
    const foreign = this.foreign(resource, asked, answer);
    if (resource.type === 'azurerm_resource_group' && isWithin(id, this.group())) this.foreignGroup = foreign;
    return [{ address: resource.address, id, foreign, provisioningState: answer.properties?.provisioningState }];
  }

  private async isAssociated(resource: StackResource, { properties }: AzureResource): Promise<boolean> {
    const { argument, idsIn } = ASSOCIATIONS[resource.type]!;
    const wanted = (await this.values.argument(resource, argument))?.toLowerCase();
    return idsIn(properties ?? {}).some((one) => one?.id?.toLowerCase() === wanted);
  }

  /** Why something that is there is not the environment's own. */
  private foreign({ args }: StackResource, id: string, answer: AzureResource): string | undefined {
    if (this.foreignGroup !== undefined) return this.foreignGroup;
    const lacking = lackingTags(args['tags'] as Tags | undefined, tagsOf(answer));
    if (lacking.length > 0) return `it has not the tags ${lacking.join(', ')}`;
    if (args['tags'] !== undefined) {
      this.tagged.add(id);
      return undefined;
    }
    // There only what is below a resource with the tags is ours.
    if (this.isShared() && ![...this.tagged].some((own) => isWithin(id, own)))
      return `it hangs on nothing with the tags of ours`;
    // Elsewhere the tags alone tell.
    return isWithin(id, this.group()) ? undefined : `it is not in ${this.group()}`;
  }

  private async definition(resource: StackResource): Promise<Found[]> {
    const role = await this.roleDefinition(resource);
    const id = role && (await this.values.importId(resource, role.name));
    // Its name, which is taken in the whole tenant, carries that of an identity of this environment.
    return id ? [{ address: resource.address, id, foreign: this.foreignGroup }] : [];
  }

  private async roleDefinition(resource: StackResource) {
    const name = await this.values.argument(resource, 'name');
    const scope = await this.values.argument(resource, 'scope');
    if (name === undefined || scope === undefined) return undefined;
    return (await this.props.az.customRoles(name, scope)).find(({ roleName }) => roleName === name);
  }

  private async assignment(resource: StackResource): Promise<Found[]> {
    const scope = await this.values.argument(resource, 'scope');
    if (scope === undefined || [...this.absent].some((other) => isWithin(scope, other))) return [];
    const roleId = await this.values.argument(resource, 'role_definition_id');
    const role = roleId ?? (await this.values.argument(resource, 'role_definition_name'));
    const principal = await this.values.argument(resource, 'principal_id');
    const isSame = ({ principalId }: RoleAssignment) =>
      // Of a role that is the environment's own every assignment is, also where the principal is gone.
      principal === undefined ? roleId !== undefined : principalId === principal;
    const there = role === undefined ? undefined : (await this.azOf(scope).roleAssignments(role, scope)).find(isSame);
    const uuid = there?.id.split('/').at(-1) ?? this.said(resource)?.id;
    const id = uuid && (await this.values.importId(resource, uuid));
    if (!id) return [];
    const isOurs =
      this.foreignGroup === undefined &&
      (isWithin(scope, this.group()) || this.values.ownerOf(resource, 'principal_id') !== undefined);
    return [
      {
        address: resource.address,
        id,
        foreign: isOurs ? undefined : (this.foreignGroup ?? `it is not in ${this.group()}`),
      },
    ];
  }

  /** What Azure alone knows of a resource. */
  private async live(address: string): Promise<Readonly<Record<string, string | undefined>> | undefined> {
    const resource = this.values.all().find((each) => each.address === address);
    if (resource === undefined) return undefined;
    if (resource.type === 'azurerm_role_definition') {
      return { role_definition_resource_id: (await this.roleDefinition(resource))?.id };
    }
    const id = await this.values.importId(resource);
    const isAbsent = id === undefined || [...this.absent].some((other) => isWithin(id, other));
    const properties = isAbsent ? undefined : (await this.resource(id))?.properties;
    return {
      principal_id: properties?.principalId,
      'kubelet_identity[0].object_id': properties?.identityProfile?.kubeletidentity?.objectId,
      node_resource_group_id:
        properties?.nodeResourceGroup &&
        `/subscriptions/${this.props.environment.subscriptionId}/resourceGroups/${properties.nodeResourceGroup}`,
    };
  }

  /** What Terraform has said of a resource. */
  private said({ address }: StackResource): Existing | undefined {
    return this.props.existing?.find((each) => each.address === address);
  }

  private group(): string {
    const { subscriptionId, names } = this.props.environment;
    return `/subscriptions/${subscriptionId}/resourceGroups/${names.resourceGroup}`;
  }
}

type Tags = Readonly<Record<string, string>>;

/**
 * @see https://learn.microsoft.com/azure/templates/microsoft.containerservice/managedclusters/agentpools
 * @see https://learn.microsoft.com/azure/templates/microsoft.network/dnszones/cname
 */
function tagsOf({ tags, properties }: AzureResource): Tags {
  return tags ?? properties?.tags ?? properties?.metadata ?? {};
}

/** Those of the environment's own tags that are not on a resource, `name=value`. Azure ignores case in their names. */
function lackingTags(wanted: Tags | undefined, there: Tags): string[] {
  const lowerCase = new Map(Object.entries(there).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.entries(wanted ?? {})
    .filter(([name, value]) => OWN_TAGS.includes(name.toLowerCase()) && lowerCase.get(name.toLowerCase()) !== value)
    .map(([name, value]) => `${name}=${value}`);
}

/** Without a rule there is the id that Terraform has said. */
function isFoundById(rule: ImportRule | undefined): boolean {
  return ['id', 'group', 'association'].includes(rule?.foundBy ?? 'id');
}

function depth(id: string): number {
  return id.split('/').length;
}

/** Whether an id is another one, or is below it. Azure ignores case in ids. */
function isWithin(id: string, other: string): boolean {
  return `${id}/`.toLowerCase().startsWith(`${other}/`.toLowerCase());
}
