import { ConfigError, parseEnvironment, type Environment, type EnvironmentInput } from '../../config';

/** The least an environment can say. */
export const MINIMAL: EnvironmentInput = { name: 'dev', subscriptionId: '00000000-0000-0000-0000-000000000000' };

/** An environment as a user may write it, wrong in any way. */
export type Draft = Readonly<Record<string, unknown>>;

/** Parses the least environment with these properties on top of it. */
export function parsed(draft: Draft = {}): Environment {
  return parseEnvironment({ ...MINIMAL, ...draft });
}

/** The lines in which an environment is refused, without their bullets; none where it is taken. */
export function problemsOf(draft: unknown): string[] {
  try {
    parseEnvironment(draft as EnvironmentInput);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [head, ...lines] = error.message.split('\n');
    expect(head).toBe('the environment is not valid:');
    return lines.map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}

/** The least environment with one value at a dotted path; numbers are places in a list. */
export function withValue(path: string, value: unknown): Draft {
  const keys = path.split('.');
  const nested = keys.reduceRight<unknown>((inner, key) => (/^\d+$/.test(key) ? [inner] : { [key]: inner }), value);
  return { ...MINIMAL, ...(nested as Draft) };
}
