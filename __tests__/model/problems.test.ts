import { z } from 'zod';
import { formatProblems, toProblems } from '../../model/problems';

/** What a schema says of an input, one line a problem. */
function report(schema: z.ZodType, input: unknown): string[] {
  const result = schema.safeParse(input);
  return formatProblems(toProblems(result.error?.issues ?? [], input, schema)).split('\n');
}

describe('a problem', () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ['a wrong type', z.string(), 5, 'must be a string (got 5)'],
    ['no number', z.number(), '5', 'must be a number (got "5")'],
    ['no whole number', z.int(), 1.5, 'must be a whole number (got 1.5)'],
    ['no flag', z.boolean(), 'yes', 'must be true or false (got "yes")'],
    ['no list', z.array(z.string()), {}, 'must be a list (got {})'],
    ['no object', z.strictObject({}), [], 'must be an object (got [])'],
    ['no record', z.record(z.string(), z.string()), 'x', 'must be an object (got "x")'],
    ['a type of its own', z.date(), 'x', 'must be of type date (got "x")'],
    ['none of some', z.enum(['a', 'b']), 'c', 'must be one of a, b (got "c")'],
    ['not the one', z.literal(1), 2, 'must be 1 (got 2)'],
    ['too small', z.number().min(1), 0, 'must be at least 1 (got 0)'],
    ['too big', z.number().max(1), 2, 'must be at most 1 (got 2)'],
    ['too short', z.string().min(2), 'a', 'must have at least 2 characters (got "a")'],
    ['too long', z.string().max(2), 'abc', 'must have at most 2 characters (got "abc")'],
    ['too few', z.array(z.string()).min(1), [], 'must have at least 1 entries (got [])'],
    ['too many', z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 entries (got ["a","b"])'],
    ['a bound in words of its own', z.array(z.string()).min(1, 'needs one'), [], 'needs one (got [])'],
    ['an upper bound in words of its own', z.string().max(1, 'is long'), 'ab', 'is long (got "ab")'],
    ['a rule in words of its own', z.string().regex(/^a/, 'must begin with a'), 'b', 'must begin with a (got "b")'],
    ['nothing', z.string(), undefined, 'must be a string (got nothing)'],
    ['nothing, in words of its own', z.guid('must be a UUID'), undefined, 'must be a UUID (got nothing)'],
    ['null', z.string(), null, 'must be a string (got null)'],
    ['a function', z.string(), () => 1, 'must be a string (got function)'],
    ['NaN', z.int(), Number.NaN, 'must be a number (got NaN)'],
    ['what has no end', z.number().max(9), Infinity, 'must be a number (got Infinity)'],
    ['what has no beginning', z.int(), -Infinity, 'must be a number (got -Infinity)'],
    ['such within others', z.string(), { a: [Number.NaN, 1] }, 'must be a string (got {"a":[NaN,1]})'],
    ['the word for it', z.int(), 'NaN', 'must be a number (got "NaN")'],
    ['a number too large for JSON', z.int(), 10n, 'must be a number (got 10n)'],
  ])('%s', (_what, schema, input, line) => {
    expect(report(schema, input)).toEqual([`  - the value: ${line}`]);
    expect(report(z.strictObject({ a: z.strictObject({ b: schema }) }), { a: { b: input } })).toEqual([
      `  - a.b: ${line}`,
    ]);
  });

  test('of a list stands at its place', () => {
    expect(report(z.array(z.strictObject({ a: z.string() })), [{ a: 'x' }, { a: 1 }])).toEqual([
      '  - 1.a: must be a string (got 1)',
    ]);
  });

  test('of several unknown properties has a line each, with what they hold', () => {
    expect(report(z.strictObject({ a: z.strictObject({}) }), { a: { b: 1, c: [2] } })).toEqual([
      '  - a.b: is not a known property: none is allowed here (got 1)',
      '  - a.c: is not a known property: none is allowed here (got [2])',
    ]);
  });

  const part = z.strictObject({ location: z.string().optional(), zones: z.string().optional() });
  const kinds = z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('path'), path: z.string().optional() }),
    z.strictObject({ by: z.literal('hostname'), hostname: z.string().optional() }),
  ]);

  test.each<[string, z.ZodType, unknown, string]>([
    [
      'names the nearest, and all',
      part,
      { lokation: 1 },
      'lokation: is not a known property: did you mean location? allowed are location, zones',
    ],
    [
      'names all where none is near',
      part,
      { colour: 1 },
      'colour: is not a known property: allowed are location, zones',
    ],
    [
      'in a list',
      z.array(part),
      [{}, { zone: 1 }],
      '1.zone: is not a known property: did you mean zones? allowed are location, zones',
    ],
    [
      'in a record',
      z.record(z.string(), part),
      { x: { zone: 1 } },
      'x.zone: is not a known property: did you mean zones? allowed are location, zones',
    ],
    [
      'behind a default',
      z.strictObject({ a: part.prefault({}) }),
      { a: { zone: 1 } },
      'a.zone: is not a known property: did you mean zones? allowed are location, zones',
    ],
    [
      'behind a transformation',
      part.transform(String),
      { zone: 1 },
      'zone: is not a known property: did you mean zones? allowed are location, zones',
    ],
    [
      'of the kind that it is of',
      kinds,
      { by: 'path', pth: 1 },
      'pth: is not a known property: did you mean path? allowed are by, path',
    ],
    ['of the other kind', kinds, { by: 'hostname', pth: 1 }, 'pth: is not a known property: allowed are by, hostname'],
  ])('of an unknown property %s', (_, schema, input, line) => {
    expect(report(schema, input)).toEqual([`  - ${line} (got 1)`]);
  });

  test('of a key says what is wrong with it', () => {
    expect(report(z.record(z.string().regex(/^[a-z]+$/, 'must be lower case'), z.number()), { A: 1 })).toEqual([
      '  - A: is no valid name here: must be lower case (got 1)',
    ]);
  });

  test('shows no more than 80 characters of a value', () => {
    const [exact] = report(z.number(), 'x'.repeat(78));
    const [cut] = report(z.number(), 'x'.repeat(79));

    expect(exact).toBe(`  - the value: must be a number (got "${'x'.repeat(78)}")`);
    expect(cut).toBe(`  - the value: must be a number (got "${'x'.repeat(76)}...)`);
  });
});

describe('a value that a rule judged', () => {
  const rule = z.strictObject({ a: z.string().optional() }).superRefine((_value, ctx) => {
    ctx.addIssue({ code: 'custom', path: ['a'], message: 'must differ', params: { judged: 'default' } });
  });

  test('is shown where the user wrote nothing', () => {
    expect(report(rule, {})).toEqual(['  - a: must differ (got nothing, so "default")']);
  });

  test('gives way to what the user wrote', () => {
    expect(report(rule, { a: 'x' })).toEqual(['  - a: must differ (got "x")']);
  });
});

describe('what stands at a path', () => {
  test.each<[PropertyKey[], string]>([
    [[], '{"a":[{"b":1}]}'],
    [['a', 0, 'b'], '1'],
    [['a', '0', 'b'], '1'],
    [['a', 1, 'b'], 'nothing'],
    [['x', 'y'], 'nothing'],
    [['a', 0, 'b', 'c'], 'nothing'],
  ])('%j is %s', (at, got) => {
    const [problem] = toProblems(
      [{ code: 'custom', path: at, message: 'is wrong', input: undefined }],
      { a: [{ b: 1 }] },
      z.any(),
    );

    expect(problem).toEqual({ path: at.join('.'), got, message: 'is wrong' });
  });
});
