import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { actions, workflows } from '../helpers/workflows';

const CHECKER = path.join(__dirname, '..', 'helpers', 'lint-workflows.mts');

/** What GitHub's own checker says of files, by name. */
function check(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', CHECKER], {
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the checker did not run: ${stderr}`);
  return JSON.parse(stdout) as Record<string, string[]>;
}

const files = [...workflows(), ...actions()];

/** What makes a job wrong, by the name of its workflow's file, and what is said of it. */
const BAD: Readonly<Record<string, readonly [job: string, complaint: string]>> = {
  'unknown-key.yml': ['steps:\n      - rnu: echo', "line 6: Unexpected value 'rnu'"],
  'unknown-permission.yml': ['permissions:\n      contentss: read\n    steps:\n      - run: echo', 'contentss'],
  'output-nobody-sets.yml': ['steps:\n      - run: echo ${{ steps.nobody.outputs.x }}', 'nobody'],
  'expression-that-does-not-parse.yml': ['steps:\n      - if: ${{ github. }}\n        run: echo', 'Unexpected'],
};

let complaints: Record<string, string[]>;
beforeAll(() => {
  const bad = Object.entries(BAD).map(([name, [job]]) => [
    name,
    `on: push\njobs:\n  job:\n    runs-on: ubuntu-24.04\n    ${job}\n`,
  ]);
  complaints = check(Object.fromEntries([...files.map(({ name, text }) => [name, text]), ...bad]));
});

test('GitHub’s checker has nothing against the workflows and actions', () => {
  expect(files.map(({ name }) => name)).toEqual([
    '.github/workflows/cdktn.yml',
    '.github/workflows/deploy.yml',
    '.github/workflows/destroy.yml',
    '.github/workflows/drift.yml',
    '.github/workflows/mutation.yml',
    '.github/workflows/plan.yml',
    '.github/workflows/refresh.yml',
    '.github/workflows/test.yml',
    '.github/actions/azure-login/action.yml',
    '.github/actions/environments/action.yml',
    '.github/actions/node/action.yml',
    '.github/actions/remote-state/action.yml',
    '.github/actions/setup/action.yml',
  ]);
  expect(files.flatMap(({ name }) => complaints[name])).toEqual([]);
});

test.each(Object.entries(BAD))('it has something against %s', (name, [, complaint]) => {
  expect(complaints[name]).toContainEqual(expect.stringContaining(complaint));
});
