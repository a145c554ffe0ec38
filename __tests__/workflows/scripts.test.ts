import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';
import { actions, stepsOf, workflows, type Step } from '../helpers/workflows';

/** Makes a script of a workflow a function of what GitHub hands it. */
function scripted(script: string): (...args: unknown[]) => Promise<void> {
  // oxlint-disable-next-line typescript/no-implied-eval -- the script of the workflow is what is tested
  return new Function('require', 'github', 'context', `return (async () => {${script}})();`) as (
    ...args: unknown[]
  ) => Promise<void>;
}

/** The step whose script holds some text, of whichever file. */
function stepWith(text: string): Step {
  const steps = [...workflows(), ...actions()].flatMap(stepsOf);
  const found = steps.filter((step) => (step.run ?? step.with?.script)?.includes(text));
  if (found.length !== 1) throw new Error(`${found.length} steps hold "${text}"`);
  return found[0]!;
}

/** Runs a script as a runner of GitHub does: in bash, which stops at the first failure. */
function bash(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const outputs = path.join(cwd, 'github-output');
  writeFileSync(outputs, '');
  const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { ...process.env, GITHUB_OUTPUT: outputs, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, outputs: readFileSync(outputs, 'utf8') };
}

describeWith('bash')('the confirmation of a destroy', () => {
  const script = stepWith('$CONFIRMATION').run!;

  test.each([
    ['dev', 0],
    ['prod', 1],
    ['', 1],
    ['dev ', 1],
    ['$ENVIRONMENT', 1],
  ])('typing "%s" for dev ends with %d', (typed, expected) => {
    const { status, stdout } = bash(script, scratchFolder(), { ENVIRONMENT: 'dev', CONFIRMATION: typed });
    expect(status).toBe(expected);
    expect(stdout).toMatch(expected === 0 ? /^$/ : /^::error::.*nothing was changed/);
  });
});

describeWith('bash', 'jq')('the look at the state', () => {
  test.each([
    ['azurerm', 'true', 0, 'true'],
    ['local', 'true', 1, 'false'],
    ['local', 'false', 0, 'false'],
  ])('a state in %s, required %s: ends with %d', (backend, required, expected, remote) => {
    // GIVEN
    const directory = scratchFolder();
    const stack = path.join(directory, 'cdktf.out/stacks/dev');
    mkdirSync(stack, { recursive: true });
    writeFileSync(path.join(stack, 'cdk.tf.json'), JSON.stringify({ terraform: { backend: { [backend]: {} } } }));
    const script = stepWith('has("azurerm")').run!.replace('npx --no-install cdktf synth', 'true');

    // WHEN
    const { status, stdout, outputs } = bash(script, directory, { ENVIRONMENT: 'dev', REQUIRED: required });

    // THEN
    expect(status).toBe(expected);
    expect(outputs).toBe(`remote=${remote}\n`);
    expect(stdout.includes('::error::environment dev keeps its state in a file')).toBe(expected === 1);
  });
});

