import { generatedEnvironments } from '../../compare/environments';
import { parseEnvironment } from '../../config';
import { environmentSchema } from '../../config/schema/environment';
import { choicesOf, leavesOf } from '../helpers/schema-leaves';

const SEED = 20_261_126;
const generated = generatedEnvironments(SEED, 30);

/** The values at a dotted path, where `*` stands for each entry of a list and each name of a record. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (value === undefined) return [];
  if (name === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  const entries = name === '*' ? Object.values(value) : [(value as Record<string, unknown>)[name]];
  return entries.flatMap((entry) => valuesAt(entry, rest));
}

function saidAt(path: string): Set<unknown> {
  return new Set(generated.flatMap(({ input }) => valuesAt(input, path.split('.'))));
}

describe('the environments that trees are compared by', () => {
  test.each(leavesOf(environmentSchema))('say something of %s', (path) => {
    expect(saidAt(path).size).toBeGreaterThan(0);
  });

  test.each(choicesOf(environmentSchema).filter(([path]) => path !== 'location'))(
    'say each allowed value of %s',
    (path, allowed) => {
      expect(allowed.filter((value) => !saidAt(path).has(value))).toEqual([]);
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
