import type { z } from 'zod';

/** What a schema says of itself, as far as a walk needs it. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  /** Of an enum. */
  readonly entries?: Readonly<Record<string, unknown>>;
  /** Of a literal. */
  readonly values?: readonly unknown[];
}

/** A value that a schema takes: its dotted path, what is allowed there where it is one of few, and its own schema. */
type Leaf = readonly [path: string, allowed: readonly unknown[], schema: z.ZodType];

/** The dotted paths of every value that a schema takes; `*` stands for the entries of a list, and for the names of a record. */
export function leavesOf(schema: z.ZodType): string[] {
  return [...new Set(walk(schema, []).map(([path]) => path))];
}

/** The paths at which one of few values can stand, with those values. */
export function choicesOf(schema: z.ZodType): (readonly [path: string, allowed: readonly unknown[]])[] {
  const byPath = new Map<string, unknown[]>();
  for (const [path, allowed] of walk(schema, [])) byPath.set(path, [...(byPath.get(path) ?? []), ...allowed]);
  return [...byPath].filter(([, allowed]) => allowed.length > 1);
}

/** Each value that a schema takes, with its own schema; of a path that several shapes share, each. */
export function leafSchemasOf(schema: z.ZodType): (readonly [path: string, schema: z.ZodType])[] {
  return walk(schema, []).map(([path, , leaf]) => [path, leaf] as const);
}

function walk(schema: z.ZodType, path: readonly string[]): Leaf[] {
  const definition = schema.def as unknown as Definition;
  switch (definition.type) {
    case 'default':
    case 'prefault':
    case 'optional':
      return walk(definition.innerType!, path);
    case 'pipe':
      return walk(definition.in!, path);
    case 'object':
      return Object.entries(definition.shape!).flatMap(([name, field]) => walk(field, [...path, name]));
    case 'array':
      return walk(definition.element!, [...path, '*']);
    case 'record':
      return walk(definition.valueType!, [...path, '*']);
    case 'union':
      return definition.options!.flatMap((option) => walk(option, path));
    default:
      return [[path.join('.'), definition.values ?? Object.values(definition.entries ?? {}), schema]];
  }
}
