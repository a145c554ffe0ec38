import type { z } from 'zod';

/** Draws the same numbers for the same seed: from 0 up to below a limit. */
export function drawing(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    // Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** A list in a list, so many times. */
export function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}

/** Names that every object answers to. */
export const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];

/** Values that no property of this project is meant for. */
export const HOSTILE: readonly unknown[] = [
  null,
  true,
  [],
  {},
  [null],
  { a: { b: 1 } },
  -1,
  1.5,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n,
  '',
  ' ',
  '\0',
  'a\nb',
  '\u001B[31m',
  '\u202Eabc',
  '../../etc/passwd',
  '${file("/etc/passwd")}',
  'x'.repeat(100_000),
  ...PROTOTYPE_NAMES,
  nested(50),
  JSON.parse('{"__proto__": {"admin": true}}'),
];

/** Values just out of what a schema of a leaf allows: shorter or smaller, longer or larger. */
export function outOfBounds(schema: z.ZodType): unknown[] {
  // oxlint-disable-next-line no-underscore-dangle -- this is what zod calls it
  const { minimum, maximum } = schema._zod.bag as { minimum?: number; maximum?: number };
  const isText = schema.def.type === 'string';
  return [
    ...(minimum === undefined ? [] : [isText ? 'a'.repeat(Math.max(minimum - 1, 0)) : minimum - 1]),
    ...(maximum === undefined ? [] : [isText ? 'a'.repeat(maximum + 1) : maximum + 1]),
  ];
}
