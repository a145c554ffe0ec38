import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { PipelineError, type Runner } from '../run';

/** @see https://developer.hashicorp.com/terraform/language/syntax/json */
const BLOCKS = new Set([
  '//',
  'check',
  'data',
  'ephemeral',
  'import',
  'locals',
  'module',
  'moved',
  'output',
  'provider',
  'removed',
  'resource',
  'terraform',
  'variable',
]);

/**
 * Reads a Terraform configuration in JSON.
 *
 * @throws {PipelineError} if the file is not there, or holds something else
 */
export function readTerraform(runner: Runner, file: string): unknown {
  const text = readText(runner, file);
  const next = 'name a configuration in Terraform’s JSON syntax, such as the cdk.tf.json that a synthesis writes';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new PipelineError(`${file} is no JSON: ${(error as Error).message}`, next);
  }
  if (!isObject(json)) throw new PipelineError(`${file} must hold an object`, next);
  const strange = Object.keys(json).filter((key) => !BLOCKS.has(key));
  if (strange.length > 0) {
    throw new PipelineError(`${file} is no Terraform configuration: it holds ${strange.slice(0, 5).join(', ')}`, next);
  }
  return json;
}

/**
 * Reads Kubernetes objects in YAML. What stands between two separators and says nothing is none.
 *
 * @throws {PipelineError} if the file is not there, or holds something else
 */
export function readManifests(runner: Runner, file: string): unknown[] {
  const next = 'name a file of Kubernetes objects, as `kubectl apply` takes it';
  // YAML 1.1, as Kubernetes reads it.
  return parseAllDocuments(readText(runner, file), { version: '1.1' }).flatMap((document, index) => {
    const where = `${file}, document ${index + 1}`;
    const [problem] = document.errors;
    if (problem) throw new PipelineError(`${where}: ${problem.message.split('\n')[0]}`, next);
    let object: unknown;
    try {
      object = document.toJS();
    } catch (error) {
      throw new PipelineError(`${where}: ${(error as Error).message}`, next);
    }
    if (object === null || object === undefined) return [];
    if (!isObject(object) || typeof object['kind'] !== 'string' || typeof object['apiVersion'] !== 'string') {
      throw new PipelineError(`${where} must be a Kubernetes object, with apiVersion and kind`, next);
    }
    return [object];
  });
}

function readText(runner: Runner, file: string): string {
  try {
    return readFileSync(path.resolve(runner.directory, file), 'utf8');
  } catch (error) {
    throw new PipelineError(`${file} cannot be read: ${(error as Error).message}`, 'name a file that is there');
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
