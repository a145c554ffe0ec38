import { coerce, gte } from 'semver';
import { CancelledError, PipelineError, WrongVersionError } from './errors';
import type { Runner } from './runner';
import { TOOLS, type Tool, type ToolName } from './tools';

/**
 * What is wrong with the tools named: missing ones, old ones, ones that do not run. Nothing is thrown, so that all are told
 * at once.
 */
export async function toolProblems(runner: Runner, names: readonly ToolName[]): Promise<PipelineError[]> {
  const problems = await Promise.all(names.map((name) => toolProblem(runner, name)));
  return problems.filter((problem) => problem !== undefined);
}

async function toolProblem(runner: Runner, name: ToolName): Promise<PipelineError | undefined> {
  const { minimum, versionArgs, version, install }: Tool = TOOLS[name];
  try {
    const { stdout } = await runner.run(name, versionArgs, { timeoutMs: 60_000, next: install });
    const found = coerce(version.exec(stdout)?.[1]);
    return found !== null && gte(found, minimum)
      ? undefined
      : new WrongVersionError(name, found?.version ?? 'unknown', minimum, install);
  } catch (error) {
    if (error instanceof PipelineError && !(error instanceof CancelledError)) return error;
    throw error;
  }
}
