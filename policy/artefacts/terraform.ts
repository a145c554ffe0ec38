import { UNKNOWN, at, fieldsOf, isFields, listOf, ownField, type Fields, textOf } from './values';

/** A resource of a Terraform configuration. */
export interface Resource {
  /** Its type and its name in the configuration, for example `azurerm_subnet.nodes`. */
  readonly address: string;
  readonly type: string;
  /** Its arguments as they are written. */
  readonly args: Fields;
}

/** What an expression names: an attribute of a resource. */
export interface Reference {
  readonly resource: Resource;
  /** For example `id`. */
  readonly attribute: string;
}

/** `${type.name.attribute}` and nothing else; what follows the attribute is a path into it. */
const REFERENCE = /^\$\{([a-z]\w*)\.([\w-]+)(?:\[[^\]]*\])?\.(\w+)((?:\.\w+|\[\d+\])*)\}$/;
const EXPRESSION = /(?<!\$)\$\{[^{}]*\}/g;
/** A part that Terraform works out; doubled, the sign stands for itself. */
const TEMPLATE = /(?<!\$)\$\{|(?<!%)%\{/;
/** References that lead further than this lead in a circle. */
const MAX_DEPTH = 20;

/**
 * The Terraform configuration of one environment, parsed from its JSON.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export class Terraform {
  /** Its resources, in order. */
  public readonly resources: readonly Resource[];
  /** Calls of modules, whose resources stand elsewhere. */
  public readonly modules: readonly string[];
  private readonly byType = new Map<string, Resource[]>();
  private readonly byAddress: ReadonlyMap<string, Resource>;
  private readonly locals: Fields;

  /** @param json what `cdk.tf.json` holds, parsed */
  public constructor(public readonly json: unknown) {
    this.resources = blocks(at(json, 'resource')).flatMap((types) =>
      Object.entries(types).flatMap(([type, named]) =>
        blocks(named).flatMap((names) =>
          Object.entries(names).flatMap(([name, args]) =>
            blocks(args).map((each) => ({ address: `${type}.${name}`, type, args: each })),
          ),
        ),
      ),
    );
    for (const resource of this.resources) {
      this.byType.set(resource.type, [...(this.byType.get(resource.type) ?? []), resource]);
    }
    this.byAddress = new Map(this.resources.map((resource) => [resource.address, resource]));
    this.modules = blocks(at(json, 'module')).flatMap((names) => Object.keys(names).map((name) => `module.${name}`));
    this.locals = Object.assign({}, ...blocks(at(json, 'locals'))) as Fields;
  }

  /** The resources of some types, in the order of the types. */
  public of(...types: readonly string[]): Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /**
   * What an argument says: of nested blocks of which there may be several, the first.
   *
   * @returns `undefined` where it says nothing, {@link UNKNOWN} where an expression says it that leads out of the configuration
   */
  public read({ args }: Resource, ...path: readonly string[]): unknown {
    return this.walk(args, path, 0);
  }

  /** The nested blocks of a name. */
  public blocks({ args }: Resource, ...path: readonly string[]): Fields[] {
    return path.reduce<Fields[]>((found, name) => found.flatMap((block) => blocks(ownField(block, name))), [args]);
  }

  /** What a value stands for once its expressions are worked out; {@link UNKNOWN} where that takes more than this configuration. */
  public resolve(value: unknown): unknown {
    return this.worked(value, 0);
  }

  /** The entries of a list that an argument holds; {@link UNKNOWN} where the whole of it is. */
  public readList(resource: Resource, ...path: readonly string[]): readonly unknown[] | typeof UNKNOWN {
    const value = this.read(resource, ...path);
    return value === UNKNOWN ? UNKNOWN : listOf(value).map((item) => this.resolve(item));
  }

  /** The attribute of a resource that a value names, by whatever way. */
  public reference(value: unknown, depth = 0): Reference | undefined {
    const [, type = '', name, attribute = ''] = (typeof value === 'string' && REFERENCE.exec(value)) || [];
    const resource = this.byAddress.get(`${type}.${name}`);
    if (!resource || depth > MAX_DEPTH) return undefined;
    return this.reference(ownField(resource.args, attribute), depth + 1) ?? { resource, attribute };
  }

  /**
   * The resource that a value means: by a reference, or by a name or an id that is written out.
   *
   * @returns `undefined` where what is written out is none of this configuration, {@link UNKNOWN} where an expression leads out
   */
  public target(value: unknown, ...types: readonly string[]): Resource | typeof UNKNOWN | undefined {
    const reference = this.reference(value);
    if (reference) return reference.resource;
    const literal = this.resolve(value);
    if (literal === UNKNOWN) return UNKNOWN;
    if (typeof literal !== 'string') return undefined;
    const name = literal.slice(literal.lastIndexOf('/') + 1);
    return this.of(...types).find((resource) => this.read(resource, 'name') === name);
  }

  private walk(value: unknown, path: readonly string[], depth: number): unknown {
    const known = this.worked(value, depth);
    const [key, ...rest] = path;
    if (key === undefined || known === UNKNOWN) return known;
    if (Array.isArray(known)) {
      return /^\d+$/.test(key) ? this.walk(known[Number(key)], rest, depth) : this.walk(known[0], path, depth);
    }
    const fields = fieldsOf(known);
    if (Object.hasOwn(fields, key)) return this.walk(fields[key], rest, depth);
    // How many blocks a dynamic one makes is worked out when Terraform runs.
    return blocks(ownField(fields, 'dynamic')).some((names) => Object.hasOwn(names, key)) ? UNKNOWN : undefined;
  }

  private worked(value: unknown, depth: number): unknown {
    if (typeof value !== 'string') return value;
    if (!TEMPLATE.test(value)) return value.replaceAll('$${', '${').replaceAll('%%{', '%{');
    if (depth > MAX_DEPTH) return UNKNOWN;
    const [, type, name = '', attribute = '', path = ''] =
      REFERENCE.exec(value.replace(/^\$\{local\./, '${local.local.')) ?? [];
    if (type !== undefined) {
      const source = type === 'local' ? this.locals : this.byAddress.get(`${type}.${name}`)?.args;
      return this.walk(source, [attribute, ...(path.match(/\w+/g) ?? [])], depth + 1) ?? UNKNOWN;
    }
    return this.interpolated(value, depth);
  }

  /** A text around expressions. */
  private interpolated(text: string, depth: number): unknown {
    let unknown = false;
    const filled = text.replace(EXPRESSION, (expression) => {
      const value = expression === text ? UNKNOWN : this.worked(expression, depth + 1);
      if (typeof value !== 'string') unknown = true;
      return textOf(value);
    });
    return unknown || TEMPLATE.test(filled) ? UNKNOWN : filled;
  }
}

/** One block, or several: JSON writes either. */
function blocks(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : [value]).filter(isFields);
}
