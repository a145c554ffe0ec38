import type { z } from 'zod';
import { knownProperties } from './known-properties';
import { nearest } from './nearest';

type Path = readonly PropertyKey[];

/** One thing that is wrong with an input. */
export interface Problem {
  /** Where, dotted; empty for the input itself. */
  readonly path: string;
  /** What stands there, as JSON; `nothing`, and what that means, where the user wrote nothing. */
  readonly got: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
}

/**
 * Turns the issues of a schema into problems that name the value as the user wrote it.
 *
 * @param schema the schema, which tells what is allowed in the place of an unknown property; @default - it is not told
 */
export function toProblems(issues: readonly z.core.$ZodIssue[], input: unknown, schema?: z.ZodType): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = schema && knownProperties(schema, issue.path, input);
      return issue.keys.map((key) => problem([...issue.path, key], input, unknown(key, known)));
    }
    const found = problem(issue.path, input, describe(issue), judgedValue(issue));
    return [isSecret(issue) ? { ...found, got: 'a value that is not repeated here' } : found];
  });
}

/** One line per problem. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, got, message }) => `  - ${path || 'the value'}: ${message} (got ${got})`).join('\n');
}

function unknown(key: string, known: readonly string[] | undefined): string {
  if (known === undefined) return 'is not a known property: remove it or correct its name';
  const meant = nearest(key, known);
  return [
    'is not a known property: ',
    ...(meant === undefined ? [] : [`did you mean ${meant}? `]),
    known.length === 0 ? 'none is allowed here' : `allowed are ${known.join(', ')}`,
  ].join('');
}

function problem(path: Path, input: unknown, message: string, judged?: unknown): Problem {
  const written = valueAt(path, input);
  const got = written === undefined && judged !== undefined ? `nothing, so ${show(judged)}` : show(written);
  return { path: path.map(String).join('.'), got, message };
}

/** What a rule judged where the user wrote nothing: a default, or a derived name. */
function judgedValue(issue: z.core.$ZodIssue): unknown {
  return issue.code === 'custom' ? issue.params?.['judged'] : undefined;
}

/** Whether what stands there may be a secret, which a log must not repeat. */
function isSecret(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.['secret'] === true;
}

/** What stands at a path; `undefined` where nothing does. */
function valueAt(path: Path, input: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = tryAsJson(value) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** What leads back to itself, or is nested deeper than a stack, is no JSON. */
function tryAsJson(value: unknown): string | undefined {
  try {
    return asJson(value);
  } catch {
    return 'a value that cannot be shown';
  }
}

/** Marks what JSON has no word for, and no file holds. */
const BARE = '\u{F0000}';

/** As JSON, but for the numbers that JSON cannot write: these as the user wrote them. */
function asJson(value: unknown): string | undefined {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${BARE}${part}n${BARE}`;
    return typeof part === 'number' && !Number.isFinite(part) ? `${BARE}${part}${BARE}` : part;
  }) as string | undefined;
  return text?.replaceAll(`"${BARE}`, '').replaceAll(`${BARE}"`, '');
}

/** The schema's types in the words of a file's author. */
const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      if (!isDefaultMessage(issue)) return issue.message;
      return `must be ${TYPES[issue.expected] ?? `of type ${issue.expected}`}`;
    case 'invalid_key':
      return `is no valid name here: ${issue.issues.map(describe).join('; ')}`;
    case 'too_big':
      return isDefaultMessage(issue) ? bound(issue.origin, `at most ${String(issue.maximum)}`) : issue.message;
    case 'too_small':
      return isDefaultMessage(issue) ? bound(issue.origin, `at least ${String(issue.minimum)}`) : issue.message;
    default:
      return issue.message;
  }
}

function isDefaultMessage(issue: z.core.$ZodIssue): boolean {
  return /^(?:Too (?:big|small)|Invalid input)/.test(issue.message);
}

function bound(origin: string, limit: string): string {
  if (origin === 'string') return `must have ${limit} characters`;
  return origin === 'array' ? `must have ${limit} entries` : `must be ${limit}`;
}
