import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../pipeline';

const ROOT = path.join(__dirname, '..', '..');

/** What npm runs by these names, of the project's own making: each is Node on a file of ours. */
const OWN = Object.entries(
  (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts,
).filter(([, script]) => /^node .*\.ts\b/.test(script));

// The commands of the pipeline are asked in its own tests, in one process; one of them stands for all here.
// What explains them all is read in the tests of the words.
const ASKED = OWN.filter(([name]) => name === 'deploy' || !(name in COMMANDS || name === 'help'));

test('what is asked below is every script of our own', () => {
  expect(ASKED.map(([name]) => name)).toEqual(['synth', 'test:cdktn', 'deploy', 'bench', 'docs', 'compare', 'import']);
  expect(OWN.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(COMMANDS)));
});

// Both words at once: a script that knew one of them alone would refuse the other.
test.each(ASKED)('npm run %s -- -h --help explains it and does nothing else', (name, script) => {
  // WHEN
  const [, ...words] = script.split(' ');
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words, '-h', '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
  });

  // THEN
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Usage: npm run ${name}\\b`));
  expect(stdout.trim().split('\n').length).toBeGreaterThan(2);
});
