import { execFileSync } from 'node:child_process';
import { Runner } from '../../../pipeline';
import { repositoryOf } from '../../../pipeline/bootstrap/repository';
import { scratchFolder } from '../../helpers/scratch';

/** A git repository with a remote, or without. */
function runnerWithOrigin(url?: string): Runner {
  const directory = scratchFolder();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, stdio: 'ignore' });
  git('init');
  if (url !== undefined) git('remote', 'add', 'origin', url);
  return new Runner({ directory });
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
