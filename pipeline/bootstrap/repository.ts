import { CommandMissingError, PipelineError, UsageError, type Runner } from '../run';

const NAME = String.raw`[\w.-]+`;
const REPOSITORY = new RegExp(`^${NAME}(?:@\\d+/${NAME}@\\d+|/${NAME})$`);
const REMOTE = new RegExp(`^(?:https://(?:[^@/]+@)?|git@|ssh://git@)github\\.com[:/](${NAME}/${NAME}?)(?:\\.git)?/?$`);

const NEXT = 'say which: npm run bootstrap -- <environment> --repository <owner>/<repository>';

/**
 * The GitHub repository whose workflows are to be let in: the one given, or that of the git remote "origin".
 *
 * A repository that was created, renamed or transferred since July 2026 presents itself with its ids,
 * `<owner>@<id>/<repository>@<id>`, and has to be given like that.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
 * @throws {UsageError} if what is given is no repository
 * @throws {PipelineError} if nothing is given and origin is none of GitHub
 */
export async function repositoryOf(runner: Runner, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    if (REPOSITORY.test(given)) return given;
    throw new UsageError(
      `"--repository" must be <owner>/<repository> or <owner>@<id>/<repository>@<id> (got "${given}")`,
      NEXT,
    );
  }
  const { stdout, exitCode } = await runner.run('git', ['remote', 'get-url', 'origin'], { allowFailure: true });
  const repository = REMOTE.exec(stdout.trim())?.[1]?.replace(/\.git$/, '');
  if (exitCode === 0 && repository !== undefined) return repository;
  throw new PipelineError('the git remote "origin" is no repository of GitHub', NEXT);
}

/**
 * A repository in the letters in which GitHub presents it: a federated credential tells "Octo" from "octo", and a git remote
 * does not. The GitHub CLI is asked.
 *
 * @returns `undefined` where it is not there, or not logged in; one with its ids was taken from GitHub already
 */
export async function spelledByGitHub(runner: Runner, repository: string): Promise<string | undefined> {
  if (repository.includes('@')) return repository;
  try {
    const args = ['api', `repos/${repository}`, '--jq', '.full_name'];
    const { stdout, exitCode } = await runner.run('gh', args, { allowFailure: true });
    return exitCode === 0 && REPOSITORY.test(stdout.trim()) ? stdout.trim() : undefined;
  } catch (error) {
    if (error instanceof CommandMissingError) return undefined;
    throw error;
  }
}
