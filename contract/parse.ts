import { existsSync, readFileSync } from 'node:fs';
import { formatProblems, toProblems } from '../model/problems';
import { CONTRACT_SINCE, CONTRACT_VERSION, outputsSchema, type Contract } from './schema';
import { toCamelFields } from './spelling';

/** An outputs file that is not what a deploy of this environment writes. */
export class ContractError extends Error {
  public constructor(file: string, reason: string, environment: string) {
    super(
      `${file} ${reason}\n` +
        `write it with: npx cdktf deploy ${environment} --outputs-file ${file}\n` +
        '(or look at the charts without a deploy: PREVIEW=1)',
    );
    this.name = 'ContractError';
  }
}

/**
 * Reads what `cdktf deploy --outputs-file` wrote for one environment.
 *
 * @throws {ContractError} if there is no file, or one that cannot be read, no JSON, another stack, or a field that is missing, unknown or malformed
 */
export function readContract(file: string, environment: string): Contract {
  if (!existsSync(file)) throw new ContractError(file, 'does not exist', environment);
  return parseContract(readText(file, environment), environment, file);
}

/**
 * Parses the text of an outputs file, `{ "<stack>": { "<output>": … } }`. Other stacks in it are left alone.
 *
 * @param source the name of the file, for messages
 * @throws {ContractError} as {@link readContract}
 */
export function parseContract(text: string, environment: string, source: string): Contract {
  const fail = (reason: string): never => {
    throw new ContractError(source, reason, environment);
  };
  if (text.trim() === '') fail('is empty');
  let stacks: unknown;
  try {
    stacks = JSON.parse(text);
  } catch (error) {
    fail(`is no JSON, or was cut off: ${(error as Error).message}`);
  }
  if (!isRecord(stacks)) return fail('must hold an object by stack name');
  const outputs = Object.hasOwn(stacks, environment) ? stacks[environment] : undefined;
  if (outputs === undefined) {
    return fail(`holds no outputs of stack "${environment}": it holds ${Object.keys(stacks).join(', ') || 'none'}`);
  }
  const version = isRecord(outputs) ? outputs['contract_version'] : undefined;
  if (typeof version === 'number' && version !== CONTRACT_VERSION) fail(ofAnotherRelease(version));
  const result = outputsSchema.safeParse(outputs);
  if (!result.success) {
    return fail(
      `does not hold the outputs this release expects:\n${formatProblems(toProblems(result.error.issues, outputs, outputsSchema))}`,
    );
  }
  if (result.data.environment !== environment) {
    fail(`says "environment": "${result.data.environment}" under stack "${environment}"`);
  }
  return toCamelFields(result.data);
}

/** What is wrong with outputs for an environment of this subscription; `undefined` where they are of it. */
export function subscriptionProblem(contract: Contract, subscriptionId: string): string | undefined {
  return subscriptionId.toLowerCase() === contract.subscriptionId.toLowerCase()
    ? undefined
    : `subscription_id: the environment says ${subscriptionId}, the outputs say ${contract.subscriptionId}`;
}

function ofAnotherRelease(version: number): string {
  const versions = `contract version ${version}, this one reads ${CONTRACT_VERSION}`;
  return version > CONTRACT_VERSION
    ? `was written by a newer release (${versions}): use that release`
    : `was written by a release before ${CONTRACT_SINCE} (${versions}): deploy the stack again with this one`;
}

function readText(file: string, environment: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ContractError(file, `cannot be read: ${(error as Error).message}`, environment);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
