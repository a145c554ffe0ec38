import { stackResources, type StackJson, type StackResource } from '../terraform';
import { IMPORT_RULES } from './import-rules';

/** What Azure alone knows of a resource of the stack, by the names of Terraform's attributes. */
export type LiveAttributes = (address: string) => Promise<Readonly<Record<string, string | undefined>> | undefined>;

const REFERENCE = /^\$\{(?<address>[a-z]\w*\.[\w-]+)\.(?<attribute>\w+(?:\[\d+\]\.\w+)?)\}$/;

/** The arguments of a stack's resources as they would be in Azure: references are followed, without Terraform. */
export class StackValues {
  private readonly resources: ReadonlyMap<string, StackResource>;

  public constructor(
    private readonly stack: StackJson,
    private readonly subscription: string,
    private readonly live: LiveAttributes,
  ) {
    const managed = stackResources(stack).filter(({ mode }) => mode === 'managed');
    this.resources = new Map(managed.map((resource) => [resource.address, resource]));
  }

  /** Every resource that the stack makes. */
  public all(): StackResource[] {
    return [...this.resources.values()];
  }

  /** An argument of a resource; `undefined` where it says none, or it refers to what is not there. */
  public async argument(resource: StackResource, name: string): Promise<string | undefined> {
    const value = name === 'subscription' ? this.subscriptionOf(resource) : resource.args[name];
    if (typeof value !== 'string' || !value.includes('${')) return typeof value === 'string' ? value : undefined;
    const { address = '', attribute = '' } = REFERENCE.exec(value)?.groups ?? {};
    const owner = this.resources.get(address);
    if (owner === undefined) return undefined;
    if (attribute === 'id') return this.importId(owner);
    return (await this.argument(owner, attribute)) ?? (await this.live(address))?.[attribute];
  }

  /** The resource that an argument refers to; `undefined` where it is a literal. */
  public ownerOf({ args }: StackResource, name: string): StackResource | undefined {
    const { address = '' } = REFERENCE.exec(String(args[name]))?.groups ?? {};
    return this.resources.get(address);
  }

  /** Where the provider of a resource makes it. */
  private subscriptionOf({ args }: StackResource): unknown {
    const { provider } = args;
    const [name = '', alias] = typeof provider === 'string' ? provider.split('.') : [];
    const settings = this.stack.provider?.[name]?.find((each) => each['alias'] === alias);
    return settings?.['subscription_id'] ?? this.subscription;
  }

  /** Import id of a resource; `undefined` where its type has no rule, or an argument in it is not known. */
  public async importId(resource: StackResource, uuid?: string): Promise<string | undefined> {
    const template = IMPORT_RULES[resource.type]?.id;
    if (template === undefined) return undefined;
    let id = template;
    for (const [place, name] of template.matchAll(/\{(\w+)\}/g)) {
      const value = name === 'uuid' ? uuid : await this.argument(resource, name!);
      if (value === undefined) return undefined;
      id = id.replace(place, () => value);
    }
    return id;
  }
}
