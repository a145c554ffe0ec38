/**
 * A copy of a value with another one at a dotted path, where a number is a place in a list and `*` the first entry; what is
 * missing on the way is made. `undefined` takes away what stands there.
 */
export function withAt<T>(value: T, path: string, replacement: unknown): T {
  return replace(value, path.split('.'), replacement) as T;
}

function replace(value: unknown, [name, ...rest]: readonly string[], replacement: unknown): unknown {
  if (name === undefined) return replacement;
  if (value === undefined && /^\d+$/.test(name)) return [replace(undefined, rest, replacement)];
  if (Array.isArray(value)) {
    const index = name === '*' ? 0 : Number(name);
    return value.map((entry: unknown, place) => (place === index ? replace(entry, rest, replacement) : entry));
  }
  const object = (value ?? {}) as Readonly<Record<string, unknown>>;
  const key = name === '*' ? Object.keys(object)[0]! : name;
  const { [key]: old, ...others } = object;
  const changed = replace(old, rest, replacement);
  return changed === undefined ? others : { ...object, [key]: changed };
}
