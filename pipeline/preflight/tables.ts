import { advice, retirementOf } from '../../config';
import type { Environment } from '../../model';
import { advise, problem, type Finding } from './finding';

/** The dated tables of config/: a model that has retired is refused, what nears its end is advice. */
export function tables(environment: Environment): Finding[] {
  const today = new Date().toISOString().slice(0, 10);
  const next = `change environments/${environment.name}.ts`;
  return [
    ...environment.openAi.deployments.flatMap(({ name, model, version }) => {
      const retires = retirementOf(model, version);
      return retires !== undefined && retires <= today
        ? [problem(`deployment "${name}": ${model} ${version} retired on ${retires}`, next)]
        : [];
    }),
    ...advice(environment, today).map((message) => advise(message, next)),
  ];
}
