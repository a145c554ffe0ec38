import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scriptOf } from '../helpers/script-of';

const ROOT = path.resolve(__dirname, '../..');
const OXLINT = scriptOf('oxlint');
const OXFMT = scriptOf('oxfmt');

/** An environment as an editor with other habits writes it, and one that types more than it must. */
const FILES: Readonly<Record<string, string>> = {
  'tabs.ts': [
    "import { EnvironmentInput } from '../config'",
    'import {team} from "./shared/team"',
    '',
    'const tabs : EnvironmentInput = {',
    '\t\'name\': "tabs",',
    '\tsubscriptionId: `11111111-1111-1111-1111-111111111111`, tags: { ...team, }',
    '}',
    '',
    '',
    'export { tabs as default }',
  ].join('\r\n'),
  'shared/team.ts': 'export let team={team:"blue"}',
};

let tree: string;
beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'layout-'));
  mkdirSync(path.join(tree, 'environments/shared'), { recursive: true });
  for (const file of ['.oxlintrc.json', '.oxfmtrc.json']) {
    copyFileSync(path.join(ROOT, file), path.join(tree, file));
  }
  for (const [file, text] of Object.entries(FILES)) writeFileSync(path.join(tree, 'environments', file), text);
});
afterAll(() => rmSync(tree, { recursive: true }));

/** Runs a tool of the project over the tree. */
function run(script: string, ...args: string[]): string {
  return spawnSync(process.execPath, [script, ...args], { cwd: tree, encoding: 'utf8' }).stdout;
}

test('the linter has nothing against another layout', () => {
  const report = JSON.parse(run(OXLINT, '--deny-warnings', '--format', 'json', '.')) as unknown;

  expect(report).toMatchObject({ diagnostics: [], number_of_files: Object.keys(FILES).length });
});

test('the formatter leaves each environment, and what they share, to its user', () => {
  // GIVEN
  writeFileSync(path.join(tree, 'environments/index.ts'), FILES['tabs.ts']!);

  // THEN
  expect(run(OXFMT, '--list-different')).toBe('environments/index.ts\n');
});
