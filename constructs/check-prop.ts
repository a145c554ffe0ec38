import type { Construct } from 'constructs';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';

/**
 * Checks a property whose literal is known by a function that the rules of an environment ask too. One that is left out, or
 * known after apply only, is let be.
 *
 * @param problemOf what is wrong with the value; `undefined` where nothing is
 * @throws InvalidProps with what is wrong
 */
export function checkProp<T extends string | number>(
  scope: Construct,
  prop: string,
  value: T | undefined,
  problemOf: (value: T) => string | undefined,
): void {
  if (value === undefined || !isLiteral(value)) return;
  const problem = problemOf(value);
  if (problem)
    throw new InvalidProps(scope, `'${prop}' ${problem}, got ${typeof value === 'string' ? `'${value}'` : value}`);
}
