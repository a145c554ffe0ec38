import { costOfOne, exponent } from '../../bench/growth';
import { isMet, toMarkdown } from '../../bench/table';

const timesOf = (time: (size: number) => number) => new Map([1, 4, 16, 64].map((size) => [size, time(size)]));

test.each([
  ['a straight line', (size: number) => 300 + 20 * size, 1],
  ['a square', (size: number) => 300 + 10 * (size - 1) ** 2, 2],
  ['a root', (size: number) => 300 + 30 * (size - 1) ** 0.5, 0.5],
  [
    'a line whose smallest sizes are lost in the noise',
    (size: number) => (size === 4 ? 299 : 300 + 10 * (size - 1)),
    1,
  ],
])('the exponent of %s is told, whatever the start takes', (_, time, expected) => {
  expect(exponent(timesOf(time))).toBeCloseTo(expected, 6);
});

test('one more costs what lies between the smallest size and this one, shared by all', () => {
  expect(
    costOfOne(
      timesOf((size) => 300 + 10 * size),
      16,
    ),
  ).toBe(10);
  expect(
    costOfOne(
      timesOf((size) => 300 + size * size),
      4,
    ),
  ).toBe(5);
});

test.each([
  [1.05, 1.1, true, '1.1 met'],
  [1.1, 1.1, true, '1.1 met'],
  [1.11, 1.1, false, '1.1 missed'],
  [9, undefined, true, '  '],
])('a ratio of %d against a target of %p', (ratio, target, met, said) => {
  const row = { what: 'a', against: 'b', ratio, cpu: [1, 2] as const, ...(target === undefined ? {} : { target }) };

  expect(isMet(row)).toBe(met);
  expect(toMarkdown([row]).split('\n')[2]).toContain(`| ${ratio.toFixed(2)}  | ${said}`);
});
