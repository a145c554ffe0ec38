import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';
import { actions, stepsOf, workflows, type Step } from '../helpers/workflows';

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
      const script = stepWith('createComment').with!.script!;
      // oxlint-disable-next-line typescript/no-implied-eval -- the script of the workflow is what is tested
      const run = new Function('require', 'github', 'context', `return (async () => {${script}})();`) as (
        ...args: unknown[]
      ) => Promise<void>;
      await run(require, github, context);
    } finally {
      process.chdir(before);
    }
    return written;
  }

  test('is made once for each environment', async () => {
    // WHEN
    const written = await comment(
      { dev: 'x\nPlan: 3 to add, 0 to change, 0 to destroy.\n', prod: 'No changes. Fine.' },
      [],
    );

    // THEN
    expect(written.map(({ verb }) => verb)).toEqual(['create', 'create']);
    expect(written[0]!.body).toMatch(
      /^<!-- plan of dev -->\n\*\*dev\*\*: Plan: 3 to add, 0 to change, 0 to destroy\. \(abcdef0,/,
    );
    expect(written[1]!.body).toMatch(/^<!-- plan of prod -->\n\*\*prod\*\*: No changes\. Fine\./);
  });

  test('is updated the next time, and nobody else’s comment is', async () => {
    // GIVEN
    const comments = [
      { id: 1, user: { type: 'User' }, body: '<!-- plan of dev -->\nquoted by a person' },
      { id: 2, user: { type: 'Bot' }, body: '<!-- plan of prod -->\n' },
      { id: 3, user: { type: 'Bot' }, body: '<!-- plan of dev -->\nthe last one' },
    ];

    // WHEN
    const written = await comment({ dev: 'Plan: 1 to add' }, comments);

    // THEN
    expect(written).toEqual([{ verb: 'update', comment_id: 3, body: expect.stringContaining('Plan: 1 to add') }]);
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
