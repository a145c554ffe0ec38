import * as fc from 'fast-check';
import { nearest } from '../../model';

test.each([
  ['worshop', 'workshop'],
  ['Dev', 'dev'],
  ['DEV', 'dev'],
  ['prodution', 'production'],
  ['deb', 'dev'],
])('%s is taken for %s', (word, meant) => {
  expect(nearest(word, ['dev', 'workshop', 'production'])).toBe(meant);
});

test.each(['moon', '', 'prod', '../config/index', 'd'])('%j is a slip of the finger for none', (word) => {
  expect(nearest(word, ['dev', 'workshop', 'production'])).toBeUndefined();
});

test('of several it is the nearest', () => {
  expect(nearest('stagin', ['staging-2', 'staging', 'stage'])).toBe('staging');
});

test('nothing is near where nothing is allowed', () => {
  expect(nearest('dev', [])).toBeUndefined();
});

test('a word that is allowed is its own nearest', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
      for (const word of words) expect(nearest(word, words)).toBe(word);
    }),
  );
});
