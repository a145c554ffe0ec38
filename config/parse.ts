import { formatProblems, toProblems, type Environment, type ImageLock } from '../model';
import { ConfigError } from './config-error';
import { tellMoved } from './moved';
import { resolve } from './resolve';
import { RULES, type Report } from './rules';
import { environmentSchema, type EnvironmentInput, type ParsedEnvironment } from './schema/environment';

/** A path of the environment's file: the names in it. */
type Path = readonly string[];

/** The rules, with the paths of what they read. */
const READERS = RULES.map(({ reads, check }) => ({ reads: reads.map((property) => property.split('.')), check }));

const checkedSchema = environmentSchema.superRefine(
  (parsed, ctx) => {
    const invalid = ctx.issues
      .filter((issue) => issue.code !== 'unrecognized_keys')
      .map((issue) => (issue.path ?? []).map(String));
    const said = withDefaultsFor(invalid, parsed);
    const resolved = tryResolve(said);
    if (!resolved) return;
    for (const { reads, check } of READERS) {
      if (reads.some((property) => invalid.some((path) => covers(property, path) || covers(path, property)))) continue;
      const report: Report = (path, message, judged) =>
        ctx.addIssue({ code: 'custom', path: path.split('.'), message, params: { judged } });
      check(resolved, report, said);
    }
  },
  // The rules run beside other errors too, so that a user hears of everything at once.
  { when: () => true },
);

/**
 * Reads an environment: parses what the file says, fills in what it leaves open, and checks what must fit together.
 *
 * @param source where it came from, for the message
 * @param lock the digests of its images, which `npm run mirror` has written. @default - there is none
 * @throws {ConfigError} naming every problem with its path, what it got and what is allowed
 * @example
 * import { parseEnvironment } from './config';
 *
 * parseEnvironment({ name: 'dev', subscriptionId: '00000000-0000-0000-0000-000000000000' }).names.cluster;
 */
export function parseEnvironment(input: EnvironmentInput, source = 'the environment', lock?: ImageLock): Environment {
  const result = checkedSchema.safeParse(input);
  if (!result.success) {
    throw new ConfigError(
      `${source} is not valid:\n${formatProblems(toProblems(tellMoved(result.error.issues), input, environmentSchema))}`,
    );
  }
  return resolve(result.data, lock);
}

/**
 * What was parsed, with defaults for the properties that are invalid as a whole, so that the rules of the others still run:
 * those that read one of these do not.
 */
function withDefaultsFor(invalid: readonly Path[], parsed: ParsedEnvironment): ParsedEnvironment {
  const whole = invalid.flatMap(([property, ...below]) =>
    below.length === 0 && Object.hasOwn(environmentSchema.shape, property ?? '')
      ? [property as keyof ParsedEnvironment]
      : [],
  );
  if (whole.length === 0) return parsed;
  const defaults = environmentSchema.parse({ name: 'any', subscriptionId: '00000000-0000-0000-0000-000000000000' });
  const ofThese = whole.map((property) => [property, defaults[property]]);
  return { ...parsed, ...Object.fromEntries(ofThese) };
}

/** `undefined` where what the schema has refused is of so wrong a shape that nothing can be made of it. */
function tryResolve(parsed: ParsedEnvironment): Environment | undefined {
  try {
    return resolve(parsed);
  } catch {
    return undefined;
  }
}

/** Whether a problem at `inner` lies at or below `outer`; `*` stands for any entry of a list. */
function covers(outer: Path, inner: Path): boolean {
  return outer.every((part, index) => part === inner[index] || part === '*' || inner[index] === '*');
}
