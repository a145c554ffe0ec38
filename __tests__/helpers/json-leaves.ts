/**
 * Every value below another with its dotted path: what is no object, or an empty one, or one at which the walk ends. What cdktf
 * notes about itself, in `//`, is none.
 */
export function jsonLeaves(
  value: unknown,
  endsAt: (value: object) => boolean = () => false,
  path: readonly string[] = [],
): [string, unknown][] {
  const entries = typeof value === 'object' && value !== null && !endsAt(value) ? Object.entries(value) : [];
  const below = entries.filter(([name]) => name !== '//');
  if (below.length === 0) return [[path.join('.'), value]];
  return below.flatMap(([name, field]) => jsonLeaves(field, endsAt, [...path, name]));
}
