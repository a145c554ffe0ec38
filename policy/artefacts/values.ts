/** What only Azure, or a run of Terraform, knows: no rule takes it for fine. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** The fields of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a value; none where it is no object. Artefacts of others may be of any shape. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entries of a list; none where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; what is no object has no fields. */
export function objectsOf(value: unknown): Fields[] {
  return listOf(value).map(fieldsOf);
}

/** What stands at a path; `undefined` where nothing does. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => ownField(fieldsOf(inner), key), value);
}

/** A field that an object has itself: it may be called as one that every object has. */
export function ownField(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (value === UNKNOWN) return 'what only Azure knows';
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** A text as it is, and anything else as a message shows it: an object of others may have no way to become a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : shown(value);
}

/** Hands over each text in a value, however deep, with the name under which it stands. */
export function forEachText(value: unknown, visit: (name: string, text: string) => void, name = ''): void {
  if (typeof value === 'string') visit(name, value);
  else if (Array.isArray(value)) for (const item of value) forEachText(item, visit, name);
  else for (const [key, inner] of Object.entries(fieldsOf(value))) forEachText(inner, visit, key);
}
