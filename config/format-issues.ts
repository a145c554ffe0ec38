import type { z } from 'zod';

type Path = readonly PropertyKey[];

/** One thing that is wrong with an input. */
export interface Problem {
  /** Where, dotted; empty for the input itself. */
  readonly path: string;
  /** What stands there, as JSON, or `nothing`. */
  readonly got: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
}

/** Turns the issues of a schema into problems that name the value as the user wrote it. */
export function toProblems(issues: readonly z.core.$ZodIssue[], input: unknown): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        problem([...issue.path, key], input, 'is not a known property: remove it or correct its name'),
      );
    }
    return [problem(issue.path, input, describe(issue))];
  });
}

/** One line per problem. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, got, message }) => `  - ${path || 'the value'}: ${message} (got ${got})`).join('\n');
}

function problem(path: Path, input: unknown, message: string): Problem {
  return { path: path.map(String).join('.'), got: show(valueAt(path, input)), message };
}

function valueAt(path: Path, input: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return `must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}`;
    case 'too_big':
      return isDefaultMessage(issue) ? `must be at most ${String(issue.maximum)}${unit(issue.origin)}` : issue.message;
    case 'too_small':
      return isDefaultMessage(issue) ? `must be at least ${String(issue.minimum)}${unit(issue.origin)}` : issue.message;
    default:
      return issue.message;
  }
}

function isDefaultMessage(issue: z.core.$ZodIssue): boolean {
  return /^Too (big|small)/.test(issue.message);
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
}
