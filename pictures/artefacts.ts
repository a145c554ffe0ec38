import { parseAllDocuments } from 'yaml';

/** Arguments of a resource or fields of an object, as they stand in the file. */
// The shape below depends on the type: who reads a field says what it holds.
// oxlint-disable-next-line typescript/no-explicit-any
export type Fields = Readonly<Record<string, any>>;

/** A resource or data source of the Terraform JSON. */
export interface Resource {
  /** For example `azurerm_subnet.network_aks-subnet_968AF2EA`; a data source's begins with `data.`. */
  readonly address: string;
  /** For example `azurerm_subnet`. */
  readonly type: string;
  /** Its argument `name` as text, or the last part of its address where it has none. */
  readonly name: string;
  readonly values: Fields;
}

/** An object of the YAML. */
export interface KubernetesObject extends Fields {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** `${type.name.attribute}` and nothing around it. */
const REFERENCE = /^\$\{((?:data\.)?[a-z][a-z0-9_]*\.[\w-]+)\.([\w.[\]]+)\}$/;

/** `type.name` or `data.type.name`, wherever it stands in an expression. */
const ADDRESS = /(?:\bdata\.)?\b[a-z][a-z0-9_]*\.[\w-]+/g;

/** What stands for a value that the file does not hold. */
export const AFTER_APPLY = '(known after apply)';

/** Both artefacts of an environment, to ask questions of. They say what will be applied, whoever made them. */
export class Artefacts {
  /** By address: what somebody else's tool puts in another order is drawn the same. */
  public readonly resources: readonly Resource[];
  public readonly objects: readonly KubernetesObject[];
  /** Versions of the Terraform providers, by name. */
  public readonly providers: Readonly<Record<string, string>>;

  private readonly byAddress: ReadonlyMap<string, Resource>;

  /**
   * @param terraform what a `cdk.tf.json` holds
   * @param objects every Kubernetes object
   */
  public constructor(
    public readonly terraform: Fields,
    objects: readonly KubernetesObject[],
  ) {
    const named = [...addressed(terraform['resource'], ''), ...addressed(terraform['data'], 'data.')].toSorted((a, b) =>
      a.address < b.address ? -1 : 1,
    );
    this.byAddress = new Map(named.map((resource) => [resource.address, resource]));
    this.resources = named.map((resource) => ({ ...resource, name: this.nameOf(resource) }));
    this.byAddress = new Map(this.resources.map((resource) => [resource.address, resource]));
    const providers = (terraform['terraform']?.required_providers ?? {}) as Readonly<Record<string, Fields>>;
    this.providers = Object.fromEntries(
      Object.entries(providers).map(([name, { version }]) => [name, String(version)]),
    );
    this.objects = objects;
  }

  /**
   * Reads both from their text.
   *
   * @param terraformJson text of a `cdk.tf.json`
   * @param yaml text of every Kubernetes object, as `kubectl apply` takes it
   * @throws Error if one of the two cannot be read
   */
  public static parse(terraformJson: string, yaml: string): Artefacts {
    // YAML 1.1, as Kubernetes reads it.
    const objects = parseAllDocuments(yaml, { version: '1.1' }).flatMap((document) => {
      if (document.errors[0]) throw document.errors[0];
      const object = document.toJS() as KubernetesObject | null;
      return object === null ? [] : [object];
    });
    return new Artefacts(JSON.parse(terraformJson) as Fields, objects);
  }

  /** Resources of a type, by address. */
  public ofType(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** Objects of a kind, in the order of the file. */
  public ofKind(kind: string): readonly KubernetesObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /** The resource that a value is an attribute of; of `${azurerm_subnet.a.id}` it is the subnet. */
  public referenced(value: unknown): Resource | undefined {
    return this.byAddress.get(REFERENCE.exec(String(value))?.[1] ?? '');
  }

  /** Every resource that is named anywhere below a value. */
  public named(value: unknown): readonly Resource[] {
    const addresses = new Set(stringsIn(value).flatMap((text) => text.match(ADDRESS) ?? []));
    return [...addresses].flatMap((address) => this.byAddress.get(address) ?? []);
  }

  /** A value as text; what is known after apply only says so. */
  public text(value: unknown): string {
    const [, address = '', attribute = ''] = REFERENCE.exec(String(value)) ?? [];
    const resource = this.byAddress.get(address);
    if (resource !== undefined) {
      const known: unknown = resource.values[attribute];
      return known === undefined ? AFTER_APPLY : this.text(known);
    }
    if (typeof value === 'object' && value !== null) return JSON.stringify(value);
    const text = texts(value).join();
    return text.includes('${') ? AFTER_APPLY : text;
  }

  private nameOf({ address, values }: Resource): string {
    const name = this.text(values['name'] ?? '');
    return name === '' || name === AFTER_APPLY ? address.split('.').at(-1)! : name;
  }
}

/** A block that may be written once or as a list of one. */
export function block(value: unknown): Fields {
  return ((Array.isArray(value) ? value[0] : value) ?? {}) as Fields;
}

/** Blocks that may be written once or as a list. */
export function blocks(value: unknown): readonly Fields[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as readonly Fields[];
}

/** Values that may be written once or as a list, as text. */
export function texts(value: unknown): readonly string[] {
  return blocks(value).map(String);
}

function addressed(
  byType: Readonly<Record<string, Readonly<Record<string, Fields>>>> = {},
  prefix: string,
): Resource[] {
  return Object.entries(byType).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, values]) => ({
      address: `${prefix}${type}.${name}`,
      type: `${prefix}${type}`,
      name,
      values,
    })),
  );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('${') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
