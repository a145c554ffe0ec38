import { ConfigError, parseEnvironment, type EnvironmentInput } from '../../config';
import { environmentSchema } from '../../config/schema/environment';
import { FULL } from '../fixtures/full-environment';
import { withAt } from '../helpers/at-path';
import { HOSTILE, PROTOTYPE_NAMES, drawing, nested, outOfBounds } from '../helpers/hostile';
import { leafSchemasOf, leavesOf } from '../helpers/schema-leaves';

/** FUZZ_SEED=… draws others. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_127);
const draw = drawing(SEED);

/** An entry in every list, so that one can be spoilt. */
const WHOLE = {
  ...FULL,
  gateway: { ...FULL.gateway, allowedSourceRanges: ['203.0.113.0/24'] },
  cluster: {
    ...FULL.cluster,
    reachableFrom: ['203.0.113.0/24'],
    userPools: [{ name: 'work', zones: ['1'], labels: { a: 'b' }, taints: ['a=b:NoSchedule'] }],
  },
  monitoring: { alertEmails: ['platform@example.com'] },
};

/** How a property is spoilt: what stands there then. */
interface Spoilt {
  readonly path: string;
  readonly value: unknown;
}

/** The values of each property that its own schema refuses: all beyond a bound, and some of the hostile ones. */
const SPOILT: readonly Spoilt[] = leavesOf(environmentSchema).flatMap((path) => {
  const schemas = leafSchemasOf(environmentSchema).flatMap(([each, schema]) => (each === path ? [schema] : []));
  const isRefused = (value: unknown) => schemas.every((schema) => !schema.safeParse(value).success);
  const bounds = schemas.flatMap(outOfBounds).filter(isRefused);
  const hostile = HOSTILE.filter(isRefused);
  const some = Array.from({ length: 4 }, () => hostile[draw(hostile.length)]);
  return [...bounds, ...some].map((value) => ({ path, value }));
});

const PAIRS = Array.from({ length: 300 }, () => [SPOILT[draw(SPOILT.length)]!, SPOILT[draw(SPOILT.length)]!] as const);

/** The refusal of an environment; throws where it is taken, takes long, or is answered by anything but a refusal. */
function refusal(input: unknown): string {
  const start = performance.now();
  try {
    parseEnvironment(input as EnvironmentInput);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const took = performance.now() - start;
    if (took > 1000) throw new Error(`took ${took} ms`, { cause: error });
    return error.message;
  }
  throw new Error('was taken');
}

/** Whether a refusal names a property. A dialect that is none is refused as a whole: it may be a word too. */
function isNamed(message: string, path: string): boolean {
  const parts = path
    .replace(/(\.dialect)\..*/, '$1')
    .split('.')
    .map((part) => (part === '*' ? '[^.:]+' : part));
  return new RegExp(`^ {2}- ${parts.join('\\.')}(?:\\.[^:]*)?: `, 'm').test(message);
}

/** What goes wrong with spoilt environments, a line each. */
function failures(inputs: readonly (readonly Spoilt[])[]): string[] {
  return inputs.flatMap((spoilt) => {
    const what = spoilt.map(({ path, value }) => `${path} = ${inspect(value)}`).join(', ');
    try {
      const input = spoilt.reduce<unknown>((whole, { path, value }) => withAt(whole, path, value), WHOLE);
      const message = refusal(input);
      // Of two that meet, one may have taken the place of the other.
      const named = spoilt.filter(({ path }) => isNamed(message, path));
      return named.length > 0 ? [] : [`${what}: is not named by ${message.slice(0, 300)}`];
    } catch (error) {
      return [`${what}: ${String(error).slice(0, 300)}`];
    }
  });
}

function inspect(value: unknown): string {
  return (typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value))).slice(0, 60);
}

describe(`spoilt environments, drawn by FUZZ_SEED=${SEED}`, () => {
  test('are many', () => {
    expect(SPOILT.length + PAIRS.length).toBeGreaterThan(1000);
    expect(new Set(SPOILT.map(({ path }) => path)).size).toBe(leavesOf(environmentSchema).length);
  });

  test('are each refused by name', () => {
    expect(failures(SPOILT.map((spoilt) => [spoilt]))).toEqual([]);
  });

  test('are refused by name two at a time', () => {
    expect(failures(PAIRS)).toEqual([]);
  });
});

describe('a property that nobody knows', () => {
  const objects = [
    '',
    'network',
    'cluster',
    'cluster.nodePool',
    'openAi',
    'gateway',
    'names',
    'store',
    'images',
    'policy',
    'aiService',
  ];
  const cases = objects.flatMap((object) => PROTOTYPE_NAMES.map((name) => [object, name] as const));

  test.each(cases)('of "%s" is refused by its name: %s', (object, name) => {
    const unknown = JSON.parse(`{${JSON.stringify(name)}: {"x": 1}}`) as object;
    const before = object
      .split('.')
      .filter(Boolean)
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], FULL);
    // `Object.assign` and a spread would set the prototype instead.
    const spoilt = Object.defineProperty(structuredClone(before) as object, name, {
      value: Object.values(unknown)[0] ?? 1,
      enumerable: true,
    });

    const message = refusal(object === '' ? spoilt : withAt(FULL, object, spoilt));

    expect(message).toContain(`  - ${object === '' ? '' : `${object}.`}${name}: `);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

test('what leads back to itself is refused', () => {
  const circle: Record<string, unknown> = {};
  circle['circle'] = circle;

  expect(refusal(withAt(FULL, 'network', circle))).toContain('  - network.circle: is not a known property: ');
});

test.each(['tags', 'chatbots', 'cluster', 'openAi.deployments', 'name', 'policy.waivers'])(
  'what is nested deep in %s is refused',
  (path) => {
    expect(refusal(withAt(FULL, path, nested(20_000)))).toContain(`  - ${path}`);
  },
);
