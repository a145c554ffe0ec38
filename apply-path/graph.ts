/** The Terraform JSON of a stack, as far as it is read here. */
export interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly provider?: Readonly<Record<string, readonly Block[]>>;
  readonly module?: unknown;
  readonly locals?: unknown;
}

type Block = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

interface Addressed {
  readonly type: string;
  readonly block: Block;
}

/** How one resource is said to need another: by a reference to what it knows, or by `depends_on` alone. */
export type Need = 'reference' | 'depends_on';

/** A resource or data source. */
export interface Vertex {
  /** For example `azurerm_subnet`; a data source's begins with `data.`. */
  readonly type: string;
  /** What has to be there first, by address. */
  readonly needs: ReadonlyMap<string, Need>;
}

/** Every resource and data source, by address. */
export type Graph = ReadonlyMap<string, Vertex>;

/** `type.name` or `data.type.name`, wherever it stands in an expression. */
const ADDRESS = /(?:\bdata\.)?\b[a-z][a-z0-9_]*\.[\w-]+/g;

/**
 * Reads from the JSON of a stack what Terraform makes before what: the references of every string, `depends_on`, and what a
 * resource's provider is configured with.
 *
 * @throws if the stack has modules or locals, through which a need could pass unseen
 * @see https://developer.hashicorp.com/terraform/internals/graph
 */
export function readGraph(json: StackJson): Graph {
  if (json.module !== undefined || json.locals !== undefined) {
    throw new Error(
      `the graph of a stack with 'module' or 'locals' is not read: it would lack what passes through them`,
    );
  }
  const blocks: ReadonlyMap<string, Addressed> = new Map([
    ...addressed(json.resource, ''),
    ...addressed(json.data, 'data.'),
  ]);
  const known = (expressions: readonly string[]) =>
    expressions.flatMap((text) => text.match(ADDRESS) ?? []).filter((address) => blocks.has(address));
  const ofProviders = new Map(
    Object.entries(json.provider ?? {}).flatMap(([name, configurations]) =>
      configurations.map((configuration) => {
        const { alias } = configuration;
        return [typeof alias === 'string' ? `${name}.${alias}` : name, known(expressionsOf(configuration))] as const;
      }),
    ),
  );
  return new Map(
    [...blocks].map(([address, { type, block }]) => {
      const { depends_on: dependsOn = [], provider = providerOf(type), ...rest } = block;
      const needs = new Map<string, Need>();
      for (const needed of known(dependsOn as string[])) needs.set(needed, 'depends_on');
      for (const needed of known(expressionsOf(rest))) needs.set(needed, 'reference');
      for (const needed of ofProviders.get(String(provider)) ?? []) needs.set(needed, 'reference');
      return [address, { type, needs }];
    }),
  );
}

/** The graph without some of its needs. */
export function without(graph: Graph, left: (from: Vertex, to: Vertex, need: Need) => boolean): Graph {
  return new Map(
    [...graph].map(([address, vertex]) => [
      address,
      { ...vertex, needs: new Map([...vertex.needs].filter(([to, need]) => !left(vertex, graph.get(to)!, need))) },
    ]),
  );
}

/** The order of a destroy: what is needed goes after whatever needs it. */
export function reversed(graph: Graph): Graph {
  const needs = new Map([...graph.keys()].map((address) => [address, new Map<string, Need>()]));
  for (const [address, vertex] of graph) {
    for (const [needed, need] of vertex.needs) needs.get(needed)!.set(address, need);
  }
  return new Map([...graph].map(([address, { type }]) => [address, { type, needs: needs.get(address)! }]));
}

function addressed(blocks: Blocks = {}, prefix: '' | 'data.'): [string, Addressed][] {
  return Object.entries(blocks).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, block]): [string, Addressed] => [
      `${prefix}${type}.${name}`,
      { type: `${prefix}${type}`, block },
    ]),
  );
}

/** The strings below a value that hold an expression; `$${` begins none. */
function expressionsOf(value: unknown): string[] {
  if (typeof value === 'string') return /(?<!\$)\$\{/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(expressionsOf);
}

/** The provider of a type where none is named: the first word. */
function providerOf(type: string): string {
  return type.replace(/^data\./, '').replace(/_.*/, '');
}
