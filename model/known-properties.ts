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
  readonly values?: readonly unknown[];
}

/**
 * The properties that a schema knows of an object.
 *
 * @param path where the object stands in the input
 * @param input what was parsed: where there are several kinds of object, it says which one this is
 */
export function knownProperties(schema: z.ZodType, path: readonly PropertyKey[], input: unknown): string[] {
  const definition = schema.def as unknown as Definition;
  const inner = definition.innerType ?? definition.in;
  if (inner) return knownProperties(inner, path, input);
  if (definition.options) {
    return [...new Set(definition.options.flatMap((option) => knownProperties(option, path, input)))];
  }
  const { shape } = definition;
  if (shape && !isOfKind(shape, input)) return [];
  const [key, ...rest] = path;
  if (key === undefined) return shape ? Object.keys(shape) : [];
  const below = shape ? shape[String(key)] : (definition.element ?? definition.valueType);
  return below ? knownProperties(below, rest, (input as Record<PropertyKey, unknown> | undefined)?.[key]) : [];
}

/** Whether every property that can have but one value has it. */
function isOfKind(shape: NonNullable<Definition['shape']>, input: unknown): boolean {
  return Object.entries(shape).every(([name, field]) => {
    const { type, values } = field.def as unknown as Definition;
    return type !== 'literal' || values!.includes((input as Record<string, unknown> | null | undefined)?.[name]);
  });
}
