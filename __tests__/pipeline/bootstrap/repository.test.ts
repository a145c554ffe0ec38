import { execFileSync } from 'node:child_process';
import { CommandMissingError, Runner } from '../../../pipeline';
import { repositoryOf, spelledByGitHub } from '../../../pipeline/bootstrap/repository';
import { answer, fail, startOf, type StandIn } from '../../fixtures/stand-ins/stand-in';
import { describeWith } from '../../helpers/require-tool';
import { scratchFolder } from '../../helpers/scratch';

/** A runner in a git repository with this remote, or without one. */
function runnerWithOrigin(url?: string): Runner {
  const git: StandIn<undefined> = (call) =>
    answer(call, { 'remote get-url origin': () => url ?? fail("error: No such remote 'origin'") });
  return new Runner({ directory: '/nowhere', start: startOf({ git }, undefined) });
}

test.each(['octo/shop', 'octo-org/shop.web', 'octo@123/shop@456'])('takes %s as it is', async (given) => {
  await expect(repositoryOf(runnerWithOrigin(), given)).resolves.toBe(given);
});

test.each(['shop', 'octo/shop/web', 'octo@123/shop', 'https://github.com/octo/shop', 'octo/sh op', 'octo/*'])(
  'refuses %s',
  async (given) => {
    await expect(repositoryOf(runnerWithOrigin(), given)).rejects.toThrow(
      `"--repository" must be <owner>/<repository> or <owner>@<id>/<repository>@<id> (got "${given}")`,
    );
  },
);

test.each([
  'https://github.com/octo/shop.git',
  'https://github.com/octo/shop',
  'git@github.com:octo/shop.git',
  'ssh://git@github.com/octo/shop.git',
])('reads origin %s', async (url) => {
  await expect(repositoryOf(runnerWithOrigin(url), undefined)).resolves.toBe('octo/shop');
});

test.each([undefined, 'https://gitlab.com/octo/shop.git', 'https://github.com.evil.example/octo/shop.git'])(
  'an origin that is none of GitHub asks for the flag: %s',
  async (url) => {
    await expect(repositoryOf(runnerWithOrigin(url), undefined)).rejects.toMatchObject({
      message: 'the git remote "origin" is no repository of GitHub',
      next: expect.stringContaining('--repository <owner>/<repository>'),
    });
  },
);

describeWith('git')('the git of this machine', () => {
  test('tells its origin, and fails without one', async () => {
    // GIVEN
    const directory = scratchFolder();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, stdio: 'ignore' });
    git('init');
    const runner = new Runner({ directory });

    // THEN
    await expect(repositoryOf(runner, undefined)).rejects.toThrow('is no repository of GitHub');
    git('remote', 'add', 'origin', 'git@github.com:octo/shop.git');
    await expect(repositoryOf(runner, undefined)).resolves.toBe('octo/shop');
  });
});

/** A runner whose GitHub CLI answers so. */
const answering = (answer: () => { exitCode: number; stdout: string }) => {
  const runner = new Runner({ directory: '/nowhere' });
  const run = jest
    .spyOn(runner, 'run')
    .mockImplementation(() => Promise.resolve().then(() => ({ stderr: '', ...answer() })));
  return { runner, run };
};
const missing = () => {
  throw new CommandMissingError('gh', 'install it');
};

describe('the spelling of GitHub', () => {
  test('is what the GitHub CLI says', async () => {
    const { runner, run } = answering(() => ({ exitCode: 0, stdout: 'Octo/Shop\n' }));

    await expect(spelledByGitHub(runner, 'octo/shop')).resolves.toBe('Octo/Shop');
    expect(run).toHaveBeenCalledWith('gh', ['api', 'repos/octo/shop', '--jq', '.full_name'], { allowFailure: true });
  });

  test('is in a repository with its ids already', async () => {
    const { runner, run } = answering(missing);

    await expect(spelledByGitHub(runner, 'Octo@1/Shop@2')).resolves.toBe('Octo@1/Shop@2');
    expect(run).not.toHaveBeenCalled();
  });

  test.each<[string, Parameters<typeof answering>[0]]>([
    ['is not there', missing],
    ['is not logged in', () => ({ exitCode: 4, stdout: 'To get started with GitHub CLI, please run: gh auth login' })],
    ['answers with something else', () => ({ exitCode: 0, stdout: '<html>' })],
  ])('is unknown where the GitHub CLI %s', async (_, answer) => {
    await expect(spelledByGitHub(answering(answer).runner, 'octo/shop')).resolves.toBeUndefined();
  });
});
