import table from './properties.json';

/**
 * The properties of an environment that decide an argument, by `<address>: <argument>`, and that make or take away a resource,
 * by its address. Written by `UPDATE_SENSITIVITY=1 npx jest __tests__/pipeline/plan/properties`, from where the
 * properties are seen to arrive.
 */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = table;

/** The properties that decide an argument of a resource. */
export function propertiesBehind(address: string, field: string): readonly string[] {
  return lookUp(address, (each) => `${each}: ${field}`);
}

/** The properties that decide whether there is such a resource. */
export function propertiesThatRemove(address: string): readonly string[] {
  return lookUp(address, (each) => each);
}

/**
 * Addresses are a public contract, so most stand in the table as they are. Those of what the user names do not: of these it
 * has others of the same type, decided by the entries of a list.
 */
function lookUp(address: string, keyOf: (address: string) => string): readonly string[] {
  const exact = PROPERTIES[keyOf(address)];
  if (exact !== undefined) return exact;
  const type = address.split('.')[0]!;
  const alike = Object.entries(PROPERTIES).filter(([key]) => {
    const [other = ''] = key.split(': ');
    return other.startsWith(`${type}.`) && key === keyOf(other);
  });
  return [...new Set(alike.flatMap(([, properties]) => properties))].filter((property) => property.includes('*'));
}
