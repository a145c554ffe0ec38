import { appendFileSync, cpSync } from 'node:fs';
import path from 'node:path';
import { ProjectCopy } from '../helpers/project-copy';

const project = new ProjectCopy();
for (const folder of ['docs', 'apply-path']) {
  cpSync(path.join(__dirname, '..', '..', folder), path.join(project.dir, folder), { recursive: true });
}
afterAll(() => project.remove());

const docs = (...words: readonly string[]) => project.node(['--import', 'tsx', 'docs/write.ts', ...words]);
const PAGE = 'docs/environment.md';

test('npm run docs -- --check tells a page that was changed by hand, and without the flag writes it anew', () => {
  // GIVEN
  const before = project.read(PAGE);
  appendFileSync(path.join(project.dir, PAGE), 'By hand.\n');

  // WHEN
  const checked = docs('environment', '--check');
  const kept = project.read(PAGE);
  const written = docs('environment');

  // THEN
  expect(checked).toEqual({
    status: 1,
    stdout: '',
    stderr: `error: ${PAGE} is not what the sources say: npm run docs writes it\n`,
  });
  expect(kept).toBe(`${before}By hand.\n`);
  expect(written).toEqual({
    status: 0,
    stdout: 'wrote 1 of 1 files, the others are what the sources say\n',
    stderr: '',
  });
  expect(project.read(PAGE)).toBe(before);
});

test('npm run docs knows its parts', () => {
  expect(docs('nothing')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^error: no part nothing: there are environment, /),
  });
});
