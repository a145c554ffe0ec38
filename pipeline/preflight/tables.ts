import { LEFT_TO_AZURE, advice } from '../../config';
import type { Environment } from '../../model';
import { advise, type Finding } from './finding';

/**
 * What the dated tables of config/ know of an environment, but for what a preflight asks Azure: its answer decides.
 *
 * @param today as an ISO date
 */
export function tables(environment: Environment, today: string): Finding[] {
  return advice(environment, today)
    .filter((line) => !line.includes(LEFT_TO_AZURE))
    .map((line) => advise(line, `change environments/${environment.name}.ts`));
}
