import { z } from 'zod';
import { generatedEnvironments } from '../../compare/environments';
import { SCHEMA_PATHS, pathsOf } from '../../compare/schema-paths';
import { parseEnvironment } from '../../config';
import { environmentSchema } from '../../config/schema';

const SEED = 20_261_126;
const generated = generatedEnvironments(SEED, 30);

/** The parts of a JSON Schema that say where a value can stand. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Every path at which a value can stand, and the values that are allowed where there are few. */
function leavesOf(schema: Schema, path = ''): (readonly [path: string, allowed: readonly unknown[]])[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const inner = [
    ...(schema.anyOf ?? schema.oneOf ?? []).flatMap((choice) => leavesOf(choice, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => leavesOf(property, at(name))),
    ...(schema.additionalProperties ? leavesOf(schema.additionalProperties, at('*')) : []),
    ...(schema.items ? leavesOf(schema.items, `${path}[]`) : []),
  ];
  return inner.length > 0 ? inner : [[path, schema.enum ?? ('const' in schema ? [schema.const] : [])]];
}

function valuesAt(value: unknown, path: string): unknown[] {
  if (path === '') return [value];
  const [, name = '', rest = ''] = /^(\[\]|[^.[]+)\.?(.*)$/.exec(path)!;
  if (value === undefined || value === null) return [];
  const entries = name === '[]' || name === '*' ? Object.values(value) : [(value as Record<string, unknown>)[name]];
  return entries.filter((entry) => entry !== undefined).flatMap((entry) => valuesAt(entry, rest));
}

const leaves = new Map<string, unknown[]>();
for (const [path, allowed] of leavesOf(z.toJSONSchema(environmentSchema, { io: 'input' }) as Schema)) {
  leaves.set(path, [...(leaves.get(path) ?? []), ...allowed]);
}

describe('the environments that trees are compared by', () => {
  test('know every path of the schema and no other', () => {
    expect([...SCHEMA_PATHS].toSorted()).toEqual([...leaves.keys()].toSorted());
  });

  test('say something at every path', () => {
    const used = new Set(generated.flatMap(({ input }) => pathsOf(input)));

    expect(SCHEMA_PATHS.filter((path) => !used.has(path))).toEqual([]);
  });

  test.each([...leaves].filter(([path, allowed]) => allowed.length > 1 && path !== 'location'))(
    'say each allowed value of %s',
    (path, allowed) => {
      const said = new Set(generated.flatMap(({ input }) => valuesAt(input, path)));

      expect(allowed.filter((value) => !said.has(value))).toEqual([]);
    },
  );

  test.each(generated.map(({ input, choices }) => [input.name, choices.join(', '), input] as const))(
    'keep every rule: %s (%s)',
    (_name, _choices, input) => {
      expect(() => parseEnvironment(input)).not.toThrow();
    },
  );

  test('are the same for the same seed, and others for another', () => {
    expect(generatedEnvironments(SEED, 30)).toEqual(generated);
    expect(generatedEnvironments(SEED + 1, 30)).not.toEqual(generated);
  });
});
