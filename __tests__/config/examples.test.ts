import type { z } from 'zod';
import { parseEnvironment, ConfigError, type EnvironmentInput } from '../../config';
import { environmentSchema } from '../../config/schema/environment';
import { MINIMAL } from '../helpers/environment';
import { leafSchemasOf } from '../helpers/schema-leaves';

/** What nobody may write anywhere, so that each message is heard. */
const WRONG = [
  '',
  ' ',
  'No Such Thing!',
  '-',
  '/',
  '0',
  'a'.repeat(300),
  'latest',
  '10.0.0.1/8',
  'x/y:latest',
  5,
  'http://a',
  '::1',
];

/** Says of everything that has no default, and of nothing else: what is judged is the property with the defaults of others. */
const BASE = {
  ...MINIMAL,
  chatbots: [{ name: 'bot', deployment: 'gpt-5.4-mini' }],
  workloads: [
    { name: 'mine', image: 'ghcr.io/acme/mine:1.0.0', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' },
  ],
};

/** The environment with another value at one place; a `*` in the path is the first entry of a list, or a name of its own. */
function withAt(path: string, value: unknown): unknown {
  const parts = path.split('.');
  const copy = structuredClone(BASE) as unknown as Record<string, unknown>;
  let place = copy;
  for (const [index, part] of parts.slice(0, -1).entries()) {
    const key = keyOf(part, place);
    if (typeof place[key] !== 'object') place[key] = parts[index + 1] === '*' && !NAMED.has(part) ? [] : {};
    place = place[key] as Record<string, unknown>;
  }
  const last = keyOf(parts.at(-1)!, place);
  // What is published by one of several ways says by which.
  if (parts.at(-2) === 'publish' && last !== 'by') place['by'] = last;
  place[last] = value;
  return copy;
}

/** Whose entries have names. */
const NAMED = new Set(['tags', 'variables', 'secretVariables']);

function keyOf(part: string, place: unknown): string {
  return part !== '*' ? part : Array.isArray(place) ? '0' : 'EXAMPLE';
}

/** The lines of a refusal; none where it is taken. */
function problems(input: unknown): string[] {
  try {
    parseEnvironment(input as EnvironmentInput);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').slice(1);
  }
}

/** What a message offers as an example. */
function examples(message: string): string[] {
  const words = message.replace(/ \(got [^\n]*\)$/, '');
  return [...words.matchAll(/(?:for example|such as) (.+?)(?=: |$)/g)].flatMap(([, list]) =>
    list!.split(/,? or |, /).map((word) => word.replace(/^"(.*)"$/, '$1')),
  );
}

/** What is wrong with a value at a property, a message each: what its own schema says, or else what its environment does. */
function messagesOf(path: string, schema: z.ZodType, wrong: unknown): string[] {
  const own = schema.safeParse(wrong);
  if (!own.success) return own.error.issues.map(({ message }) => message);
  // A message about another property belongs to that one.
  return problems(withAt(path, wrong)).flatMap((line) => {
    const [, at, message] = /^ {2}- (\S+): (.*)$/.exec(line) ?? [];
    return at !== undefined && isAt(at, path) ? [message!] : [];
  });
}

/** Whether a problem is of a property. */
function isAt(at: string, path: string): boolean {
  const parts = path.split('.');
  return (
    at.split('.').length === parts.length && at.split('.').every((part, index) => [part, '*'].includes(parts[index]!))
  );
}

/** Each example that is offered for a property, with the property. */
const OFFERED = [
  ...new Set(
    leafSchemasOf(environmentSchema).flatMap(([path, schema]) =>
      WRONG.flatMap((wrong) => messagesOf(path, schema, wrong).flatMap(examples)).map((example) =>
        JSON.stringify([path, example]),
      ),
    ),
  ),
].map((pair) => JSON.parse(pair) as [string, string]);

test('the environment is valid, so that one wrong value is the only one', () => {
  expect(problems(BASE)).toEqual([]);
});

test('examples are offered for these', () => {
  expect(OFFERED.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      'location',
      'network.aksSubnetCidr',
      'cluster.authorizedIpRanges.*',
      'cluster.nodePool.vmSize',
      'cluster.kubernetesVersion',
      'gateway.hostname',
      'chatbots.*.publish.path',
      'workloads.*.resources.memoryRequest',
    ]),
  );
});

test.each(OFFERED)('%s takes %s, which its message offers', (path, example) => {
  expect(problems(withAt(path, example)).filter((line) => isAt(/^ {2}- (\S+):/.exec(line)?.[1] ?? '', path))).toEqual(
    [],
  );
});
