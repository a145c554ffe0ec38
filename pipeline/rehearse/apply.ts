import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailedError, PipelineError, type Runner } from '../run';
import { formatDiagnostic, type StackJson } from '../terraform';
import type { MockedValues } from './mocks';
import { OVERRIDE_FILE, rehearsalOverride, rehearsalTest, TEST_FILE } from './test-file';
import { readTestOutput, type TestOutput } from './test-output';

/** A provider refuses the stack. The message names each resource and argument. */
export class RehearsalRefusedError extends PipelineError {
  public constructor(environment: string, complaints: readonly string[]) {
    super(
      `stack "${environment}" would not be applied:\n${complaints.map((complaint) => `  - ${complaint}`).join('\n')}`,
      'fix the environment or the construct named, and rehearse again',
    );
  }
}

/** What stands in for Azure, by address. */
export interface Mocked {
  /** Attributes that are known after an apply alone. */
  readonly values: ReadonlyMap<string, MockedValues>;
  /** Blocks that Azure adds. */
  readonly blocks: ReadonlyMap<string, MockedValues>;
}

/**
 * Applies a stack that is initialized against mocked providers.
 *
 * @throws {RehearsalRefusedError} if a check of Terraform or of a provider refuses it
 */
export async function mockedApply(
  runner: Runner,
  stackFolder: string,
  environment: string,
  stack: StackJson,
  { values, blocks }: Mocked,
): Promise<Required<TestOutput>> {
  const file = path.join(stackFolder, TEST_FILE);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, jsonText(rehearsalTest(stack, values)));
  await writeFile(path.join(stackFolder, OVERRIDE_FILE), jsonText(rehearsalOverride(stack, blocks)));
  const args = [`-chdir=${stackFolder}`, 'test', `-filter=${TEST_FILE}`, '-json', '-verbose', '-no-color'];
  const { stdout, stderr, exitCode } = await runner.run('terraform', args, { timeoutMs: 300_000, allowFailure: true });
  const { diagnostics, state, passed } = readTestOutput(stdout);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new RehearsalRefusedError(
      environment,
      errors.map((diagnostic) => formatDiagnostic(diagnostic, stack)),
    );
  }
  if (exitCode !== 0 || !passed || !state) {
    throw new CommandFailedError(
      `terraform ${args.join(' ')}`,
      exitCode,
      stderr || 'it printed neither a state nor an error',
      'run it by hand without -json to see more',
    );
  }
  return { diagnostics, state, passed };
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
