import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  ConfigError,
  imageLockFile,
  importProblem,
  missingEnvironment,
  parseEnvironment,
  parseImageLock,
  type Environment,
  type EnvironmentInput,
} from '../config';

/** The project is the working directory of every command, as npm and the command line tools see to. */
const folder = () => path.resolve('environments');
const FILE = /^(?!index\.)(.+)\.ts$/;

/** The environments there are: one for each file of this folder. What lies in `shared/` is none. */
export function environmentNames(): string[] {
  if (!existsSync(folder())) return [];
  return readdirSync(folder())
    .flatMap((file) => FILE.exec(file)?.[1] ?? [])
    .toSorted();
}

/**
 * Loads one environment by the name of its file and checks it.
 *
 * @throws {ConfigError} if it is not there, cannot be read or breaks a rule
 */
export async function loadEnvironment(name: string): Promise<Environment> {
  const known = environmentNames();
  const source = `environments/${name}.ts`;
  if (!known.includes(name)) throw new ConfigError(missingEnvironment(name, known));
  const lock = parseImageLock(readIfThere(imageLockFile(name)), name);
  const environment = parseEnvironment(await read(name), source, lock);
  if (environment.name !== name) {
    throw new ConfigError(
      `${source} is not valid:\n  - name: must be "${name}", the name of its file (got "${environment.name}")`,
    );
  }
  return environment;
}

/** What a file of this folder says. */
async function read(name: string): Promise<EnvironmentInput> {
  const source = `environments/${name}.ts`;
  const { default: input, ...others } = await importFile(name);
  // An empty file is taken for an empty object.
  if (input !== undefined && !isEmpty(input)) return input as EnvironmentInput;
  const [named] = Object.keys(others).filter((key) => key !== 'module.exports');
  const next = named === undefined ? 'end it with "export default" and the environment' : `"export default ${named};"`;
  throw new ConfigError(
    `${source} exports no environment: ${next}; values that several environments share belong into environments/shared/`,
  );
}

function readIfThere(file: string): string | undefined {
  return existsSync(path.resolve(file)) ? readFileSync(path.resolve(file), 'utf8') : undefined;
}

async function importFile(name: string): Promise<Record<string, unknown>> {
  try {
    return (await import(path.join(folder(), `${name}.ts`))) as Record<string, unknown>;
  } catch (error) {
    const file = `${name}.ts`;
    const text = readFileSync(path.join(folder(), file), 'utf8');
    throw new ConfigError(importProblem(error, folder(), file, text), { cause: error });
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
