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

test('GitHub’s checker has nothing against the workflows and actions', () => {
  // GIVEN
  const files = [...workflows(), ...actions()];

  // WHEN
  const complaints = check(Object.fromEntries(files.map(({ name, text }) => [name, text])));

  // THEN
  expect(files.map(({ name }) => name)).toEqual([
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
  expect(complaints).toEqual(Object.fromEntries(files.map(({ name }) => [name, []])));
});

test.each([
  ['an unknown key', 'steps:\n      - rnu: echo', "line 6: Unexpected value 'rnu'"],
  ['an unknown permission', 'permissions:\n      contentss: read\n    steps:\n      - run: echo', 'contentss'],
  ['an output nobody sets', 'steps:\n      - run: echo ${{ steps.nobody.outputs.x }}', 'nobody'],
  ['an expression that does not parse', 'steps:\n      - if: ${{ github. }}\n        run: echo', 'Unexpected'],
])('it would have something against %s', (_what, job, complaint) => {
  // GIVEN
  const name = '.github/workflows/bad.yml';
  const workflow = `on: push\njobs:\n  job:\n    runs-on: ubuntu-24.04\n    ${job}\n`;

  // THEN
  expect(check({ [name]: workflow })[name]).toContainEqual(expect.stringContaining(complaint));
});
