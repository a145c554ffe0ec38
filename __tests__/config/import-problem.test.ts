import { importProblem } from '../../config';

const FOLDER = '/home/you/shop/environments';

function problem(error: unknown, text = ''): string {
  return importProblem(error, FOLDER, 'bad.ts', text);
}

function thrown(error: Error, ...frames: string[]): Error {
  error.stack = [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

test('a file that does not parse is told with the line', () => {
  const message = `Transform failed with 1 error:\n${FOLDER}/bad.ts:3:2: ERROR: Expected "}" but found "b"`;

  expect(problem(new Error(message))).toBe('environments/bad.ts:3 does not parse: Expected "}" but found "b"');
});

test.each([
  `<anonymous> (${FOLDER}/bad.ts:4:23)`,
  `${FOLDER}/bad.ts:4:23`,
  `file://${FOLDER}/bad.ts:4:23`,
  `Object.<anonymous> (file://${FOLDER}/bad.ts:4:23)`,
])('a file that throws is told with the line of %s', (frame) => {
  const error = thrown(new TypeError('x is not a function'), '/home/you/shop/config/parse.ts:9:1', frame);

  expect(problem(error)).toBe('environments/bad.ts:4 throws TypeError: x is not a function');
});

test('a file that throws in what it shares is told with the place there', () => {
  const error = thrown(new RangeError('no'), `fail (${FOLDER}/shared/tags.ts:2:9)`, `${FOLDER}/bad.ts:1:1`);

  expect(problem(error)).toBe('environments/shared/tags.ts:2 throws RangeError: no');
});

test('a file that throws from elsewhere, or no error, is told all the same', () => {
  expect(problem(thrown(new Error('no'), '/home/you/shop/environments-old/bad.ts:1:1'))).toBe('throws Error: no');
  expect(problem('no')).toContain('throws Error: no');
});

test.each([['\n'], ['\r\n']])('a file that imports what is not there is told with the line, ended by %j', (end) => {
  const text = ["import type { EnvironmentInput } from '../config';", "import { tags } from './shared/tag';"].join(end);
  const error = new Error(`Cannot find module './shared/tag'\nRequire stack:\n- ${FOLDER}/bad.ts`);

  expect(problem(error, text)).toBe("environments/bad.ts:2 imports './shared/tag', which cannot be found");
});