describe('the comment of a plan', () => {
  interface Comment {
    readonly id: number;
    readonly user: { readonly type: string };
    readonly body: string;
  }

  /** Runs the script over plans and the comments there are; returns what it wrote. */
  async function comment(plans: Readonly<Record<string, string>>, comments: readonly Comment[]) {
    const directory = scratchFolder();
    mkdirSync(path.join(directory, 'plan'));
    for (const [name, text] of Object.entries(plans)) writeFileSync(path.join(directory, 'plan', `${name}.txt`), text);
    const written: { readonly verb: string; readonly comment_id?: number; readonly body: string }[] = [];
    const write = (verb: string) => (call: { comment_id?: number; body: string }) => {
      written.push({ verb, ...(call.comment_id !== undefined && { comment_id: call.comment_id }), body: call.body });
      return Promise.resolve();
    };
    const github = {
      paginate: () => Promise.resolve(comments),
      rest: { issues: { listComments: {}, createComment: write('create'), updateComment: write('update') } },
    };
    const context = {
      repo: { owner: 'octo', repo: 'shop' },
      issue: { number: 7 },
      payload: { pull_request: { head: { sha: 'abcdef0123456789' } } },
    };
    const before = process.cwd();
    process.chdir(directory);
    try {
      const script = stepWith('listComments').with!.script!;
      await scripted(script)(require, github, context);
    } finally {
      process.chdir(before);
    }
    return written;
  }

  test('is made once for each environment', async () => {
    // WHEN
    const written = await comment(
      { dev: 'plan of dev: 0 to replace, 3 to create\n  create x\n', prod: 'plan of prod: nothing would change\n' },
      [],
    );

    // THEN
    expect(written.map(({ verb }) => verb)).toEqual(['create', 'create']);
    expect(written[0]!.body).toMatch(/^<!-- plan of dev -->\n\*\*dev\*\*: 0 to replace, 3 to create \(abcdef0,/);
    expect(written[1]!.body).toMatch(/^<!-- plan of prod -->\n\*\*prod\*\*: nothing would change \(/);
  });

  test('is updated the next time, and nobody else’s comment is', async () => {
    // GIVEN
    const comments = [
      { id: 1, user: { type: 'User' }, body: '<!-- plan of dev -->\nquoted by a person' },
      { id: 2, user: { type: 'Bot' }, body: '<!-- plan of prod -->\n' },
      { id: 3, user: { type: 'Bot' }, body: '<!-- plan of dev -->\nthe last one' },
    ];

    // WHEN
    const written = await comment({ dev: 'plan of dev: 1 to create' }, comments);

    // THEN
    expect(written).toEqual([
      { verb: 'update', comment_id: 3, body: expect.stringContaining('plan of dev: 1 to create') },
    ]);
  });

  test('is cut where GitHub would refuse it', async () => {
    const [written] = await comment({ dev: 'a'.repeat(100_000) }, []);
    expect(written!.body.length).toBeLessThan(65_536);
    expect(written!.body).toContain('the rest is in the artifact');
  });

  test('is not made where there is no plan', async () => {
    await expect(comment({}, [])).resolves.toEqual([]);
  });
});

interface Issue {
  readonly number: number;
  readonly user: { readonly type: string };
  readonly body: string;
}

const ours = (environment: string, number: number): Issue => ({
  number,
  user: { type: 'Bot' },
  body: `<!-- drift of ${environment} -->\nthe last one`,
});

/** Runs the script over what was found and the issues that are open; returns what it did. */
async function issues(found: Readonly<Record<string, string>>, open: readonly Issue[]) {
  const directory = scratchFolder();
  mkdirSync(path.join(directory, 'drift'));
  for (const [file, text] of Object.entries(found)) writeFileSync(path.join(directory, 'drift', file), text);
  const done: object[] = [];
  const does = (verb: string) => (call: object) => Promise.resolve(void done.push({ verb, ...call }));
  const github = {
    paginate: () => Promise.resolve(open),
    rest: {
      issues: { listForRepo: {}, create: does('create'), update: does('update'), createComment: does('comment') },
    },
  };
  const before = process.cwd();
  process.chdir(directory);
  try {
    await scripted(stepWith('listForRepo').with!.script!)(require, github, { repo: { owner: 'octo', repo: 'shop' } });
  } finally {
    process.chdir(before);
  }
  return done;
}

describe('the issue of a drift', () => {
  test('is opened once for each environment whose world has moved', async () => {
    const done = await issues({ 'dev.moved.txt': 'plan of dev: 1 to update\n', 'prod.same.txt': 'nothing' }, []);

    expect(done).toEqual([
      {
        verb: 'create',
        owner: 'octo',
        repo: 'shop',
        title: 'dev has drifted',
        body: expect.stringMatching(/^<!-- drift of dev -->\n[^]*plan of dev: 1 to update/),
      },
    ]);
  });

  test('is kept up to date while it is open, and nobody else’s is touched', async () => {
    const open = [{ ...ours('dev', 1), user: { type: 'User' } }, ours('prod', 2), ours('dev', 3)];

    const done = await issues({ 'dev.moved.txt': 'plan of dev: 2 to update' }, open);

    expect(done).toMatchObject([{ verb: 'update', issue_number: 3, body: expect.stringContaining('2 to update') }]);
    expect(done[0]).not.toHaveProperty('state');
  });

  test('is closed once the world is as it should be', async () => {
    const done = await issues({ 'dev.same.txt': 'plan of dev: nothing would change' }, [
      ours('dev', 3),
      ours('prod', 4),
    ]);

    expect(done).toMatchObject([
      { verb: 'comment', issue_number: 3 },
      { verb: 'update', issue_number: 3, state: 'closed' },
    ]);
  });

  test('stays as it is where nothing was found', async () => {
    await expect(issues({}, [ours('dev', 3)])).resolves.toEqual([]);
  });
});

/** Runs the script of a step with an `npm` that plans with this exit code, and returns the files of the folder. */
function runWithNpm(script: string, folder: string, code: number) {
  const directory = scratchFolder();
  const npm = path.join(directory, 'npm');
  writeFileSync(npm, `#!/bin/sh\necho "$*"\nexit ${code}\n`);
  chmodSync(npm, 0o755);
  const { status } = bash(script, directory, {
    ENVIRONMENT: 'dev',
    ALLOW_REPLACE: 'a.b c.d["x"]',
    PATH: `${directory}${path.delimiter}${process.env['PATH']}`,
  });
  const place = path.join(directory, folder);
  const files = existsSync(place) ? readdirSync(place) : [];
  return {
    status,
    files: Object.fromEntries(files.map((file) => [file, readFileSync(path.join(place, file), 'utf8')])),
  };
}

describeWith('bash')('what a workflow makes of a plan', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 0],
  ])('plan that exits %d is worth %d to a pull request', (code, status) => {
    expect(runWithNpm(stepWith('--state-only').run!, 'plan', code)).toEqual({
      status,
      files: { 'dev.txt': 'run --silent plan -- dev --state-only\n' },
    });
  });

  test.each([
    [0, 0, 'dev.same.txt'],
    [2, 0, 'dev.moved.txt'],
    [1, 1, 'plan.txt'],
  ])('plan that exits %d is worth %d to a drift, and %s', (code, status, file) => {
    expect(runWithNpm(stepWith('drift/plan.txt').run!, 'drift', code)).toEqual({
      status,
      files: { [file]: 'run --silent plan -- dev\n' },
    });
  });

  test('deploy gets each address that may be replaced', () => {
    const script = `${stepWith('$ALLOW_REPLACE').run!.trimEnd()} > said.txt`;

    expect(runWithNpm(`mkdir out; ${script}; mv said.txt out/`, 'out', 0).files).toEqual({
      'said.txt': 'run deploy -- dev --allow-replace a.b --allow-replace c.d["x"]\n',
    });
  });
});
