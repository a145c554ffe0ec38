import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '../../docs/source-text';

const ROOT = path.join(__dirname, '..', '..');
const { ROOMS } = jest.requireActual<{ ROOMS: readonly string[] }>('../realm/runtime.cjs');

/** What begins at the start of a line and can be another thing at the next call: a variable, or something empty to be filled. */
const KEEPS = /^(?:export )?(?:let |const \w+[^=]*= (?:new (?:Map|Set)(?:<.*>)?\(\)|\[\]|\{\}))/m;

// A library that keeps something answers a caller by what it was asked before, and one test by what another did.
test('no module of the rooms that stay loaded keeps anything between calls', () => {
  const files = sourceFiles(...ROOMS);

  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => KEEPS.test(readFileSync(path.join(ROOT, file), 'utf8')))).toEqual([]);
});

test.each([
  'let last = 1;',
  'export let last: string;',
  'const known = new Map<string, Cidr>();',
  'const all: Cidr[] = [];',
])('is one that keeps something: %s', (line) => {
  expect(KEEPS.test(`import { a } from 'b';\n${line}\n`)).toBe(true);
});

test('what is filled at once, or is in a function, is none', () => {
  expect(KEEPS.test("const names = new Set(['a']);\nfunction f() {\n  let a = 1;\n}\n")).toBe(false);
});
