import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';
import { workflows } from '../helpers/workflows';

const { content } = workflows().find(({ name }) => name.endsWith('/refresh.yml'))!;
const { ask, 'pull-request': pullRequest } = content.jobs!;

test('who asks Azure may not write, and who writes runs no code of the project', () => {
  expect(ask!.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  expect(pullRequest!.permissions).toEqual({ contents: 'write', 'pull-requests': 'write' });
  const used = pullRequest!.steps!.flatMap(({ uses }) => uses ?? []);
  expect(used.filter((action) => action.startsWith('./'))).toEqual([]);
  expect(pullRequest!.steps!.flatMap(({ run }) => run ?? []).join('\n')).not.toMatch(/^\s*(?:npm|npx|node)\b/m);
});

test('it runs by a schedule and by hand', () => {
  expect(content.on).toMatchObject({ schedule: [{ cron: expect.any(String) }], workflow_dispatch: null });
});

/** A checkout with tables as an artifact left them, beside the repository it came from. */
function checkout(tables: string) {
  const directory = scratchFolder();
  const [origin, work] = ['origin.git', 'work'].map((name) => path.join(directory, name)) as [string, string];
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: work,
      encoding: 'utf8',
    });
  mkdirSync(path.join(work, 'config/tables'), { recursive: true });
  mkdirSync(path.join(work, 'report'));
  writeFileSync(path.join(work, 'config/tables/models.json'), 'old\n');
  execFileSync('git', ['init', '--quiet', '--bare', origin]);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', 'config');
  git('commit', '--quiet', '--message', 'start');
  git('remote', 'add', 'origin', origin);
  writeFileSync(path.join(work, 'config/tables/models.json'), tables);
  writeFileSync(path.join(work, 'report/refresh.txt'), 'models.json: changed\n');
  return { directory, work, git };
}

/** Runs the script with a `gh` that writes down what it is asked, and knows this many open pull requests. */
function run({ directory, work }: ReturnType<typeof checkout>, open: number): { status: number | null; asked: string } {
  const bin = path.join(directory, 'bin');
  const asked = path.join(directory, 'asked');
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    path.join(bin, 'gh'),
    `#!/bin/sh\necho "gh $*" >> '${asked}'\n[ "$2" = list ] && echo ${open}\nexit 0\n`,
  );
  chmodSync(path.join(bin, 'gh'), 0o755);
  const { status, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', pullRequest!.steps!.at(-1)!.run!],
    {
      cwd: work,
      env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH']}`, BRANCH: 'refresh-tables' },
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  return { status, asked: existsSync(asked) ? readFileSync(asked, 'utf8') : '' };
}

describeWith('git')('the pull request', () => {
  test('is not opened where nothing has changed', () => {
    expect(run(checkout('old\n'), 0)).toEqual({ status: 0, asked: '' });
  });

  test('holds the tables and nothing else, and what became of them', () => {
    // GIVEN
    const place = checkout('new\n');

    // WHEN
    const { status, asked } = run(place, 0);

    // THEN
    expect(status).toBe(0);
    expect(place.git('diff', '--name-only', 'main', 'origin/refresh-tables')).toBe('config/tables/models.json\n');
    expect(place.git('show', 'origin/refresh-tables:config/tables/models.json')).toBe('new\n');
    expect(asked).toContain('gh pr create --head refresh-tables --title Refresh the dated tables --body-file body.md');
    expect(readFileSync(path.join(place.work, 'body.md'), 'utf8')).toContain('models.json: changed');
  });

  test('is brought up to date where one is open', () => {
    // GIVEN one of an earlier run
    const place = checkout('new\n');
    run(place, 0);
    place.git('switch', '--quiet', 'main');
    writeFileSync(path.join(place.work, 'config/tables/models.json'), 'newer\n');

    // WHEN
    const { status, asked } = run(place, 1);

    // THEN
    expect(status).toBe(0);
    expect(place.git('show', 'origin/refresh-tables:config/tables/models.json')).toBe('newer\n');
    expect(asked.match(/gh pr (?:create|edit)/g)).toEqual(['gh pr create', 'gh pr edit']);
  });
});
