import { readdirSync } from 'node:fs';
import { ConfigError, parseEnvironment, type Environment, type EnvironmentInput } from '../config';

const FILE = /^(?!index\.)(.+)\.ts$/;

/** The environments there are: one for each file of this folder. */
export function environmentNames(): string[] {
  return readdirSync(__dirname)
    .flatMap((file) => FILE.exec(file)?.[1] ?? [])
    .toSorted();
}

/**
 * Loads one environment by the name of its file and checks it.
 *
 * @throws {ConfigError} if there is no such file, or if what it holds breaks a rule
 */
export async function loadEnvironment(name: string): Promise<Environment> {
  const known = environmentNames();
  const source = `environments/${name}.ts`;
  if (!known.includes(name)) {
    throw new ConfigError(`ENVIRONMENT "${name}"`, `  - there is no ${source}: allowed are ${known.join(', ')}`);
  }
  const { default: input } = (await import(`./${name}`)) as { default?: EnvironmentInput };
  if (input === undefined) throw new ConfigError(source, '  - it has no default export: end it with "export default"');
  const environment = parseEnvironment(input, source);
  if (environment.name !== name) {
    throw new ConfigError(source, `  - name: must be "${name}", the name of its file (got "${environment.name}")`);
  }
  return environment;
}
