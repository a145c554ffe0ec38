import { RULES } from '../../../config/rules';
import { environmentSchema } from '../../../config/schema/environment';
import { MINIMAL, parsed } from '../../helpers/environment';

describe('the rules as a whole', () => {
  test('find nothing wrong with the least environment', () => {
    const reports: string[] = [];
    for (const { check } of RULES) {
      check(parsed(), (path, message) => reports.push(`${path}: ${message}`), environmentSchema.parse(MINIMAL));
    }
    expect(reports).toEqual([]);
  });

  test.each(RULES.map(({ reads }) => [reads.join(', '), reads] as const))(
    'the properties %s exist',
    (_joined, reads) => {
      const known = new Set(fieldsOf(environmentSchema));
      // An entry of a list is "*", and a schema's list is passed through to its entries.
      expect(reads.filter((field) => !known.has(field.replaceAll('.*', '')))).toEqual([]);
    },
  );
});

interface SchemaNode {
  readonly shape?: Record<string, SchemaNode>;
  readonly unwrap?: () => SchemaNode;
}

/** The dotted paths of every field of a schema, down to lists. */
function fieldsOf(schema: unknown, prefix = ''): string[] {
  let node = schema as SchemaNode;
  while (node.shape === undefined && typeof node.unwrap === 'function') node = node.unwrap();
  return Object.entries(node.shape ?? {}).flatMap(([key, child]) => [
    `${prefix}${key}`,
    ...fieldsOf(child, `${prefix}${key}.`),
  ]);
}
