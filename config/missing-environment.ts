import { nearest } from '../model';

/**
 * What is said where there is no environment of a name.
 *
 * @param known the names of those that there are
 */
export function missingEnvironment(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const allowed =
    known.length === 0
      ? `environments/ holds none; npm run new -- ${name} writes one`
      : `allowed are ${known.join(', ')}`;
  return `there is no environment "${name}": ${allowed}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}
