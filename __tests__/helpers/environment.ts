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
